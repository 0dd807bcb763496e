// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <chrono>
#include <vector>

namespace modbus {

/// How often something that should begin on a fixed grid of times really does.
class RateMeter
{
public:
    using Clock = std::chrono::steady_clock;

    /// It began, `late` after its time.
    void began(Clock::time_point at, Clock::duration late);
    void ended(Clock::duration took);

    quint64 count() const { return m_count; }
    /// Mean time between the latest beginnings. Where the next one is overdue for longer than that,
    /// the time since the last. 0 before there are two.
    Clock::duration between(Clock::time_point now) const;
    /// What 99 of 100 of the latest beginnings are late at most.
    Clock::duration lateness() const;
    /// Median of the latest.
    Clock::duration took() const;

private:
    /// The latest values, in no order.
    class Latest
    {
    public:
        void add(Clock::duration value);
        Clock::duration percentile(int percent) const;

    private:
        static constexpr std::size_t kMost = 500;
        std::vector<Clock::duration> m_values;
        std::size_t m_oldest = 0;
    };

    static constexpr std::size_t kMostBeginnings = 20;
    std::vector<Clock::time_point> m_beginnings; ///< the latest, oldest first
    Latest m_late;
    Latest m_took;
    quint64 m_count = 0;
};

} // namespace modbus
