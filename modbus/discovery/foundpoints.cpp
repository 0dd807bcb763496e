// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/foundpoints.h"

#include <algorithm>

namespace modbus::discovery {

namespace {

QString prefixOf(Table table)
{
    switch (table) {
    case Table::Coils:
        return QStringLiteral("C");
    case Table::DiscreteInputs:
        return QStringLiteral("DI");
    case Table::InputRegisters:
        return QStringLiteral("IR");
    case Table::HoldingRegisters:
        break;
    }
    return QStringLiteral("HR");
}

} // namespace

QList<Point> pointsOf(const ReadableBlock &block, const Target &target, int most)
{
    QList<Point> points;
    for (int i = 0; i < std::min(block.count(), most); ++i) {
        Point point;
        point.address = {block.first.table, quint16(block.first.offset + i)};
        point.device = target.endpoint.toString();
        point.unit = target.unit;
        point.notation = Notation::Modicon;
        point.tag = prefixOf(block.first.table) + formatAddress(point.address, Notation::Modicon);
        point.format.type = isBitTable(block.first.table) ? DataType::Bool : DataType::UInt16;
        points.append(point);
    }
    return points;
}

} // namespace modbus::discovery
