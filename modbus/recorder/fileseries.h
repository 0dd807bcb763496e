// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/settings.h"

#include <QStringList>

namespace modbus::recorder {

/// The files of one recording that is rotated: plant.sqlite, plant-0002.sqlite, plant-0003.sqlite.
class FileSeries
{
public:
    /// `path`: of the first file. `isOurs` looks into a file: true when Loopcheck wrote it.
    using Check = bool (*)(const QString &path);
    FileSeries(const QString &path, Check isOurs);

    /// Those that exist, oldest first.
    QStringList parts() const;
    /// A name that is newer than all parts.
    QString next() const;
    /// Size of a part with what belongs to it (SQLite's -wal).
    static qint64 bytesOf(const QString &part);
    qint64 bytes() const;

    /// Deletes the oldest parts beyond the retention, but never `current` or what isn't ours.
    void prune(const Retention &retention, const QString &current, qint64 now) const;

private:
    int numberOf(const QString &part) const;

    QString m_path;
    Check m_isOurs;
};

} // namespace modbus::recorder
