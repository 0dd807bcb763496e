// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficsaver.h"

#include <QPromise>
#include <QThreadPool>
#include <memory>

namespace ui {

TrafficSaver::TrafficSaver(QObject *parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this,
            [this] { emit ended(m_path, m_frames, m_watcher.result()); });
}

void TrafficSaver::save(std::vector<modbus::TrafficEntry> entries, modbus::TrafficFormat format,
                        const QString &path)
{
    m_path = path;
    m_frames = qsizetype(entries.size());
    const auto promise = std::make_shared<QPromise<QString>>();
    const auto frames =
        std::make_shared<const std::vector<modbus::TrafficEntry>>(std::move(entries));
    promise->start();
    m_watcher.setFuture(promise->future());
    QThreadPool::globalInstance()->start([promise, frames, format, path] {
        const auto saved = modbus::saveTraffic(*frames, format, path);
        promise->addResult(saved ? QString() : saved.error());
        promise->finish();
    });
}

} // namespace ui
