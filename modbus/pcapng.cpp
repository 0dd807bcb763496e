// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pcapng.h"

#include "modbus/ippacket.h"

#include <QtEndian>

namespace modbus {

namespace {

// Block types, options and values of draft-ietf-opsawg-pcapng, sections 4.1 to 4.3.
constexpr quint32 kSectionHeader = 0x0A0D0D0A;
constexpr quint32 kByteOrderMagic = 0x1A2B3C4D;
constexpr quint32 kInterfaceDescription = 1;
constexpr quint32 kEnhancedPacket = 6;
constexpr quint16 kRawIp = 101; // LINKTYPE_RAW
constexpr quint16 kEndOfOptions = 0;
constexpr quint16 kComment = 1;
constexpr quint16 kInterfaceName = 2;
constexpr quint16 kPacketFlags = 2;
constexpr quint16 kUserApplication = 4;
constexpr quint16 kTimeResolution = 9;
constexpr quint8 kMicroseconds = 6; // as a negative power of ten
constexpr quint32 kInbound = 1;
constexpr quint32 kOutbound = 2;

/// Everything is little-endian, as the byte order magic says, and padded to 4 bytes.
template <typename Number>
void put(QByteArray &bytes, Number number)
{
    const auto little = qToLittleEndian(number);
    bytes.append(reinterpret_cast<const char *>(&little), sizeof little);
}

void pad(QByteArray &bytes)
{
    bytes.append((4 - bytes.size() % 4) % 4, '\0');
}

void putOption(QByteArray &bytes, quint16 code, const QByteArray &value)
{
    if (value.isEmpty())
        return;
    const QByteArray within = value.left(0xFFFF);
    put(bytes, code);
    put(bytes, quint16(within.size()));
    bytes += within;
    pad(bytes);
}

void endOptions(QByteArray &bytes)
{
    put(bytes, kEndOfOptions);
    put(bytes, quint16(0));
}

QByteArray numberBytes(quint32 number)
{
    QByteArray bytes;
    put(bytes, number);
    return bytes;
}

} // namespace

PcapngWriter::PcapngWriter(QIODevice &device)
    : m_device(device)
{
}

void PcapngWriter::begin(const QString &comment)
{
    QByteArray section;
    put(section, kByteOrderMagic);
    put(section, quint16(1)); // version 1.0
    put(section, quint16(0));
    put(section, qint64(-1)); // the section's length is not given
    putOption(section, kComment, comment.toUtf8());
    putOption(section, kUserApplication, QByteArrayLiteral("Loopcheck"));
    endOptions(section);
    writeBlock(kSectionHeader, section);

    QByteArray description;
    put(description, kRawIp);
    put(description, quint16(0)); // reserved
    put(description, quint32(0)); // packets are never cut off
    putOption(description, kInterfaceName, QByteArrayLiteral("Loopcheck"));
    putOption(description, kTimeResolution, QByteArray(1, char(kMicroseconds)));
    endOptions(description);
    writeBlock(kInterfaceDescription, description);
}

void PcapngWriter::write(const TrafficEntry &entry, const QString &comment)
{
    switch (entry.kind) {
    case TrafficFrame::Kind::Opened:
        writeHandshake(entry, comment);
        break;
    case TrafficFrame::Kind::Request:
    case TrafficFrame::Kind::Reply:
    case TrafficFrame::Kind::Debris:
        writeSegment(entry, entry.isSent(), TcpSegment::Push | TcpSegment::Ack, comment);
        break;
    case TrafficFrame::Kind::Closed:
        writeSegment(entry, entry.flag == TrafficFrame::Flag::None,
                     TcpSegment::Fin | TcpSegment::Ack, comment);
        break;
    case TrafficFrame::Kind::ConnectFailed:
    case TrafficFrame::Kind::Unanswered:
        break;
    }
}

void PcapngWriter::writeHandshake(const TrafficEntry &entry, const QString &comment)
{
    writeSegment(entry, true, TcpSegment::Syn, comment);
    writeSegment(entry, false, TcpSegment::Syn | TcpSegment::Ack, {});
    writeSegment(entry, true, TcpSegment::Ack, {});
}

void PcapngWriter::writeSegment(const TrafficEntry &entry, bool isSent, quint8 flags,
                                const QString &comment)
{
    Stream &stream = m_streams[entry.session.get()];
    const TcpEnds &ends = entry.session->ends;
    TcpSegment segment;
    segment.from = isSent ? ends.local : ends.peer;
    segment.to = isSent ? ends.peer : ends.local;
    segment.fromPort = isSent ? ends.localPort : ends.peerPort;
    segment.toPort = isSent ? ends.peerPort : ends.localPort;
    segment.sequence = isSent ? stream.sent : stream.received;
    segment.flags = flags;
    segment.payload = entry.adu;
    if (flags & TcpSegment::Ack)
        segment.acknowledged = isSent ? stream.received : stream.sent;
    writePacket(ipPacket(segment, m_nextPacketId++), entry, isSent, comment);

    // SYN and FIN count as a byte each (RFC 9293, section 3.4).
    const bool isCounted = flags & (TcpSegment::Syn | TcpSegment::Fin);
    (isSent ? stream.sent : stream.received) += quint32(segment.payload.size()) + isCounted;
}

void PcapngWriter::writePacket(const QByteArray &packet, const TrafficEntry &entry, bool isSent,
                               const QString &comment)
{
    const auto time = quint64(entry.time.count());
    QByteArray body;
    put(body, quint32(0)); // the only interface
    put(body, quint32(time >> 32));
    put(body, quint32(time & 0xFFFFFFFF));
    put(body, quint32(packet.size()));
    put(body, quint32(packet.size()));
    body += packet;
    pad(body);
    putOption(body, kComment, comment.toUtf8());
    putOption(body, kPacketFlags, numberBytes(isSent ? kOutbound : kInbound));
    endOptions(body);
    writeBlock(kEnhancedPacket, body);
}

void PcapngWriter::writeBlock(quint32 type, const QByteArray &body)
{
    constexpr qsizetype kAround = 12; // type, and the length before and after
    const auto length = quint32(body.size() + kAround);
    QByteArray block;
    block.reserve(qsizetype(length));
    put(block, type);
    put(block, length);
    block += body;
    put(block, length);
    m_device.write(block);
}

} // namespace modbus
