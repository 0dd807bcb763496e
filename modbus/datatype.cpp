// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/datatype.h"
#include "modbus/wordorder.h"

#include <QCoreApplication>
#include <QStringDecoder>
#include <QStringList>
#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

using Kind = ValueError::Kind;
using Registers = QList<quint16>;

constexpr ushort kControlPictures = 0x2400;
constexpr ushort kDeletePicture = 0x2421;

constexpr int kMostStringRegisters = 125;

struct NamedType
{
    DataType type;
    QLatin1StringView name;
};
constexpr std::array<NamedType, 15> kTypes{{
    {DataType::Bool, QLatin1StringView("bool")},
    {DataType::Int16, QLatin1StringView("int16")},
    {DataType::UInt16, QLatin1StringView("uint16")},
    {DataType::Int32, QLatin1StringView("int32")},
    {DataType::UInt32, QLatin1StringView("uint32")},
    {DataType::Int64, QLatin1StringView("int64")},
    {DataType::UInt64, QLatin1StringView("uint64")},
    {DataType::Float32, QLatin1StringView("float32")},
    {DataType::Float64, QLatin1StringView("float64")},
    {DataType::Hex16, QLatin1StringView("hex16")},
    {DataType::Binary16, QLatin1StringView("binary16")},
    {DataType::Bcd16, QLatin1StringView("bcd16")},
    {DataType::Bcd32, QLatin1StringView("bcd32")},
    {DataType::Ascii, QLatin1StringView("ascii")},
    {DataType::Utf8, QLatin1StringView("utf8")},
}};
constexpr std::array<NamedType, 6> kShortNames{{
    {DataType::Float32, QLatin1StringView("float")},
    {DataType::Float64, QLatin1StringView("double")},
    {DataType::Hex16, QLatin1StringView("hex")},
    {DataType::Binary16, QLatin1StringView("binary")},
    {DataType::Bcd16, QLatin1StringView("bcd")},
    {DataType::Utf8, QLatin1StringView("string")},
}};

struct NamedOrder
{
    WordOrder order;
    QLatin1StringView name;
};
constexpr std::array<NamedOrder, 4> kOrders{{
    {WordOrder::ABCD, QLatin1StringView("ABCD")},
    {WordOrder::CDAB, QLatin1StringView("CDAB")},
    {WordOrder::BADC, QLatin1StringView("BADC")},
    {WordOrder::DCBA, QLatin1StringView("DCBA")},
}};

tl::unexpected<ValueError> failure(Kind kind, const QString &detail)
{
    return tl::make_unexpected(ValueError{kind, detail});
}

quint64 joined(const Registers &words)
{
    quint64 bits = 0;
    for (const quint16 word : words)
        bits = (bits << 16) | word;
    return bits;
}

tl::expected<Value, ValueError> decodeBcd(const Registers &words)
{
    const quint64 bits = joined(words);
    const int digits = static_cast<int>(words.size()) * 4;
    quint64 value = 0;
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
        const quint64 digit = (bits >> shift) & 0xf;
        if (digit > 9) {
            return failure(Kind::NotBcd,
                           Text::tr("0x%1 is not BCD: it has digits beyond 9. Try another type or "
                                    "byte order.")
                               .arg(QString::number(bits, 16).toUpper().rightJustified(
                                   digits, QLatin1Char('0'))));
        }
        value = value * 10 + digit;
    }
    return value;
}

tl::expected<Value, ValueError> decodeText(const Registers &words, DataType type)
{
    QByteArray bytes;
    bytes.reserve(words.size() * 2);
    for (const quint16 word : words) {
        bytes.append(static_cast<char>(word >> 8));
        bytes.append(static_cast<char>(word & 0xff));
    }
    if (const auto end = bytes.indexOf('\0'); end >= 0)
        bytes.truncate(end);

    if (type == DataType::Ascii) {
        const auto foreign = std::find_if(bytes.begin(), bytes.end(),
                                          [](char c) { return static_cast<uchar>(c) > 0x7f; });
        if (foreign != bytes.end()) {
            return failure(Kind::NotAscii,
                           Text::tr("Not ASCII: byte 0x%1. Try utf8, or another byte order.")
                               .arg(static_cast<uchar>(*foreign), 2, 16, QLatin1Char('0')));
        }
        return QString::fromLatin1(bytes);
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return failure(Kind::NotUtf8, Text::tr("Not UTF-8. Try another type or byte order."));
    return text;
}

/// Shortest digits that read back the same; plain notation where it stays readable.
template <typename Float>
QString floatText(Float value)
{
    if (std::isnan(value))
        return QStringLiteral("nan");
    constexpr Float kMostPlain =
        std::numeric_limits<Float>::digits10 > 6 ? Float(1e15) : Float(1e9);
    const Float size = std::abs(value);
    const bool isPlain = size == 0 || (size >= Float(1e-5) && size < kMostPlain);
    std::array<char, 64> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                      isPlain ? std::chars_format::fixed : std::chars_format::scientific)
            .ptr;
    return QString::fromLatin1(buffer.data(), end - buffer.data());
}

QString binaryText(quint64 value)
{
    QString digits = QString::number(value, 2).rightJustified(16, QLatin1Char('0'));
    for (const int place : {12, 8, 4})
        digits.insert(place, QLatin1Char(' '));
    return digits;
}

QString withControlPictures(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() < 0x20)
            c = QChar(static_cast<ushort>(kControlPictures + c.unicode()));
        else if (c.unicode() == 0x7f)
            c = QChar(kDeletePicture);
    }
    return text;
}

template <typename Wanted>
Wanted as(const Value &value)
{
    return std::visit(
        [](const auto &held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, QString>)
                return Wanted{};
            else
                return static_cast<Wanted>(held);
        },
        value);
}

/// The orders in which a type reads differently.
QList<WordOrder> distinctOrders(DataType type)
{
    switch (type) {
    case DataType::Bool:
        return {WordOrder::ABCD};
    case DataType::Int16:
    case DataType::UInt16:
    case DataType::Hex16:
    case DataType::Binary16:
    case DataType::Bcd16:
    case DataType::Ascii:
    case DataType::Utf8:
        return {WordOrder::ABCD, WordOrder::BADC};
    default:
        return allOrders();
    }
}

} // namespace

int registersPerValue(const ValueFormat &format)
{
    switch (format.type) {
    case DataType::Int32:
    case DataType::UInt32:
    case DataType::Float32:
    case DataType::Bcd32:
        return 2;
    case DataType::Int64:
    case DataType::UInt64:
    case DataType::Float64:
        return 4;
    case DataType::Ascii:
    case DataType::Utf8:
        return std::clamp(format.stringRegisters, 1, kMostStringRegisters);
    default:
        return 1;
    }
}

tl::expected<Value, ValueError> decode(std::span<const quint16> registers,
                                       const ValueFormat &format)
{
    if (std::ssize(registers) != registersPerValue(format)) {
        return failure(Kind::WrongLength, Text::tr("%1 takes %2 registers, here are %3.")
                                              .arg(typeName(format.type))
                                              .arg(registersPerValue(format))
                                              .arg(registers.size()));
    }
    const Registers words = reordered(registers, format);
    switch (format.type) {
    case DataType::Bool:
        return words.front() != 0;
    case DataType::Int16:
        return qint64(static_cast<qint16>(joined(words)));
    case DataType::Int32:
        return qint64(static_cast<qint32>(joined(words)));
    case DataType::Int64:
        return static_cast<qint64>(joined(words));
    case DataType::Float32:
        return std::bit_cast<float>(static_cast<quint32>(joined(words)));
    case DataType::Float64:
        return std::bit_cast<double>(joined(words));
    case DataType::Bcd16:
    case DataType::Bcd32:
        return decodeBcd(words);
    case DataType::Ascii:
    case DataType::Utf8:
        return decodeText(words, format.type);
    default:
        return joined(words);
    }
}

QString toText(const Value &value, DataType type)
{
    switch (type) {
    case DataType::Bool:
        return as<bool>(value) ? QStringLiteral("true") : QStringLiteral("false");
    case DataType::Int16:
    case DataType::Int32:
    case DataType::Int64:
        return QString::number(as<qint64>(value));
    case DataType::Float32:
        return floatText(as<float>(value));
    case DataType::Float64:
        return floatText(as<double>(value));
    case DataType::Hex16:
        return QStringLiteral("0x") + QString::number(as<quint64>(value), 16)
                                          .toUpper()
                                          .rightJustified(4, QLatin1Char('0'));
    case DataType::Binary16:
        return binaryText(as<quint64>(value));
    case DataType::Ascii:
    case DataType::Utf8:
        return withControlPictures(std::holds_alternative<QString>(value) ? std::get<QString>(value)
                                                                          : QString());
    default:
        return QString::number(as<quint64>(value));
    }
}

QString typeName(DataType type)
{
    return kTypes.at(static_cast<size_t>(type)).name;
}

tl::expected<DataType, ValueError> typeFromName(QStringView name)
{
    const auto isCalledSo = [name](const NamedType &named) {
        return name.compare(named.name, Qt::CaseInsensitive) == 0;
    };
    if (const auto it = std::find_if(kTypes.begin(), kTypes.end(), isCalledSo); it != kTypes.end())
        return it->type;
    if (const auto it = std::find_if(kShortNames.begin(), kShortNames.end(), isCalledSo);
        it != kShortNames.end())
        return it->type;
    QStringList names;
    for (const NamedType &named : kTypes)
        names.append(named.name);
    return failure(Kind::UnknownName, Text::tr("There is no type \"%1\". Take one of %2.")
                                          .arg(name, names.join(QStringLiteral(", "))));
}

QString orderName(WordOrder order)
{
    return kOrders.at(static_cast<size_t>(order)).name;
}

tl::expected<WordOrder, ValueError> orderFromName(QStringView name)
{
    for (const NamedOrder &named : kOrders) {
        if (name.compare(named.name, Qt::CaseInsensitive) == 0)
            return named.order;
    }
    return failure(
        Kind::UnknownName,
        Text::tr("There is no byte order \"%1\". Take ABCD, CDAB, BADC or DCBA.").arg(name));
}

QList<DataType> allTypes()
{
    QList<DataType> types;
    for (const NamedType &named : kTypes)
        types.append(named.type);
    return types;
}

QList<WordOrder> allOrders()
{
    return {WordOrder::ABCD, WordOrder::CDAB, WordOrder::BADC, WordOrder::DCBA};
}

QList<Reading> allReadings(std::span<const quint16> registers)
{
    QList<Reading> readings;
    if (registers.empty())
        return readings;
    const int stringRegisters =
        static_cast<int>(std::min<size_t>(registers.size(), kMostStringRegisters));
    for (const DataType type : allTypes()) {
        for (const WordOrder order : distinctOrders(type)) {
            const ValueFormat format{type, order, stringRegisters};
            const auto length = static_cast<size_t>(registersPerValue(format));
            if (length > registers.size())
                continue;
            const auto value = decode(registers.first(length), format);
            readings.append(
                {format, value ? toText(*value, type) : value.error().detail, value.has_value()});
        }
    }
    return readings;
}

} // namespace modbus
