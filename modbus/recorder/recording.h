// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/storeaddress.h"
#include "modbus/sample.h"

#include <functional>
#include <limits>

namespace modbus::recorder {

/// One point's values over time, for a trend.
struct Series
{
    QList<qint64> times;   ///< UTC, milliseconds since 1970-01-01, as recorded: ascending
    QList<double> numbers; ///< engineering values; NaN where there was none
};

/// What was recorded of a range of time.
struct Recording
{
    QString place; ///< file or server
    QList<Point> points;
    QList<Series> series; ///< of each point; a point that is a text has an empty one
    qint64 samples = 0;
    bool isCut = false; ///< there were more than Query::mostSamples
    /// Where Query::asSamples asks for it, instead of the series: samples that index the points,
    /// point after point, each in the order of time.
    QList<Sample> list;
};

struct Query
{
    qint64 from = std::numeric_limits<qint64>::min(); ///< UTC, milliseconds since 1970-01-01
    qint64 to = std::numeric_limits<qint64>::max();   ///< inclusive
    qint64 mostSamples = 20'000'000;                  ///< 16 bytes each, 100 as samples
    bool asSamples = false;
};

/// Called now and again with the share that is done, 0 to 1; false ends the reading.
using Progress = std::function<bool(double)>;

/// Reads a recording back: of a series of files all parts where the first one is named, one part
/// where that is. Blocks. Points of several sessions that are the same become one.
/// Ended by `progress` it gives what was read so far.
Result<Recording> readRecording(const StoreAddress &address, const Query &query,
                                const Progress &progress);

/// Collects rows into series.
class RecordingBuilder
{
public:
    RecordingBuilder(QString place, const Query &query);
    /// Where the point stands in the recording; added where it is new.
    int add(const Point &point);
    /// False when no more is wanted.
    bool add(int point, qint64 time, double number);
    bool wants(qint64 time) const { return time >= m_query.from && time <= m_query.to; }
    Recording take();

private:
    Recording m_recording;
    Query m_query;
    QMultiHash<QString, int> m_byTag;
};

// The parts of readRecording().
Result<void> readCsv(const QStringList &files, RecordingBuilder &builder, const Progress &progress);
Result<void> readSqlite(const StoreAddress &address, const QStringList &files, const Query &query,
                        RecordingBuilder &builder, const Progress &progress);
Result<void> readPostgres(const StoreAddress &address, const Query &query,
                          RecordingBuilder &builder, const Progress &progress);

} // namespace modbus::recorder
