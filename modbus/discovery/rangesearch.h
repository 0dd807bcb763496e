// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"

#include <QList>
#include <optional>

namespace modbus::discovery {

/// Part of a table, offsets from 0.
struct Stretch
{
    int begin = 0;
    int count = 0;
    int end() const { return begin + count; }
    friend bool operator==(const Stretch &, const Stretch &) = default;
};

/// Finds the readable stretches of a table by asking for blocks, where all that is known of a block
/// is whether the whole of it can be read. Pure: ask what question() says, tell answer().
///
/// Within a readable stretch it asks for the longest blocks; where one fails, it halves it down to
/// the exact limit. In a hole it looks at single items, farther and farther apart up to `stride`;
/// where one can be read, its stretch's beginning is found by halving, exactly. So every readable
/// stretch of at least `stride` items is found, with exact limits, and shorter ones mostly are.
/// Costs about length / mostAtOnce for what is readable, hole / stride for what is not, and
/// 2 log2(mostAtOnce) for each stretch.
///
/// A device that gives less at a time than asked is told from a limit by looking across it: where
/// two items that span it can be read together, it was the length, and shorter blocks are asked
/// from then on. Where they cannot, two stretches touch there (a seam).
/// A seam where one block asked ends and the next one begins is not seen.
class RangeSearch
{
public:
    RangeSearch(Stretch range, int mostAtOnce, int stride);

    /// What to ask next; nothing when all is known.
    std::optional<Stretch> question() const;
    /// Whether the whole of question() could be read.
    void answer(bool isReadable);

    /// Found so far and ended, in order; neighbours that touch cannot be read across.
    const QList<Stretch> &stretches() const { return m_found; }
    /// The one that the search is in, as far as it is known to go; empty where there is none.
    Stretch current() const;
    /// Items of the range that are behind us.
    int done() const { return m_at - m_range.begin; }
    /// The longest block that the device gives; as asked for while nothing speaks against it.
    int mostAtOnce() const { return m_most; }
    /// The longest block that was read.
    int longestRead() const { return m_longest; }

private:
    enum class Step { Block, First, Halve, AfterLimit, Across, Hole, Begin, Done };

    void goOn();
    void afterHalving();
    void closeRun();
    bool touchesASingle();
    void enterHole(int unreadable);
    void afterBegin();

    Stretch m_range;
    int m_most;
    int m_stride;
    Step m_step = Step::Block;
    QList<Stretch> m_found;
    int m_runBegin = 0; ///< [m_runBegin, m_at) is readable
    int m_at = 0;
    int m_low = 0;   ///< halving: so many from m_at can be read ...
    int m_high = 0;  ///< ... and so many cannot. Begin: the unreadable and the readable address
    int m_probe = 0; ///< in a hole: the item looked at, unread ones lie before it
    int m_jump = 1;  ///< how far the next one is
    int m_longest = 0;
};

} // namespace modbus::discovery
