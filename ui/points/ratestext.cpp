// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/ratestext.h"

#include "ui/registers/period.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

namespace ui {

namespace {

constexpr double kTolerance = 1.1; ///< a cycle this much slower than asked for is late
constexpr qsizetype kMostInLine = 2;

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::PollRates", text);
}

double milliseconds(std::chrono::microseconds time)
{
    return double(time.count()) / 1000;
}

bool isLate(const modbus::PollRate &rate)
{
    return (rate.cycles == 0 && rate.skipped > 0) ||
           milliseconds(rate.achieved) > kTolerance * double(rate.period.count());
}

QString timeText(double ms)
{
    return ms < 1000 ? tr("%1 ms").arg(ms, 0, 'f', 0) : tr("%1 s").arg(ms / 1000, 0, 'f', 2);
}

QString rateText(const modbus::PollRate &rate)
{
    if (rate.cycles == 0 && rate.skipped > 0)
        return tr("\u26a0 %1: %2 is out of reach").arg(periodText(rate.period), rate.device.host);
    if (rate.achieved.count() <= 0)
        return tr("%1: not measured yet").arg(periodText(rate.period));
    const QString achieved = timeText(milliseconds(rate.achieved));
    return isLate(rate)
               ? tr("\u26a0 %1 asked for, %2 reached").arg(periodText(rate.period), achieved)
               : tr("%1: every %2").arg(periodText(rate.period), achieved);
}

} // namespace

QString ratesText(const QList<modbus::PollRate> &rates)
{
    QList<modbus::PollRate> shown = rates;
    std::stable_sort(shown.begin(), shown.end(), [](const auto &one, const auto &other) {
        return isLate(one) && !isLate(other);
    });
    QStringList parts;
    for (const modbus::PollRate &rate : shown.mid(0, kMostInLine))
        parts += rateText(rate);
    if (shown.size() > kMostInLine)
        parts += tr("%1 more").arg(shown.size() - kMostInLine);
    return parts.join(QStringLiteral("; "));
}

QString ratesInFull(const QList<modbus::PollRate> &rates)
{
    QStringList lines;
    for (const modbus::PollRate &rate : rates) {
        lines += tr("%1, %2; %3 requests a cycle, %4 cycles, %5 skipped")
                     .arg(rate.device.toString(), rateText(rate))
                     .arg(rate.requests)
                     .arg(rate.cycles)
                     .arg(rate.skipped);
    }
    return lines.join(u'\n');
}

} // namespace ui
