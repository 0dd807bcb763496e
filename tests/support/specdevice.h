// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/hostileserver.h"

#include <QHash>
#include <QMap>

namespace support {

/// A device with the functions that HostileServer lacks, written from the MODBUS Application
/// Protocol V1.1b3, sections 6.7 to 6.21, and holding what the examples there have: exception
/// status 0x6D, file 4 and 3 of section 6.14, the queue of 6.18. Knows nothing of the library under
/// test.
class SpecDevice
{
public:
    /// Takes over what `server` answers.
    explicit SpecDevice(HostileServer &server);

    /// The reply's PDU, an exception where the specification asks for one.
    QByteArray answer(const QByteArray &request);

    // What it has; may be changed by tests.
    QMap<quint8, QByteArray> objects; ///< of FC 43/14
    int objectsAReply = 2;            ///< then "more follows"
    quint8 conformity = 0x83;
    QByteArray serverId;             ///< data of FC 17 behind the byte count
    QList<int> unknownFunctions;     ///< answered with exception 01
    QHash<quint32, quint16> records; ///< by file << 16 | record
    QList<quint16> queue;            ///< of FC 24 at pointer 0x04DE
    bool isListeningOnly = false;    ///< after FC 8 sub-function 4 until 1

private:
    QByteArray diagnostics(const QByteArray &request);
    QByteArray deviceId(const QByteArray &request) const;
    QByteArray readFile(const QByteArray &request) const;
    QByteArray writeFile(const QByteArray &request);
    QByteArray maskWrite(const QByteArray &request);
    QByteArray readWrite(const QByteArray &request);
    QByteArray readQueue(const QByteArray &request) const;

    HostileServer &m_server;
    quint16 m_messages = 0;
    quint16 m_events = 0;
};

} // namespace support
