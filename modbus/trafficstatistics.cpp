// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficstatistics.h"

#include <algorithm>

namespace modbus {

namespace {

qint64 secondOf(std::chrono::microseconds time)
{
    return std::chrono::floor<std::chrono::seconds>(time).count();
}

void countReply(TrafficFigures &figures, const TrafficFrame &reply)
{
    using Flag = TrafficFrame::Flag;
    switch (reply.flag) {
    case Flag::Exception:
        ++figures.exceptions;
        break;
    case Flag::ForeignUnit:
        ++figures.foreignUnits;
        return;
    case Flag::ForeignTransaction:
        ++figures.foreignTransactions;
        return;
    case Flag::Late:
        ++figures.lateReplies;
        return;
    case Flag::None:
        ++figures.replies;
        break;
    default:
        ++figures.badReplies;
        return;
    }
    if (reply.latency)
        figures.latencies.add(*reply.latency);
}

} // namespace

void RequestRate::count(std::chrono::microseconds time)
{
    const qint64 second = secondOf(time);
    if (m_firstSecond == 0)
        m_firstSecond = m_lastSecond = second;
    if (second <= m_lastSecond - kSlots)
        return;
    // The slots of the seconds since then hold what was counted a round ago.
    const qint64 firstStale = std::max(m_lastSecond + 1, second - kSlots + 1);
    for (qint64 stale = firstStale; stale <= second; ++stale)
        m_counts[std::size_t(stale % kSlots)] = 0;
    m_lastSecond = std::max(m_lastSecond, second);
    ++m_counts[std::size_t(second % kSlots)];
}

double RequestRate::perSecond(std::chrono::microseconds now) const
{
    const qint64 current = secondOf(now);
    const qint64 first = std::max({current - kSeconds, m_lastSecond - kSeconds, m_firstSecond});
    if (m_firstSecond == 0 || first >= current)
        return 0;
    double requests = 0;
    for (qint64 second = first; second < current && second <= m_lastSecond; ++second)
        requests += m_counts[std::size_t(second % kSlots)];
    return requests / double(current - first);
}

quint64 TrafficFigures::faults() const
{
    return exceptions + badReplies + foreignUnits + foreignTransactions + timeouts + lateReplies +
           debris + lost;
}

TrafficFigures *TrafficStatistics::row(const Endpoint &server, quint8 function)
{
    const Key key{server, function};
    const auto found = m_rows.find(key);
    if (found != m_rows.end())
        return &found->second;
    return m_rows.size() < kMostRows ? &m_rows[key] : nullptr;
}

void TrafficStatistics::count(const Endpoint &server, const TrafficFrame &frame)
{
    using Kind = TrafficFrame::Kind;
    const bool isCounted = frame.isSent() || frame.isReceived() || frame.kind == Kind::Unanswered;
    TrafficFigures *figures = isCounted ? row(server, frame.function) : nullptr;
    if (!figures)
        return;
    (frame.isSent() ? figures->bytesSent : figures->bytesReceived) += quint64(frame.adu.size());
    switch (frame.kind) {
    case Kind::Request:
        ++figures->requests;
        figures->rate.count(frame.time);
        break;
    case Kind::Reply:
        countReply(*figures, frame);
        break;
    case Kind::Unanswered:
        ++figures->timeouts;
        break;
    case Kind::Debris:
        ++figures->debris;
        break;
    default:
        break;
    }
}

void TrafficStatistics::countLost(const Endpoint &server, quint8 function)
{
    if (TrafficFigures *figures = row(server, function))
        ++figures->lost;
}

qint64 TrafficStatistics::bytes() const
{
    return qint64(m_rows.size()) * qint64(sizeof(Key) + sizeof(TrafficFigures));
}

} // namespace modbus
