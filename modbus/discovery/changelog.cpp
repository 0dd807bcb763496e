// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/changelog.h"

#include <algorithm>

namespace modbus::discovery {

void ChangeLog::take(const Block &block, const BlockResult &result, qint64 time)
{
    auto failure = result.failures.begin();
    for (int i = 0; i < result.values.size(); ++i) {
        while (failure != result.failures.end() && failure->begin + failure->count <= i)
            ++failure;
        if (failure != result.failures.end() && failure->begin <= i)
            continue; // what cannot be read has not changed
        const Address address{block.first.table, quint16(block.first.offset + i)};
        const quint16 value = result.values.at(i);
        const auto [found, isNew] = m_items.try_emplace({block.unit, address});
        ChangedItem &item = found->second;
        if (isNew) {
            item = {block.unit, address, value, value, value, value, 0, 0};
        } else if (value != item.last) {
            item.last = value;
            item.least = std::min(item.least, value);
            item.most = std::max(item.most, value);
            ++item.changes;
            item.changedAt = time;
        }
    }
}

QList<ChangedItem> ChangeLog::changed() const
{
    QList<ChangedItem> changed;
    for (const auto &[key, item] : m_items) {
        if (item.changes > 0 && !m_leftOut.contains(key))
            changed.append(item);
    }
    std::stable_sort(
        changed.begin(), changed.end(),
        [](const ChangedItem &a, const ChangedItem &b) { return a.changedAt > b.changedAt; });
    return changed;
}

void ChangeLog::leaveOutChanged()
{
    for (const auto &[key, item] : m_items) {
        if (item.changes > 0)
            m_leftOut.insert(key);
    }
}

void ChangeLog::startOver()
{
    m_items.clear();
}

} // namespace modbus::discovery
