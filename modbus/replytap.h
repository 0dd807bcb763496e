// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <optional>

class QModbusTcpClient;
class QTcpSocket;

namespace modbus {

/// One reply as it came off the wire: MBAP header (MODBUS Messaging on TCP/IP V1.0b, section 3.1.3)
/// taken apart, and the PDU.
struct Frame
{
    quint16 transactionId = 0;
    quint8 unit = 0;
    QByteArray pdu;        ///< may be empty: some gateways send a header alone
    bool wasSplit = false; ///< came in more than one segment
};

/// Sees the same bytes as a QModbusTcpClient, after it: the client matches replies by transaction
/// id alone and hides the rest, so what a reply really said is read here.
/// Works by a read transaction on the client's socket; must be made right after the client, so
/// that the client's own slot on readyRead runs first.
class ReplyTap : public QObject
{
    Q_OBJECT
public:
    explicit ReplyTap(QModbusTcpClient &client, QObject *parent = nullptr);

    /// True when part of a frame has come and its rest has not.
    bool hasPartialFrame() const { return !m_buffer.isEmpty(); }
    /// Transaction id of the frame of which only a part has come, where that much of it is known.
    std::optional<quint16> partialTransactionId() const;
    /// What has come of it. Kept after the connection has ended, until the next one is made.
    const QByteArray &partialFrame() const { return m_buffer; }

signals:
    void frameReceived(const modbus::Frame &frame);
    /// The byte stream makes no sense any more (protocol id not 0, length not 1..254). Nothing is
    /// reported after it until the socket connects again; the only cure is to reconnect.
    /// `bytes`: what had come when the fault was found, from the faulty header on.
    void framingFault(const QString &detail, const QByteArray &bytes);

private:
    void start();
    void take();

    QPointer<QTcpSocket> m_socket;
    QByteArray m_buffer;
    bool m_isBroken = false;
};

} // namespace modbus
