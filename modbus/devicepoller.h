// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointpoller.h"
#include "modbus/polltable.h"
#include "modbus/ratemeter.h"
#include "modbus/unitwatch.h"

#include <QPointer>
#include <QTimer>
#include <deque>
#include <map>

namespace modbus {

/// What is known of a device's tables, by unit and table.
using DeviceFacts = std::map<std::pair<quint8, Table>, std::shared_ptr<TableFacts>>;

/// Reads the points of one device, each at its period. Times lie on a grid that begins with
/// start(): what is due while its last cycle is under way is skipped and counted, nothing piles up.
/// All periods and units share the connection's window; where several have something to ask, the
/// one goes first whose cycle was to be over first, so that on a line that is too slow for all of
/// them the long periods are served as well.
class DevicePoller : public QObject
{
    Q_OBJECT
public:
    using Clock = RateMeter::Clock;

    /// `which` are the indexes of the device's points in `points`.
    DevicePoller(Endpoint device, PointPoller::Connector connector, const QList<Point> &points,
                 const std::vector<int> &which, DeviceFacts &facts, int mostGap, QObject *parent);
    ~DevicePoller() override;

    void start(Clock::time_point origin);
    /// Nothing more is asked; what is on the wire still reports.
    void stop();
    /// Everything once, holes as well, but what is being read just now.
    void readOnce();
    /// Nothing is reported any more. To be followed by deleteLater().
    void abandon();

    /// When the next cycle begins; never, where it does not run.
    Clock::time_point nextStart() const;
    QList<PollRate> rates() const;

signals:
    void sampled(const QList<modbus::Sample> &samples);

private:
    enum class Kind {
        Planned,
        Hole,  ///< one item, asked in spite of what is known of it
        Probe, ///< a part of what failed
        Trial, ///< one item of a silent unit, to see whether it is back
    };
    struct Job
    {
        Kind kind = Kind::Planned;
        PollTable *table = nullptr;
        PollTable::ReadPtr read;
        HoleSearch::Probe probe;
    };
    /// The points of one period.
    struct Group
    {
        std::chrono::milliseconds period{};
        std::vector<std::unique_ptr<PollTable>> tables;
        qint64 turn = -1;        ///< the latest of the grid that has come
        qint64 startedTurn = -1; ///< that of the cycle under way
        RateMeter meter;
        quint64 skipped = 0;
        quint64 requests = 0;
        quint64 failures = 0;
        // Of the cycle under way:
        bool isUnderWay = false;
        Clock::time_point startedAt;
        std::deque<Job> jobs;
        std::map<quint8, std::vector<Job>> held; ///< by silent unit, until its trial has ended
        int onTheWire = 0;
        int probesLeft = 0;
    };

    void onTimer();
    void aim();
    void startCycle(Group &group, Clock::time_point due, bool isThorough);
    void prepare(Group &group, bool isThorough);
    void enqueue(Group &group, Job job);
    void tryTheSilent(Group &group);
    void endIfDone(Group &group);

    Connection *connection();
    void pump();
    bool hasWork(const Group &group) const;
    Group *mostUrgent();
    std::optional<Job> take(Group &group);
    std::optional<Job> takeProbe(Group &group);
    void send(Group &group, Job job);
    void onOutcome(Group &group, const Job &job, const tl::expected<Reply, Error> &outcome);

    void onReply(Group &group, const Job &job, const Reply &reply);
    void onError(Group &group, const Job &job, const Error &error);
    void onSilence(Group &group, const Job &job, const QString &reason, bool isSilence);
    void onDoubt(Group &group, const Job &job, const QString &reason, bool isSilence);
    void onSpoilt(const Job &job, HoleSearch::Doubt doubt, const QString &reason);
    void release(Group &group, quint8 unit);
    void failHeld(Group &group, quint8 unit, const QString &reason);
    void fail(const Job &job, const QString &reason);
    void failAll(Group &group, const QString &reason);
    void failInQuestion(Group &group, const QString &reason);
    QString whyUnreachable(const Connection *connection) const;
    void report(const QList<Sample> &samples);

    Endpoint m_device;
    PointPoller::Connector m_connector;
    QPointer<Connection> m_connection;
    std::vector<std::unique_ptr<Group>> m_groups; ///< by period
    std::map<quint8, UnitWatch> m_units;
    QTimer m_timer;
    Clock::time_point m_origin;
    int m_onTheWire = 0;
    bool m_isRunning = false;
    bool m_isAbandoned = false;
};

} // namespace modbus
