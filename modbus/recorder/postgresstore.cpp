// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/postgresstore.h"

#include "modbus/recorder/sqliteschema.h"

#include <array>
#include <charconv>
#include <cmath>

namespace modbus::recorder {

namespace {

constexpr qsizetype kRowsInStatement = 1000;
constexpr qint64 kMeasureEveryMs = 30'000;
constexpr qint64 kPruneEveryMs = 600'000;
constexpr qint64 kPruneSliceMs = 600'000; // of samples, deleted by one statement
constexpr qint64 kPruneBudget = 20;       // slices in one go, so that writing goes on

const QString kTables[] = {
    QStringLiteral("CREATE TABLE loopcheck_sessions(number integer GENERATED ALWAYS AS IDENTITY"
                   " PRIMARY KEY, id text NOT NULL UNIQUE, started timestamptz NOT NULL,"
                   " recorder text NOT NULL, last_sequence bigint NOT NULL)"),
    QStringLiteral("CREATE TABLE loopcheck_points(session integer NOT NULL, point integer NOT NULL,"
                   " tag text, description text, area text, device text, unit integer,"
                   " register_table text, pdu_address integer, bit integer, type text,"
                   " word_order text, string_registers integer, factor double precision,"
                   " shift double precision, engineering_unit text, low_limit double precision,"
                   " high_limit double precision, PRIMARY KEY(session, point))"),
    QStringLiteral("CREATE TABLE loopcheck_samples(time timestamptz NOT NULL,"
                   " session integer NOT NULL, sequence bigint NOT NULL, point integer NOT NULL,"
                   " number double precision, text text, quality smallint NOT NULL)"),
    QStringLiteral("CREATE INDEX loopcheck_samples_by_time ON loopcheck_samples(session, time)"),
    QStringLiteral("CREATE VIEW loopcheck_readings AS SELECT s.time, p.tag, p.device, p.unit,"
                   " p.register_table, p.pdu_address, s.number, s.text, p.engineering_unit,"
                   " CASE s.quality WHEN 0 THEN 'good' WHEN 1 THEN 'not available' WHEN 2 THEN"
                   " 'undecodable' ELSE 'failed' END AS quality, s.session, s.sequence"
                   " FROM loopcheck_samples s JOIN loopcheck_points p USING(session, point)"),
};

// Of those who make the tables at the same time, one does it.
const QString kLock = QStringLiteral("SELECT pg_advisory_xact_lock(%1)").arg(kSqliteApplicationId);

/// A text as a literal. NUL, which PostgreSQL cannot hold, becomes its picture.
QByteArray literal(const QString &text)
{
    QByteArray bytes = text.toUtf8();
    bytes.replace('\0', "\xe2\x90\x80");
    bytes.replace('\'', "''");
    return '\'' + bytes + '\'';
}

QByteArray numberLiteral(double number)
{
    if (std::isnan(number))
        return QByteArrayLiteral("NULL");
    if (std::isinf(number))
        return number < 0 ? QByteArrayLiteral("'-Infinity'") : QByteArrayLiteral("'Infinity'");
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), end.ptr - text.data()};
}

QString timeLiteral(qint64 time)
{
    return QString::fromLatin1('\'' + isoTime(time) + '\'');
}

QVariant withoutNul(const QVariant &value)
{
    if (value.userType() != QMetaType::QString)
        return value;
    return value.toString().replace(QChar(0), QChar(0x2400));
}

template <typename T>
Result<void> nothing(const Result<T> &result)
{
    return result ? Result<void>() : tl::make_unexpected(result.error());
}

} // namespace

PostgresStore::PostgresStore(const Settings &settings)
    : m_settings(settings)
{
}

Result<void> PostgresStore::open()
{
    if (auto opened = m_sql.open(m_settings.store, SqlConnection::Mode::ReadWrite); !opened)
        return opened;
    // What hangs is given up on, and the spool takes over; and what we left in mid-transaction when
    // the line broke must not keep its locks.
    for (const QString &statement :
         {QStringLiteral("SET statement_timeout='20s'"),
          QStringLiteral("SET standard_conforming_strings=on"),
          QStringLiteral("SET idle_in_transaction_session_timeout='30s'"),
          QStringLiteral("SET client_min_messages=warning")}) {
        if (auto done = nothing(m_sql.run(statement)); !done)
            return done;
    }
    return makeTables();
}

Result<void> PostgresStore::makeTables()
{
    if (auto begun = m_sql.transaction(); !begun)
        return begun;
    const auto make = [this]() -> Result<void> {
        if (auto locked = nothing(m_sql.run(kLock)); !locked)
            return locked;
        auto found =
            m_sql.run(QStringLiteral("SELECT to_regclass('loopcheck_samples') IS NOT NULL"));
        if (!found)
            return tl::make_unexpected(found.error());
        if (found->next() && found->value(0).toBool())
            return {};
        for (const QString &table : kTables) {
            if (auto made = nothing(m_sql.run(table)); !made)
                return made;
        }
        return {};
    };
    Result<void> made = make();
    if (made)
        return m_sql.commit();
    m_sql.rollback();
    return made;
}

Result<quint64> PostgresStore::begin(const Session &session)
{
    m_session = session;
    m_nextPrune = 0;
    // FOR UPDATE waits for what a connection of ours that broke may still be committing.
    auto found = m_sql.run(
        QStringLiteral("SELECT number, last_sequence, (SELECT count(*) FROM loopcheck_points p"
                       " WHERE p.session=s.number) FROM loopcheck_sessions s WHERE id=%1"
                       " FOR UPDATE OF s")
            .arg(QString::fromUtf8(literal(session.id))));
    if (!found)
        return tl::make_unexpected(found.error());
    if (found->next()) {
        m_sessionNumber = found->value(0).toLongLong();
        m_storedThrough = found->value(1).toULongLong();
        m_pointsWritten = found->value(2).toLongLong();
        return m_storedThrough;
    }
    auto added = m_sql.run(
        QStringLiteral("INSERT INTO loopcheck_sessions(id, started, recorder, last_sequence)"
                       " VALUES(%1, %2, %3, 0) RETURNING number")
            .arg(QString::fromUtf8(literal(session.id)), timeLiteral(session.started),
                 QString::fromUtf8(literal(session.recorder))));
    if (!added)
        return tl::make_unexpected(added.error());
    m_sessionNumber = added->next() ? added->value(0).toLongLong() : 0;
    m_storedThrough = 0;
    m_pointsWritten = 0;
    return 0;
}

Result<void> PostgresStore::write(const Session & /*session*/, const Block &block)
{
    if (auto begun = m_sql.transaction(); !begun)
        return begun;
    if (auto inserted = insert(block); !inserted) {
        m_sql.rollback();
        return inserted;
    }
    if (auto committed = m_sql.commit(); !committed)
        return committed;
    m_storedThrough = block.last();
    m_pointsWritten = std::max(m_pointsWritten, block.points.size());
    return {};
}

Result<void> PostgresStore::insert(const Block &block)
{
    // First of all: the row lock makes a second writer of the same session wait, and the condition
    // then refuses it.
    const auto moved = m_sql.run(QStringLiteral("UPDATE loopcheck_sessions SET last_sequence=%1"
                                                " WHERE number=%2 AND last_sequence=%3")
                                     .arg(block.last())
                                     .arg(m_sessionNumber)
                                     .arg(m_storedThrough));
    if (!moved)
        return tl::make_unexpected(moved.error());
    if (moved->numRowsAffected() != 1) {
        return away(Text::tr("The recording in %1 was changed by another program.").arg(place()),
                    Text::tr("Nothing need be done: Loopcheck looks what is there and goes on."));
    }
    if (auto known = insertPoints(block.points); !known)
        return known;
    return insertRows(block);
}

Result<void> PostgresStore::insertPoints(const QList<Point> &points)
{
    for (qsizetype i = m_pointsWritten; i < points.size(); ++i) {
        QVariantList values = pointValues(m_sessionNumber, i, points.at(i));
        for (QVariant &value : values)
            value = withoutNul(value);
        auto done = nothing(m_sql.run(
            QStringLiteral("INSERT INTO loopcheck_points(session, point, %1)"
                           " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .arg(pointColumns()),
            values));
        if (!done)
            return done;
    }
    return {};
}

Result<void> PostgresStore::insertRows(const Block &block)
{
    const QByteArray session = ',' + QByteArray::number(m_sessionNumber) + ',';
    for (qsizetype from = 0; from < block.rows.size(); from += kRowsInStatement) {
        const qsizetype to = std::min(from + kRowsInStatement, block.rows.size());
        QByteArray statement("INSERT INTO loopcheck_samples(time,session,sequence,point,number,"
                             "text,quality) VALUES");
        statement.reserve(statement.size() + (to - from) * 100);
        for (qsizetype i = from; i < to; ++i) {
            const Row &row = block.rows.at(i);
            statement += i == from ? "('" : ",('";
            statement += isoTime(row.time);
            statement += '\'';
            statement += session;
            statement += QByteArray::number(block.first + static_cast<quint64>(i));
            statement += ',';
            statement += QByteArray::number(row.point);
            statement += ',';
            statement += numberLiteral(row.number);
            statement += ',';
            statement += row.text.isEmpty() && !std::isnan(row.number) ? QByteArrayLiteral("NULL")
                                                                       : literal(row.text);
            statement += ',';
            statement += QByteArray::number(static_cast<int>(row.quality));
            statement += ')';
        }
        if (auto done = nothing(m_sql.run(QString::fromUtf8(statement))); !done)
            return done;
    }
    return {};
}

Result<void> PostgresStore::tidy(qint64 now)
{
    if (now >= m_nextMeasure) {
        m_nextMeasure = now + kMeasureEveryMs;
        measure();
    }
    if (m_settings.retention.age.count() == 0 || now < m_nextPrune)
        return {};
    m_nextPrune = now + kPruneEveryMs;
    return prune(now);
}

void PostgresStore::measure()
{
    // Where the user may not look, the size is not known.
    auto size = m_sql.run(QStringLiteral("SELECT pg_total_relation_size('loopcheck_samples')"));
    if (size && size->next())
        m_bytes = size->value(0).toLongLong();
}

/// Deletes what this machine recorded before the retention, slice by slice: a lock is held briefly,
/// and a slice of time is the same rows whether the table is a plain one or a hypertable.
Result<void> PostgresStore::prune(qint64 now)
{
    const qint64 cutoff = now - std::chrono::milliseconds(m_settings.retention.age).count();
    const QString ours = QStringLiteral("session IN (SELECT number FROM loopcheck_sessions"
                                        " WHERE recorder=%1)")
                             .arg(QString::fromUtf8(literal(m_session.recorder)));
    for (qint64 slice = 0; slice < kPruneBudget; ++slice) {
        auto oldest =
            m_sql.run(QStringLiteral("SELECT (extract(epoch FROM min(time))*1000)::bigint FROM"
                                     " loopcheck_samples WHERE time < %1 AND %2")
                          .arg(timeLiteral(cutoff), ours));
        if (!oldest)
            return tl::make_unexpected(oldest.error());
        if (!oldest->next() || oldest->isNull(0))
            return {};
        const qint64 upTo = std::min(cutoff, oldest->value(0).toLongLong() + kPruneSliceMs);
        auto deleted = nothing(m_sql.run(QStringLiteral("DELETE FROM loopcheck_samples WHERE"
                                                        " time < %1 AND %2")
                                             .arg(timeLiteral(upTo), ours)));
        if (!deleted)
            return deleted;
    }
    m_nextPrune = now; // more is left: with the next batch
    return {};
}

} // namespace modbus::recorder
