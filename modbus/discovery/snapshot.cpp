// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/snapshot.h"

#include <QHash>
#include <algorithm>
#include <map>

namespace modbus::discovery {

namespace {

using Key = std::pair<quint8, Address>;
using Items = std::map<Key, std::optional<quint16>>;

Key keyAt(quint8 unit, Address first, int index)
{
    return {unit, {first.table, quint16(first.offset + index)}};
}

Items itemsOf(const Snapshot &snapshot)
{
    Items items;
    for (const Snapshot::Part &part : snapshot.parts) {
        for (int i = 0; i < part.values.size(); ++i)
            items[keyAt(part.unit, part.first, i)] = part.values.at(i);
    }
    return items;
}

std::optional<quint16> valueAt(const Items &items, const Key &key)
{
    const auto found = items.find(key);
    return found == items.end() ? std::nullopt : found->second;
}

bool belongsTo(const Point &point, const Endpoint &endpoint)
{
    if (point.device.isEmpty())
        return true;
    const auto target = parseTarget(point.device);
    return target && target->endpoint == endpoint;
}

} // namespace

int Snapshot::items() const
{
    int count = 0;
    for (const Part &part : parts)
        count += int(part.values.size());
    return count;
}

int Snapshot::readable() const
{
    int count = 0;
    for (const Part &part : parts)
        count += int(part.values.size() - part.values.count(std::nullopt));
    return count;
}

Snapshot::Part partOf(const Block &block, const BlockResult &result)
{
    Snapshot::Part part;
    part.unit = block.unit;
    part.first = block.first;
    part.values.resize(block.count);
    for (int i = 0; i < result.values.size() && i < block.count; ++i)
        part.values[i] = result.values.at(i);
    for (const BlockResult::Failure &failure : result.failures) {
        for (int i = failure.begin; i < failure.begin + failure.count && i < block.count; ++i)
            part.values[i].reset();
    }
    return part;
}

Snapshot::PointReading readingOf(const Point &point, const PointValue &value)
{
    const bool isGood = value.quality == Quality::Good;
    return {point.tag,     point.device,  point.unit,
            point.address, value.quality, isGood ? toText(point, value) : value.fault};
}

QList<Change> changesBetween(const Snapshot &before, const Snapshot &after)
{
    const Items old = itemsOf(before);
    const Items now = itemsOf(after);
    QList<Change> changes;
    const auto note = [&](const Key &key, std::optional<quint16> was, std::optional<quint16> is) {
        if (was != is)
            changes.append({key.first, key.second, was, is});
    };
    for (const auto &[key, value] : old)
        note(key, value, valueAt(now, key));
    for (const auto &[key, value] : now) {
        if (!old.contains(key))
            note(key, std::nullopt, value);
    }
    std::sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) {
        return Key(a.unit, a.address) < Key(b.unit, b.address);
    });
    return changes;
}

QList<PointChange> pointChangesBetween(const Snapshot &before, const Snapshot &after)
{
    QHash<QString, QString> now;
    for (const Snapshot::PointReading &point : after.points)
        now.insert(point.tag, point.text);
    QList<PointChange> changes;
    for (const Snapshot::PointReading &point : before.points) {
        const QString text = now.take(point.tag);
        if (text != point.text)
            changes.append({point.tag, point.text, text});
    }
    for (const Snapshot::PointReading &point : after.points) {
        if (now.contains(point.tag))
            changes.append({point.tag, {}, point.text});
    }
    return changes;
}

ListComparison compareWithList(const Snapshot &snapshot, const QList<Point> &points)
{
    const Items items = itemsOf(snapshot);
    Items unlisted = items;
    ListComparison comparison;
    for (int index = 0; index < points.size(); ++index) {
        const Point &point = points.at(index);
        if (!belongsTo(point, snapshot.endpoint))
            continue;
        bool wasAsked = true;
        bool isReadable = true;
        for (int i = 0; i < point.size() && point.address.offset + i < kTableSize; ++i) {
            const Key key = keyAt(point.unit, point.address, i);
            wasAsked = wasAsked && items.contains(key);
            isReadable = isReadable && valueAt(items, key);
            unlisted.erase(key);
        }
        if (!wasAsked)
            comparison.notAsked.append(index);
        else if (!isReadable)
            comparison.unreadable.append(index);
    }
    for (const auto &[key, value] : unlisted) {
        if (value.value_or(0) == 0)
            continue;
        if (!comparison.unlisted.isEmpty()) {
            Block &last = comparison.unlisted.last();
            if (last.unit == key.first && last.first.table == key.second.table &&
                last.first.offset + last.count == key.second.offset) {
                ++last.count;
                continue;
            }
        }
        comparison.unlisted.append({key.first, key.second, 1});
    }
    return comparison;
}

} // namespace modbus::discovery
