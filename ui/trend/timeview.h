// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

namespace ui {

/// A stretch of time, in seconds since 1970-01-01 UTC.
struct TimeRange
{
    double from = 0;
    double to = 1; ///< above from
    double length() const { return to - from; }
    friend bool operator==(const TimeRange &, const TimeRange &) = default;
};

/// Which stretch of time the trend shows: the latest (live), or one that stands still.
class TimeView : public QObject
{
    Q_OBJECT
public:
    static constexpr double kAll = 0;
    static constexpr double kShortest = 0.01;          ///< s
    static constexpr double kLongest = 3650.0 * 86400; ///< s

    explicit TimeView(QObject *parent = nullptr);

    const TimeRange &range() const { return m_range; }
    bool isLive() const { return m_isLive; }
    /// Length of the live view in seconds; kAll is everything there is.
    double window() const { return m_window; }

    /// While it stands still the range gets the new length too, its end stays.
    void setWindow(double seconds);
    void setLive(bool isLive);
    /// Stands still from now on.
    void setRange(const TimeRange &range);
    /// `factor` below 1 shows less. Keeps `center` where it is; live keeps its end.
    void zoom(double factor, double center);
    void pan(double seconds);
    /// Time has gone on. `span` is what the readings cover, for kAll.
    void follow(double now, const std::optional<TimeRange> &span);

signals:
    void rangeChanged();
    void liveChanged(bool isLive);
    void windowChanged(double seconds);

private:
    void apply(TimeRange range);

    TimeRange m_range;
    double m_window = 60;
    bool m_isLive = true;
};

} // namespace ui
