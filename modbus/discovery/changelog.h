// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"

#include <QList>
#include <map>
#include <set>

namespace modbus::discovery {

/// A register or bit that changed while it was watched.
struct ChangedItem
{
    quint8 unit = kDefaultUnit;
    Address address;
    quint16 first = 0; ///< when the watch began
    quint16 last = 0;
    quint16 least = 0;
    quint16 most = 0;
    int changes = 0;
    qint64 changedAt = 0; ///< the last time; UTC, milliseconds since 1970-01-01
};

/// What changed while the user turned the knob: told every reading of the same blocks, it keeps
/// what differs from one to the next. Pure.
class ChangeLog
{
public:
    void take(const Block &block, const BlockResult &result, qint64 time);
    /// Most recently changed first.
    QList<ChangedItem> changed() const;
    /// What has changed until now changes by itself (counters, clocks, noise): it is not told of
    /// any more.
    void leaveOutChanged();
    int leftOut() const { return int(m_leftOut.size()); }
    /// Takes the values now as those to compare with; what was left out stays so.
    void startOver();

private:
    using Key = std::pair<quint8, Address>;
    std::map<Key, ChangedItem> m_items;
    std::set<Key> m_leftOut;
};

} // namespace modbus::discovery
