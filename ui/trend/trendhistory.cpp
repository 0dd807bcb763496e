// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendhistory.h"

#include <QSet>
#include <algorithm>

namespace ui {

void TrendHistory::setPoints(const QList<modbus::Point> &points)
{
    QHash<QString, std::pair<QString, Series>> known;
    for (qsizetype i = 0; i < m_points.size(); ++i)
        known.insert(m_points[i].tag, {m_points[i].engineeringUnit, m_series[i]});
    m_points.clear();
    m_places.clear();
    m_series.clear();
    m_bySample = QList<TrendSeries *>(points.size(), nullptr);
    for (qsizetype i = 0; i < points.size(); ++i) {
        const modbus::Point &point = points[i];
        if (point.tag.isEmpty() || point.isText() || m_places.contains(point.tag))
            continue;
        const auto before = known.constFind(point.tag);
        const bool isKnown = before != known.cend() && before->first == point.engineeringUnit;
        const Series series = isKnown ? before->second : std::make_shared<TrendSeries>();
        series->setPeriod(point.period);
        m_places.insert(point.tag, m_points.size());
        m_points.append(point);
        m_series.append(series);
        m_bySample[i] = series.get();
    }
    shareRoom();
}

void TrendHistory::take(const QList<modbus::Sample> &samples)
{
    for (const modbus::Sample &sample : samples) {
        if (TrendSeries *series = m_bySample.value(sample.point))
            series->append(sample.time, sample.value);
    }
}

void TrendHistory::setShown(const QStringList &tags, qsizetype capacity)
{
    m_shown = tags;
    m_capacity = capacity;
    shareRoom();
}

void TrendHistory::shareRoom()
{
    const qsizetype share =
        std::clamp(kBackgroundReadings / std::max<qsizetype>(m_points.size(), 1),
                   kFewestInBackground, kMostInBackground);
    const QSet<QString> shown(m_shown.cbegin(), m_shown.cend());
    for (qsizetype i = 0; i < m_points.size(); ++i)
        m_series[i]->setCapacity(shown.contains(m_points[i].tag) ? m_capacity : share);
}

void TrendHistory::clear()
{
    for (const Series &series : std::as_const(m_series))
        series->clear();
}

const TrendSeries *TrendHistory::series(const QString &tag) const
{
    const auto place = m_places.constFind(tag);
    return place == m_places.cend() ? nullptr : m_series[*place].get();
}

const modbus::Point *TrendHistory::point(const QString &tag) const
{
    const auto place = m_places.constFind(tag);
    return place == m_places.cend() ? nullptr : &m_points[*place];
}

qsizetype TrendHistory::bytes() const
{
    qsizetype bytes = 0;
    for (const Series &series : m_series)
        bytes += series->bytes();
    return bytes;
}

std::optional<TrendHistory::Span> TrendHistory::span(const QStringList &tags) const
{
    std::optional<Span> found;
    for (const QString &tag : tags) {
        const TrendSeries *one = series(tag);
        if (!one || one->isEmpty())
            continue;
        const Span its{one->at(0).time, one->last().time};
        found =
            found ? Span{std::min(found->first, its.first), std::max(found->last, its.last)} : its;
    }
    return found;
}

} // namespace ui
