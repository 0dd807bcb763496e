// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/replytap.h"

#include <QModbusTcpClient>
#include <QTcpSocket>
#include <QtEndian>
#include <utility>

namespace modbus {

namespace {

// MBAP header (Messaging V1.0b, section 3.1.3): transaction id, protocol id, length, unit.
constexpr qsizetype kHeaderBytes = 7;
constexpr qsizetype kBytesBeforeLengthCounts = 6;
constexpr int kMostLength = 254; // unit and a PDU of 253 bytes

quint16 wordAt(const QByteArray &bytes, qsizetype index)
{
    return qFromBigEndian<quint16>(bytes.constData() + index);
}

} // namespace

ReplyTap::ReplyTap(QModbusTcpClient &client, QObject *parent)
    : QObject(parent)
    , m_socket(qobject_cast<QTcpSocket *>(client.device()))
{
    connect(m_socket, &QTcpSocket::connected, this, &ReplyTap::start);
    connect(m_socket, &QTcpSocket::readyRead, this, &ReplyTap::take);
}

std::optional<quint16> ReplyTap::partialTransactionId() const
{
    if (m_buffer.size() < 2)
        return {};
    return wordAt(m_buffer, 0);
}

void ReplyTap::start()
{
    m_buffer.clear();
    m_isBroken = false;
    if (!m_socket->isTransactionStarted())
        m_socket->startTransaction();
}

void ReplyTap::take()
{
    // The client has read its bytes inside the transaction; rolled back, they are there again.
    m_socket->rollbackTransaction();
    const bool continuesFrame = !m_buffer.isEmpty();
    m_buffer += m_socket->readAll();
    m_socket->startTransaction();

    QPointer<ReplyTap> self(this);
    qsizetype begin = 0;
    QList<Frame> frames;
    QString fault;
    while (!m_isBroken && m_buffer.size() - begin >= kBytesBeforeLengthCounts) {
        const quint16 protocolId = wordAt(m_buffer, begin + 2);
        const quint16 length = wordAt(m_buffer, begin + 4);
        if (protocolId != 0)
            fault = QStringLiteral("protocol identifier %1 instead of 0").arg(protocolId);
        else if (length < 1 || length > kMostLength)
            fault = QStringLiteral("MBAP length %1, lawful are 1 to 254").arg(length);
        if (!fault.isEmpty()) {
            m_isBroken = true;
            break;
        }
        const qsizetype size = kBytesBeforeLengthCounts + length;
        if (m_buffer.size() - begin < size)
            break;
        frames.append(Frame{wordAt(m_buffer, begin), quint8(m_buffer[begin + 6]),
                            m_buffer.mid(begin + kHeaderBytes, size - kHeaderBytes),
                            continuesFrame && begin == 0});
        begin += size;
    }
    m_buffer.remove(0, begin);
    const QByteArray debris = m_isBroken ? std::exchange(m_buffer, {}) : QByteArray();

    for (const Frame &frame : frames) {
        if (m_socket->state() != QAbstractSocket::ConnectedState)
            return;
        emit frameReceived(frame);
        if (!self)
            return;
    }
    if (!fault.isEmpty())
        emit framingFault(fault, debris);
}

} // namespace modbus
