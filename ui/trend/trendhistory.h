// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/sample.h"
#include "ui/trend/trendseries.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <memory>

namespace ui {

/// The readings of all points by tag, in bounded memory: series that are shown have room for
/// TrendSeries::kCapacity readings, all others share kBackgroundReadings, so that a line that is
/// added has a past already.
class TrendHistory
{
public:
    static constexpr qsizetype kBackgroundReadings = 2'000'000;
    static constexpr qsizetype kMostInBackground = 10'000; ///< for one series
    static constexpr qsizetype kFewestInBackground = 60;

    /// What sample.point means from now on. A tag that stays keeps its readings wherever it stands
    /// in the list, unless its engineering unit is another one. Points without a tag or with text
    /// are left out; of several with one tag the first counts.
    void setPoints(const QList<modbus::Point> &points);
    void take(const QList<modbus::Sample> &samples);
    /// Series that have room for `capacity` readings each.
    void setShown(const QStringList &tags, qsizetype capacity = TrendSeries::kCapacity);
    /// Forgets the readings, keeps the points.
    void clear();

    /// nullptr where no such point is known. Valid until the next setPoints().
    const TrendSeries *series(const QString &tag) const;
    const modbus::Point *point(const QString &tag) const;
    /// Every point that can be drawn, in the order of the list.
    const QList<modbus::Point> &points() const { return m_points; }
    qsizetype bytes() const;
    /// Times of the oldest and the latest reading of these tags, ms; empty without any.
    struct Span
    {
        qint64 first;
        qint64 last;
    };
    std::optional<Span> span(const QStringList &tags) const;

private:
    void shareRoom();

    using Series = std::shared_ptr<TrendSeries>;
    QList<modbus::Point> m_points;
    QHash<QString, qsizetype> m_places; ///< of tags in m_points
    QList<Series> m_series;             ///< parallel to m_points
    QList<TrendSeries *> m_bySample;    ///< by sample.point; nullptr for points left out
    QStringList m_shown;
    qsizetype m_capacity = TrendSeries::kCapacity;
};

} // namespace ui
