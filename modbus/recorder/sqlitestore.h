// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/fileseries.h"
#include "modbus/recorder/sqlconnection.h"
#include "modbus/recorder/store.h"

class QLockFile;

namespace modbus::recorder {

/// Rows in a file of SQLite, or in a series of them.
class SqliteStore : public Store
{
public:
    explicit SqliteStore(const Settings &settings);
    ~SqliteStore() override;

    Result<void> open() override;
    void close() override;
    Result<quint64> begin(const Session &session) override;
    Result<void> write(const Session &session, const Block &block) override;
    Result<void> tidy(qint64 now) override;
    qint64 bytes() const override;
    QString place() const override { return m_path; }

private:
    Result<void> openPart(const QString &path, qint64 now);
    Result<void> insert(const Block &block);
    Result<void> insertPoints(const QList<Point> &points);
    Result<void> rotate(qint64 now);

    Settings m_settings;
    FileSeries m_series;
    SqlConnection m_sql;
    std::unique_ptr<QLockFile> m_lock;
    QString m_path; ///< of the part that is written
    qint64 m_created = 0;
    Session m_session;
    qint64 m_sessionNumber = 0;
    qsizetype m_pointsWritten = 0;
    quint64 m_storedThrough = 0;
};

/// Keeps two recorders from writing the same series of files.
Result<std::unique_ptr<QLockFile>> lockSeries(const QString &path);

} // namespace modbus::recorder
