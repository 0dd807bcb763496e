// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/csvtext.h"
#include "modbus/pointcolumns.h"
#include "modbus/pointlistcsv.h"

#include <QLocale>
#include <array>

namespace modbus {

namespace {

// Without ranges: scale and offset say the same.
constexpr std::array kWritten{
    PointColumn::Tag,      PointColumn::Description,  PointColumn::Area,
    PointColumn::Device,   PointColumn::UnitId,       PointColumn::Table,
    PointColumn::Address,  PointColumn::Notation,     PointColumn::Type,
    PointColumn::Order,    PointColumn::Bit,          PointColumn::Length,
    PointColumn::Scale,    PointColumn::Offset,       PointColumn::EngineeringUnit,
    PointColumn::LowLimit, PointColumn::HighLimit,    PointColumn::Period,
    PointColumn::Writable, PointColumn::NotAvailable, PointColumn::Note,
};

QString notationName(Notation notation)
{
    switch (notation) {
    case Notation::Hex:
        return QStringLiteral("hex");
    case Notation::Number:
        return QStringLiteral("number");
    case Notation::Modicon:
        return QStringLiteral("modicon");
    case Notation::Iec:
        return QStringLiteral("iec");
    case Notation::Pdu:
        break;
    }
    return QStringLiteral("pdu");
}

/// The fewest digits that read back the same.
QString numberText(double number)
{
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

QString numberText(const std::optional<double> &number)
{
    return number ? numberText(*number) : QString();
}

QString lengthText(const Point &point)
{
    return point.isText() ? QString::number(point.format.stringRegisters) : QString();
}

QString patternText(const Point &point)
{
    return point.notAvailable
               ? QStringLiteral("0x") + QString::number(*point.notAvailable, 16).toUpper()
               : QString();
}

QString cellText(const Point &point, PointColumn column)
{
    switch (column) {
    case PointColumn::Tag:
        return withFormulaGuard(point.tag);
    case PointColumn::Description:
        return withFormulaGuard(point.description);
    case PointColumn::Area:
        return withFormulaGuard(point.area);
    case PointColumn::Device:
        return point.device;
    case PointColumn::UnitId:
        return QString::number(point.unit);
    case PointColumn::Table:
        return tableName(point.address.table);
    case PointColumn::Address:
        return formatAddress(point.address, point.notation);
    case PointColumn::Notation:
        return notationName(point.notation);
    case PointColumn::Type:
        return typeName(isBitTable(point.address.table) ? DataType::Bool : point.format.type);
    case PointColumn::Order:
        return orderName(point.format.order);
    case PointColumn::Bit:
        return point.bit ? QString::number(*point.bit) : QString();
    case PointColumn::Length:
        return lengthText(point);
    case PointColumn::Scale:
        return numberText(point.scaling.factor);
    case PointColumn::Offset:
        return numberText(point.scaling.offset);
    case PointColumn::EngineeringUnit:
        return withFormulaGuard(point.engineeringUnit);
    case PointColumn::LowLimit:
        return numberText(point.lowLimit);
    case PointColumn::HighLimit:
        return numberText(point.highLimit);
    case PointColumn::Period:
        return QStringLiteral("%1 ms").arg(point.period.count());
    case PointColumn::Writable:
        return point.isWritable ? QStringLiteral("yes") : QStringLiteral("no");
    case PointColumn::NotAvailable:
        return patternText(point);
    case PointColumn::Note:
        return withFormulaGuard(point.note);
    default:
        return {};
    }
}

} // namespace

QByteArray writePointList(const QList<Point> &points, char separator)
{
    const QChar parting = QLatin1Char(separator);
    QString text;
    const auto endCell = [&text, parting](PointColumn column) {
        text += column == kWritten.back() ? QStringLiteral("\r\n") : QString(parting);
    };
    for (const PointColumn column : kWritten) {
        text += columnName(column);
        endCell(column);
    }
    for (const Point &point : points) {
        for (const PointColumn column : kWritten) {
            text += csvCell(cellText(point, column), parting);
            endCell(column);
        }
    }
    return text.toUtf8();
}

} // namespace modbus
