// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficlog.h"

#include "modbus/connection.h"

#include <algorithm>
#include <utility>

namespace modbus {

namespace {

/// More than a Connection remembers of requests that were given up.
constexpr std::size_t kMostAsked = 300;
/// What Qt and the allocator keep beside the contents of an array.
constexpr qint64 kArrayOverhead = 32;

qint64 heapBytesOf(const TrafficEntry &entry)
{
    qint64 bytes = 0;
    if (!entry.adu.isEmpty())
        bytes += entry.adu.capacity() + kArrayOverhead;
    if (!entry.detail.isEmpty())
        bytes += entry.detail.capacity() * qint64(sizeof(QChar)) + kArrayOverhead;
    if (entry.kind == TrafficFrame::Kind::Opened)
        bytes += qint64(sizeof(TrafficSession)) + kArrayOverhead;
    return bytes;
}

} // namespace

TrafficLog::TrafficLog(std::size_t mostFrames, QObject *parent)
    : QObject(parent)
    , m_mostFrames(std::max<std::size_t>(mostFrames, 1))
{
}

TrafficLog::~TrafficLog() = default;

void TrafficLog::tap(Connection &connection)
{
    auto line = std::make_shared<Line>();
    const auto newSession = [line, &connection] {
        line->session = std::make_shared<const TrafficSession>(
            TrafficSession{connection.endpoint(), connection.ends()});
    };
    newSession();
    connect(&connection, &Connection::traffic, this,
            [this, line, newSession](const TrafficFrame &frame) {
                if (frame.kind == TrafficFrame::Kind::Opened)
                    newSession();
                take(*line, frame);
                if (frame.kind == TrafficFrame::Kind::Closed)
                    line->session = std::make_shared<const TrafficSession>(
                        TrafficSession{line->session->server, {}});
            });
}

void TrafficLog::take(Line &line, const TrafficFrame &frame)
{
    TrafficEntry entry{frame, m_end, 0, {}, line.session};
    entry.detail.truncate(kMostDetail);
    m_statistics.count(line.session->server, frame);
    match(line, entry);
    keep(std::move(entry));
}

void TrafficLog::match(Line &line, TrafficEntry &entry)
{
    if (entry.kind == TrafficFrame::Kind::Closed) {
        for (const auto &[serial, asked] : std::exchange(line.asked, {})) {
            if (!asked.isOverdue)
                m_statistics.countLost(line.session->server, asked.function);
        }
        return;
    }
    if (entry.serial == 0)
        return;
    if (entry.kind == TrafficFrame::Kind::Request) {
        line.asked[entry.serial] = {entry.number, entry.function, false};
        if (line.asked.size() > kMostAsked)
            line.asked.erase(line.asked.begin());
        return;
    }
    const auto found = line.asked.find(entry.serial);
    if (found == line.asked.end())
        return;
    entry.counterpart = found->second.number;
    const bool isKept = has(entry.counterpart);
    if (isKept)
        entry.requestAdu = at(entry.counterpart).adu;
    if (entry.kind == TrafficFrame::Kind::Unanswered) {
        found->second.isOverdue = true;
        return;
    }
    if (isKept)
        m_ring[slotOf(entry.counterpart)].counterpart = entry.number;
    line.asked.erase(found);
}

void TrafficLog::keep(TrafficEntry entry)
{
    m_heapBytes += heapBytesOf(entry);
    ++m_end;
    if (m_ring.size() == m_mostFrames) {
        TrafficEntry &oldest = m_ring[slotOf(entry.number)];
        m_heapBytes -= heapBytesOf(oldest);
        oldest = std::move(entry);
        return;
    }
    if (m_ring.size() == m_ring.capacity()) {
        // Doubles, as the vector would, but never beyond what will be used.
        m_ring.reserve(std::min(m_mostFrames, std::max<std::size_t>(2 * m_ring.size(), 1024)));
    }
    m_ring.push_back(std::move(entry));
}

qint64 TrafficLog::bytes() const
{
    return qint64(m_ring.capacity() * sizeof(TrafficEntry)) + m_heapBytes + m_statistics.bytes();
}

void TrafficLog::clear()
{
    m_ring = {};
    m_origin = m_end;
    m_heapBytes = 0;
    emit cleared();
}

} // namespace modbus
