// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/problem.h"

#include <QMetaType>
#include <QMutex>

namespace modbus::recorder {

enum class State {
    Stopped,
    Starting,  ///< the store is being opened; samples are taken already
    Recording, ///< samples arrive in the store
    Away,      ///< the store doesn't take them; they are spooled
    Stopping,  ///< what waits is being written
    Failed,    ///< it could not start: nothing is recorded
};

/// How a recording goes.
struct Status
{
    State state = State::Stopped;
    QString store;               ///< address, without a password
    QString place;               ///< the file that is written, or the server
    int points = 0;              ///< in the present list
    double samplesPerSecond = 0; ///< taken in lately
    quint64 taken = 0;           ///< samples taken in by this session
    quint64 recorded = 0;        ///< rows of this session that the store has for good
    quint64 recovered = 0;       ///< rows of earlier sessions, written from spools left behind
    quint64 queued = 0;          ///< samples that wait in memory
    quint64 spooled = 0;         ///< rows that wait on disk
    qint64 spoolBytes = 0;
    qint64 storeBytes = 0;  ///< on disk; 0 where that is not known
    quint64 lost = 0;       ///< samples for which there was no room anywhere
    qint64 awaySince = 0;   ///< UTC, milliseconds since 1970-01-01; 0 while the store is there
    qint64 problemTime = 0; ///< of the problem
    Problem problem;        ///< the latest; without text where there was none
    bool isRunning() const { return state != State::Stopped && state != State::Failed; }
};

/// The status, written by the recorder's threads.
class Meters
{
public:
    Status read() const
    {
        const QMutexLocker locker(&m_mutex);
        return m_status;
    }
    template <typename Change>
    void change(const Change &change)
    {
        const QMutexLocker locker(&m_mutex);
        change(m_status);
    }
    void tell(const Problem &problem);

private:
    mutable QMutex m_mutex;
    Status m_status;
};

} // namespace modbus::recorder

Q_DECLARE_METATYPE(modbus::recorder::Status)
Q_DECLARE_METATYPE(modbus::recorder::Problem)
