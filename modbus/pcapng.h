// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficlog.h"

#include <QIODevice>
#include <map>

namespace modbus {

/// Writes traffic as a pcapng capture (IETF draft-ietf-opsawg-pcapng) that Wireshark reads: each
/// ADU is one TCP segment in an IP packet (LINKTYPE_RAW). Addresses, ports and times are the real
/// ones; the headers are made up around them, as lawful ones: sequence numbers count from what is
/// kept, checksums are right. What befell the connection becomes SYN and FIN. What has no bytes at
/// all, a missed deadline or a failed connect, is left out. What is wrong with a frame is its
/// comment.
class PcapngWriter
{
public:
    /// `device` must be open. Errors show in it: a QSaveFile refuses to commit.
    explicit PcapngWriter(QIODevice &device);

    /// The headers of the file, with what a reader must know of it as the section's comment.
    void begin(const QString &comment);
    /// Entries in the order of their numbers. `comment` may be empty.
    void write(const TrafficEntry &entry, const QString &comment);

private:
    struct Stream
    {
        quint32 sent = 0;     ///< next sequence number from us
        quint32 received = 0; ///< and from the server
    };
    void writeHandshake(const TrafficEntry &entry, const QString &comment);
    void writeSegment(const TrafficEntry &entry, bool isSent, quint8 flags, const QString &comment);
    void writePacket(const QByteArray &packet, const TrafficEntry &entry, bool isSent,
                     const QString &comment);
    void writeBlock(quint32 type, const QByteArray &body);

    QIODevice &m_device;
    std::map<const TrafficSession *, Stream> m_streams;
    quint16 m_nextPacketId = 1;
};

} // namespace modbus
