// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/period.h"

#include "modbus/poller.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace ui {

namespace {

using namespace std::chrono_literals;

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::Period", text);
}

double millisecondsOf(const QString &unit)
{
    if (unit == QLatin1String("ms"))
        return 1;
    if (unit == QLatin1String("s"))
        return 1000;
    return unit == QLatin1String("min") ? 60'000 : 3'600'000;
}

} // namespace

QString periodText(Period period)
{
    if (!period)
        return translated("on demand");
    const qint64 ms = period->count();
    if (ms % 3'600'000 == 0)
        return QStringLiteral("%1 h").arg(ms / 3'600'000);
    if (ms % 60'000 == 0)
        return QStringLiteral("%1 min").arg(ms / 60'000);
    if (ms >= 1000)
        return QStringLiteral("%1 s").arg(static_cast<double>(ms) / 1000);
    return QStringLiteral("%1 ms").arg(ms);
}

tl::expected<Period, QString> parsePeriod(QStringView text)
{
    const QString typed = text.toString().trimmed();
    if (typed.isEmpty() || typed.compare(periodText({}), Qt::CaseInsensitive) == 0)
        return Period{};
    static const QRegularExpression pattern(QStringLiteral(R"(^(\d+(?:[.,]\d+)?)\s*(ms|s|min|h)$)"),
                                            QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(typed);
    if (!match.hasMatch()) {
        return tl::unexpected(
            translated("\"%1\" is no period. Type a number with its unit, for example 250 ms, "
                       "1 s, 5 min or 1 h.")
                .arg(typed));
    }
    const double amount = match.captured(1).replace(QLatin1Char(','), QLatin1Char('.')).toDouble();
    const double ms = amount * millisecondsOf(match.captured(2).toLower());
    if (ms < static_cast<double>(modbus::Poller::kShortestPeriod.count()) ||
        ms > static_cast<double>(modbus::Poller::kLongestPeriod.count())) {
        return tl::unexpected(translated("A period lies between %1 and %2.")
                                  .arg(periodText(modbus::Poller::kShortestPeriod),
                                       periodText(modbus::Poller::kLongestPeriod)));
    }
    return Period{std::chrono::milliseconds(qRound64(ms))};
}

QList<Period> usualPeriods()
{
    return {Period{}, 50ms, 100ms, 200ms, 500ms, 1s, 2s, 5s, 10s, 30s, 1min, 10min, 1h};
}

} // namespace ui
