// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/rangescan.h"
#include "modbus/point.h"

namespace modbus::discovery {

/// A point for each item of a readable block, to be named and typed by the user: uint16, or bool
/// for bits, tagged by table and Modicon number ("HR400101"), at most `most` of them.
QList<Point> pointsOf(const ReadableBlock &block, const Target &target, int most);

} // namespace modbus::discovery
