// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointrow.h"
#include "modbus/csvtext.h"
#include "modbus/pointcells.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

bool isTextType(DataType type)
{
    return type == DataType::Ascii || type == DataType::Utf8;
}

bool areNear(double a, double b)
{
    return std::abs(a - b) <= 1e-6 * std::max(std::abs(a), std::abs(b));
}

} // namespace

PointRow::PointRow(const PointColumns &columns, const QStringList &cells, int line,
                   bool decimalComma, QList<RowFault> &faults)
    : m_columns(columns)
    , m_cells(cells)
    , m_line(line)
    , m_decimalComma(decimalComma)
    , m_faults(faults)
{
}

std::optional<Point> PointRow::toPoint()
{
    readTexts();
    readDevice();
    readAddress();
    readType();
    readOrder();
    readBit();
    readLength();
    readScaling();
    readLimits();
    readRest();
    return m_isBad ? std::nullopt : std::optional(m_point);
}

QString PointRow::textOf(PointColumn column) const
{
    const int index = m_columns.indexOf(column);
    return index < 0 ? QString() : m_cells.value(index).trimmed();
}

void PointRow::fail(PointColumn column, const QString &reason)
{
    m_isBad = true;
    const int index = m_columns.indexOf(column);
    m_faults.append({m_line, index < 0 ? QString() : m_columns.headers.value(index).trimmed(),
                     textOf(column), reason});
}

template <typename Read>
auto PointRow::valueOf(PointColumn column, const Read &read)
{
    using T = typename decltype(read(QStringView()))::value_type;
    const QString text = textOf(column);
    if (text.isEmpty())
        return std::optional<T>();
    const auto value = read(text);
    if (value)
        return std::optional<T>(*value);
    fail(column, value.error());
    return std::optional<T>();
}

std::optional<double> PointRow::numberOf(PointColumn column)
{
    return valueOf(column, [this](QStringView text) { return cell::number(text, m_decimalComma); });
}

bool PointRow::isRegister() const
{
    return !isBitTable(m_point.address.table);
}

void PointRow::readTexts()
{
    const auto plain = [this](PointColumn column) { return withoutFormulaGuard(textOf(column)); };
    m_point.tag = plain(PointColumn::Tag);
    m_point.description = plain(PointColumn::Description);
    m_point.area = plain(PointColumn::Area);
    m_point.engineeringUnit = plain(PointColumn::EngineeringUnit);
    m_point.note = plain(PointColumn::Note);
}

void PointRow::readDevice()
{
    if (const QString device = textOf(PointColumn::Device); !device.isEmpty()) {
        const auto target = parseTarget(device);
        if (target) {
            const auto slash = device.indexOf(u'/');
            m_point.device = slash < 0 ? device : device.first(slash);
            m_point.unit = target->unit;
        } else {
            fail(PointColumn::Device, target.error());
        }
    }
    const auto port =
        valueOf(PointColumn::Port, [](QStringView text) { return cell::figure(text, 1, 65535); });
    if (port && *port != kDefaultPort && !m_point.device.isEmpty()) {
        if (const auto target = parseTarget(m_point.device))
            m_point.device = Endpoint{target->endpoint.host, quint16(*port)}.toString();
    }
    if (const auto unit = valueOf(PointColumn::UnitId,
                                  [](QStringView text) { return cell::figure(text, 0, 255); }))
        m_point.unit = static_cast<quint8>(*unit);
}

std::optional<Table> PointRow::tableOf(const QString &address)
{
    for (const PointColumn column : {PointColumn::Table, PointColumn::FunctionCode}) {
        if (textOf(column).isEmpty())
            continue;
        return valueOf(column, column == PointColumn::Table ? cell::table : cell::functionCode);
    }
    if (m_columns.notation == Notation::Modicon && address.size() < 5)
        return Table::Coils; // a spreadsheet dropped the zeros that coils begin with
    const auto named = cell::tableOfAddress(address);
    if (!named)
        fail(PointColumn::Address, named.error());
    return named ? std::optional(*named) : std::nullopt;
}

/// "40101.3" and "%MW100:3": a bit behind the address.
void PointRow::readBitOfAddress(QString &address)
{
    const auto at = std::max(address.lastIndexOf(u'.'), address.lastIndexOf(u':'));
    if (at <= 0)
        return;
    bool isFigure = false;
    const int bit = QStringView(address).sliced(at + 1).toInt(&isFigure);
    if (!isFigure || bit < 0 || bit > 15)
        return;
    m_point.bit = bit;
    address.truncate(at);
}

void PointRow::readAddress()
{
    QString address = textOf(PointColumn::Address);
    if (address.isEmpty()) {
        fail(PointColumn::Address, Text::tr("The address is missing."));
        return;
    }
    readBitOfAddress(address);
    const auto table = tableOf(address);
    auto notation = valueOf(PointColumn::Notation, cell::notation);
    if (!notation)
        notation = m_columns.notation;
    if (!table)
        return;
    m_point.address.table = *table;
    if (m_point.bit && !isRegister()) {
        fail(PointColumn::Address,
             Text::tr("This names a bit, and %1 are bits already: write the address without what "
                      "follows the \".\".")
                 .arg(itemsInWords(*table)));
        return;
    }
    const auto reading = parseAddress(address, *table, notation);
    if (!reading) {
        fail(PointColumn::Address, reading.error().detail);
        return;
    }
    m_point.address = reading->address;
    m_point.notation = reading->notation;
}

void PointRow::readType()
{
    m_point.format.type = isRegister() ? DataType::UInt16 : DataType::Bool;
    const auto type = valueOf(PointColumn::Type, cell::type);
    if (!type) {
        if (m_point.bit || !textOf(PointColumn::Bit).isEmpty())
            m_point.format.type = DataType::Bool;
        return;
    }
    if (!isRegister() && type->type != DataType::Bool) {
        fail(PointColumn::Type, Text::tr("Each of the %1 is one bit: write bool, or leave the type "
                                         "empty; or write another table.")
                                    .arg(itemsInWords(m_point.address.table)));
        return;
    }
    m_point.format.type = type->type;
    m_point.format.order = type->order.value_or(m_point.format.order);
    m_point.format.stringRegisters = type->stringRegisters.value_or(m_point.format.stringRegisters);
}

void PointRow::readOrder()
{
    const auto order = valueOf(PointColumn::Order, cell::order);
    const auto swapsWords = valueOf(PointColumn::WordOrder, cell::areWordsSwapped);
    if (!swapsWords) {
        m_point.format.order = order.value_or(m_point.format.order);
        return;
    }
    // Beside a column for the words, the other one speaks of the bytes in each.
    const bool swapsBytes = order == WordOrder::BADC || order == WordOrder::DCBA;
    if (*swapsWords)
        m_point.format.order = swapsBytes ? WordOrder::DCBA : WordOrder::CDAB;
    else
        m_point.format.order = swapsBytes ? WordOrder::BADC : WordOrder::ABCD;
}

void PointRow::readBit()
{
    const auto bit =
        valueOf(PointColumn::Bit, [](QStringView text) { return cell::figure(text, 0, 15); });
    if (bit && !isRegister()) {
        fail(PointColumn::Bit, Text::tr("Each of the %1 is one bit already: leave this empty.")
                                   .arg(itemsInWords(m_point.address.table)));
        return;
    }
    if (bit && m_point.bit && *bit != *m_point.bit)
        fail(PointColumn::Bit,
             Text::tr("The address names bit %1: leave one of them out.").arg(*m_point.bit));
    if (bit)
        m_point.bit = bit;
    const DataType type = m_point.format.type;
    const bool isOneRegister = registersPerValue({type}) == 1;
    if (m_point.bit && !isOneRegister)
        fail(bit ? PointColumn::Bit : PointColumn::Address,
             Text::tr("A bit belongs to one register, and the type is %1: write bool for the type, "
                      "or leave the bit out.")
                 .arg(typeName(type)));
}

void PointRow::readLength()
{
    const bool isText = isTextType(m_point.format.type) && isRegister() && !m_point.bit;
    if (!isText) {
        m_point.format.stringRegisters = ValueFormat().stringRegisters;
        const auto length = valueOf(PointColumn::Length,
                                    [](QStringView text) { return cell::figure(text, 0, 2000); });
        // Lists give the length of every type, in registers, bytes or bits.
        const int size = m_point.size();
        if (length && isRegister() && *length > 1 && *length != size && *length != size * 2 &&
            *length != size * 16)
            fail(PointColumn::Length,
                 Text::tr("%1 takes %2 registers. Write another type, or leave "
                          "the length empty.")
                     .arg(typeName(m_point.format.type))
                     .arg(size));
        return;
    }
    if (const auto characters = valueOf(
            PointColumn::Characters, [](QStringView text) { return cell::figure(text, 1, 250); }))
        m_point.format.stringRegisters = (*characters + 1) / 2;
    if (const auto length = valueOf(PointColumn::Length,
                                    [](QStringView text) { return cell::figure(text, 1, 125); }))
        m_point.format.stringRegisters = *length;
}

void PointRow::readScaling()
{
    const auto factorOf = [this](PointColumn column) {
        return valueOf(column,
                       [this](QStringView text) { return cell::factor(text, m_decimalComma); });
    };
    const auto scale = factorOf(PointColumn::Scale);
    const auto divisor = factorOf(PointColumn::Divisor);
    const auto offset = numberOf(PointColumn::Offset);
    const auto rawLow = numberOf(PointColumn::RawLow);
    const auto rawHigh = numberOf(PointColumn::RawHigh);
    const auto low = numberOf(PointColumn::EngineeringLow);
    const auto high = numberOf(PointColumn::EngineeringHigh);

    m_point.scaling = {scale.value_or(1) / divisor.value_or(1), offset.value_or(0)};
    if (rawLow && rawHigh && low && high) {
        const auto line = Scaling::through(*rawLow, *rawHigh, *low, *high);
        const bool hasScale = scale || divisor || offset;
        if (!line) {
            fail(PointColumn::RawHigh, Text::tr("The range is empty: its low and high ends must "
                                                "differ, raw and in engineering values."));
        } else if (hasScale && !(areNear(line->factor, m_point.scaling.factor) &&
                                 areNear(line->offset, m_point.scaling.offset))) {
            fail(PointColumn::RawHigh,
                 Text::tr("The ranges make a scale of %1 and an offset of %2, the row says "
                          "otherwise. Leave one of them out.")
                     .arg(line->factor)
                     .arg(line->offset));
        } else if (!hasScale) {
            m_point.scaling = *line;
        }
    } else if (rawLow || rawHigh) {
        fail(rawLow ? PointColumn::RawLow : PointColumn::RawHigh,
             Text::tr("Scaling by ranges takes all four: raw low and high, engineering low and "
                      "high."));
    } else { // a range without raw values is where good values lie
        m_point.lowLimit = low;
        m_point.highLimit = high;
    }
    if (!m_point.scaling.isIdentity() && (m_point.isBool() || m_point.isText()))
        fail(m_columns.has(PointColumn::Scale) ? PointColumn::Scale : PointColumn::RawHigh,
             Text::tr("Only numbers are scaled, and this is %1.")
                 .arg(m_point.isBool() ? Text::tr("on or off") : Text::tr("text")));
}

void PointRow::readLimits()
{
    if (const auto low = numberOf(PointColumn::LowLimit))
        m_point.lowLimit = low;
    if (const auto high = numberOf(PointColumn::HighLimit))
        m_point.highLimit = high;
}

void PointRow::readRest()
{
    if (const auto period = valueOf(PointColumn::Period, [this](QStringView text) {
            return cell::period(text, m_columns.periodUnit, m_decimalComma);
        }))
        m_point.period = *period;
    if (const auto isWritable = valueOf(PointColumn::Writable, cell::writable))
        m_point.isWritable = *isWritable;
    else if (const auto isReadOnly = valueOf(PointColumn::ReadOnly, cell::yesOrNo))
        m_point.isWritable = !*isReadOnly;

    if (!isRegister() && !textOf(PointColumn::NotAvailable).isEmpty()) {
        fail(PointColumn::NotAvailable, Text::tr("A single bit has no pattern for \"not "
                                                 "available\": leave this empty."));
        return;
    }
    ValueFormat format = m_point.format;
    if (m_point.bit || format.type == DataType::Bool)
        format = {DataType::UInt16};
    if (const auto pattern = valueOf(PointColumn::NotAvailable, [&format](QStringView text) {
            return cell::pattern(text, format);
        }))
        m_point.notAvailable = *pattern;
}

} // namespace modbus
