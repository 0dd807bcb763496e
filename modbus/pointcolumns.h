// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"

#include <QList>
#include <QStringList>
#include <array>
#include <optional>

namespace modbus {

/// What a column of a point list can mean.
enum class PointColumn : quint8 {
    Tag,
    Description,
    Area,
    Device,
    Port,
    UnitId,
    Table,
    FunctionCode, ///< 1 to 4, or a writing one: another way to name the table
    Address,
    Notation,
    Type,
    Order,     ///< of all bytes: ABCD
    WordOrder, ///< of the words alone, beside a byte order or without one
    Bit,
    Length,     ///< registers
    Characters, ///< length as characters
    Scale,
    Divisor,
    Offset,
    RawLow,
    RawHigh,
    EngineeringLow,
    EngineeringHigh,
    EngineeringUnit,
    LowLimit,
    HighLimit,
    Period,
    Writable,
    ReadOnly,
    NotAvailable,
    Note,
};
inline constexpr size_t kPointColumns = static_cast<size_t>(PointColumn::Note) + 1;

/// Which column stands where, from a header row.
struct PointColumns
{
    std::array<int, kPointColumns> indexes{}; ///< -1 where there is none
    QStringList headers;                      ///< as the file writes them
    QStringList unknown;                      ///< headers that mean nothing to us
    std::optional<Notation> notation;         ///< that the address's header names
    double periodUnit = 1;                    ///< milliseconds in a bare figure of the period
    int known = 0;                            ///< how many mean something

    int indexOf(PointColumn column) const { return indexes.at(static_cast<size_t>(column)); }
    bool has(PointColumn column) const { return indexOf(column) >= 0; }
};

/// Reads a header row: English or Chinese names and their usual synonyms, whatever their case,
/// blanks and punctuation; "(hex)", "(s)" and the like behind a name count. Where a name can mean
/// two columns ("unit": identifier or engineering unit; "name": tag or description; "type": data
/// type or table; "offset": of the scale or the address) the other headers decide, and for "unit"
/// what stands in the `sample` of rows: whole figures from 0 to 255 are identifiers.
PointColumns pointColumnsFrom(const QStringList &headers, const QList<QStringList> &sample);

/// The names that a written list has.
QString columnName(PointColumn column);

/// Letters and digits alone, in lower case: how names are compared.
QString lookUpKey(QStringView text);

} // namespace modbus
