// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/hostileserver.h"

#include <QtEndian>
#include <sys/socket.h>

namespace support {

namespace {

constexpr qsizetype kHeaderBytes = 7;

quint16 wordAt(const QByteArray &bytes, qsizetype index)
{
    return qFromBigEndian<quint16>(bytes.constData() + index);
}

void appendWord(QByteArray &bytes, quint16 word)
{
    bytes.append(char(word >> 8));
    bytes.append(char(word & 0xFF));
}

/// Closes a socket with a RST, not with a FIN: what closing does when it may not linger.
void resetSocket(QTcpSocket &socket)
{
    const linger never{1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &never, sizeof never);
    socket.abort();
}

} // namespace

QByteArray Answer::bytes() const
{
    QByteArray bytes;
    appendWord(bytes, transactionId);
    appendWord(bytes, protocolId);
    appendWord(bytes, quint16(length < 0 ? pdu.size() + 1 : length));
    bytes.append(char(unit));
    bytes.append(pdu);
    return bytes;
}

HostileServer::HostileServer(QObject *parent)
    : QObject(parent)
{
    connect(&m_server, &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server.nextPendingConnection())
            serve(socket);
    });
}

quint16 HostileServer::listen(quint16 port, const QHostAddress &address)
{
    m_server.listen(address, port);
    return m_server.serverPort();
}

void HostileServer::shutDown()
{
    m_server.close();
    const auto sockets = m_server.findChildren<QTcpSocket *>();
    for (QTcpSocket *socket : sockets)
        resetSocket(*socket);
}

void HostileServer::serve(QTcpSocket *socket)
{
    ++m_connections;
    connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    if (m_mostSessions >= 0 && m_open >= m_mostSessions) {
        socket->disconnectFromHost();
        return;
    }
    ++m_open;
    connect(socket, &QTcpSocket::disconnected, this, [this] { --m_open; });
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
        QPointer<QTcpSocket> alive(socket);
        while (alive && socket->bytesAvailable() >= kHeaderBytes) {
            const QByteArray header = socket->peek(kHeaderBytes);
            const qsizetype size = 6 + wordAt(header, 4);
            if (socket->bytesAvailable() < size)
                return;
            const QByteArray adu = socket->read(size);
            const Asked asked{wordAt(adu, 0), quint8(adu[6]), adu.mid(kHeaderBytes), socket};
            m_asked.append(asked);
            if (m_behaviour)
                m_behaviour(asked);
            else
                answerWell(asked);
        }
    });
}

Answer HostileServer::answerTo(const Asked &asked)
{
    return {asked.transactionId, 0, asked.unit, pduFor(asked.pdu)};
}

void HostileServer::answerWell(const Asked &asked)
{
    send(asked, answerTo(asked).bytes());
}

void HostileServer::send(const Asked &asked, const QByteArray &bytes)
{
    if (!asked.socket)
        return;
    asked.socket->write(bytes);
    asked.socket->flush();
}

void HostileServer::reset(const Asked &asked)
{
    if (!asked.socket)
        return;
    resetSocket(*asked.socket);
}

QByteArray HostileServer::pduFor(const QByteArray &request)
{
    constexpr int kShortest = 5; // function code and two words; what is shorter is not known here
    const quint8 function = request.isEmpty() ? 0 : quint8(request[0]);
    if (request.size() < kShortest)
        return QByteArray(1, char(function | 0x80)) + '\x01';
    const quint16 first = wordAt(request, 1);
    const quint16 count = wordAt(request, 3);
    QByteArray pdu(1, char(function));
    switch (function) {
    case 1:
    case 2: {
        QByteArray bits((count + 7) / 8, '\0');
        for (int i = 0; i < count; ++i) {
            const auto address = quint16(first + i);
            const bool isOn = function == 1 ? m_coils.value(address, address % 2) : address % 2;
            if (isOn)
                bits[i / 8] = char(quint8(bits[i / 8]) | (1U << (i % 8)));
        }
        pdu.append(char(bits.size()));
        pdu.append(bits);
        return pdu;
    }
    case 3:
    case 4:
        pdu.append(char(2 * count));
        for (int i = 0; i < count; ++i) {
            const auto address = quint16(first + i);
            appendWord(pdu, function == 3 ? holding(address) : address);
        }
        return pdu;
    case 5:
        m_coils.insert(first, count == 0xFF00);
        break;
    case 6:
        m_holding.insert(first, count);
        break;
    case 15:
        for (int i = 0; i < count; ++i)
            m_coils.insert(quint16(first + i), (quint8(request[6 + i / 8]) >> (i % 8)) & 1U);
        break;
    case 16:
        for (int i = 0; i < count; ++i)
            m_holding.insert(quint16(first + i), wordAt(request, 6 + 2 * i));
        break;
    default:
        return QByteArray(1, char(function | 0x80)) + '\x01';
    }
    return request.first(5);
}

} // namespace support
