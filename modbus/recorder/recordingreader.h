// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/recording.h"

#include <QObject>
#include <atomic>

class QThread;

namespace modbus::recorder {

/// Reads a recording in a thread of its own.
class RecordingReader : public QObject
{
    Q_OBJECT
public:
    explicit RecordingReader(QObject *parent = nullptr);
    /// Cancels.
    ~RecordingReader() override;

    /// Ends a reading that is under way, and begins this one.
    void read(const StoreAddress &address, const Query &query = {});
    /// Nothing more is told of what is under way.
    void cancel();
    bool isReading() const { return m_thread != nullptr; }

signals:
    /// 0 to 1.
    void progressed(double share);
    void finished(const modbus::recorder::Recording &recording);
    void failed(const modbus::recorder::Problem &problem);

private:
    QThread *m_thread = nullptr;
    std::shared_ptr<std::atomic_bool> m_isWanted;
};

} // namespace modbus::recorder

Q_DECLARE_METATYPE(modbus::recorder::Recording)
