// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"
#include "modbus/trafficframe.h"
#include "modbus/trafficstatistics.h"

#include <QObject>
#include <map>
#include <memory>
#include <vector>

namespace modbus {

class Connection;

/// Where frames went to and came from: one TCP connection to a server.
struct TrafficSession
{
    Endpoint server;
    TcpEnds ends; ///< null and 0 for what happened while there was no connection
};

/// A frame as it is kept.
struct TrafficEntry : TrafficFrame
{
    quint64 number = 0;      ///< counts up through all connections, from 1
    quint64 counterpart = 0; ///< of a reply its request, of a request its reply; 0: none known
    QByteArray requestAdu;   ///< of a reply, and of what is unanswered; empty where it is not known
    std::shared_ptr<const TrafficSession> session;
};

/// The latest frames of all connections that are tapped, oldest first, in memory that is bounded:
/// of each frame at most TrafficFrame::kMostBytes and kMostDetail characters.
/// Counts them as well; the statistics go further back than the frames.
class TrafficLog : public QObject
{
    Q_OBJECT
public:
    static constexpr std::size_t kMostFrames = 100'000;
    static constexpr int kMostDetail = 160;

    explicit TrafficLog(QObject *parent = nullptr)
        : TrafficLog(kMostFrames, parent)
    {
    }
    explicit TrafficLog(std::size_t mostFrames, QObject *parent = nullptr);
    ~TrafficLog() override;

    /// Keeps what is on this connection's line from now on. Once for each connection.
    void tap(Connection &connection);

    // Frames are called by their numbers: those from first() up to, without, end() are kept.
    quint64 first() const { return m_end - m_ring.size(); }
    quint64 end() const { return m_end; }
    bool has(quint64 number) const { return number >= first() && number < m_end; }
    /// Must be kept.
    const TrafficEntry &at(quint64 number) const { return m_ring[slotOf(number)]; }

    /// Memory that frames and statistics take now.
    qint64 bytes() const;
    const TrafficStatistics &statistics() const { return m_statistics; }

    /// Forgets the frames; numbers go on.
    void clear();
    void clearStatistics() { m_statistics.clear(); }

signals:
    void cleared();

private:
    /// A request whose reply may still come.
    struct Asked
    {
        quint64 number = 0;
        quint8 function = 0;
        bool isOverdue = false;
    };
    struct Line
    {
        std::shared_ptr<const TrafficSession> session;
        std::map<quint64, Asked> asked; ///< by the connection's own count
    };
    void take(Line &line, const TrafficFrame &frame);
    void match(Line &line, TrafficEntry &entry);
    void keep(TrafficEntry entry);
    std::size_t slotOf(quint64 number) const { return (number - m_origin) % m_mostFrames; }

    std::size_t m_mostFrames;
    std::vector<TrafficEntry> m_ring;
    quint64 m_origin = 1; ///< number of the frame in slot 0 when it was filled first
    quint64 m_end = 1;
    qint64 m_heapBytes = 0; ///< of the frames, beside the ring itself
    TrafficStatistics m_statistics;
};

} // namespace modbus
