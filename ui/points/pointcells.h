// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"
#include "ui/points/pointcolumn.h"

namespace ui {

/// What stands in a cell of a column that defines a point (or in that of its PDU address).
QString cellText(const modbus::Point &point, PointColumn column);

/// The point with another text in one of its cells; takes what cellText() gives and what people
/// type. The error is a sentence with what is expected.
tl::expected<modbus::Point, QString> withCell(modbus::Point point, PointColumn column,
                                              const QString &text);

/// The texts that a cell's list should offer; empty where any text goes.
QStringList cellChoices(PointColumn column);

/// True where both points are read in the same way, so that a value of the one is one of the other.
bool areReadAlike(const modbus::Point &one, const modbus::Point &other);

} // namespace ui
