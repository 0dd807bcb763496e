// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/error.h"

#include <QByteArray>
#include <QList>
#include <QModbusRequest>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace modbus {

// Quantities that one request may carry (MODBUS Application Protocol V1.1b3, sections 6.1 to 6.12).
inline constexpr int kMostBitsRead = 2000;
inline constexpr int kMostRegistersRead = 125;
inline constexpr int kMostBitsWritten = 1968;
inline constexpr int kMostRegistersWritten = 123;

/// The most items of a table that one request may read or write.
int mostRead(Table table);
int mostWritten(Table table);

/// One request: a PDU, the unit it is for, and the range it concerns.
struct Request
{
    quint8 unit = kDefaultUnit;
    QModbusRequest pdu;
    Address first;
    int count = 0;
    /// Its own wait for an answer instead of the connection's, 10 ms to 60 s. Who sets one asks
    /// whether anybody is there: silence then says nothing about the connection.
    std::optional<std::chrono::milliseconds> deadline = {};
    std::optional<int> repeats = {}; ///< its own number instead of the connection's; reads only

    /// The PDU as it goes on the wire, function code first.
    QByteArray bytes() const;
    /// May change the device: FC 5, 6, 15, 16, 21, 22, 23, the sub-functions of FC 8 that restart,
    /// silence or clear something, FC 43 other than 14, and every function that is not known.
    /// Such a request is sent only while writes are armed and is never repeated by itself.
    bool isWrite() const;
};

/// Words as they go on the wire, high byte first.
QByteArray wordBytes(const QList<quint16> &words);
/// And back; a last odd byte is left out.
QList<quint16> wordsIn(const QByteArray &bytes);

/// Why a request that concerns no range of a table cannot be made.
Error unlawful(quint8 unit, const QString &detail);

/// FC 1 to 4 by the table. `count` 1..mostRead(table), within the table.
tl::expected<Request, Error> readRequest(quint8 unit, Address first, int count);

/// FC 5 or 6 for one value, FC 15 or 16 for several or where `alwaysMultiple`.
/// Bits are 0 or not 0. The table must be writable.
tl::expected<Request, Error> writeRequest(quint8 unit, Address first, const QList<quint16> &values,
                                          bool alwaysMultiple = false);

/// Checks a reply's PDU (function code first) against its request: function, byte count, quantity,
/// echo, structure. Gives the values read (bits as 0 and 1) by functions 1 to 4, 20, 23 and 24,
/// and none for the others. Of a function that is not known the function code is checked alone.
tl::expected<QList<quint16>, Error> checkReply(const Request &request, const QByteArray &pdu);

} // namespace modbus
