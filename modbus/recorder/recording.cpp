// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recording.h"

#include "modbus/recorder/csvstore.h"
#include "modbus/recorder/fileseries.h"
#include "modbus/recorder/sqliteschema.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace modbus::recorder {

namespace {

Result<QStringList> filesOf(const StoreAddress &address)
{
    const auto isOurs = address.kind == StoreAddress::Kind::Csv ? isOurCsvFile : isOurSqliteFile;
    const QString name = QDir::toNativeSeparators(address.path);
    const QStringList parts = FileSeries(address.path, isOurs).parts();
    if (parts.isEmpty()) {
        return unusable(Text::tr("There is no file %1.").arg(name),
                        Text::tr("Choose a file that Loopcheck recorded."));
    }
    QStringList files;
    for (const QString &part : parts) {
        if (isOurs(part))
            files.append(part);
    }
    // The first part itself may have been deleted by the retention.
    const bool isForeign = QFileInfo::exists(address.path) && !isOurs(address.path);
    if (isForeign || files.isEmpty()) {
        return unusable(Text::tr("%1 is no recording of Loopcheck, or cannot be read.").arg(name),
                        Text::tr("Choose a .sqlite or .csv file that Loopcheck recorded, and check "
                                 "its permissions."));
    }
    return files;
}

/// Rows of several devices come a little out of order.
void sortByTime(Series &series)
{
    if (std::is_sorted(series.times.cbegin(), series.times.cend()))
        return;
    QList<qsizetype> order(series.times.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](qsizetype a, qsizetype b) {
        return series.times.at(a) < series.times.at(b);
    });
    Series sorted;
    sorted.times.reserve(order.size());
    sorted.numbers.reserve(order.size());
    for (const qsizetype i : std::as_const(order)) {
        sorted.times.append(series.times.at(i));
        sorted.numbers.append(series.numbers.at(i));
    }
    series = std::move(sorted);
}

/// The series as samples; leaves none.
void turnIntoSamples(Recording &recording)
{
    recording.list.reserve(recording.samples);
    for (int point = 0; point < static_cast<int>(recording.series.size()); ++point) {
        const Series values = std::exchange(recording.series[point], {});
        for (qsizetype i = 0; i < values.times.size(); ++i) {
            Sample sample{.point = point, .time = values.times.at(i), .value = {}};
            sample.value.number = values.numbers.at(i);
            sample.value.raw = sample.value.number;
            sample.value.quality =
                std::isnan(sample.value.number) ? Quality::NotAvailable : Quality::Good;
            recording.list.append(sample);
        }
    }
}

} // namespace

RecordingBuilder::RecordingBuilder(QString place, const Query &query)
    : m_query(query)
{
    m_recording.place = std::move(place);
}

int RecordingBuilder::add(const Point &point)
{
    const auto [begin, end] = m_byTag.equal_range(point.tag);
    for (auto it = begin; it != end; ++it) {
        if (m_recording.points.at(*it) == point)
            return *it;
    }
    const int place = static_cast<int>(m_recording.points.size());
    m_recording.points.append(point);
    m_recording.series.append(Series());
    m_byTag.insert(point.tag, place);
    return place;
}

bool RecordingBuilder::add(int point, qint64 time, double number)
{
    if (m_recording.samples >= m_query.mostSamples) {
        m_recording.isCut = true;
        return false;
    }
    Series &series = m_recording.series[point];
    series.times.append(time);
    series.numbers.append(number);
    ++m_recording.samples;
    return true;
}

Recording RecordingBuilder::take()
{
    for (Series &series : m_recording.series)
        sortByTime(series);
    return std::move(m_recording);
}

Result<Recording> readRecording(const StoreAddress &address, const Query &query,
                                const Progress &progress)
{
    RecordingBuilder builder(address.toString(), query);
    Result<void> read;
    if (address.isFile()) {
        const Result<QStringList> files = filesOf(address);
        if (!files)
            return tl::make_unexpected(files.error());
        read = address.kind == StoreAddress::Kind::Csv
                   ? readCsv(*files, builder, progress)
                   : readSqlite(address, *files, query, builder, progress);
    } else {
        read = readPostgres(address, query, builder, progress);
    }
    if (!read)
        return tl::make_unexpected(read.error());
    Recording recording = builder.take();
    if (query.asSamples)
        turnIntoSamples(recording);
    return recording;
}

} // namespace modbus::recorder
