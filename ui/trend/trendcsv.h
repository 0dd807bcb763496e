// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/trendseries.h"

#include <QList>
#include <QObject>
#include <QSaveFile>
#include <QTimer>

namespace ui {

/// Writes readings as CSV (RFC 4180), a row for each time at which one of the series has any, in
/// portions between which the window lives on. Times are UTC, ISO 8601 with milliseconds. A reading
/// without a value says why; where a series has no reading the cell is empty.
class TrendCsv : public QObject
{
    Q_OBJECT
public:
    struct Column
    {
        QString title;
        TrendSeries series; ///< as it is now; what comes later is not written
    };

    TrendCsv(const QString &path, QList<Column> columns, qint64 from, qint64 to,
             QObject *parent = nullptr);

    void start();
    /// Leaves no file.
    void cancel();
    bool isRunning() const { return m_portions.isActive(); }
    qsizetype rows() const { return m_rows; }

signals:
    /// `fault` is a sentence; empty when the file is written.
    void finished(const QString &fault);

private:
    void writePortion();
    QByteArray row(qint64 time);
    void finish(const QString &fault);

    QString m_path;
    QSaveFile m_file;
    QList<Column> m_columns;
    QList<qsizetype> m_next; ///< index of each series' next reading
    qint64 m_from;
    qint64 m_to;
    qsizetype m_rows = 0;
    QTimer m_portions;
};

} // namespace ui
