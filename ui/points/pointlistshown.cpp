// SPDX-License-Identifier: GPL-3.0-or-later
// What a PointListModel shows in its cells.
#include "ui/points/pointcells.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointtext.h"

#include <QDateTime>
#include <algorithm>

namespace ui {

namespace {

using modbus::Point;
using modbus::Quality;

/// A value is stale when it is older than this many of its periods, and older than the least age.
constexpr int kStalePeriods = 3;
constexpr qint64 kLeastStaleAge = 3000;

} // namespace

bool PointListModel::isStale(int row) const
{
    const PointLive &live = m_live.at(row);
    // What failed says so itself; and of an address that doesn't exist one hears only now and then.
    const bool isRead =
        live.latest.quality == Quality::Good || live.latest.quality == Quality::NotAvailable;
    if (!m_isRunning || !live.wasSampled || !isRead)
        return false;
    const qint64 limit =
        std::max<qint64>(kLeastStaleAge, kStalePeriods * m_points.at(row).period.count());
    return m_clock() - live.time > limit;
}

bool PointListModel::isBelieved(int row) const
{
    const PointLive &live = m_live.at(row);
    return live.wasSampled && live.latest.quality == Quality::Good && !isStale(row);
}

QString PointListModel::valueText(int row) const
{
    const PointLive &live = m_live.at(row);
    if (live.wasSampled && live.latest.quality == Quality::NotAvailable)
        return tr("n/a");
    if (live.goodTime == 0)
        return QStringLiteral("\u2013");
    return shownValue(m_points.at(row), live.lastGood);
}

QString PointListModel::rawText(int row) const
{
    const PointLive &live = m_live.at(row);
    if (live.goodTime == 0 || live.latest.quality == Quality::NotAvailable)
        return {};
    return shownRaw(m_points.at(row), live.lastGood);
}

QString PointListModel::stateText(int row) const
{
    const PointLive &live = m_live.at(row);
    QString text;
    if (!live.wasSampled)
        text = m_isRunning ? tr("waiting") : QString();
    else if (isStale(row))
        text = tr("\u25f7 stale: nothing read for %1").arg(elapsedText(m_clock() - live.time));
    else
        text = shownState(m_points.at(row), live.latest);
    if (live.writeNote.isEmpty())
        return text;
    return text.isEmpty() ? live.writeNote : text + QStringLiteral(" \u00b7 ") + live.writeNote;
}

QString PointListModel::detail(int row) const
{
    QStringList lines;
    const QString state = stateText(row);
    const PointLive &live = m_live.at(row);
    const bool isOfInterest =
        !isBelieved(row) || !live.writeNote.isEmpty() || shownLimit(m_points.at(row), live);
    if (isOfInterest && !state.isEmpty())
        lines += state;
    if (const auto found = m_findingsOf.find(row); found != m_findingsOf.end()) {
        for (const int finding : found->second)
            lines += m_findings.at(finding).text;
    }
    return lines.join(u'\n');
}

PointListModel::Summary PointListModel::summary() const
{
    Summary summary;
    for (int row = 0; row < m_live.size(); ++row) {
        const PointLive &live = m_live.at(row);
        if (!live.wasSampled)
            ++summary.unread;
        else if (live.latest.quality == Quality::NotAvailable)
            ++summary.notAvailable;
        else if (!isBelieved(row))
            ++summary.failed;
        else if (shownLimit(m_points.at(row), live))
            ++summary.beyondLimits;
        else
            ++summary.good;
    }
    return summary;
}

QString PointListModel::display(int row, PointColumn column) const
{
    const PointLive &live = m_live.at(row);
    switch (column) {
    case PointColumn::Value:
        return valueText(row);
    case PointColumn::State:
        return stateText(row);
    case PointColumn::Trend:
        return {};
    case PointColumn::Age:
        return live.readTime() > 0 ? elapsedText(m_clock() - live.readTime()) : QString();
    case PointColumn::Raw:
        return rawText(row);
    case PointColumn::Minimum:
        return live.statistics.count ? shownNumber(live.statistics.least) : QString();
    case PointColumn::Maximum:
        return live.statistics.count ? shownNumber(live.statistics.most) : QString();
    case PointColumn::Mean:
        return live.statistics.count ? shownNumber(live.statistics.mean) : QString();
    case PointColumn::Count:
        return live.statistics.count ? QString::number(live.statistics.count) : QString();
    default:
        return cellText(m_points.at(row), column);
    }
}

QString PointListModel::exported(int row, PointColumn column) const
{
    if (column != PointColumn::Age)
        return display(row, column);
    const PointLive &live = m_live.at(row);
    return live.readTime() > 0 ? QDateTime::fromMSecsSinceEpoch(live.readTime(), Qt::UTC)
                                     .toString(Qt::ISODateWithMs)
                               : QString();
}

QVariant PointListModel::sortKey(int row, PointColumn column) const
{
    const Point &point = m_points.at(row);
    const PointLive &live = m_live.at(row);
    switch (column) {
    case PointColumn::Value:
        if (point.isText() || live.goodTime == 0)
            return valueText(row);
        return live.lastGood.number;
    case PointColumn::Age:
        return m_clock() - live.readTime();
    case PointColumn::Minimum:
        return live.statistics.least;
    case PointColumn::Maximum:
        return live.statistics.most;
    case PointColumn::Mean:
        return live.statistics.mean;
    case PointColumn::Count:
        return live.statistics.count;
    case PointColumn::Address:
    case PointColumn::Pdu:
        return int(point.address.table) * modbus::kTableSize + point.address.offset;
    case PointColumn::Unit:
        return int(point.unit);
    case PointColumn::PollPeriod:
        return qint64(point.period.count());
    default:
        return display(row, column);
    }
}

QString PointListModel::toolTip(int row, PointColumn column) const
{
    if (column == PointColumn::Address || column == PointColumn::Pdu) {
        const Point &point = m_points.at(row);
        return modbus::rangeText(point.address, point.size());
    }
    QString text = detail(row);
    if (!text.isEmpty())
        return text;
    return column == PointColumn::Description || column == PointColumn::Note ? display(row, column)
                                                                             : QString();
}

} // namespace ui
