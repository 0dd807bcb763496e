// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/registerstore.h"

#include <QElapsedTimer>
#include <algorithm>

namespace ui {

namespace {

constexpr auto kNever = std::chrono::milliseconds::min();

template <typename Item>
std::span<const Item> part(const std::vector<Item> &items, int begin, int count)
{
    return std::span(items).subspan(static_cast<size_t>(begin), static_cast<size_t>(count));
}

} // namespace

RegisterStore::RegisterStore(Clock clock)
    : m_clock(std::move(clock))
    , m_lastChange(kNever)
{
}

RegisterStore::Clock RegisterStore::steadyClock()
{
    QElapsedTimer timer;
    timer.start();
    return [timer] { return std::chrono::milliseconds(timer.elapsed()); };
}

void RegisterStore::reset(int size)
{
    m_registers.assign(static_cast<size_t>(size), 0);
    m_readAt.assign(static_cast<size_t>(size), kNever);
    m_changedAt.assign(static_cast<size_t>(size), kNever);
    m_lastChange = kNever;
    m_gaps.clear();
}

std::optional<RegisterStore::Places> RegisterStore::store(int begin, std::span<const quint16> fresh)
{
    const auto now = m_clock();
    std::optional<Places> different;
    for (size_t i = 0; i < fresh.size(); ++i) {
        const size_t at = static_cast<size_t>(begin) + i;
        const bool isFirst = m_readAt[at] == kNever;
        if (isFirst || m_registers[at] != fresh[i]) {
            m_registers[at] = fresh[i];
            if (!isFirst)
                m_changedAt[at] = m_lastChange = now;
            if (!different)
                different = Places{static_cast<int>(at), static_cast<int>(at)};
            different->last = static_cast<int>(at);
        }
        m_readAt[at] = now;
    }
    return different;
}

std::span<const quint16> RegisterStore::registers(int begin, int count) const
{
    return part(m_registers, begin, count);
}

bool RegisterStore::wasRead(int begin, int count) const
{
    const auto times = part(m_readAt, begin, count);
    return std::find(times.begin(), times.end(), kNever) == times.end();
}

std::chrono::milliseconds RegisterStore::age(int begin, int count) const
{
    const auto times = part(m_readAt, begin, count);
    return m_clock() - *std::min_element(times.begin(), times.end());
}

qreal RegisterStore::freshness(int begin, int count) const
{
    const auto times = part(m_changedAt, begin, count);
    const auto changed = *std::max_element(times.begin(), times.end());
    if (changed == kNever)
        return 0;
    const auto since = m_clock() - changed;
    return qMax(0.0, 1.0 - static_cast<qreal>(since.count()) / kFadeTime.count());
}

const RegisterStore::Gap *RegisterStore::gap(int begin, int count) const
{
    const auto found = std::upper_bound(m_gaps.begin(), m_gaps.end(), begin,
                                        [](int at, const Gap &other) { return at < other.end; });
    return found != m_gaps.end() && found->begin < begin + count ? &*found : nullptr;
}

bool RegisterStore::isFading() const
{
    return m_lastChange != kNever && m_clock() - m_lastChange < kFadeTime;
}

int RegisterStore::staleValues(int each) const
{
    int stale = 0;
    int counted = 0;
    for (const Gap &gap : m_gaps) {
        const int begin = qMax(counted, gap.begin / each);
        const int end = (gap.end + each - 1) / each;
        stale += qMax(0, end - begin);
        counted = qMax(counted, end);
    }
    return stale;
}

} // namespace ui
