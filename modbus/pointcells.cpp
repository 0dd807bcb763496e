// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointcells.h"
#include "modbus/pointcolumns.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace modbus::cell {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

auto refused(const QString &reason)
{
    return tl::make_unexpected(reason);
}

/// True where the key is one of the names, which are parted by blanks.
bool isOneOf(const QString &key, QStringView names)
{
    const auto list = names.split(u' ');
    return std::any_of(list.begin(), list.end(), [&key](QStringView name) { return key == name; });
}

std::optional<double> numberOf(QString text, bool decimalComma)
{
    if (decimalComma && text.count(u',') == 1 && !text.contains(u'.'))
        text.replace(u',', u'.');
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

struct Unit
{
    QStringView names;
    double milliseconds;
};
constexpr std::array kUnits{
    Unit{u"ms msec millisecond milliseconds 毫秒", 1},
    Unit{u"s sec second seconds 秒", 1000},
    Unit{u"min m minute minutes 分 分钟", 60'000},
    Unit{u"h hr hour hours 小时 时", 3'600'000},
};

} // namespace

Result<double> number(QStringView text, bool decimalComma)
{
    if (const auto value = numberOf(text.trimmed().toString(), decimalComma))
        return *value;
    return refused(decimalComma ? Text::tr("This is no number. Write it as 12.5 or 12,5.")
                                : Text::tr("This is no number. Write it with a decimal point, as "
                                           "in 12.5, and without blanks or units."));
}

Result<int> figure(QStringView text, int least, int most)
{
    const auto value = numberOf(text.trimmed().toString(), false);
    if (!value || *value != std::floor(*value) || *value < least || *value > most)
        return refused(Text::tr("Write a whole number from %1 to %2 here.").arg(least).arg(most));
    return static_cast<int>(*value);
}

Result<double> factor(QStringView text, bool decimalComma)
{
    QString rest = text.trimmed().toString();
    bool divides = false;
    if (rest.startsWith(QStringLiteral("1/"))) {
        divides = true;
        rest.remove(0, 2);
    } else if (!rest.isEmpty() && QStringView(u"/÷").contains(rest.front())) {
        divides = true;
        rest.remove(0, 1);
    } else if (!rest.isEmpty() && QStringView(u"xX×*").contains(rest.front())) {
        rest.remove(0, 1);
    }
    auto value = number(rest, decimalComma);
    if (!value)
        return value;
    const double factor = divides ? 1 / *value : *value;
    if (factor == 0 || !std::isfinite(factor))
        return refused(Text::tr("A scale of 0 would make every value the same. Write 1 where the "
                                "value is not scaled."));
    return factor;
}

Result<std::chrono::milliseconds> period(QStringView text, double unit, bool decimalComma)
{
    const QStringView trimmed = text.trimmed();
    const auto letter =
        std::find_if(trimmed.begin(), trimmed.end(), [](QChar c) { return c.isLetter(); });
    const auto digits = std::distance(trimmed.begin(), letter);
    const QString unitName = lookUpKey(trimmed.sliced(digits));
    if (!unitName.isEmpty()) {
        const auto named = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit &candidate) {
            return isOneOf(unitName, candidate.names);
        });
        if (named == kUnits.end())
            return refused(Text::tr("\"%1\" is no unit of time. Write ms, s, min or h.")
                               .arg(trimmed.sliced(digits)));
        unit = named->milliseconds;
    }
    const auto value = numberOf(trimmed.first(digits).trimmed().toString(), decimalComma);
    const double milliseconds = value.value_or(0) * unit;
    if (!value || milliseconds < 50 || milliseconds > 3'600'000)
        return refused(Text::tr("Write a time from 50 ms to 1 h, as in \"100 ms\", \"1 s\" or "
                                "\"5 min\". A bare number counts milliseconds."));
    return std::chrono::milliseconds(std::llround(milliseconds));
}

Result<bool> yesOrNo(QStringView text)
{
    const QString key = lookUpKey(text);
    if (isOneOf(key, u"yes y true t 1 on x 是 有 真") || text.trimmed() == u"✓")
        return true;
    if (isOneOf(key, u"no n false f 0 off 否 无 假") || text.trimmed() == u"-")
        return false;
    return refused(Text::tr("Write yes or no here."));
}

Result<bool> writable(QStringView text)
{
    const QString key = lookUpKey(text);
    if (isOneOf(key,
                u"rw wr w wo readwrite writeread write writable writeonly 读写 可读写 可读可写 写 "
                u"只写 可写"))
        return true;
    if (isOneOf(key, u"r ro read readonly 只读 读 不可写"))
        return false;
    if (auto answer = yesOrNo(text))
        return answer;
    return refused(Text::tr("Write yes where the point may be written, no where it may not; RW and "
                            "R are understood as well."));
}

Result<std::optional<quint64>> pattern(QStringView text, const ValueFormat &format)
{
    const QString trimmed = text.trimmed().toString();
    const int registers = registersPerValue(format);
    const bool isText = format.type == DataType::Ascii || format.type == DataType::Utf8;
    if (isText || registers > 4)
        return refused(Text::tr("Texts have no pattern for \"not available\". Leave this empty."));
    if (trimmed.compare(QStringLiteral("nan"), Qt::CaseInsensitive) == 0)
        return std::optional<quint64>();

    bool isHex = false;
    quint64 bits = 0;
    if (trimmed.startsWith(QStringLiteral("0x"), Qt::CaseInsensitive) ||
        trimmed.startsWith(QStringLiteral("16#")))
        bits = trimmed.sliced(trimmed.at(1) == u'6' ? 3 : 2).toULongLong(&isHex, 16);
    else if (trimmed.endsWith(u'h', Qt::CaseInsensitive))
        bits = trimmed.chopped(1).toULongLong(&isHex, 16);
    if (!isHex) {
        ValueFormat plain = format;
        plain.order = WordOrder::ABCD;
        if (plain.type == DataType::Hex16 || plain.type == DataType::Binary16)
            plain.type = DataType::UInt16;
        if (const auto words = encode(trimmed, plain)) {
            bits = 0;
            for (const quint16 word : *words)
                bits = (bits << 16) | word;
            return std::optional(bits);
        }
        bits = trimmed.toULongLong(&isHex); // 65535 of an int16
    }
    if (!isHex || (registers < 4 && (bits >> (16 * registers)) != 0))
        return refused(Text::tr("Write the raw value that means \"not available\" for %1, such as "
                                "0x%2 or 0x8000, or leave this empty. NaN means so always.")
                           .arg(typeName(format.type), QString(registers * 4, u'F')));
    return std::optional(bits);
}

} // namespace modbus::cell
