// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/recorder.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

namespace support {

/// So many float points, TT-0, TT-1 and on.
inline QList<modbus::Point> recordedPoints(int count)
{
    QList<modbus::Point> points;
    for (int i = 0; i < count; ++i) {
        modbus::Point point;
        point.tag = QStringLiteral("TT-%1").arg(i);
        point.device = QStringLiteral("192.0.2.10:502");
        point.unit = 7;
        point.address.offset = static_cast<quint16>(2 * i);
        point.format.type = modbus::DataType::Float32;
        point.engineeringUnit = QStringLiteral("C");
        points.append(point);
    }
    return points;
}

inline modbus::Sample goodSample(int point, qint64 time, double number)
{
    modbus::Sample sample{.point = point, .time = time, .value = {}};
    sample.value.quality = modbus::Quality::Good;
    sample.value.raw = static_cast<float>(number);
    sample.value.number = number;
    return sample;
}

/// One sample of each of so many points.
inline QList<modbus::Sample> sampleOfEach(int points, qint64 time)
{
    QList<modbus::Sample> samples;
    for (int i = 0; i < points; ++i)
        samples.append(goodSample(i, time, i + 0.5));
    return samples;
}

inline modbus::recorder::Settings recordInto(const QString &store, const QString &spoolFolder)
{
    const auto address = modbus::recorder::parseStoreAddress(store);
    modbus::recorder::Settings settings;
    if (address)
        settings.store = *address;
    settings.spoolFolder = spoolFolder;
    return settings;
}

/// A look into a database beside the recorder.
class LookInto
{
public:
    explicit LookInto(const QString &sqliteFile)
        : LookInto(Driver{QStringLiteral("QSQLITE")})
    {
        m_database.setDatabaseName(sqliteFile);
    }
    explicit LookInto(const modbus::recorder::PostgresAddress &server)
        : LookInto(Driver{QStringLiteral("QPSQL")})
    {
        m_database.setHostName(server.host);
        m_database.setPort(server.port);
        m_database.setDatabaseName(server.database);
        m_database.setUserName(server.user);
        m_database.setPassword(server.password);
    }
    ~LookInto()
    {
        m_database.close();
        m_database = {};
        QSqlDatabase::removeDatabase(m_name);
    }
    LookInto(const LookInto &) = delete;
    LookInto &operator=(const LookInto &) = delete;

    /// The first value of the first row; -1 where there is none.
    qint64 figure(const QString &statement) { return value(statement).value_or(-1).toLongLong(); }
    std::optional<QVariant> value(const QString &statement)
    {
        if (!m_database.isOpen() && !m_database.open())
            qWarning("%s", qPrintable(m_database.lastError().text()));
        QSqlQuery query(m_database);
        if (!query.exec(statement))
            qWarning("%s", qPrintable(query.lastError().text()));
        return query.next() ? std::optional(query.value(0)) : std::nullopt;
    }

private:
    struct Driver
    {
        QString name;
    };
    explicit LookInto(const Driver &driver)
        : m_name(QStringLiteral("look %1").arg(reinterpret_cast<quintptr>(this)))
        , m_database(QSqlDatabase::addDatabase(driver.name, m_name))
    {
    }

    QString m_name;
    QSqlDatabase m_database;
};

} // namespace support
