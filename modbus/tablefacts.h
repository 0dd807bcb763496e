// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/readplan.h"

#include <chrono>
#include <map>
#include <optional>
#include <set>

namespace modbus {

/// What reading one table of one unit has taught: its holes, where requests must not reach across,
/// and how much one request may ask for. Times are of one steady clock, whichever.
class TableFacts
{
public:
    using Time = std::chrono::nanoseconds;
    /// How long a hole is left alone.
    static constexpr std::chrono::seconds kHoleRest{30};

    explicit TableFacts(Table table)
        : m_mostAllowed(mostRead(table))
    {
    }

    /// Goes up with each change that makes another plan.
    quint64 version() const { return m_version; }
    /// Rules for planReads().
    ReadRules rules(int mostGap) const;

    bool hasHoles() const { return !m_holes.empty(); }
    bool isHole(const Extent &extent) const { return m_holes.contains(extent); }
    /// Nothing but an error comes when the extent is asked on its own.
    void addHole(const Extent &extent, Time now);
    void removeHole(const Extent &extent);
    bool isDue(const Extent &hole, Time now) const;

    /// Both sides of the address can be read, but not in one request.
    void addSeam(int address);

    /// What the user lets one request ask for.
    void allow(int most);
    /// A request for so many was answered.
    void answered(int count);
    /// One for so many was not, though each part of it was. With `isCheap` the device refuses at
    /// once, so that larger requests are tried until the border is known.
    void tooMany(int count, bool isCheap);
    int most() const;

private:
    int m_mostAllowed;
    std::map<Extent, Time> m_holes; ///< and when each is due to be asked again
    std::set<int> m_seams;
    int m_mostAnswered = 0;
    std::optional<int> m_leastRefused;
    bool m_isRefusalCheap = false;
    quint64 m_version = 0;
};

} // namespace modbus
