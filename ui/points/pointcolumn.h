// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace ui {

/// The columns of a point list: what defines a point, and what is live of it.
enum class PointColumn {
    Tag,
    Description,
    Value, ///< live; edited it is written to the device
    EngineeringUnit,
    State, ///< live: quality, limits, reasons, what became of the last write
    Trend, ///< live: the latest values as a line
    Age,   ///< live
    Raw,   ///< live
    Minimum,
    Maximum,
    Mean,
    Count,
    Area,
    Device,
    Unit,
    Table,
    Address,
    Pdu, ///< the address as it goes on the wire; follows from Table and Address
    Type,
    Order,
    Bit,
    Length,
    Factor,
    Offset,
    LowLimit,
    HighLimit,
    PollPeriod,
    Writable,
    NotAvailable,
    Note,
};

inline constexpr int kPointColumns = static_cast<int>(PointColumn::Note) + 1;

/// True for what changes with every reading.
bool isLive(PointColumn column);
/// True for what a user can change of the list itself.
bool isDefinition(PointColumn column);
/// True for what is shown right-aligned in figures of one width.
bool isFigure(PointColumn column);
QString columnTitle(PointColumn column);
QString columnToolTip(PointColumn column);

/// What is shown while the plant is watched, and while the list is worked on, in this order.
QList<PointColumn> watchColumns();
QList<PointColumn> editColumns();

} // namespace ui
