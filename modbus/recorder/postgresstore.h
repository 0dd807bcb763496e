// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/sqlconnection.h"
#include "modbus/recorder/store.h"

namespace modbus::recorder {

/// Rows in a PostgreSQL database that several recorders may share. The tables are plain ones;
/// loopcheck_samples can be made a hypertable of TimescaleDB.
class PostgresStore : public Store
{
public:
    explicit PostgresStore(const Settings &settings);

    Result<void> open() override;
    void close() override { m_sql.close(); }
    Result<quint64> begin(const Session &session) override;
    Result<void> write(const Session &session, const Block &block) override;
    Result<void> tidy(qint64 now) override;
    qint64 bytes() const override { return m_bytes; }
    QString place() const override { return m_settings.store.toString(); }

private:
    Result<void> makeTables();
    Result<void> insert(const Block &block);
    Result<void> insertPoints(const QList<Point> &points);
    Result<void> insertRows(const Block &block);
    Result<void> prune(qint64 now);
    void measure();

    Settings m_settings;
    SqlConnection m_sql;
    Session m_session;
    qint64 m_sessionNumber = 0;
    qsizetype m_pointsWritten = 0;
    quint64 m_storedThrough = 0;
    qint64 m_bytes = 0;
    qint64 m_nextMeasure = 0;
    qint64 m_nextPrune = 0;
};

} // namespace modbus::recorder
