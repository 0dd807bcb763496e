// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/modbusarguments.h"

#include <QTextStream>
#include <array>
#include <cmath>
#include <span>

namespace cli {

namespace {

const QString kUnit = QStringLiteral("unit");
const QString kType = QStringLiteral("type");
const QString kOrder = QStringLiteral("order");
const QString kLength = QStringLiteral("length");
const QString kNotation = QStringLiteral("notation");
const QString kTimeout = QStringLiteral("timeout");
const QString kConnectTimeout = QStringLiteral("connect-timeout");
const QString kRetries = QStringLiteral("retries");
const QString kWindow = QStringLiteral("window");
const QString kPause = QStringLiteral("pause");
const QString kLargestBlock = QStringLiteral("largest-block");

constexpr qint64 kMostExactInteger = 1LL << 53;

struct NamedNotation
{
    modbus::Notation notation;
    QLatin1StringView name;
};
constexpr std::array<NamedNotation, 5> kNotations{{
    {modbus::Notation::Pdu, QLatin1StringView("pdu")},
    {modbus::Notation::Hex, QLatin1StringView("hex")},
    {modbus::Notation::Number, QLatin1StringView("number")},
    {modbus::Notation::Modicon, QLatin1StringView("modicon")},
    {modbus::Notation::Iec, QLatin1StringView("iec")},
}};

QString notationName(modbus::Notation notation)
{
    return kNotations.at(static_cast<size_t>(notation)).name;
}

tl::expected<std::optional<modbus::Notation>, Failure> notationFrom(const CommandLine &line)
{
    if (!line.isSet(kNotation))
        return std::nullopt;
    const QString name = line.value(kNotation);
    for (const NamedNotation &named : kNotations) {
        if (name.compare(named.name, Qt::CaseInsensitive) == 0)
            return named.notation;
    }
    return tl::make_unexpected(usageFailure(
        Text::tr("There is no notation \"%1\". Take pdu, hex, number, modicon or iec.").arg(name)));
}

tl::expected<modbus::ValueFormat, Failure> formatFrom(const CommandLine &line, modbus::Table table)
{
    modbus::ValueFormat format;
    const bool isBit = modbus::isBitTable(table);
    format.type = isBit ? modbus::DataType::Bool : modbus::DataType::UInt16;
    if (line.isSet(kType)) {
        const auto type = modbus::typeFromName(line.value(kType));
        if (!type)
            return tl::make_unexpected(usageFailure(type.error().detail));
        if (isBit && *type != modbus::DataType::Bool) {
            return tl::make_unexpected(
                usageFailure(Text::tr("The type of %1 is bool: they are single bits.")
                                 .arg(modbus::itemsInWords(table))));
        }
        format.type = *type;
    }
    const auto order = modbus::orderFromName(line.value(kOrder));
    if (!order)
        return tl::make_unexpected(usageFailure(order.error().detail));
    format.order = *order;
    const auto length = line.figure(kLength, 1, 125);
    if (!length)
        return tl::make_unexpected(length.error());
    format.stringRegisters = *length;
    return format;
}

QJsonValue exactOrText(qint64 value)
{
    const bool isExact = value >= -kMostExactInteger && value <= kMostExactInteger;
    return isExact ? QJsonValue(value) : QJsonValue(QString::number(value));
}

} // namespace

tl::expected<modbus::Target, Failure> targetFrom(const CommandLine &line)
{
    const QString text = line.values().value(0);
    auto target = modbus::parseTarget(text);
    if (!target)
        return tl::make_unexpected(usageFailure(target.error()));
    if (line.isSet(kUnit)) {
        const auto unit = line.figure(kUnit, 0, 255);
        if (!unit)
            return tl::make_unexpected(unit.error());
        if (text.contains(u'/') && *unit != target->unit) {
            return tl::make_unexpected(
                usageFailure(Text::tr("%1 and --unit %2 name different units: leave one out.")
                                 .arg(text, line.value(kUnit))));
        }
        target->unit = static_cast<quint8>(*unit);
    }
    return *target;
}

modbus::Address Items::addressOf(int value) const
{
    return {reading.address.table, static_cast<quint16>(reading.address.offset + value * width())};
}

QString Items::addressText(int value) const
{
    const modbus::Address address = addressOf(value);
    const QString pdu = QStringLiteral("PDU %1").arg(address.offset, -5);
    return reading.notation == modbus::Notation::Pdu
               ? pdu
               : modbus::formatAddress(address, reading.notation).leftJustified(8) + u' ' + pdu;
}

tl::expected<modbus::Value, modbus::ValueError> Items::decoded(const QList<quint16> &items,
                                                               int value) const
{
    const auto length = static_cast<size_t>(width());
    return modbus::decode(std::span(items).subspan(static_cast<size_t>(value) * length, length),
                          format);
}

void addTargetParameter(CommandLine &line)
{
    line.addParameter(QStringLiteral("HOST[:PORT]"),
                      Text::tr("The server. Port 502 unless given; IPv6 as in [fd00::10]:502."));
}

void addItemParameters(CommandLine &line)
{
    addTargetParameter(line);
    line.addParameter(QStringLiteral("TABLE"), Text::tr("coil, discrete, input or holding."));
    line.addParameter(QStringLiteral("ADDRESS"),
                      Text::tr("100, 0x64, 40101, 400101 or %MW100: see --notation."));
}

void addUnitOption(CommandLine &line)
{
    line.addOption(kUnit, QStringLiteral("N"), Text::tr("Unit identifier, 0 to 255."),
                   QStringLiteral("1"));
}

void addConnectionOptions(CommandLine &line)
{
    line.addOption(kTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for an answer, 10 to 60000 ms."), QStringLiteral("1000"));
    line.addOption(kConnectTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for a connection, 100 to 60000 ms."),
                   QStringLiteral("3000"));
    line.addOption(kRetries, QStringLiteral("N"),
                   Text::tr("Repeats of a read that is not answered, 0 to 10. Writes are never "
                            "repeated."),
                   QStringLiteral("1"));
    line.addOption(kWindow, QStringLiteral("N"), Text::tr("Requests on the wire at once, 1 to 16."),
                   QStringLiteral("1"));
    line.addOption(kPause, QStringLiteral("MS"),
                   Text::tr("Pause between an answer and the next request, 0 to 1000 ms."),
                   QStringLiteral("0"));
    line.addOption(kLargestBlock, QStringLiteral("REGISTERS"),
                   Text::tr("Registers in one read at most, 1 to 125, and 16 times as many bits."),
                   QStringLiteral("125"));
}

void addModbusOptions(CommandLine &line)
{
    addUnitOption(line);
    line.addOption(kType, QStringLiteral("TYPE"),
                   Text::tr("bool, int16, uint16, int32, uint32, int64, uint64, float32, float64, "
                            "hex16, binary16, bcd16, bcd32, ascii or utf8. uint16 unless given, "
                            "bool for coils and discrete inputs."));
    line.addOption(kOrder, QStringLiteral("ORDER"),
                   Text::tr("Byte order of a value: ABCD, CDAB, BADC or DCBA."),
                   QStringLiteral("ABCD"));
    line.addOption(kLength, QStringLiteral("REGISTERS"),
                   Text::tr("Length of a text (ascii, utf8), 1 to 125 registers."),
                   QStringLiteral("8"));
    line.addOption(
        kNotation, QStringLiteral("NOTATION"),
        Text::tr("How a bare ADDRESS is read: pdu (from 0), hex, number (from 1), modicon or iec. "
                 "Unless given, 5 or 6 digits that begin with the table's digit (0 coil, 1 "
                 "discrete, 3 input, 4 holding) are Modicon, any other number is the PDU address. "
                 "0x64 and %MW100 speak for themselves."));
    addConnectionOptions(line);
}

tl::expected<Items, Failure> itemsFrom(const CommandLine &line)
{
    const QStringList values = line.values();
    if (values.size() < 3)
        return tl::make_unexpected(usageFailure(Text::tr("HOST, TABLE and ADDRESS are needed.")));
    Items items;
    const auto target = targetFrom(line);
    if (!target)
        return tl::make_unexpected(target.error());
    items.target = *target;

    const auto table = modbus::tableFromName(values.at(1));
    if (!table) {
        return tl::make_unexpected(usageFailure(
            Text::tr("There is no table \"%1\". Take coil, discrete, input or holding.")
                .arg(values.at(1))));
    }
    const auto notation = notationFrom(line);
    if (!notation)
        return tl::make_unexpected(notation.error());
    items.typed = values.at(2);
    const auto reading = modbus::parseAddress(items.typed, *table, *notation);
    if (!reading)
        return tl::make_unexpected(usageFailure(reading.error().detail));
    items.reading = *reading;

    const auto format = formatFrom(line, *table);
    if (!format)
        return tl::make_unexpected(format.error());
    items.format = *format;
    return items;
}

tl::expected<void, Failure> checkLength(const Items &items)
{
    const modbus::Address first = items.reading.address;
    const int room = (modbus::kTableSize - first.offset) / items.width();
    if (items.count <= room)
        return {};
    return tl::make_unexpected(
        usageFailure(Text::tr("From %1 on the table has room for %2 values of type %3, not for %4.")
                         .arg(modbus::rangeText(first, 1), QString::number(room),
                              modbus::typeName(items.format.type), QString::number(items.count))));
}

tl::expected<modbus::Connection::Options, Failure> connectionOptionsFrom(const CommandLine &line)
{
    const auto timeout = line.milliseconds(kTimeout, 10, 60000);
    const auto connectTimeout = line.milliseconds(kConnectTimeout, 100, 60000);
    const auto retries = line.figure(kRetries, 0, 10);
    const auto window = line.figure(kWindow, 1, 16);
    const auto gap = line.milliseconds(kPause, 0, 1000);
    const auto largestBlock = line.figure(kLargestBlock, 1, modbus::kMostRegistersRead);
    if (!timeout)
        return tl::make_unexpected(timeout.error());
    if (!connectTimeout)
        return tl::make_unexpected(connectTimeout.error());
    if (!retries)
        return tl::make_unexpected(retries.error());
    if (!window)
        return tl::make_unexpected(window.error());
    if (!gap)
        return tl::make_unexpected(gap.error());
    if (!largestBlock)
        return tl::make_unexpected(largestBlock.error());
    modbus::Connection::Options options;
    options.responseDeadline = *timeout;
    options.connectTimeout = *connectTimeout;
    options.retries = *retries;
    options.window = *window;
    options.gap = *gap;
    options.largestBlock = *largestBlock;
    return options;
}

QJsonObject toJson(const modbus::Target &target)
{
    return {{QStringLiteral("host"), target.endpoint.host},
            {QStringLiteral("port"), target.endpoint.port},
            {QStringLiteral("unit"), target.unit}};
}

QJsonObject toJson(const Items &items)
{
    return {{QStringLiteral("host"), items.target.endpoint.host},
            {QStringLiteral("port"), items.target.endpoint.port},
            {QStringLiteral("unit"), items.target.unit},
            {QStringLiteral("table"), modbus::tableName(items.reading.address.table)},
            {QStringLiteral("address"), items.reading.address.offset},
            {QStringLiteral("count"), items.count},
            {QStringLiteral("typed"), items.typed},
            {QStringLiteral("notation"), notationName(items.reading.notation)},
            {QStringLiteral("type"), modbus::typeName(items.format.type)},
            {QStringLiteral("order"), modbus::orderName(items.format.order)}};
}

QJsonValue toJson(const modbus::Value &value, modbus::DataType type)
{
    const QString text = modbus::toText(value, type);
    if (type == modbus::DataType::Hex16 || type == modbus::DataType::Binary16)
        return text;
    return std::visit(
        [&text](const auto &held) -> QJsonValue {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_floating_point_v<Held>)
                return std::isfinite(held) ? QJsonValue(text.toDouble()) : QJsonValue(text);
            else if constexpr (std::is_same_v<Held, qint64>)
                return exactOrText(held);
            else if constexpr (std::is_same_v<Held, quint64>)
                return held <= quint64(kMostExactInteger) ? exactOrText(qint64(held))
                                                          : QJsonValue(text);
            else
                return held;
        },
        value);
}

void noteAlternatives(const Items &items)
{
    QStringList others;
    // That a bare number is the PDU address needs no note: the help says so.
    if (items.reading.notation != modbus::Notation::Pdu) {
        for (const auto &other : items.reading.alternatives)
            others.append(
                QStringLiteral("%1 (--notation %2)")
                    .arg(modbus::rangeText(other.address, 1), notationName(other.notation)));
    }
    if (const auto &elsewhere = items.reading.elsewhere)
        others.append(QStringLiteral("%1 (%2)").arg(
            modbus::rangeText(*elsewhere, 1),
            Text::tr("table %1").arg(modbus::tableName(elsewhere->table))));
    if (others.isEmpty())
        return;
    QTextStream(stderr) << Text::tr("%1 was read as %2. It could also be %3.")
                               .arg(items.typed, modbus::rangeText(items.reading.address, 1),
                                    others.join(QStringLiteral(", ")))
                        << '\n';
}

} // namespace cli
