// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/otherpeers.h"

#include <QNetworkDatagram>
#include <QTcpSocket>
#include <QtEndian>

namespace support {

namespace {

constexpr qsizetype kRtuRequestBytes = 8;
constexpr qsizetype kTcpRequestBytes = 12;

/// Bit by bit from the definition, so that it is not the product's own code that checks itself.
quint16 crcOf(const QByteArray &bytes)
{
    unsigned crc = 0xFFFF;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc % 2 ? crc / 2 ^ 0xA001U : crc / 2;
    }
    return quint16(crc);
}

QByteArray withCrc(QByteArray bytes)
{
    const quint16 crc = crcOf(bytes);
    bytes.append(char(crc % 256));
    bytes.append(char(crc / 256));
    return bytes;
}

} // namespace

RtuOverTcpPeer::RtuOverTcpPeer(quint8 unit)
    : m_unit(unit)
{
    connect(this, &QTcpServer::newConnection, this, [this] {
        QTcpSocket *socket = nextPendingConnection();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] {
            const QByteArray request = socket->readAll();
            if (request.size() != kRtuRequestBytes || withCrc(request.first(6)) != request ||
                quint8(request[0]) != m_unit || request[1] != 3)
                return;
            QByteArray answer = request.first(2);
            answer.append(char(2 * request[5]));
            answer.append(2 * request[5], '\0');
            socket->write(withCrc(answer));
        });
    });
}

quint16 RtuOverTcpPeer::listenLocally()
{
    listen(QHostAddress::LocalHost);
    return serverPort();
}

UdpPeer::UdpPeer(quint16 port)
{
    m_socket.bind(QHostAddress::LocalHost, port);
    connect(&m_socket, &QUdpSocket::readyRead, this, [this] {
        while (m_socket.hasPendingDatagrams()) {
            const QNetworkDatagram datagram = m_socket.receiveDatagram();
            const QByteArray request = datagram.data();
            if (request.size() != kTcpRequestBytes || request[7] != 3)
                continue;
            const int bytes = 2 * request[11];
            QByteArray answer = request.first(4);
            answer.append('\0');
            answer.append(char(3 + bytes));
            answer.append(request[6]);
            answer.append('\x03');
            answer.append(char(bytes));
            answer.append(bytes, '\0');
            m_socket.writeDatagram(datagram.makeReply(answer));
        }
    });
}

} // namespace support
