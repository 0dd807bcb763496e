// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/ratemeter.h"

#include <algorithm>

namespace modbus {

void RateMeter::began(Clock::time_point at, Clock::duration late)
{
    ++m_count;
    if (m_beginnings.size() == kMostBeginnings)
        m_beginnings.erase(m_beginnings.begin());
    m_beginnings.push_back(at);
    m_late.add(late);
}

void RateMeter::ended(Clock::duration took)
{
    m_took.add(took);
}

RateMeter::Clock::duration RateMeter::between(Clock::time_point now) const
{
    if (m_beginnings.size() < 2)
        return Clock::duration::zero();
    const auto steps = Clock::duration::rep(m_beginnings.size() - 1);
    const Clock::duration mean = (m_beginnings.back() - m_beginnings.front()) / steps;
    const Clock::duration sinceLast = now - m_beginnings.back();
    return sinceLast > 2 * mean ? sinceLast : mean;
}

RateMeter::Clock::duration RateMeter::lateness() const
{
    return m_late.percentile(99);
}

RateMeter::Clock::duration RateMeter::took() const
{
    return m_took.percentile(50);
}

void RateMeter::Latest::add(Clock::duration value)
{
    if (m_values.size() < kMost) {
        m_values.push_back(value);
        return;
    }
    m_values[m_oldest] = value;
    m_oldest = (m_oldest + 1) % kMost;
}

RateMeter::Clock::duration RateMeter::Latest::percentile(int percent) const
{
    if (m_values.empty())
        return Clock::duration::zero();
    std::vector<Clock::duration> sorted = m_values;
    const std::size_t place =
        std::min(sorted.size() - 1, sorted.size() * std::size_t(percent) / 100);
    std::nth_element(sorted.begin(), sorted.begin() + std::ptrdiff_t(place), sorted.end());
    return sorted[place];
}

} // namespace modbus
