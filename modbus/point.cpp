// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/point.h"
#include "modbus/wordorder.h"

#include <QCoreApplication>
#include <array>
#include <charconv>
#include <cmath>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

/// What the registers of a point are taken for: a bit is looked up in a whole register.
ValueFormat formatOf(const Point &point)
{
    if (isBitTable(point.address.table))
        return {DataType::Bool};
    if (point.bit)
        return {DataType::UInt16, point.format.order};
    return point.format;
}

bool isTextType(DataType type)
{
    return type == DataType::Ascii || type == DataType::Utf8;
}

bool isFloatType(DataType type)
{
    return type == DataType::Float32 || type == DataType::Float64;
}

quint64 joined(const QList<quint16> &words)
{
    quint64 bits = 0;
    for (const quint16 word : words)
        bits = (bits << 16) | word;
    return bits;
}

double numberOf(const Value &value)
{
    return std::visit(
        [](const auto &held) {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, QString>)
                return std::nan("");
            else
                return static_cast<double>(held);
        },
        value);
}

PointValue faulty(Quality quality, const QString &fault)
{
    return {quality, {}, std::nan(""), fault};
}

PointValue notAvailable(const QString &pattern)
{
    return faulty(Quality::NotAvailable,
                  Text::tr("The device holds %1, which means that it has no value.").arg(pattern));
}

bool isNotAvailable(const Point &point, std::span<const quint16> registers)
{
    if (!point.notAvailable || isBitTable(point.address.table) || registers.size() > 4)
        return false;
    return joined(reordered(registers, formatOf(point))) == *point.notAvailable;
}

/// Enough digits for what the raw value can tell, without those that scaling adds.
QString scaledText(double number, DataType type)
{
    const int digits = type == DataType::Float32 ? 7 : 15;
    return toText(QString::number(number, 'g', digits).toDouble(), DataType::Float64);
}

tl::expected<double, ValueError> engineeringValue(QStringView text)
{
    QByteArray latin = text.trimmed().toLatin1();
    if (latin.startsWith('+') && !latin.startsWith("+-"))
        latin.remove(0, 1);
    const char *const end = latin.data() + latin.size();
    double number = 0;
    const auto [stopped, error] = std::from_chars(latin.data(), end, number);
    if (latin.isEmpty() || error != std::errc() || stopped != end) {
        return tl::make_unexpected(ValueError{
            ValueError::Kind::NotANumber,
            Text::tr("\"%1\" is no number. Write it with a decimal point, such as 12.5 or 1e-3.")
                .arg(text)});
    }
    return number;
}

tl::expected<QList<quint16>, ValueError> encodeScaled(const Point &point, QStringView text)
{
    const auto engineering = engineeringValue(text);
    if (!engineering)
        return tl::make_unexpected(engineering.error());
    const double raw = point.scaling.toRaw(*engineering);
    ValueFormat format = point.format;
    QString rawText = toText(raw, DataType::Float64);
    if (!isFloatType(format.type)) {
        if (format.type == DataType::Hex16 || format.type == DataType::Binary16)
            format.type = DataType::UInt16; // the same bits, from decimal digits
        rawText = QString::number(std::round(raw), 'f', 0);
        if (rawText == QLatin1StringView("-0"))
            rawText = QStringLiteral("0");
    }
    return encode(rawText, format).map_error([&](const ValueError &error) {
        return ValueError{
            error.kind,
            Text::tr("%1 is %2 in the device. %3").arg(text.trimmed(), rawText, error.detail)};
    });
}

tl::expected<QList<quint16>, ValueError> encodeBit(const Point &point, QStringView text,
                                                   std::optional<quint16> present)
{
    auto wanted = encode(text, {DataType::Bool});
    if (!wanted)
        return wanted;
    if (!present) {
        return tl::make_unexpected(
            ValueError{ValueError::Kind::WrongLength,
                       Text::tr("A bit is written together with the other 15 of its register, and "
                                "the register has not been read. Read it first.")});
    }
    const std::array<quint16, 1> held{*present};
    QList<quint16> words = reordered(held, formatOf(point));
    const auto mask = static_cast<quint16>(1U << static_cast<unsigned>(*point.bit & 15));
    words.front() =
        static_cast<quint16>(wanted->front() != 0 ? words.front() | mask : words.front() & ~mask);
    return reordered(words, formatOf(point));
}

} // namespace

std::optional<Scaling> Scaling::through(double rawLow, double rawHigh, double engineeringLow,
                                        double engineeringHigh)
{
    Scaling scaling;
    scaling.factor = (engineeringHigh - engineeringLow) / (rawHigh - rawLow);
    scaling.offset = engineeringLow - rawLow * scaling.factor;
    if (!std::isfinite(scaling.factor) || !std::isfinite(scaling.offset) || scaling.factor == 0)
        return {};
    return scaling;
}

int Point::size() const
{
    return registersPerValue(formatOf(*this));
}

bool Point::isBool() const
{
    return bit || isBitTable(address.table) || format.type == DataType::Bool;
}

bool Point::isText() const
{
    return !isBool() && isTextType(format.type);
}

PointValue evaluate(const Point &point, std::span<const quint16> registers)
{
    if (isNotAvailable(point, registers))
        return notAvailable(QStringLiteral("0x%1").arg(
            QString::number(*point.notAvailable, 16)
                .toUpper()
                .rightJustified(static_cast<qsizetype>(registers.size()) * 4, QLatin1Char('0'))));
    auto decoded = decode(registers, formatOf(point));
    if (!decoded)
        return faulty(Quality::Undecodable, decoded.error().detail);

    PointValue value{Quality::Good, *std::move(decoded), 0, {}};
    if (point.bit) {
        const auto word = std::get<quint64>(value.raw);
        value.raw = ((word >> static_cast<unsigned>(*point.bit & 15)) & 1) != 0;
    }
    value.number = numberOf(value.raw);
    if (point.isBool() || point.isText())
        return value;
    if (std::isnan(value.number))
        return notAvailable(QStringLiteral("NaN"));
    value.number = point.scaling.toEngineering(value.number);
    return value;
}

QString toText(const Point &point, const PointValue &value)
{
    if (value.quality != Quality::Good)
        return {};
    if (point.isBool())
        return value.number != 0 ? QStringLiteral("1") : QStringLiteral("0");
    if (point.isText() || point.scaling.isIdentity())
        return toText(value.raw, point.format.type);
    return scaledText(value.number, point.format.type);
}

tl::expected<QList<quint16>, ValueError> encode(const Point &point, QStringView text,
                                                std::optional<quint16> present)
{
    if (point.bit && !isBitTable(point.address.table))
        return encodeBit(point, text, present);
    if (point.isBool())
        return encode(text, {DataType::Bool});
    if (point.isText() || point.scaling.isIdentity())
        return encode(text, point.format);
    return encodeScaled(point, text);
}

LimitState limitState(const Point &point, double number)
{
    if (point.lowLimit && number < *point.lowLimit)
        return LimitState::Low;
    if (point.highLimit && number > *point.highLimit)
        return LimitState::High;
    return LimitState::Within;
}

} // namespace modbus
