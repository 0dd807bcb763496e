// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/intake.h"

namespace modbus::recorder {

using namespace std::chrono_literals;

namespace {

// What a kill may cost, and how many transactions a second there are at most.
constexpr auto kPeriod = 200ms;
constexpr qint64 kSamplesInBlock = 20'000;

} // namespace

Intake::Intake(std::shared_ptr<SampleQueue> queue, std::shared_ptr<Backlog> backlog, Meters &meters)
    : m_queue(std::move(queue))
    , m_backlog(std::move(backlog))
    , m_meters(meters)
    , m_timer(this)
{
    m_timer.setInterval(kPeriod);
    connect(&m_timer, &QTimer::timeout, this, &Intake::pump);
}

void Intake::start()
{
    m_timer.start();
}

void Intake::pump()
{
    for (;;) {
        Block block = m_refused.isEmpty() ? nextBlock() : std::exchange(m_refused, {});
        if (block.isEmpty())
            return;
        if (const Result<void> taken = m_backlog->push(block); !taken) {
            m_refused = std::move(block);
            m_meters.tell(taken.error());
            return;
        }
        emit handedOn();
    }
}

void Intake::finish()
{
    m_timer.stop();
    pump();
    if (!m_refused.isEmpty())
        m_backlog->pushLast(std::exchange(m_refused, {}));
    for (Block block = nextBlock(); !block.isEmpty(); block = nextBlock())
        m_backlog->pushLast(block);
    emit finished();
}

Block Intake::nextBlock()
{
    Block block;
    block.first = m_nextSequence;
    while (block.isEmpty()) {
        const QList<SampleQueue::Item> items = m_queue->take(kSamplesInBlock);
        if (items.isEmpty())
            return {};
        for (const SampleQueue::Item &item : items) {
            const QList<int> &places = placesOf(item);
            for (const Sample &sample : item.samples) {
                if (sample.point >= 0 && sample.point < places.size()) {
                    const int place = places.at(sample.point);
                    block.rows.append(rowOf(sample, place, m_points.at(place)));
                }
            }
        }
    }
    block.points = m_points;
    m_nextSequence += static_cast<quint64>(block.rows.size());
    return block;
}

const QList<int> &Intake::placesOf(const SampleQueue::Item &item)
{
    if (item.list == m_list)
        return m_places;
    m_list = item.list;
    m_places.clear();
    m_places.reserve(item.points.size());
    for (const Point &point : item.points)
        m_places.append(placeOf(point));
    return m_places;
}

/// A point keeps its place through changes of the list, as long as it is the same in every respect.
int Intake::placeOf(const Point &point)
{
    const auto [begin, end] = m_byTag.equal_range(point.tag);
    for (auto it = begin; it != end; ++it) {
        if (m_points.at(*it) == point)
            return *it;
    }
    const int place = static_cast<int>(m_points.size());
    m_points.append(point);
    m_byTag.insert(point.tag, place);
    return place;
}

} // namespace modbus::recorder
