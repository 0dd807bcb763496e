// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/sqlitestore.h"

#include "modbus/recorder/sqliteschema.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QLockFile>
#include <QSqlError>
#include <cmath>

namespace modbus::recorder {

namespace {

/// Numbers in SQLite are signed; a sequence never gets near.
QVariant sequenceValue(quint64 sequence)
{
    return static_cast<qint64>(sequence);
}

/// Rolls back unless it is told that all went well.
class Rollback
{
public:
    explicit Rollback(SqlConnection &sql)
        : m_sql(&sql)
    {
    }
    ~Rollback()
    {
        if (m_sql)
            m_sql->rollback();
    }
    Rollback(const Rollback &) = delete;
    Rollback &operator=(const Rollback &) = delete;
    void release() { m_sql = nullptr; }

private:
    SqlConnection *m_sql;
};

} // namespace

Result<std::unique_ptr<QLockFile>> lockSeries(const QString &path)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    auto lock = std::make_unique<QLockFile>(path + QStringLiteral(".lock"));
    lock->setStaleLockTime(0);
    if (lock->tryLock())
        return lock;
    if (lock->error() == QLockFile::LockFailedError) {
        return unusable(Text::tr("%1 is being written by another recording.")
                            .arg(QDir::toNativeSeparators(path)),
                        Text::tr("Choose another file, or stop the other recording first."));
    }
    return unusable(Text::tr("Nothing can be written in the folder %1.")
                        .arg(QDir::toNativeSeparators(QFileInfo(path).absolutePath())),
                    Text::tr("Check that it exists and its permissions, or choose another."));
}

SqliteStore::SqliteStore(const Settings &settings)
    : m_settings(settings)
    , m_series(settings.store.path, isOurSqliteFile)
{
}

SqliteStore::~SqliteStore() = default;

Result<void> SqliteStore::open()
{
    auto lock = lockSeries(m_settings.store.path);
    if (!lock)
        return tl::make_unexpected(lock.error());
    QStringList parts = m_series.parts();
    // A crash while a part was begun leaves it blank: the recording goes on in the one before.
    while (parts.size() > 1 && isBlankFile(parts.constLast()))
        parts.removeLast();
    const QString path = parts.isEmpty() ? m_settings.store.path : parts.constLast();
    if (!isBlankFile(path) && !isOurSqliteFile(path)) {
        return unusable(Text::tr("%1 is there already and is no recording of Loopcheck.")
                            .arg(QDir::toNativeSeparators(path)),
                        Text::tr("Choose another file name; this file is left as it is."));
    }
    Result<void> opened = openPart(path, QDateTime::currentMSecsSinceEpoch());
    if (opened)
        m_lock = *std::move(lock);
    else
        m_sql.close();
    return opened;
}

Result<void> SqliteStore::openPart(const QString &path, qint64 now)
{
    const bool isNew = isBlankFile(path);
    if (auto opened = m_sql.open(m_settings.store, SqlConnection::Mode::ReadWrite, path); !opened)
        return opened;
    if (isNew) {
        if (auto begun = m_sql.transaction(); !begun)
            return begun;
        Rollback guard(m_sql);
        if (auto made = makeSqliteTables(m_sql, now); !made)
            return made;
        // In the same transaction: after a crash there is no part that doesn't know what the part
        // before holds of a session that goes on.
        if (m_sessionNumber > 0) {
            const auto added = addSqliteSession(m_sql, m_session, m_storedThrough);
            if (!added)
                return tl::make_unexpected(added.error());
            m_sessionNumber = *added;
        }
        if (auto committed = m_sql.commit(); !committed)
            return committed;
        guard.release();
    }
    for (const QString &statement :
         {QStringLiteral("PRAGMA journal_mode=WAL"), QStringLiteral("PRAGMA synchronous=NORMAL")}) {
        if (const auto done = m_sql.run(statement); !done)
            return tl::make_unexpected(done.error());
    }
    auto file = m_sql.run(QStringLiteral("SELECT created FROM file"));
    if (!file)
        return tl::make_unexpected(file.error());
    m_created = file->next() ? file->value(0).toLongLong() : now;
    auto version = m_sql.run(QStringLiteral("PRAGMA user_version"));
    if (version && version->next() && version->value(0).toInt() > kSqliteSchemaVersion) {
        return unusable(Text::tr("%1 was recorded by a newer version of Loopcheck.")
                            .arg(QDir::toNativeSeparators(path)),
                        Text::tr("Choose another file name, or use that version."));
    }
    m_path = path;
    m_pointsWritten = 0;
    return {};
}

void SqliteStore::close()
{
    m_sql.close();
    m_lock.reset();
    m_sessionNumber = 0;
}

Result<quint64> SqliteStore::begin(const Session &session)
{
    m_session = session;
    auto found = m_sql.run(QStringLiteral("SELECT number, last_sequence, (SELECT count(*) FROM "
                                          "points WHERE session=number) FROM sessions WHERE id=?"),
                           {session.id});
    if (!found)
        return tl::make_unexpected(found.error());
    m_storedThrough = 0;
    m_pointsWritten = 0;
    if (found->next()) {
        m_sessionNumber = found->value(0).toLongLong();
        m_storedThrough = found->value(1).toULongLong();
        m_pointsWritten = found->value(2).toLongLong();
        return m_storedThrough;
    }
    const auto added = addSqliteSession(m_sql, session, 0);
    if (!added)
        return tl::make_unexpected(added.error());
    m_sessionNumber = *added;
    return 0;
}

Result<void> SqliteStore::write(const Session & /*session*/, const Block &block)
{
    if (!QFile::exists(m_path)) {
        return away(
            Text::tr("%1 is gone: it was deleted, or its disk was taken away.")
                .arg(QDir::toNativeSeparators(m_path)),
            Text::tr("Bring the disk back. Where there is no such file a new one is begun."));
    }
    if (auto begun = m_sql.transaction(); !begun)
        return begun;
    Rollback guard(m_sql);
    if (auto inserted = insert(block); !inserted)
        return inserted;
    if (auto committed = m_sql.commit(); !committed)
        return committed;
    guard.release();
    m_storedThrough = block.last();
    m_pointsWritten = std::max(m_pointsWritten, block.points.size());
    return {};
}

Result<void> SqliteStore::insert(const Block &block)
{
    const auto moved = m_sql.run(
        QStringLiteral("UPDATE sessions SET last_sequence=? WHERE number=? AND last_sequence=?"),
        {sequenceValue(block.last()), m_sessionNumber, sequenceValue(m_storedThrough)});
    if (!moved)
        return tl::make_unexpected(moved.error());
    if (moved->numRowsAffected() != 1) {
        return away(
            Text::tr("Another program has changed %1.").arg(QDir::toNativeSeparators(m_path)),
            Text::tr("Record to a file of its own."));
    }
    if (auto known = insertPoints(block.points); !known)
        return known;
    QSqlQuery query = m_sql.query();
    if (!query.prepare(QStringLiteral("INSERT INTO samples VALUES(?, ?, ?, ?, ?, ?, ?)")))
        return m_sql.problemOf(query);
    quint64 sequence = block.first;
    for (const Row &row : block.rows) {
        query.bindValue(0, row.time);
        query.bindValue(1, m_sessionNumber);
        query.bindValue(2, sequenceValue(sequence++));
        query.bindValue(3, row.point);
        query.bindValue(4, std::isnan(row.number) ? QVariant() : QVariant(row.number));
        query.bindValue(5, row.text.isEmpty() && !std::isnan(row.number) ? QVariant()
                                                                         : QVariant(row.text));
        query.bindValue(6, static_cast<int>(row.quality));
        if (!query.exec())
            return m_sql.problemOf(query);
    }
    return {};
}

Result<void> SqliteStore::insertPoints(const QList<Point> &points)
{
    for (qsizetype i = m_pointsWritten; i < points.size(); ++i) {
        const auto done = m_sql.run(
            QStringLiteral("INSERT INTO points(session, point, %1)"
                           " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .arg(pointColumns()),
            pointValues(m_sessionNumber, i, points.at(i)));
        if (!done)
            return tl::make_unexpected(done.error());
    }
    return {};
}

Result<void> SqliteStore::tidy(qint64 now)
{
    const Rotation rotation = rotationFor(m_settings);
    const bool isLarge = rotation.bytes > 0 && FileSeries::bytesOf(m_path) >= rotation.bytes;
    const bool isOld = rotation.age.count() > 0 &&
                       now - m_created >= std::chrono::milliseconds(rotation.age).count();
    if (isLarge || isOld) {
        if (auto rotated = rotate(now); !rotated)
            return rotated;
    }
    m_series.prune(m_settings.retention, m_path, now);
    return {};
}

Result<void> SqliteStore::rotate(qint64 now)
{
    m_sql.close();
    return openPart(m_series.next(), now);
}

qint64 SqliteStore::bytes() const
{
    return m_series.bytes();
}

} // namespace modbus::recorder
