// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"
#include "modbus/latencyhistogram.h"
#include "modbus/trafficframe.h"

#include <array>
#include <map>
#include <tuple>

namespace modbus {

/// Requests a second over the last few whole seconds.
class RequestRate
{
public:
    static constexpr int kSeconds = 5;

    /// Times must not go back by much; what is older than the seconds kept is not counted.
    void count(std::chrono::microseconds time);
    double perSecond(std::chrono::microseconds now) const;

private:
    static constexpr int kSlots = kSeconds + 1; ///< one for the second that is not over yet
    std::array<quint32, kSlots> m_counts{};
    qint64 m_firstSecond = 0; ///< 0 until something is counted
    qint64 m_lastSecond = 0;
};

/// What was seen of one function at one server.
struct TrafficFigures
{
    quint64 requests = 0; ///< sent, repeats included
    quint64 replies = 0;  ///< lawful, without exceptions
    quint64 exceptions = 0;
    quint64 badReplies = 0; ///< those in another unit's name are not among them
    quint64 foreignUnits = 0;
    quint64 foreignTransactions = 0;
    quint64 timeouts = 0;
    quint64 lateReplies = 0; ///< to requests that count as timeouts as well
    quint64 debris = 0;      ///< framing faults and replies that broke off
    quint64 lost = 0;        ///< the connection ended while they were under way
    quint64 bytesSent = 0;   ///< of ADUs, without TCP and what is below it
    quint64 bytesReceived = 0;
    LatencyHistogram latencies; ///< of replies and exceptions that came in time
    RequestRate rate;

    /// Everything but requests and replies.
    quint64 faults() const;
};

/// Counts traffic by server and function, in memory that depends on their number only. Function 0
/// stands for bytes that make no frame.
class TrafficStatistics
{
public:
    struct Key
    {
        Endpoint server;
        quint8 function = 0;
        friend bool operator==(const Key &, const Key &) = default;
        friend bool operator<(const Key &a, const Key &b)
        {
            return std::tie(a.server.host, a.server.port, a.function) <
                   std::tie(b.server.host, b.server.port, b.function);
        }
    };
    /// Servers and functions beyond this many are not counted: somebody scans a network.
    static constexpr std::size_t kMostRows = 2048;

    void count(const Endpoint &server, const TrafficFrame &frame);
    void countLost(const Endpoint &server, quint8 function);
    void clear() { m_rows.clear(); }

    const std::map<Key, TrafficFigures> &rows() const { return m_rows; }
    qint64 bytes() const;

private:
    TrafficFigures *row(const Endpoint &server, quint8 function);

    std::map<Key, TrafficFigures> m_rows;
};

} // namespace modbus
