// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/polltable.h"

#include <algorithm>
#include <cmath>

namespace modbus {

namespace {

Extent extentOf(const Point &point)
{
    return {point.address.offset, point.size()};
}

} // namespace

PollTable::PollTable(const QList<Point> &points, const std::vector<int> &which,
                     std::shared_ptr<TableFacts> facts, int mostGap)
    : m_points(points)
    , m_unit(points.at(which.front()).unit)
    , m_table(points.at(which.front()).address.table)
    , m_facts(std::move(facts))
    , m_mostGap(mostGap)
{
    std::vector<int> sorted = which;
    std::stable_sort(sorted.begin(), sorted.end(), [this](int a, int b) {
        return extentOf(m_points.at(a)) < extentOf(m_points.at(b));
    });
    for (const int point : sorted) {
        const Extent extent = extentOf(m_points.at(point));
        if (m_items.empty() || m_items.back().extent != extent)
            m_items.push_back({extent, {}, false});
        m_items.back().points.push_back(point);
    }
}

const std::vector<PollTable::ReadPtr> &PollTable::plan()
{
    if (!m_isPlanned || m_plannedVersion != m_facts->version())
        replan();
    return m_plan;
}

void PollTable::replan()
{
    m_isPlanned = true;
    m_plannedVersion = m_facts->version();
    ReadRules rules = m_facts->rules(m_mostGap);
    std::vector<int> items;
    std::vector<Extent> wanted;
    for (int i = 0; i < int(m_items.size()); ++i) {
        const Item &item = m_items[std::size_t(i)];
        if (item.isInQuestion) {
            rules.holes.append(item.extent);
        } else if (!m_facts->isHole(item.extent)) {
            items.push_back(i);
            wanted.push_back(item.extent);
        }
    }
    std::vector<ReadPtr> old = std::exchange(m_plan, {});
    for (const PlannedRead &planned : planReads(wanted, rules)) {
        const auto first = items.begin() + planned.first;
        ReadPtr read = readOf({first, first + planned.count});
        // What is known of a request that stays outlives the new plan.
        const auto same = std::find_if(old.begin(), old.end(), [&read](const ReadPtr &other) {
            return other->items == read->items;
        });
        m_plan.push_back(same == old.end() ? read : *same);
    }
}

PollTable::ReadPtr PollTable::readOf(std::vector<int> items) const
{
    auto read = std::make_shared<Read>();
    const Extent extent = span(items);
    // Lawful by construction: plans keep to the limits, and a point is within its table.
    if (const auto request = readRequest(m_unit, {m_table, quint16(extent.begin)}, extent.count))
        read->request = *request;
    for (const int item : items)
        read->points += int(m_items[std::size_t(item)].points.size());
    read->items = std::move(items);
    return read;
}

std::vector<int> PollTable::dueHoles(TableFacts::Time now, bool isThorough) const
{
    std::vector<int> due;
    if (!m_facts->hasHoles())
        return due;
    for (int i = 0; i < int(m_items.size()); ++i) {
        const Item &item = m_items[std::size_t(i)];
        if (!item.isInQuestion &&
            (isThorough ? m_facts->isHole(item.extent) : m_facts->isDue(item.extent, now)))
            due.push_back(i);
    }
    return due;
}

Extent PollTable::span(const std::vector<int> &items) const
{
    const int begin = extent(items.front()).begin;
    int end = 0;
    for (const int item : items)
        end = std::max(end, extent(item).end());
    return {begin, end - begin};
}

void PollTable::suspect(const std::vector<int> &items, HoleSearch::Doubt doubt,
                        const QString &reason)
{
    for (const int item : items)
        m_items[std::size_t(item)].isInQuestion = true;
    m_isPlanned = false;
    m_suspicion = reason;
    m_search.suspect(items, doubt);
}

void PollTable::foundHole(int item, TableFacts::Time now)
{
    m_items[std::size_t(item)].isInQuestion = false;
    m_isPlanned = false;
    m_facts->addHole(extent(item), now);
}

void PollTable::foundGood(const HoleSearch::Probe &probe, int count)
{
    for (const int item : probe.items)
        m_items[std::size_t(item)].isInQuestion = false;
    m_isPlanned = false;
    m_facts->answered(count);
    if (const auto finding = m_search.succeeded(probe)) {
        using Doubt = HoleSearch::Doubt;
        if (finding->doubt == Doubt::Address)
            m_facts->addSeam(extent(finding->middle()).begin);
        else
            m_facts->tooMany(span(finding->items).count, finding->doubt == Doubt::Quantity);
    }
}

QList<Sample> PollTable::samples(const Read &read, const QList<quint16> &values, qint64 time) const
{
    QList<Sample> samples;
    samples.reserve(read.points);
    const std::span<const quint16> all(values.constData(), std::size_t(values.size()));
    for (const int index : read.items) {
        const Item &item = m_items[std::size_t(index)];
        const auto registers =
            all.subspan(std::size_t(item.extent.begin - read.request.first.offset),
                        std::size_t(item.extent.count));
        for (const int point : item.points)
            samples.append({point, time, evaluate(m_points.at(point), registers)});
    }
    return samples;
}

void PollTable::appendFailed(QList<Sample> &samples, int item, const PointValue &value,
                             qint64 time) const
{
    for (const int point : m_items[std::size_t(item)].points)
        samples.append({point, time, value});
}

QList<Sample> PollTable::failed(const std::vector<int> &items, const QString &reason,
                                qint64 time) const
{
    const PointValue value{Quality::Failed, {}, std::nan(""), reason};
    QList<Sample> samples;
    for (const int item : items)
        appendFailed(samples, item, value, time);
    return samples;
}

} // namespace modbus
