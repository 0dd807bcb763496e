// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace ui {

class LegendModel;
class TrendCsv;
class TrendPlot;

/// Writes what a trend shows to a file: PNG or PDF as a picture, CSV as the readings.
class TrendExport : public QObject
{
    Q_OBJECT
public:
    TrendExport(TrendPlot &plot, const LegendModel &legend);

    /// Asks for a name; the ending says the format.
    void ask();
    void write(const QString &path);
    void copyPicture();
    bool isRunning() const { return m_csv; }
    /// Ends a CSV file that is being written. False when none is.
    bool cancel();

signals:
    /// "Written: ..." or why not.
    void said(const QString &text, bool isFault);

private:
    void writeCsv(const QString &path);
    void report(const QString &path, const QString &fault);

    TrendPlot &m_plot;
    const LegendModel &m_legend;
    TrendCsv *m_csv = nullptr;
};

} // namespace ui
