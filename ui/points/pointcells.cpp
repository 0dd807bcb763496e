// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointcells.h"

#include "modbus/pointcells.h"
#include "ui/registers/period.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace ui {

namespace {

using modbus::Point;
using Changed = tl::expected<Point, QString>;

constexpr int kLongestText = 1000; ///< characters of a cell
constexpr int kMostStringRegisters = 125;
/// A bare number of a period counts milliseconds.
constexpr double kPeriodUnit = 1;

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::PointCells", text);
}

tl::unexpected<QString> refusal(const QString &text)
{
    return tl::unexpected(text);
}

QString numberText(double number)
{
    return QString::number(number, 'g', 12);
}

QString numberText(std::optional<double> number)
{
    return number ? numberText(*number) : QString();
}

/// Decimal point or decimal comma.
modbus::cell::Result<double> toNumber(const QString &text)
{
    return modbus::cell::number(text, true);
}

Changed withDevice(Point point, const QString &text)
{
    if (text.isEmpty()) {
        point.device.clear();
        return point;
    }
    const auto target = modbus::parseTarget(text);
    if (!target)
        return refusal(target.error());
    point.device = target->endpoint.port == modbus::kDefaultPort ? target->endpoint.host
                                                                 : target->endpoint.toString();
    if (target->unit != modbus::kDefaultUnit)
        point.unit = target->unit;
    return point;
}

Point inTable(Point point, modbus::Table table)
{
    point.address.table = table;
    if (modbus::isBitTable(table)) {
        point.format.type = modbus::DataType::Bool;
        point.bit.reset();
    }
    return point;
}

Changed withTable(const Point &point, const QString &text)
{
    const auto table = modbus::cell::table(text);
    if (!table)
        return refusal(table.error());
    return inTable(point, *table);
}

/// An address that names another table by its notation ("30001", "%IW0") brings it along.
Changed withAddress(Point point, const QString &text)
{
    auto reading = modbus::parseAddress(text, point.address.table);
    if (!reading && reading.error().kind == modbus::AddressError::Kind::WrongTable) {
        for (const modbus::Table table :
             {modbus::Table::HoldingRegisters, modbus::Table::InputRegisters, modbus::Table::Coils,
              modbus::Table::DiscreteInputs}) {
            if (const auto there = modbus::parseAddress(text, table)) {
                point = inTable(point, table);
                reading = there;
                break;
            }
        }
    }
    if (!reading)
        return refusal(reading.error().detail);
    point.address = reading->address;
    point.notation = reading->notation;
    return point;
}

/// "float32", and what else a type may bring along: "REAL CDAB", "STRING[10]".
Changed withType(Point point, const QString &text)
{
    const auto type = modbus::cell::type(text);
    if (!type)
        return refusal(type.error());
    if (modbus::isBitTable(point.address.table) && type->type != modbus::DataType::Bool) {
        return refusal(tr("Coils and discrete inputs are bool. For %1 choose a table of registers "
                          "first.")
                           .arg(modbus::typeName(type->type)));
    }
    point.format.type = type->type;
    point.format.order = type->order.value_or(point.format.order);
    point.format.stringRegisters = type->stringRegisters.value_or(point.format.stringRegisters);
    return point;
}

Changed withOrder(Point point, const QString &text)
{
    const auto order = modbus::cell::order(text.isEmpty() ? QStringLiteral("ABCD") : text);
    if (!order)
        return refusal(order.error());
    point.format.order = *order;
    return point;
}

Changed withBit(Point point, const QString &text)
{
    if (text.isEmpty()) {
        point.bit.reset();
        return point;
    }
    const auto bit = modbus::cell::figure(text, 0, 15);
    if (!bit || modbus::isBitTable(point.address.table)) {
        return refusal(tr("A bit of a register is 0 (least significant) to 15, or empty for the "
                          "whole value. Coils and discrete inputs have none."));
    }
    point.bit = *bit;
    return point;
}

Changed withFactor(Point point, const QString &text)
{
    static const QRegularExpression ranges(
        QStringLiteral(R"(^(.+?)\s*(?:\.\.|to)\s*(.+?)\s*(?:=|->)\s*(.+?)\s*(?:\.\.|to)\s*(.+)$)"));
    if (const auto match = ranges.match(text); match.hasMatch()) {
        const auto rawLow = toNumber(match.captured(1));
        const auto rawHigh = toNumber(match.captured(2));
        const auto low = toNumber(match.captured(3));
        const auto high = toNumber(match.captured(4));
        const auto scaling = rawLow && rawHigh && low && high
                                 ? modbus::Scaling::through(*rawLow, *rawHigh, *low, *high)
                                 : std::nullopt;
        if (!scaling) {
            return refusal(tr("\"%1\" is no scale. Type two ranges of different ends, like "
                              "0..27648 = 0..100.")
                               .arg(text));
        }
        point.scaling = *scaling;
        return point;
    }
    if (text.isEmpty()) {
        point.scaling.factor = 1;
        return point;
    }
    const auto factor = modbus::cell::factor(text, true);
    if (!factor)
        return refusal(factor.error());
    point.scaling.factor = *factor;
    return point;
}

Changed withPeriod(Point point, const QString &text)
{
    const auto period = modbus::cell::period(text, kPeriodUnit, true);
    if (!period)
        return refusal(period.error());
    point.period = *period;
    return point;
}

Changed withWritable(Point point, const QString &text)
{
    const auto writable = modbus::cell::writable(text.isEmpty() ? QStringLiteral("no") : text);
    if (!writable)
        return refusal(writable.error());
    point.isWritable = *writable;
    return point;
}

Changed withNotAvailable(Point point, const QString &text)
{
    if (text.isEmpty()) {
        point.notAvailable.reset();
        return point;
    }
    const auto pattern = modbus::cell::pattern(text, point.format);
    if (!pattern)
        return refusal(pattern.error());
    point.notAvailable = *pattern;
    return point;
}

Changed withLimit(Point point, std::optional<double> Point::*limit, const QString &text)
{
    if (text.isEmpty()) {
        (point.*limit).reset();
        return point;
    }
    const auto number = toNumber(text);
    if (!number)
        return refusal(number.error());
    point.*limit = *number;
    return point;
}

Changed withText(Point point, QString Point::*member, const QString &text)
{
    if (text.size() > kLongestText)
        return refusal(tr("A cell takes at most %L1 characters.").arg(kLongestText));
    point.*member = text;
    return point;
}

Changed withUnit(Point point, const QString &text)
{
    const auto unit = modbus::cell::figure(text, 0, 255);
    if (!unit)
        return refusal(unit.error());
    point.unit = quint8(*unit);
    return point;
}

Changed withLength(Point point, const QString &text)
{
    const auto length = modbus::cell::figure(text, 1, kMostStringRegisters);
    if (!length)
        return refusal(length.error());
    point.format.stringRegisters = *length;
    return point;
}

Changed withOffset(Point point, const QString &text)
{
    const auto offset = toNumber(text.isEmpty() ? QStringLiteral("0") : text);
    if (!offset)
        return refusal(offset.error());
    point.scaling.offset = *offset;
    return point;
}

} // namespace

QString cellText(const Point &point, PointColumn column)
{
    switch (column) {
    case PointColumn::Tag:
        return point.tag;
    case PointColumn::Description:
        return point.description;
    case PointColumn::EngineeringUnit:
        return point.engineeringUnit;
    case PointColumn::Area:
        return point.area;
    case PointColumn::Device:
        return point.device;
    case PointColumn::Unit:
        return QString::number(point.unit);
    case PointColumn::Table:
        return modbus::tableName(point.address.table);
    case PointColumn::Address:
        return modbus::formatAddress(point.address, point.notation);
    case PointColumn::Pdu:
        return QString::number(point.address.offset);
    case PointColumn::Type:
        return modbus::typeName(point.format.type);
    case PointColumn::Order:
        return point.size() > 1 || point.format.order != modbus::WordOrder::ABCD
                   ? modbus::orderName(point.format.order)
                   : QString();
    case PointColumn::Bit:
        return point.bit ? QString::number(*point.bit) : QString();
    case PointColumn::Length:
        return point.isText() ? QString::number(point.format.stringRegisters) : QString();
    case PointColumn::Factor:
        return point.isBool() || point.isText() ? QString() : numberText(point.scaling.factor);
    case PointColumn::Offset:
        return point.isBool() || point.isText() ? QString() : numberText(point.scaling.offset);
    case PointColumn::LowLimit:
        return numberText(point.lowLimit);
    case PointColumn::HighLimit:
        return numberText(point.highLimit);
    case PointColumn::PollPeriod:
        return periodText(point.period);
    case PointColumn::Writable:
        return point.isWritable ? tr("yes") : tr("no");
    case PointColumn::NotAvailable:
        return point.notAvailable
                   ? QStringLiteral("0x%1").arg(
                         QString::number(*point.notAvailable, 16).toUpper().rightJustified(4, u'0'))
                   : QString();
    case PointColumn::Note:
        return point.note;
    default:
        return {};
    }
}

Changed withCell(Point point, PointColumn column, const QString &text)
{
    const QString cell = text.trimmed();
    switch (column) {
    case PointColumn::Tag:
        return withText(std::move(point), &Point::tag, cell);
    case PointColumn::Description:
        return withText(std::move(point), &Point::description, cell);
    case PointColumn::EngineeringUnit:
        return withText(std::move(point), &Point::engineeringUnit, cell);
    case PointColumn::Area:
        return withText(std::move(point), &Point::area, cell);
    case PointColumn::Note:
        return withText(std::move(point), &Point::note, cell);
    case PointColumn::Device:
        return withDevice(std::move(point), cell);
    case PointColumn::Unit:
        return withUnit(std::move(point), cell);
    case PointColumn::Table:
        return withTable(point, cell);
    case PointColumn::Address:
        return withAddress(std::move(point), cell);
    case PointColumn::Type:
        return withType(std::move(point), cell);
    case PointColumn::Order:
        return withOrder(std::move(point), cell);
    case PointColumn::Bit:
        return withBit(std::move(point), cell);
    case PointColumn::Length:
        return withLength(std::move(point), cell);
    case PointColumn::Factor:
        return withFactor(std::move(point), cell);
    case PointColumn::Offset:
        return withOffset(std::move(point), cell);
    case PointColumn::LowLimit:
        return withLimit(std::move(point), &Point::lowLimit, cell);
    case PointColumn::HighLimit:
        return withLimit(std::move(point), &Point::highLimit, cell);
    case PointColumn::PollPeriod:
        return withPeriod(std::move(point), cell);
    case PointColumn::Writable:
        return withWritable(std::move(point), cell);
    case PointColumn::NotAvailable:
        return withNotAvailable(std::move(point), cell);
    default:
        return refusal(
            tr("%1 cannot be typed: it follows from the others.").arg(columnTitle(column)));
    }
}

QStringList cellChoices(PointColumn column)
{
    QStringList choices;
    switch (column) {
    case PointColumn::Table:
        for (const modbus::Table table :
             {modbus::Table::HoldingRegisters, modbus::Table::InputRegisters, modbus::Table::Coils,
              modbus::Table::DiscreteInputs})
            choices += modbus::tableName(table);
        break;
    case PointColumn::Type:
        for (const modbus::DataType type : modbus::allTypes())
            choices += modbus::typeName(type);
        break;
    case PointColumn::Order:
        for (const modbus::WordOrder order : modbus::allOrders())
            choices += modbus::orderName(order);
        break;
    case PointColumn::PollPeriod:
        for (const Period &period : usualPeriods()) {
            if (period)
                choices += periodText(period);
        }
        break;
    case PointColumn::Writable:
        choices = {tr("yes"), tr("no")};
        break;
    default:
        break;
    }
    return choices;
}

bool areReadAlike(const Point &one, const Point &other)
{
    return one.device == other.device && one.unit == other.unit && one.address == other.address &&
           one.format == other.format && one.bit == other.bit && one.scaling == other.scaling &&
           one.notAvailable == other.notAvailable;
}

} // namespace ui
