// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/error.h"

#include <QByteArray>
#include <QList>
#include <QModbusRequest>
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
    /// FC 5, 6, 15, 16, 21, 22, 23 and 8: may change the device. Such a request is sent only while
    /// writes are armed and is never repeated by itself.
    bool isWrite() const;
};

/// FC 1 to 4 by the table. `count` 1..mostRead(table), within the table.
tl::expected<Request, Error> readRequest(quint8 unit, Address first, int count);

/// FC 5 or 6 for one value, FC 15 or 16 for several or where `alwaysMultiple`.
/// Bits are 0 or not 0. The table must be writable.
tl::expected<Request, Error> writeRequest(quint8 unit, Address first, const QList<quint16> &values,
                                          bool alwaysMultiple = false);

/// Checks a reply's PDU (function code first) against its request: function, byte count, quantity,
/// echo. Gives the values read (bits as 0 and 1), empty for a write and for functions other than
/// 1 to 6, 15 and 16, which are checked for their function code only.
tl::expected<QList<quint16>, Error> checkReply(const Request &request, const QByteArray &pdu);

} // namespace modbus
