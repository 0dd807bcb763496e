// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendexport.h"

#include "ui/trend/legendmodel.h"
#include "ui/trend/trendcsv.h"
#include "ui/trend/trendhistory.h"
#include "ui/trend/trendpicture.h"
#include "ui/trend/trendplot.h"

#include <QClipboard>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <cmath>

namespace ui {

TrendExport::TrendExport(TrendPlot &plot, const LegendModel &legend)
    : QObject(&plot)
    , m_plot(plot)
    , m_legend(legend)
{
}

void TrendExport::ask()
{
    auto *dialog = new QFileDialog(&m_plot, tr("Save the trend"));
    dialog->setObjectName(QStringLiteral("trendSaveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(
        {tr("Picture (*.png)"), tr("PDF (*.pdf)"), tr("Readings as CSV (*.csv)")});
    dialog->setDefaultSuffix(QStringLiteral("png"));
    dialog->selectFile(
        QStringLiteral("trend-%1")
            .arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-hhmmss"))));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString &filter) {
        dialog->setDefaultSuffix(filter.section(u'.', -1).chopped(1));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &TrendExport::write);
    dialog->open();
}

void TrendExport::write(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QStringLiteral("png"))
        report(path, writePng(m_plot, m_legend, path));
    else if (suffix == QStringLiteral("pdf"))
        report(path, writePdf(m_plot, m_legend, path));
    else if (suffix == QStringLiteral("csv"))
        writeCsv(path);
    else
        emit said(tr("%1 was not written: let its name end with .png, .pdf or .csv.")
                      .arg(QDir::toNativeSeparators(path)),
                  true);
}

void TrendExport::copyPicture()
{
    QGuiApplication::clipboard()->setPixmap(trendPicture(m_plot, m_legend, 1));
    emit said(tr("The picture is on the clipboard."), false);
}

void TrendExport::writeCsv(const QString &path)
{
    if (m_csv) {
        emit said(tr("Another CSV file is being written. Wait for its end, or end it with Esc."),
                  true);
        return;
    }
    QList<TrendCsv::Column> columns;
    for (int row = 0; row < m_legend.rowCount(); ++row) {
        const QString &tag = m_legend.lines()[row].tag;
        const TrendSeries *series = m_legend.history().series(tag);
        if (!series)
            continue;
        const QString unit = m_legend.history().point(tag)->engineeringUnit;
        columns.append({unit.isEmpty() ? tag : QStringLiteral("%1 [%2]").arg(tag, unit), *series});
    }
    const QCPRange range = m_plot.xAxis->range();
    m_csv = new TrendCsv(path, std::move(columns), qint64(std::ceil(range.lower * 1000)),
                         qint64(std::floor(range.upper * 1000)), this);
    connect(m_csv, &TrendCsv::finished, this, [this, path](const QString &fault) {
        m_csv->deleteLater();
        m_csv = nullptr;
        report(path, fault);
    });
    emit said(tr("Writing %1 ... (Esc ends it)").arg(QDir::toNativeSeparators(path)), false);
    m_csv->start();
}

bool TrendExport::cancel()
{
    if (!m_csv)
        return false;
    m_csv->cancel();
    m_csv->deleteLater();
    m_csv = nullptr;
    emit said(tr("Ended. No file was written."), false);
    return true;
}

void TrendExport::report(const QString &path, const QString &fault)
{
    if (fault.isEmpty())
        emit said(tr("Written: %1").arg(QDir::toNativeSeparators(path)), false);
    else
        emit said(fault, true);
}

} // namespace ui
