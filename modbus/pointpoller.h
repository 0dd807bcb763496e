// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/sample.h"

#include <QObject>
#include <functional>
#include <memory>

namespace modbus {

/// How one period of one device keeps its promise.
struct PollRate
{
    Endpoint device;
    std::chrono::milliseconds period{};   ///< asked for
    std::chrono::microseconds achieved{}; ///< mean time between the starts of its latest cycles;
                                          ///< 0 before there are two
    std::chrono::microseconds lateness{}; ///< of 99 of 100 of the latest starts, at most
    std::chrono::microseconds took{};     ///< a cycle, median of the latest
    quint64 cycles = 0;                   ///< in which the device was asked
    /// Periods in which nothing was asked: the cycle before was under way, or the device was out of
    /// reach.
    quint64 skipped = 0;
    int requests = 0;         ///< in one cycle
    quint64 requestsMade = 0; ///< so far
    quint64 failures = 0;     ///< of these, how many came to nothing or got an exception
};

/// Reads a list of points, each at its own period, by the fewest lawful requests. Every device has
/// a schedule of its own, so that a slow or dead one never delays another; what is missed is not
/// caught up on. An address that answers exception 02 is found by halving, marked, and left out of
/// merged requests from then on; it is asked alone now and again. docs/polling.md has the rules.
///
/// Each point gets a sample in each of its periods, Failed with the reason while its device can't
/// be reached or doesn't answer; but a point whose address doesn't exist gets one when it is asked
/// again, each 30 s, and there are none for a period that is skipped.
class PointPoller : public QObject
{
    Q_OBJECT
public:
    /// Gives the connection to a device, opened; the poller does not own it.
    using Connector = std::function<Connection *(const Endpoint &)>;

    explicit PointPoller(Connector connector, QObject *parent = nullptr);
    ~PointPoller() override;

    /// What to read. Running goes on with the new list. Samples of the old one don't come any more.
    void setPoints(const QList<Point> &points);
    const QList<Point> &points() const;
    /// The device of points that name none; without one they fail with a reason.
    void setDefaultDevice(const std::optional<Endpoint> &device);
    /// How many items that no point wants a request may read along between two that one does.
    /// Usually any number, as far as a request reaches: that makes the fewest requests.
    void setMostGap(int items);

    void start();
    void stop();
    bool isRunning() const;
    /// Every point once, now, running or not.
    void readOnce();

    /// How long until some device is asked again; a day where none will be. What takes the event
    /// loop for milliseconds had better wait until then, or the device is asked late.
    std::chrono::milliseconds untilNextStart() const;
    QList<PollRate> rates() const;

signals:
    /// The list of points is another one: indexes mean other points from now on.
    void pointsChanged();
    void runningChanged(bool isRunning);
    /// Values as they come, those of one reply together.
    void sampled(const QList<modbus::Sample> &samples);
    /// rates() have changed; at most once a second.
    void ratesChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace modbus
