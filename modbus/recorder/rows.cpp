// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/rows.h"

#include <QDateTime>
#include <QSysInfo>
#include <QUuid>
#include <array>
#include <cmath>
#include <limits>

namespace modbus::recorder {

namespace {

constexpr double kExactIntegers = 9007199254740992.0; // 2^53

bool isBeyondDouble(const Value &value)
{
    if (const auto *number = std::get_if<qint64>(&value))
        return std::abs(static_cast<double>(*number)) > kExactIntegers;
    if (const auto *number = std::get_if<quint64>(&value))
        return static_cast<double>(*number) > kExactIntegers;
    return false;
}

void putDigits(char *to, int count, qint64 value)
{
    for (int i = count - 1; i >= 0; --i, value /= 10)
        to[i] = static_cast<char>('0' + value % 10);
}

} // namespace

Session Session::begin()
{
    QString id = QUuid::createUuid().toString(QUuid::Id128);
    return {id, QDateTime::currentMSecsSinceEpoch(), QSysInfo::machineHostName()};
}

bool operator==(const Row &a, const Row &b)
{
    const bool isSameNumber =
        a.number == b.number || (std::isnan(a.number) && std::isnan(b.number));
    return isSameNumber && a.time == b.time && a.point == b.point && a.quality == b.quality &&
           a.text == b.text;
}

void Block::dropThrough(quint64 sequence)
{
    if (isEmpty() || sequence < first)
        return;
    const auto gone = std::min(static_cast<quint64>(rows.size()), sequence - first + 1);
    rows.remove(0, static_cast<qsizetype>(gone));
    first += gone;
}

Row rowOf(const Sample &sample, int point, const Point &definition)
{
    Row row{.time = sample.time,
            .point = point,
            .quality = sample.value.quality,
            .number = std::numeric_limits<double>::quiet_NaN(),
            .text = {}};
    if (row.quality != Quality::Good) {
        row.text = sample.value.fault;
        return row;
    }
    if (std::holds_alternative<QString>(sample.value.raw)) {
        row.text = toText(sample.value.raw, definition.format.type);
        return row;
    }
    row.number = sample.value.number;
    if (definition.scaling.isIdentity() && isBeyondDouble(sample.value.raw))
        row.text = toText(sample.value.raw, definition.format.type);
    return row;
}

QString qualityName(Quality quality)
{
    switch (quality) {
    case Quality::Good:
        return QStringLiteral("good");
    case Quality::NotAvailable:
        return QStringLiteral("not available");
    case Quality::Undecodable:
        return QStringLiteral("undecodable");
    case Quality::Failed:
        break;
    }
    return QStringLiteral("failed");
}

std::optional<Quality> qualityFromName(QStringView name)
{
    for (const Quality quality :
         {Quality::Good, Quality::NotAvailable, Quality::Undecodable, Quality::Failed}) {
        if (qualityName(quality) == name)
            return quality;
    }
    return {};
}

QByteArray isoTime(qint64 time)
{
    using namespace std::chrono;
    const sys_time<milliseconds> instant{milliseconds(time)};
    const auto day = floor<days>(instant);
    const year_month_day date(day);
    const auto inDay = (instant - day).count();
    QByteArray text("0000-00-00T00:00:00.000Z");
    char *to = text.data();
    putDigits(to, 4, static_cast<int>(date.year()));
    putDigits(to + 5, 2, static_cast<unsigned>(date.month()));
    putDigits(to + 8, 2, static_cast<unsigned>(date.day()));
    putDigits(to + 11, 2, inDay / 3'600'000);
    putDigits(to + 14, 2, inDay / 60'000 % 60);
    putDigits(to + 17, 2, inDay / 1000 % 60);
    putDigits(to + 20, 3, inDay % 1000);
    return text;
}

} // namespace modbus::recorder
