// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/backlog.h"
#include "modbus/recorder/meters.h"
#include "modbus/recorder/store.h"

#include <QObject>
#include <QTimer>
#include <memory>

namespace modbus::recorder {

/// Writes what waits into the store, spools of ended programs first, in a thread of its own. While
/// the store is away it tries again and again, with a pause that grows.
class StoreWriter : public QObject
{
    Q_OBJECT
public:
    StoreWriter(Settings settings, std::shared_ptr<Backlog> backlog, Meters &meters);

    void start();
    void work();
    /// Writes on until nothing waits or the time is over; what is left goes to the spool.
    void finish();

signals:
    /// The store could not be opened, and won't be.
    void failed();
    void finished();

private:
    bool ensureOpen();
    bool writeSome();
    BlockSource &source() const;
    bool isAtLeftover() const { return !m_leftovers.isEmpty(); }
    Result<bool> writeFrom(BlockSource &from);
    void leaveLeftover();
    void fallBack(const Problem &problem);
    void recordAway(const Problem &problem);
    void measure();

    Settings m_settings;
    std::shared_ptr<Backlog> m_backlog;
    Meters &m_meters;
    std::unique_ptr<Store> m_store;
    QList<std::shared_ptr<Spool>> m_leftovers;
    QString m_begun; ///< id of the session that the store was told of since it was opened
    quint64 m_storedThrough = 0; ///< sequence number, of that session
    bool m_isOpen = false;
    bool m_wasOpen = false;
    bool m_isFinished = false;
    QTimer m_retry;
    std::chrono::milliseconds m_pause{};
};

} // namespace modbus::recorder
