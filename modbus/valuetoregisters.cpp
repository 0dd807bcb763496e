// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/datatype.h"
#include "modbus/wordorder.h"

#include <QCoreApplication>
#include <algorithm>
#include <bit>
#include <charconv>
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

tl::unexpected<ValueError> failure(Kind kind, const QString &detail)
{
    return tl::make_unexpected(ValueError{kind, detail});
}

Registers parted(quint64 bits, int count)
{
    Registers words(count);
    for (auto word = words.rbegin(); word != words.rend(); ++word) {
        *word = static_cast<quint16>(bits);
        bits >>= 16;
    }
    return words;
}

QString withoutControlPictures(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() > kControlPictures && c.unicode() < kControlPictures + 0x20)
            c = QChar(static_cast<ushort>(c.unicode() - kControlPictures));
        else if (c.unicode() == kDeletePicture)
            c = QChar(u'\x7f');
    }
    return text;
}

tl::unexpected<ValueError> outOfRange(QStringView text, DataType type, const QString &least,
                                      const QString &most)
{
    return failure(
        Kind::OutOfRange,
        Text::tr("%1 does not fit: %2 takes %3 to %4.").arg(text, typeName(type), least, most));
}

struct Range
{
    qint64 least = 0;
    quint64 most = 0;
};

Range rangeOf(DataType type)
{
    switch (type) {
    case DataType::Int16:
        return {std::numeric_limits<qint16>::min(), std::numeric_limits<qint16>::max()};
    case DataType::Int32:
        return {std::numeric_limits<qint32>::min(), std::numeric_limits<qint32>::max()};
    case DataType::Int64:
        return {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::max()};
    case DataType::UInt32:
        return {0, std::numeric_limits<quint32>::max()};
    case DataType::UInt64:
        return {0, std::numeric_limits<quint64>::max()};
    case DataType::Bcd16:
        return {0, 9999};
    case DataType::Bcd32:
        return {0, 99999999};
    default:
        return {0, std::numeric_limits<quint16>::max()};
    }
}

/// The bits of an integer as typed, two's complement, within the type's range.
tl::expected<quint64, ValueError> integerBits(QStringView text, DataType type)
{
    QStringView digits = text;
    const bool isNegative = digits.startsWith(u'-');
    if (isNegative || digits.startsWith(u'+'))
        digits = digits.sliced(1);

    int base = 10;
    if (type != DataType::Bcd16 && type != DataType::Bcd32) {
        if (digits.startsWith(u"0x", Qt::CaseInsensitive))
            base = 16;
        else if (digits.startsWith(u"0b", Qt::CaseInsensitive) && type != DataType::Hex16)
            base = 2;
        if (base != 10)
            digits = digits.sliced(2);
        else if (type == DataType::Hex16)
            base = 16;
        else if (type == DataType::Binary16)
            base = 2;
    }

    const QByteArray latin = digits.toLatin1();
    const char *const end = latin.data() + latin.size();
    quint64 size = 0;
    const auto [stopped, error] = std::from_chars(latin.data(), end, size, base);
    if (latin.isEmpty() || error == std::errc::invalid_argument || stopped != end) {
        return failure(Kind::NotANumber, Text::tr("\"%1\" is no value for %2, which takes %3.")
                                             .arg(text, typeName(type),
                                                  base == 16  ? Text::tr("hexadecimal digits")
                                                  : base == 2 ? Text::tr("the digits 0 and 1")
                                                              : Text::tr("whole numbers")));
    }
    const Range range = rangeOf(type);
    const quint64 mostNegative = 0 - static_cast<quint64>(range.least);
    if (error == std::errc::result_out_of_range || size > (isNegative ? mostNegative : range.most))
        return outOfRange(text, type, QString::number(range.least), QString::number(range.most));
    return isNegative ? 0 - size : size;
}

quint64 bcdBits(quint64 value)
{
    quint64 bits = 0;
    for (int shift = 0; value != 0; shift += 4) {
        bits |= (value % 10) << shift;
        value /= 10;
    }
    return bits;
}

template <typename Float>
tl::expected<Float, ValueError> floatValue(QStringView text, DataType type)
{
    QByteArray latin = text.toLatin1();
    if (latin.startsWith('+') && !latin.startsWith("+-"))
        latin.remove(0, 1);
    const char *const end = latin.data() + latin.size();
    Float value = 0;
    const auto [stopped, error] = std::from_chars(latin.data(), end, value);
    if (latin.isEmpty() || error == std::errc::invalid_argument || stopped != end) {
        return failure(Kind::NotANumber,
                       Text::tr("\"%1\" is no value for %2, which takes numbers with a decimal "
                                "point such as 12.5 or 1e-3, inf and nan.")
                           .arg(text, typeName(type)));
    }
    if (error == std::errc::result_out_of_range) {
        const Float most = std::numeric_limits<Float>::max();
        return outOfRange(text, type, toText(-most, type), toText(most, type));
    }
    return value;
}

tl::expected<Registers, ValueError> textRegisters(QStringView text, const ValueFormat &format)
{
    const QString characters = withoutControlPictures(text.toString());
    const auto foreign = std::find_if(characters.begin(), characters.end(),
                                      [](QChar c) { return c.unicode() > 0x7f; });
    if (format.type == DataType::Ascii && foreign != characters.end())
        return failure(Kind::NotAscii,
                       Text::tr("\"%1\" is no ASCII character. Try utf8.").arg(*foreign));
    QByteArray bytes = characters.toUtf8();
    const qsizetype room = qsizetype(registersPerValue(format)) * 2;
    if (bytes.size() > room) {
        return failure(Kind::TooLong,
                       Text::tr("The text takes %1 bytes, %2 registers have room for %3.")
                           .arg(bytes.size())
                           .arg(registersPerValue(format))
                           .arg(room));
    }
    bytes.append(room - bytes.size(), '\0');
    Registers words;
    for (qsizetype i = 0; i < room; i += 2)
        words.append(static_cast<quint16>((static_cast<uchar>(bytes.at(i)) << 8) |
                                          static_cast<uchar>(bytes.at(i + 1))));
    return words;
}

tl::expected<quint64, ValueError> boolBits(QStringView text)
{
    for (const QStringView yes : {u"true", u"on", u"1"}) {
        if (text.compare(yes, Qt::CaseInsensitive) == 0)
            return 1;
    }
    for (const QStringView no : {u"false", u"off", u"0"}) {
        if (text.compare(no, Qt::CaseInsensitive) == 0)
            return 0;
    }
    return failure(
        Kind::NotABool,
        Text::tr("\"%1\" is neither on nor off: write 1, on or true, or 0, off or false.")
            .arg(text));
}

/// The value's bits, most significant first.
tl::expected<quint64, ValueError> bitsOf(QStringView text, DataType type)
{
    switch (type) {
    case DataType::Bool:
        return boolBits(text);
    case DataType::Float32:
        return floatValue<float>(text, type).map([](float value) {
            return quint64(std::bit_cast<quint32>(value));
        });
    case DataType::Float64:
        return floatValue<double>(text, type).map([](double value) {
            return std::bit_cast<quint64>(value);
        });
    case DataType::Bcd16:
    case DataType::Bcd32:
        return integerBits(text, type).map(bcdBits);
    case DataType::Binary16:
        return integerBits(text.toString().remove(QLatin1Char(' ')), type);
    default:
        return integerBits(text, type);
    }
}

} // namespace

tl::expected<Registers, ValueError> encode(QStringView text, const ValueFormat &format)
{
    if (format.type == DataType::Ascii || format.type == DataType::Utf8) {
        return textRegisters(text, format).map([&format](const Registers &words) {
            return reordered(words, format);
        });
    }
    return bitsOf(text.trimmed(), format.type).map([&format](quint64 bits) {
        return reordered(parted(bits, registersPerValue(format)), format);
    });
}

} // namespace modbus
