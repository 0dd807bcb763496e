// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/timeview.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>

namespace ui {

TimeView::TimeView(QObject *parent)
    : QObject(parent)
{
    const double now = double(QDateTime::currentMSecsSinceEpoch()) / 1000;
    m_range = {now - m_window, now};
}

void TimeView::apply(TimeRange range)
{
    if (!std::isfinite(range.from) || !std::isfinite(range.to))
        return;
    const double length = std::clamp(range.length(), kShortest, kLongest);
    range.from = range.to - length;
    if (range == m_range)
        return;
    m_range = range;
    emit rangeChanged();
}

void TimeView::setWindow(double seconds)
{
    const double window = seconds <= 0 ? kAll : std::clamp(seconds, kShortest, kLongest);
    if (window != m_window) {
        m_window = window;
        emit windowChanged(window);
    }
    if (window != kAll)
        apply({m_range.to - window, m_range.to});
}

void TimeView::setLive(bool isLive)
{
    if (isLive == m_isLive)
        return;
    m_isLive = isLive;
    emit liveChanged(isLive);
}

void TimeView::setRange(const TimeRange &range)
{
    setLive(false);
    apply(range);
}

void TimeView::zoom(double factor, double center)
{
    const double length = std::clamp(m_range.length() * factor, kShortest, kLongest);
    if (m_isLive) {
        setWindow(length);
        return;
    }
    const double share = (m_range.to - center) / m_range.length();
    const double to = center + share * length;
    apply({to - length, to});
}

void TimeView::pan(double seconds)
{
    setRange({m_range.from + seconds, m_range.to + seconds});
}

void TimeView::follow(double now, const std::optional<TimeRange> &span)
{
    if (!m_isLive)
        return;
    if (m_window != kAll)
        apply({now - m_window, now});
    else if (span)
        apply({span->from, std::max(now, span->from + kShortest)});
}

} // namespace ui
