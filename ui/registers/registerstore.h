// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace ui {

/// What was read of a run of registers or bits: what they hold, when each was read and changed,
/// and which parts of the run the last attempt could not read. Places count from the run's begin.
class RegisterStore
{
public:
    using Clock = std::function<std::chrono::milliseconds()>;
    /// How long a change counts as fresh.
    static constexpr std::chrono::milliseconds kFadeTime{1600};

    /// A part that could not be read, and why.
    struct Gap
    {
        int begin = 0;
        int end = 0; ///< the first place after it
        QString text;
        QString remedy;
    };
    struct Places
    {
        int first = 0;
        int last = 0;
    };

    explicit RegisterStore(Clock clock);
    /// Counts from its making, and never goes back.
    static Clock steadyClock();

    /// Forgets everything; the run has `size` places from now on.
    void reset(int size);
    int size() const { return static_cast<int>(m_registers.size()); }

    /// Takes what was read from `begin` on. Gives the outermost places that look different now.
    std::optional<Places> store(int begin, std::span<const quint16> fresh);
    /// By place, not overlapping; replaces those before.
    void setGaps(QList<Gap> gaps) { m_gaps = std::move(gaps); }
    const QList<Gap> &gaps() const { return m_gaps; }

    // Of the `count` places from `begin` on:
    std::span<const quint16> registers(int begin, int count) const;
    /// True when each was read once at least.
    bool wasRead(int begin, int count) const;
    /// Since the one read longest ago; they were all read.
    std::chrono::milliseconds age(int begin, int count) const;
    /// 1 one changed just now, 0 long ago or never.
    qreal freshness(int begin, int count) const;
    /// The first gap that touches them; nullptr when they were read well.
    const Gap *gap(int begin, int count) const;

    /// True while a change is fresh somewhere.
    bool isFading() const;
    /// Values of `each` places that a gap touches.
    int staleValues(int each) const;

private:
    Clock m_clock;
    std::vector<quint16> m_registers;
    std::vector<std::chrono::milliseconds> m_readAt; ///< by the clock, kNever before the first
    std::vector<std::chrono::milliseconds> m_changedAt;
    std::chrono::milliseconds m_lastChange;
    QList<Gap> m_gaps;
};

} // namespace ui
