// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendseries.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

namespace {

// So much longer than expected, and than the time before, is no slow answer any more.
constexpr qint64 kPauseFactor = 5;
constexpr qint64 kShortestPauseMs = 1000;

} // namespace

TrendSeries::TrendSeries(qsizetype capacity)
    : m_capacity(std::max<qsizetype>(capacity, 1))
{
}

void TrendSeries::setCapacity(qsizetype capacity)
{
    m_capacity = std::max<qsizetype>(capacity, 1);
    if (m_start == 0 && size() <= m_capacity)
        return;
    const qsizetype kept = std::min(size(), m_capacity);
    std::vector<Reading> readings;
    readings.reserve(std::size_t(kept));
    for (qsizetype i = size() - kept; i < size(); ++i)
        readings.push_back(at(i));
    m_ring = std::move(readings);
    m_start = 0;
}

bool TrendSeries::isPause(qint64 time)
{
    if (isEmpty())
        return false;
    const qint64 spacing = time - last().time;
    const qint64 expected = std::max<qint64>(m_period.count(), m_spacing);
    m_spacing = std::max<qint64>(spacing, 0);
    return spacing > std::max(kPauseFactor * expected, kShortestPauseMs);
}

void TrendSeries::append(qint64 time, const modbus::PointValue &value)
{
    Reading reading{time, value.number, value.quality, isPause(time)};
    if (!reading.isGap() && !std::isfinite(reading.value))
        reading.quality = modbus::Quality::NotAvailable;
    if (reading.isGap())
        reading.value = std::numeric_limits<double>::quiet_NaN();
    m_fault = value.fault;
    if (size() < m_capacity) {
        if (m_ring.size() == m_ring.capacity())
            m_ring.reserve(std::size_t(std::min(std::max<qsizetype>(2 * size(), 64), m_capacity)));
        m_ring.push_back(reading);
    } else {
        m_ring[m_start] = reading;
        m_start = m_start + 1 == m_ring.size() ? 0 : m_start + 1;
    }
    for (qsizetype i = size() - 1; i > 0 && at(i - 1).time > at(i).time; --i)
        std::swap(m_ring[place(i - 1)], m_ring[place(i)]);
}

void TrendSeries::clear()
{
    m_ring.clear();
    m_start = 0;
    m_spacing = 0;
    m_fault.clear();
}

qsizetype TrendSeries::lowerBound(qint64 time) const
{
    qsizetype low = 0;
    qsizetype high = size();
    while (low < high) {
        const qsizetype middle = low + (high - low) / 2;
        if (at(middle).time < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::optional<Reading> TrendSeries::validAt(qint64 time) const
{
    const qsizetype next = lowerBound(time + 1);
    if (next == 0 || (next < size() && at(next).startsAnew && at(next - 1).time != time))
        return {};
    const qint64 expected = std::max<qint64>(m_period.count(), m_spacing);
    if (next == size() &&
        at(next - 1).time < time - std::max(kPauseFactor * expected, kShortestPauseMs))
        return {};
    return at(next - 1);
}

Summary TrendSeries::summary(qint64 from, qint64 to) const
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    Summary found{0, kInfinity, -kInfinity, 0};
    for (qsizetype i = lowerBound(from); i < size() && at(i).time <= to; ++i) {
        const Reading &reading = at(i);
        if (reading.isGap())
            continue;
        ++found.count;
        found.low = std::min(found.low, reading.value);
        found.high = std::max(found.high, reading.value);
        found.mean += (reading.value - found.mean) / double(found.count);
    }
    if (found.count == 0)
        found.low = found.high = found.mean = std::numeric_limits<double>::quiet_NaN();
    return found;
}

} // namespace ui
