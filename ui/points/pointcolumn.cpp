// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointcolumn.h"

#include <QCoreApplication>
#include <array>

namespace ui {

namespace {

struct Heading
{
    const char *title;
    const char *toolTip;
};

constexpr std::array<Heading, kPointColumns> kHeadings{{
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Tag"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "The point's name in the plant, each one once")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Description"), ""},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Value"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "Engineering value. F2 writes another one, while writes are armed")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Unit"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Engineering unit, for example bar")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "State"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "How far the value can be believed, and where it stands to its limits")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Trend"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "The latest 60 values, scaled to themselves")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Age"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Time since the value was read")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Raw"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "As the device holds it, before scaling")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Min"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Lowest good value since the last reset")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Max"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Highest good value since the last reset")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Mean"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Mean of the good values since the last reset")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Count"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Good values since the last reset")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Area"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Part of the plant, for grouping")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Device"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "host or host:port; empty for the device that is selected on the left")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Unit id"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Modbus unit identifier, 0 to 255")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Table"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "coil, discrete, input or holding")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Address"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "In any notation: 100, 0x64, 40101, 400101, %MW100. Beside it stands what "
                       "goes on the wire")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "PDU"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "0-based address as it goes on the wire")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Type"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "How the registers are read")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Order"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Byte and word order: ABCD, CDAB, BADC or DCBA")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Bit"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "Of one register, 0 (least significant) to 15; empty for the whole value")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Length"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Registers of a text, 1 to 125")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Scale"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "Engineering value = raw x scale + offset. 0..27648 = 0..100 sets both")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Offset"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Engineering value = raw x scale + offset")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Low"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Lowest good engineering value; empty for none")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "High"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "Highest good engineering value; empty for none")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Period"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "How often it is read, 50 ms to 1 h")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Writable"),
     QT_TRANSLATE_NOOP("ui::PointColumn", "yes where the value may be written from here")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Not available"),
     QT_TRANSLATE_NOOP("ui::PointColumn",
                       "The raw pattern by which the device says that it has no value: 0x8000")},
    {QT_TRANSLATE_NOOP("ui::PointColumn", "Note"), ""},
}};

} // namespace

bool isLive(PointColumn column)
{
    switch (column) {
    case PointColumn::Value:
    case PointColumn::State:
    case PointColumn::Trend:
    case PointColumn::Age:
    case PointColumn::Raw:
    case PointColumn::Minimum:
    case PointColumn::Maximum:
    case PointColumn::Mean:
    case PointColumn::Count:
        return true;
    default:
        return false;
    }
}

bool isDefinition(PointColumn column)
{
    return !isLive(column) && column != PointColumn::Pdu;
}

bool isFigure(PointColumn column)
{
    switch (column) {
    case PointColumn::Value:
    case PointColumn::Raw:
    case PointColumn::Minimum:
    case PointColumn::Maximum:
    case PointColumn::Mean:
    case PointColumn::Count:
    case PointColumn::Unit:
    case PointColumn::Address:
    case PointColumn::Pdu:
    case PointColumn::Bit:
    case PointColumn::Length:
    case PointColumn::Factor:
    case PointColumn::Offset:
    case PointColumn::LowLimit:
    case PointColumn::HighLimit:
        return true;
    default:
        return false;
    }
}

QString columnTitle(PointColumn column)
{
    return QCoreApplication::translate("ui::PointColumn",
                                       kHeadings.at(static_cast<size_t>(column)).title);
}

QString columnToolTip(PointColumn column)
{
    return QCoreApplication::translate("ui::PointColumn",
                                       kHeadings.at(static_cast<size_t>(column)).toolTip);
}

QList<PointColumn> watchColumns()
{
    return {PointColumn::Tag,     PointColumn::Description,     PointColumn::Trend,
            PointColumn::Value,   PointColumn::EngineeringUnit, PointColumn::Age,
            PointColumn::State,   PointColumn::Minimum,         PointColumn::Mean,
            PointColumn::Maximum, PointColumn::Count,           PointColumn::Raw};
}

QList<PointColumn> editColumns()
{
    QList<PointColumn> columns;
    for (int column = 0; column < kPointColumns; ++column) {
        const auto candidate = static_cast<PointColumn>(column);
        if (!isLive(candidate) || candidate == PointColumn::Value)
            columns.append(candidate);
    }
    return columns;
}

} // namespace ui
