// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficexport.h"

#include <QFutureWatcher>
#include <QObject>

namespace ui {

/// Saves frames in another thread: a hundred thousand of them take a second or more to write.
class TrafficSaver : public QObject
{
    Q_OBJECT
public:
    explicit TrafficSaver(QObject *parent = nullptr);

    /// One at a time.
    void save(std::vector<modbus::TrafficEntry> entries, modbus::TrafficFormat format,
              const QString &path);
    bool isRunning() const { return m_watcher.isRunning(); }

signals:
    /// `error` is empty, or a sentence with its remedy.
    void ended(const QString &path, qsizetype frames, const QString &error);

private:
    QFutureWatcher<QString> m_watcher;
    QString m_path;
    qsizetype m_frames = 0;
};

} // namespace ui
