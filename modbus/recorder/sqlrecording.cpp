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
    static Dialect sqlite() { return {{}, QStringLiteral("%1"), QStringLiteral("time")}; }
    static Dialect postgres()
    {
        return {QStringLiteral("loopcheck_"), QStringLiteral("to_timestamp(%1/1000.0)"),
                QStringLiteral("(extract(epoch FROM time)*1000)::bigint")};
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
        const QString from = m_dialect.timeIn.arg(inYears(query.from));
        const QString to = m_dialect.timeIn.arg(inYears(query.to));
        const QString where = QStringLiteral("time BETWEEN %1 AND %2").arg(from, to);
        auto total = m_sql.run(
            QStringLiteral("SELECT count(*) FROM %1samples WHERE %2").arg(m_dialect.prefix, where));
        if (!total)
            return tl::make_unexpected(total.error());
        const double rows = total->next() ? std::max(1.0, total->value(0).toDouble()) : 1.0;
        total->finish();
        auto found = m_sql.run(
            QStringLiteral("SELECT session, point, %1, number, quality FROM %2samples WHERE %3"
                           " ORDER BY time")
                .arg(m_dialect.timeOut, m_dialect.prefix, where));
        if (!found)
            return tl::make_unexpected(found.error());
        for (int row = 0; found->next(); ++row) {
            if (!take(*found))
                return false;
            if (row % kRowsBetweenProgress == 0 && !progress(static_cast<double>(row) / rows))
                return false;
        }
        if (found->lastError().isValid())
            return m_sql.problemOf(*found);
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
