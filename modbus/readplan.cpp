// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/readplan.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace modbus {

namespace {

/// For each extent whether a request may not hold both it and the one before.
std::vector<bool> cutsBefore(std::span<const Extent> wanted, const ReadRules &rules)
{
    QList<Extent> holes = rules.holes;
    std::sort(holes.begin(), holes.end());
    QList<int> seams = rules.seams;
    std::sort(seams.begin(), seams.end());

    std::vector<bool> cuts(wanted.size(), false);
    auto hole = holes.cbegin();
    int reach = 0; // end of what is wanted so far: there is no gap before it
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Extent &extent = wanted[i];
        if (i > 0) {
            while (hole != holes.cend() && hole->end() <= reach)
                ++hole;
            bool isOverHole = false;
            for (auto other = hole; other != holes.cend() && other->begin < extent.begin; ++other)
                isOverHole = isOverHole || (other->end() > reach && reach < extent.begin);
            const auto seam = std::upper_bound(seams.cbegin(), seams.cend(), wanted[i - 1].begin);
            cuts[i] = isOverHole || (seam != seams.cend() && *seam <= extent.begin) ||
                      extent.begin - reach > rules.mostGap;
        }
        reach = std::max(reach, extent.end());
    }
    return cuts;
}

/// What the best plan for the first so many extents costs, and where its last request begins.
struct Cost
{
    int requests = 0;
    qint64 items = 0;
    std::size_t first = 0;
    bool isBelow(const Cost &other) const
    {
        return std::tie(requests, items) < std::tie(other.requests, other.items);
    }
};

} // namespace

QList<PlannedRead> planReads(std::span<const Extent> wanted, const ReadRules &rules)
{
    // In the order of their beginnings the extents of a request follow one another in some best
    // plan: one that were left out between two others fits into the same request.
    const std::vector<bool> cuts = cutsBefore(wanted, rules);
    std::vector<Cost> best(wanted.size() + 1);
    for (std::size_t last = 1; last < best.size(); ++last) {
        best[last].requests = std::numeric_limits<int>::max();
        int end = 0;
        for (std::size_t first = last; first-- > 0;) {
            end = std::max(end, wanted[first].end());
            const int items = end - wanted[first].begin;
            if (items > rules.most && first + 1 < last)
                break;
            const Cost cost{best[first].requests + 1, best[first].items + items, first};
            if (cost.isBelow(best[last]))
                best[last] = cost;
            if (cuts[first])
                break;
        }
    }

    QList<PlannedRead> reads;
    for (std::size_t last = wanted.size(); last > 0; last = best[last].first) {
        const std::size_t first = best[last].first;
        int end = 0;
        for (std::size_t i = first; i < last; ++i)
            end = std::max(end, wanted[i].end());
        const int begin = wanted[first].begin;
        reads.prepend({{begin, end - begin}, int(first), int(last - first)});
    }
    return reads;
}

} // namespace modbus
