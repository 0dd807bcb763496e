// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"

#include <QList>
#include <compare>
#include <limits>
#include <span>

namespace modbus {

/// Items of one table that belong together: the registers of one value, or one bit.
struct Extent
{
    int begin = 0; ///< PDU address of the first, 0..65535
    int count = 1; ///< 1 or more, within the table
    int end() const { return begin + count; }
    friend auto operator<=>(const Extent &, const Extent &) = default;
};

/// No bound to a gap but the size of a request.
inline constexpr int kAnyGap = std::numeric_limits<int>::max();

/// How the requests to one table may be cut.
struct ReadRules
{
    int most = kMostRegistersRead; ///< items that one request may ask for
    /// Items that nobody wants which a request may read along between two that somebody does.
    /// 0 merges only what touches or overlaps.
    int mostGap = kAnyGap;
    QList<Extent> holes = {}; ///< never read along
    /// No request reaches from an item that begins before such an address to one that begins there
    /// or behind it.
    QList<int> seams = {};
};

/// One request and what it brings.
struct PlannedRead
{
    Extent extent;
    int first = 0; ///< index of the first extent wanted that it brings
    int count = 0; ///< how many: they follow one another
    friend bool operator==(const PlannedRead &, const PlannedRead &) = default;
};

/// The fewest requests that bring all of `wanted`, none split, and of all such plans the one that
/// asks for the fewest items. `wanted` is sorted and has nothing twice. An extent longer than
/// rules.most gets a request of its own all the same; the plan is good then, not always the best.
QList<PlannedRead> planReads(std::span<const Extent> wanted, const ReadRules &rules);

} // namespace modbus
