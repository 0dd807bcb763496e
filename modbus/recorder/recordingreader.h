// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/recording.h"

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>

namespace modbus::recorder {

/// Reads a recording in another thread.
class RecordingReader : public QObject
{
    Q_OBJECT
public:
    explicit RecordingReader(QObject *parent = nullptr);
    /// Cancels, and waits until the store has noticed.
    ~RecordingReader() override;

    /// Ends a reading that is under way, and begins this one.
    void read(const StoreAddress &address, const Query &query = {});
    /// Nothing more is told of what is under way. Waits for nothing: a server may take its time.
    void cancel();
    bool isReading() const { return m_isWanted != nullptr; }

signals:
    /// 0 to 1.
    void progressed(double share);
    void finished(const modbus::recorder::Recording &recording);
    void failed(const modbus::recorder::Problem &problem);

private:
    std::shared_ptr<std::atomic_bool> m_isWanted; ///< of what is under way
    QThreadPool m_threads; ///< the last member, the first to go: its threads use the others
};

} // namespace modbus::recorder

Q_DECLARE_METATYPE(modbus::recorder::Recording)
