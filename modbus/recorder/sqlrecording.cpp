// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recording.h"
#include "modbus/recorder/sqliteschema.h"

#include <QHash>
#include <QSqlError>
#include <cmath>

namespace modbus::recorder {

namespace {

constexpr int kRowsBetweenProgress = 10'000;

/// What differs between the two databases.
struct Dialect
{
    QString prefix;  ///< of table names
    QString timeIn;  ///< turns %1, milliseconds, into the time column's type
    QString timeOut; ///< the time column as milliseconds
    /// Many recorders' rows together, found by session and time; else by time alone.
    bool isShared = false;
    /// Rows come while they are found, and no more of them than are asked for, only with a cursor.
    bool needsCursor = false;
    static Dialect sqlite()
    {
        return {.prefix = {}, .timeIn = QStringLiteral("%1"), .timeOut = QStringLiteral("time")};
    }
    static Dialect postgres()
    {
        return {.prefix = QStringLiteral("loopcheck_"),
                .timeIn = QStringLiteral("to_timestamp(%1/1000.0)"),
                .timeOut = QStringLiteral("(extract(epoch FROM time)*1000)::bigint"),
                .isShared = true,
                .needsCursor = true};
    }
};

/// Limits that both databases can hold: years 0 to 9999.
qint64 inYears(qint64 time)
{
    return qBound(Q_INT64_C(-62167219200000), time, Q_INT64_C(253402300799999));
}

class SqlRecording
{
public:
    SqlRecording(SqlConnection &sql, Dialect dialect, RecordingBuilder &builder)
        : m_sql(sql)
        , m_dialect(std::move(dialect))
        , m_builder(builder)
    {
    }

    /// False when no more is wanted.
    Result<bool> read(const Query &query, const std::function<bool(double)> &progress)
    {
        if (Result<void> points = readPoints(); !points)
            return tl::make_unexpected(points.error());
        const Result<QStringList> parts = conditions(query);
        if (!parts)
            return tl::make_unexpected(parts.error());
        const double share = 1.0 / static_cast<double>(std::max<qsizetype>(parts->size(), 1));
        for (qsizetype i = 0; i < parts->size(); ++i) {
            const auto part = [&progress, share, i](double done) {
                return progress(share * (static_cast<double>(i) + done));
            };
            if (Result<bool> more = readPart(parts->at(i), part); !more || !*more)
                return more;
        }
        return true;
    }

private:
    Result<void> readPoints()
    {
        auto found = m_sql.run(QStringLiteral("SELECT session, point, %1 FROM %2points"
                                              " ORDER BY session, point")
                                   .arg(pointColumns(), m_dialect.prefix));
        if (!found)
            return tl::make_unexpected(found.error());
        while (found->next()) {
            const Point point = pointFromValues(*found, 2);
            const bool isText =
                point.format.type == DataType::Ascii || point.format.type == DataType::Utf8;
            const int place = m_builder.add(point);
            m_places.insert({found->value(0).toInt(), found->value(1).toInt()},
                            isText ? -1 : place);
        }
        return {};
    }

    /// What is read one after the other, in the order of time, so that an index finds it.
    Result<QStringList> conditions(const Query &query)
    {
        const QString range = QStringLiteral("time BETWEEN %1 AND %2")
                                  .arg(m_dialect.timeIn.arg(inYears(query.from)),
                                       m_dialect.timeIn.arg(inYears(query.to)));
        if (!m_dialect.isShared)
            return QStringList{range};
        auto found = m_sql.run(QStringLiteral("SELECT number FROM %1sessions ORDER BY started,"
                                              " number")
                                   .arg(m_dialect.prefix));
        if (!found)
            return tl::make_unexpected(found.error());
        QStringList parts;
        while (found->next())
            parts += QStringLiteral("session=%1 AND %2").arg(found->value(0).toString(), range);
        return parts;
    }

    Result<bool> readPart(const QString &condition, const std::function<bool(double)> &progress)
    {
        const QString ends = QStringLiteral("(SELECT %1 FROM %2samples WHERE %3 ORDER BY time %4"
                                            " LIMIT 1)")
                                 .arg(m_dialect.timeOut, m_dialect.prefix, condition);
        auto span = m_sql.run(QStringLiteral("SELECT ") + ends.arg(QStringLiteral("ASC")) + u',' +
                              ends.arg(QStringLiteral("DESC")));
        if (!span)
            return tl::make_unexpected(span.error());
        if (!span->next() || span->isNull(0))
            return true;
        const auto first = span->value(0).toDouble();
        const double length = std::max(1.0, span->value(1).toDouble() - first);
        span->finish();
        qint64 rows = 0;
        const auto takeRow = [&](const QSqlQuery &row) {
            const bool isDue = rows++ % kRowsBetweenProgress == 0;
            return take(row) && (!isDue || progress((row.value(2).toDouble() - first) / length));
        };
        return readRows(QStringLiteral("SELECT session, point, %1, number, quality FROM %2samples"
                                       " WHERE %3 ORDER BY time")
                            .arg(m_dialect.timeOut, m_dialect.prefix, condition),
                        takeRow);
    }

    using TakeRow = std::function<bool(const QSqlQuery &)>;

    /// False when `takeRow` wants no more.
    Result<bool> readRows(const QString &statement, const TakeRow &takeRow)
    {
        if (!m_dialect.needsCursor) {
            return fetch(statement, takeRow).map([](const Fetched &it) { return it.wantsMore; });
        }
        if (auto begun = m_sql.transaction(); !begun)
            return tl::make_unexpected(begun.error());
        auto made = m_sql.run(QStringLiteral("DECLARE rows CURSOR FOR ") + statement);
        if (!made)
            return tl::make_unexpected(made.error());
        for (;;) {
            const Result<Fetched> fetched =
                fetch(QStringLiteral("FETCH %1 FROM rows").arg(kRowsBetweenProgress), takeRow);
            if (fetched && fetched->wantsMore && fetched->rows > 0)
                continue;
            m_sql.rollback();
            return fetched.map([](const Fetched &it) { return it.wantsMore; });
        }
    }

    struct Fetched
    {
        qint64 rows = 0;
        bool wantsMore = true;
    };
    Result<Fetched> fetch(const QString &statement, const TakeRow &takeRow)
    {
        auto found = m_sql.run(statement);
        if (!found)
            return tl::make_unexpected(found.error());
        Fetched fetched;
        for (; fetched.wantsMore && found->next(); ++fetched.rows)
            fetched.wantsMore = takeRow(*found);
        if (found->lastError().isValid())
            return m_sql.problemOf(*found);
        return fetched;
    }

    bool take(const QSqlQuery &row)
    {
        const int place = m_places.value({row.value(0).toInt(), row.value(1).toInt()}, -1);
        if (place < 0)
            return true;
        const bool isGood = row.value(4).toInt() == static_cast<int>(Quality::Good);
        const double number = isGood && !row.isNull(3) ? row.value(3).toDouble()
                                                       : std::numeric_limits<double>::quiet_NaN();
        return m_builder.add(place, row.value(2).toLongLong(), number);
    }

    SqlConnection &m_sql;
    Dialect m_dialect;
    RecordingBuilder &m_builder;
    QHash<std::pair<int, int>, int> m_places; ///< session and point, to the builder's
};

} // namespace

Result<void> readSqlite(const StoreAddress &address, const QStringList &files, const Query &query,
                        RecordingBuilder &builder, const Progress &progress)
{
    const double share = 1.0 / static_cast<double>(std::max<qsizetype>(files.size(), 1));
    for (qsizetype i = 0; i < files.size(); ++i) {
        SqlConnection sql;
        if (auto opened = sql.open(address, SqlConnection::Mode::ReadOnly, files.at(i)); !opened)
            return opened;
        SqlRecording reader(sql, Dialect::sqlite(), builder);
        const Result<bool> more = reader.read(query, [&, i](double part) {
            return progress(share * (static_cast<double>(i) + part));
        });
        if (!more)
            return tl::make_unexpected(more.error());
        if (!*more)
            return {};
    }
    return {};
}

Result<void> readPostgres(const StoreAddress &address, const Query &query,
                          RecordingBuilder &builder, const Progress &progress)
{
    SqlConnection sql;
    if (auto opened = sql.open(address, SqlConnection::Mode::ReadOnly); !opened)
        return opened;
    SqlRecording reader(sql, Dialect::postgres(), builder);
    const Result<bool> more = reader.read(query, progress);
    return more ? Result<void>() : tl::make_unexpected(more.error());
}

} // namespace modbus::recorder
