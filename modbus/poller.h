// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace modbus {

/// Reads a block again and again. A reading that is still under way when the next one is due is
/// not asked again, and what was missed is not caught up on: after an outage there is no burst.
class Poller : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds kShortestPeriod{50};
    static constexpr std::chrono::milliseconds kLongestPeriod{std::chrono::hours(1)};

    explicit Poller(QObject *parent = nullptr);
    ~Poller() override;

    /// Whom and what to read. Ends a reading under way without a result.
    void setTarget(Connection *connection, const Block &block);
    const Block &block() const { return m_block; }
    /// 50 ms to 1 h, brought into that range.
    void setPeriod(std::chrono::milliseconds period);
    std::chrono::milliseconds period() const { return m_period; }

    /// Reads now and then every period().
    void start();
    /// No further readings; one under way still reports.
    void stop();
    bool isRunning() const { return m_timer.isActive(); }
    /// Reads once now, unless a reading is under way.
    void readOnce();
    bool isReading() const { return !m_read.isNull(); }
    /// Ends a reading under way; it reports what it has, the rest as Aborted.
    void cancel();

    /// Periods in which nothing was asked because the reading before was still under way.
    quint64 skipped() const { return m_skipped; }

signals:
    void sampled(const modbus::BlockResult &result);
    void progressed(int items, int total);
    void readingChanged(bool isReading);

private:
    void abandon();

    QPointer<Connection> m_connection;
    Block m_block;
    QPointer<BlockRead> m_read;
    QTimer m_timer;
    std::chrono::milliseconds m_period{1000};
    quint64 m_skipped = 0;
    quint64 m_generation = 0;
};

} // namespace modbus
