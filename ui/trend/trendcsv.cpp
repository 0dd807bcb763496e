// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendcsv.h"

#include "modbus/csvtext.h"

#include <QDateTime>
#include <QDir>
#include <QLocale>
#include <limits>

namespace ui {

namespace {

constexpr int kRowsInPortion = 5000;

QByteArray cell(const Reading &reading)
{
    switch (reading.quality) {
    case modbus::Quality::Good:
        return QByteArray::number(reading.value, 'g', QLocale::FloatingPointShortest);
    case modbus::Quality::NotAvailable:
        return "not available";
    case modbus::Quality::Undecodable:
        return "undecodable";
    case modbus::Quality::Failed:
        return "failed";
    }
    return {};
}

} // namespace

TrendCsv::TrendCsv(const QString &path, QList<Column> columns, qint64 from, qint64 to,
                   QObject *parent)
    : QObject(parent)
    , m_path(path)
    , m_file(path)
    , m_columns(std::move(columns))
    , m_from(from)
    , m_to(to)
{
    m_portions.setInterval(0);
    connect(&m_portions, &QTimer::timeout, this, &TrendCsv::writePortion);
}

void TrendCsv::start()
{
    if (!m_file.open(QIODevice::WriteOnly)) {
        finish(m_file.errorString());
        return;
    }
    QByteArray header = "time (UTC)";
    for (const Column &column : std::as_const(m_columns)) {
        m_next.append(column.series.lowerBound(m_from));
        header += ',' + modbus::spreadsheetCell(column.title).toUtf8();
    }
    m_file.write(header + "\r\n");
    m_portions.start();
}

QByteArray TrendCsv::row(qint64 time)
{
    QByteArray row =
        QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        row += ',';
        const TrendSeries &series = m_columns[i].series;
        if (m_next[i] < series.size() && series.at(m_next[i]).time == time)
            row += cell(series.at(m_next[i]++));
    }
    return row + "\r\n";
}

void TrendCsv::writePortion()
{
    constexpr qint64 kNever = std::numeric_limits<qint64>::max();
    QByteArray portion;
    for (int written = 0; written < kRowsInPortion; ++written) {
        qint64 time = kNever;
        for (qsizetype i = 0; i < m_columns.size(); ++i) {
            const TrendSeries &series = m_columns[i].series;
            if (m_next[i] < series.size())
                time = std::min(time, series.at(m_next[i]).time);
        }
        if (time == kNever || time > m_to) {
            m_file.write(portion);
            finish(m_file.commit() ? QString() : m_file.errorString());
            return;
        }
        portion += row(time);
        ++m_rows;
    }
    if (m_file.write(portion) != portion.size())
        finish(m_file.errorString());
}

void TrendCsv::cancel()
{
    m_portions.stop();
    m_file.cancelWriting();
}

void TrendCsv::finish(const QString &fault)
{
    m_portions.stop();
    emit finished(fault.isEmpty()
                      ? QString()
                      : tr("Cannot write %1: %2.").arg(QDir::toNativeSeparators(m_path), fault));
}

} // namespace ui
