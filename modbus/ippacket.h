// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>

namespace modbus {

/// A TCP segment (RFC 9293) as it is put into an IP packet.
struct TcpSegment
{
    enum Flag : quint8 { Fin = 0x01, Syn = 0x02, Push = 0x08, Ack = 0x10 };

    QHostAddress from;
    QHostAddress to;
    quint16 fromPort = 0;
    quint16 toPort = 0;
    quint32 sequence = 0;
    quint32 acknowledged = 0;
    quint8 flags = 0;
    QByteArray payload;
};

/// The segment with an IPv4 or an IPv6 header before it, by its addresses; all checksums are right.
/// Addresses that are not known, or not of one family, become those that RFC 5737 keeps for
/// documentation: 192.0.2.1 and 192.0.2.2. `id` is the IPv4 identification.
QByteArray ipPacket(const TcpSegment &segment, quint16 id);

} // namespace modbus
