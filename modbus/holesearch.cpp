// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/holesearch.h"

#include <utility>

namespace modbus {

void HoleSearch::suspect(std::vector<int> items, Doubt doubt)
{
    const auto middle = items.begin() + std::ptrdiff_t(items.size() / 2);
    auto whole = std::make_shared<Whole>();
    whole->doubt = doubt;
    m_next.push_back({{items.begin(), middle}, whole});
    m_next.push_back({{middle, items.end()}, whole});
    whole->items = std::move(items);
}

HoleSearch::Probe HoleSearch::take()
{
    Probe probe = std::move(m_next.front());
    m_next.pop_front();
    ++m_asked;
    return probe;
}

std::optional<HoleSearch::Finding> HoleSearch::succeeded(const Probe &probe)
{
    --m_asked;
    Whole &whole = *probe.whole;
    if (--whole.open > 0 || !whole.isGood)
        return {};
    return Finding{whole.items, whole.doubt};
}

bool HoleSearch::failed(const Probe &probe, Doubt doubt)
{
    --m_asked;
    --probe.whole->open;
    probe.whole->isGood = false;
    if (probe.items.size() == 1)
        return true;
    suspect(probe.items, doubt);
    return false;
}

void HoleSearch::putBack(Probe probe)
{
    --m_asked;
    m_next.push_front(std::move(probe));
}

std::vector<int> HoleSearch::waiting() const
{
    std::vector<int> items;
    for (const Probe &probe : m_next)
        items.insert(items.end(), probe.items.begin(), probe.items.end());
    return items;
}

} // namespace modbus
