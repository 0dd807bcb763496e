// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/backlog.h"
#include "modbus/recorder/meters.h"
#include "modbus/recorder/samplequeue.h"

#include <QHash>
#include <QObject>
#include <QTimer>

namespace modbus::recorder {

/// Numbers the samples and hands them on to the backlog, in a thread of its own, so that neither
/// the window nor a store that hangs can hold them up.
class Intake : public QObject
{
    Q_OBJECT
public:
    Intake(std::shared_ptr<SampleQueue> queue, std::shared_ptr<Backlog> backlog, Meters &meters);

    void start();
    /// Hands on all that there is, though the spool's disk may refuse it.
    void finish();

signals:
    /// Rows were handed on.
    void handedOn();
    void finished();

private:
    void pump();
    Block nextBlock();
    const QList<int> &placesOf(const SampleQueue::Item &item);
    int placeOf(const Point &point);

    std::shared_ptr<SampleQueue> m_queue;
    std::shared_ptr<Backlog> m_backlog;
    Meters &m_meters;
    QTimer m_timer;
    Block m_refused; ///< by the backlog; tried again
    quint64 m_nextSequence = 1;
    QList<Point> m_points;            ///< of the session
    QMultiHash<QString, int> m_byTag; ///< indexes into m_points
    quint64 m_list = 0;               ///< for which m_places holds
    QList<int> m_places;              ///< of that list's points in m_points
};

} // namespace modbus::recorder
