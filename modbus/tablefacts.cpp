// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/tablefacts.h"

#include <algorithm>

namespace modbus {

ReadRules TableFacts::rules(int mostGap) const
{
    ReadRules rules;
    rules.most = most();
    rules.mostGap = mostGap;
    for (const auto &[extent, due] : m_holes)
        rules.holes.append(extent);
    rules.seams = QList<int>(m_seams.begin(), m_seams.end());
    return rules;
}

void TableFacts::addHole(const Extent &extent, Time now)
{
    if (m_holes.insert_or_assign(extent, now + kHoleRest).second)
        ++m_version;
}

void TableFacts::removeHole(const Extent &extent)
{
    if (m_holes.erase(extent) > 0)
        ++m_version;
}

bool TableFacts::isDue(const Extent &hole, Time now) const
{
    const auto found = m_holes.find(hole);
    return found != m_holes.end() && found->second <= now;
}

void TableFacts::addSeam(int address)
{
    if (m_seams.insert(address).second)
        ++m_version;
}

void TableFacts::allow(int most)
{
    const int before = this->most();
    m_mostAllowed = most;
    if (this->most() != before)
        ++m_version;
}

void TableFacts::answered(int count)
{
    if (count <= m_mostAnswered)
        return;
    const int before = most();
    m_mostAnswered = count;
    if (most() != before)
        ++m_version;
}

void TableFacts::tooMany(int count, bool isCheap)
{
    const int before = most();
    m_leastRefused = std::min(count, m_leastRefused.value_or(count));
    m_mostAnswered = std::min(m_mostAnswered, *m_leastRefused - 1);
    m_isRefusalCheap = isCheap;
    if (most() != before)
        ++m_version;
}

int TableFacts::most() const
{
    if (!m_leastRefused)
        return m_mostAllowed;
    const int most = m_isRefusalCheap ? (m_mostAnswered + *m_leastRefused) / 2 : m_mostAnswered;
    return std::clamp(most, 1, m_mostAllowed);
}

} // namespace modbus
