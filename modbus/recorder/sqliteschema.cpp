// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/sqliteschema.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace modbus::recorder {

namespace {

constexpr qint64 kApplicationIdAt = 68; // sqlite.org/fileformat.html, section 1.3

const QString kTables[] = {
    QStringLiteral("CREATE TABLE sessions(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                   " started INTEGER NOT NULL, recorder TEXT NOT NULL,"
                   " last_sequence INTEGER NOT NULL)"),
    QStringLiteral("CREATE TABLE points(session INTEGER NOT NULL, point INTEGER NOT NULL, tag TEXT,"
                   " description TEXT, area TEXT, device TEXT, unit INTEGER, register_table TEXT,"
                   " pdu_address INTEGER, bit INTEGER, type TEXT, word_order TEXT,"
                   " string_registers INTEGER, factor REAL, shift REAL, engineering_unit TEXT,"
                   " low_limit REAL, high_limit REAL, PRIMARY KEY(session, point)) WITHOUT ROWID"),
    QStringLiteral("CREATE TABLE samples(time INTEGER NOT NULL, session INTEGER NOT NULL,"
                   " sequence INTEGER NOT NULL, point INTEGER NOT NULL, number REAL, text TEXT,"
                   " quality INTEGER NOT NULL)"),
    QStringLiteral("CREATE INDEX samples_by_time ON samples(time)"),
    QStringLiteral("CREATE TABLE file(created INTEGER NOT NULL)"),
    QStringLiteral("CREATE VIEW readings AS SELECT"
                   " strftime('%Y-%m-%dT%H:%M:%f', s.time / 1000.0, 'unixepoch') || 'Z' AS time,"
                   " p.tag, p.device, p.unit, p.register_table, p.pdu_address, s.number, s.text,"
                   " p.engineering_unit, CASE s.quality WHEN 0 THEN 'good' WHEN 1 THEN"
                   " 'not available' WHEN 2 THEN 'undecodable' ELSE 'failed' END AS quality"
                   " FROM samples s JOIN points p USING(session, point)"),
};

QVariant orNull(const std::optional<double> &value)
{
    return value ? QVariant(*value) : QVariant();
}

} // namespace

bool isBlankFile(const QString &path)
{
    return QFileInfo(path).size() == 0;
}

bool isOurSqliteFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QByteArray head = file.read(kApplicationIdAt + 4);
    return head.startsWith("SQLite format 3") && head.size() == kApplicationIdAt + 4 &&
           qFromBigEndian<qint32>(head.constData() + kApplicationIdAt) == kSqliteApplicationId;
}

Result<void> makeSqliteTables(SqlConnection &sql, qint64 created)
{
    for (const QString &table : kTables) {
        if (const auto made = sql.run(table); !made)
            return tl::make_unexpected(made.error());
    }
    for (const QString &statement :
         {QStringLiteral("PRAGMA application_id=%1").arg(kSqliteApplicationId),
          QStringLiteral("PRAGMA user_version=%1").arg(kSqliteSchemaVersion),
          QStringLiteral("INSERT INTO file VALUES(%1)").arg(created)}) {
        if (const auto done = sql.run(statement); !done)
            return tl::make_unexpected(done.error());
    }
    return {};
}

Result<qint64> addSqliteSession(SqlConnection &sql, const Session &session, quint64 storedThrough)
{
    return sql
        .run(QStringLiteral("INSERT INTO sessions(id, started, recorder, last_sequence)"
                            " VALUES(?, ?, ?, ?)"),
             {session.id, session.started, session.recorder, storedThrough})
        .map([](const QSqlQuery &query) { return query.lastInsertId().toLongLong(); });
}

QString pointColumns()
{
    return QStringLiteral("tag, description, area, device, unit, register_table, pdu_address, bit,"
                          " type, word_order, string_registers, factor, shift, engineering_unit,"
                          " low_limit, high_limit");
}

QVariantList pointValues(qint64 session, qsizetype index, const Point &point)
{
    return {session,
            index,
            point.tag,
            point.description,
            point.area,
            point.device,
            int(point.unit),
            tableName(point.address.table),
            int(point.address.offset),
            point.bit ? QVariant(*point.bit) : QVariant(),
            typeName(point.format.type),
            orderName(point.format.order),
            point.format.stringRegisters,
            point.scaling.factor,
            point.scaling.offset,
            point.engineeringUnit,
            orNull(point.lowLimit),
            orNull(point.highLimit)};
}

Point pointFromValues(const QSqlQuery &query, int firstColumn)
{
    int column = firstColumn;
    const auto next = [&] { return query.value(column++); };
    const auto nextDouble = [&]() -> std::optional<double> {
        const QVariant value = next();
        return value.isNull() ? std::nullopt : std::optional(value.toDouble());
    };
    Point point;
    point.tag = next().toString();
    point.description = next().toString();
    point.area = next().toString();
    point.device = next().toString();
    point.unit = static_cast<quint8>(next().toUInt());
    point.address.table = tableFromName(next().toString()).value_or(Table::HoldingRegisters);
    point.address.offset = static_cast<quint16>(next().toUInt());
    const QVariant bit = next();
    if (!bit.isNull())
        point.bit = bit.toInt();
    point.format.type = typeFromName(next().toString()).value_or(DataType::UInt16);
    point.format.order = orderFromName(next().toString()).value_or(WordOrder::ABCD);
    point.format.stringRegisters = qBound(1, next().toInt(), 125);
    point.scaling.factor = next().toDouble();
    point.scaling.offset = next().toDouble();
    point.engineeringUnit = next().toString();
    point.lowLimit = nextDouble();
    point.highLimit = nextDouble();
    return point;
}

} // namespace modbus::recorder
