// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <algorithm>
#include <chrono>

namespace modbus {

/// Whether a unit answers at all. One that doesn't costs a whole deadline with each request, and
/// the units behind the same gateway wait meanwhile; so it is tried with one request now and then,
/// at growing intervals, until it answers again.
class UnitWatch
{
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds kLongestRest{30};

    bool isSilent() const { return m_isSilent; }
    /// Why, in words.
    const QString &reason() const { return m_reason; }
    bool hasAnsweredSince(Clock::time_point time) const { return m_lastAnswer >= time; }

    void answered(Clock::time_point now)
    {
        m_isSilent = false;
        m_lastAnswer = now;
        m_rest = {};
    }
    void wasSilent(Clock::time_point now, const QString &reason)
    {
        m_reason = reason;
        // The first time it may have been a hiccup: it is tried again at once.
        if (m_isSilent)
            m_rest = std::clamp<Clock::duration>(2 * m_rest, std::chrono::seconds(1), kLongestRest);
        m_isSilent = true;
        m_nextTrial = now + m_rest;
    }

    /// True where it is time to try. Counts trials, so that each can ask for something else.
    bool takeTrial(Clock::time_point now)
    {
        if (now < m_nextTrial)
            return false;
        m_nextTrial = now + kLongestRest; // until the outcome is known
        ++m_trials;
        return true;
    }
    /// A trial came to nothing for a reason that is not the unit's.
    void trialSaidNothing(Clock::time_point now) { m_nextTrial = now + m_rest; }
    std::size_t trials() const { return m_trials; }

private:
    bool m_isSilent = false;
    QString m_reason;
    Clock::time_point m_lastAnswer;
    Clock::time_point m_nextTrial;
    Clock::duration m_rest{};
    std::size_t m_trials = 0;
};

} // namespace modbus
