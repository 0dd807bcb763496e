// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTcpServer>
#include <QUdpSocket>

namespace support {

/// A serial server in transparent mode: answers FC 3 requests in RTU framing (with CRC) over TCP,
/// with as many registers 0, and nothing else.
class RtuOverTcpPeer : public QTcpServer
{
    Q_OBJECT
public:
    explicit RtuOverTcpPeer(quint8 unit = 1);
    quint16 listenLocally();

private:
    quint8 m_unit;
};

/// Modbus over UDP on 127.0.0.1: answers FC 3 requests with an MBAP header, with registers 0.
class UdpPeer : public QObject
{
    Q_OBJECT
public:
    explicit UdpPeer(quint16 port = 0);
    quint16 port() const { return m_socket.localPort(); }

private:
    QUdpSocket m_socket;
};

} // namespace support
