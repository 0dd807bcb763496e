// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/ippacket.h"

#include <QtEndian>
#include <utility>

namespace modbus {

namespace {

constexpr quint8 kTcp = 6; // protocol number
constexpr quint8 kHops = 64;
constexpr qsizetype kTcpHeaderBytes = 20;
constexpr qsizetype kTcpChecksumOffset = 16;
constexpr qsizetype kIpv4HeaderBytes = 20;
constexpr qsizetype kIpv4ChecksumOffset = 10;

void put8(QByteArray &bytes, quint8 value)
{
    bytes.append(char(value));
}

void put16(QByteArray &bytes, quint16 value)
{
    put8(bytes, quint8(value >> 8));
    put8(bytes, quint8(value & 0xFF));
}

void put32(QByteArray &bytes, quint32 value)
{
    put16(bytes, quint16(value >> 16));
    put16(bytes, quint16(value & 0xFFFF));
}

/// The internet checksum (RFC 1071).
quint16 checksum(const QByteArray &bytes)
{
    quint32 sum = 0;
    for (qsizetype i = 0; i < bytes.size(); i += 2) {
        const quint32 high = quint8(bytes[i]);
        const quint32 low = i + 1 < bytes.size() ? quint8(bytes[i + 1]) : 0;
        sum += high << 8 | low;
    }
    while (sum >> 16)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return quint16(~sum);
}

void setChecksum(QByteArray &bytes, qsizetype offset, quint16 sum)
{
    qToBigEndian(sum, bytes.data() + offset);
}

/// Both addresses in the bytes of one family.
struct Addresses
{
    QByteArray from;
    QByteArray to;
    bool isIpv4() const { return from.size() == 4; }
};

QByteArray ipv4Bytes(quint32 address)
{
    QByteArray bytes;
    put32(bytes, address);
    return bytes;
}

QByteArray ipv6Bytes(const QHostAddress &address)
{
    const Q_IPV6ADDR bytes = address.toIPv6Address();
    return {reinterpret_cast<const char *>(bytes.c), sizeof bytes.c};
}

Addresses addressesOf(const QHostAddress &from, const QHostAddress &to)
{
    bool isFromIpv4 = false;
    bool isToIpv4 = false;
    // Says yes to addresses that are mapped into IPv6 as well.
    const quint32 fromIpv4 = from.toIPv4Address(&isFromIpv4);
    const quint32 toIpv4 = to.toIPv4Address(&isToIpv4);
    if (isFromIpv4 && isToIpv4)
        return {ipv4Bytes(fromIpv4), ipv4Bytes(toIpv4)};
    if (from.protocol() == QAbstractSocket::IPv6Protocol &&
        to.protocol() == QAbstractSocket::IPv6Protocol)
        return {ipv6Bytes(from), ipv6Bytes(to)};
    return {QByteArray("\xC0\x00\x02\x01", 4), QByteArray("\xC0\x00\x02\x02", 4)};
}

QByteArray tcpBytes(const TcpSegment &segment, const Addresses &addresses)
{
    QByteArray tcp;
    put16(tcp, segment.fromPort);
    put16(tcp, segment.toPort);
    put32(tcp, segment.sequence);
    put32(tcp, segment.acknowledged);
    put8(tcp, quint8(kTcpHeaderBytes / 4) << 4);
    put8(tcp, segment.flags);
    put16(tcp, 0xFFFF); // window
    put16(tcp, 0);      // checksum, below
    put16(tcp, 0);      // urgent pointer
    tcp += segment.payload;

    // The checksum covers a header of pretence (RFC 9293, section 3.1; RFC 8200, section 8.1).
    QByteArray covered = addresses.from + addresses.to;
    if (addresses.isIpv4()) {
        put16(covered, kTcp);
        put16(covered, quint16(tcp.size()));
    } else {
        put32(covered, quint32(tcp.size()));
        put32(covered, kTcp);
    }
    setChecksum(tcp, kTcpChecksumOffset, checksum(covered + tcp));
    return tcp;
}

QByteArray ipv4Header(const Addresses &addresses, qsizetype payloadBytes, quint16 id)
{
    constexpr quint16 kDontFragment = 0x4000;
    QByteArray header;
    put8(header, 0x45); // version 4, header of 5 words
    put8(header, 0);
    put16(header, quint16(kIpv4HeaderBytes + payloadBytes));
    put16(header, id);
    put16(header, kDontFragment);
    put8(header, kHops);
    put8(header, kTcp);
    put16(header, 0); // checksum, below
    header += addresses.from + addresses.to;
    setChecksum(header, kIpv4ChecksumOffset, checksum(header));
    return header;
}

QByteArray ipv6Header(const Addresses &addresses, qsizetype payloadBytes)
{
    QByteArray header;
    put32(header, 0x60000000); // version 6
    put16(header, quint16(payloadBytes));
    put8(header, kTcp);
    put8(header, kHops);
    return header + addresses.from + addresses.to;
}

} // namespace

QByteArray ipPacket(const TcpSegment &segment, quint16 id)
{
    const Addresses addresses = addressesOf(segment.from, segment.to);
    const QByteArray tcp = tcpBytes(segment, addresses);
    return (addresses.isIpv4() ? ipv4Header(addresses, tcp.size(), id)
                               : ipv6Header(addresses, tcp.size())) +
           tcp;
}

} // namespace modbus
