// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushhistoryview.h"

#include "modbus/csvtext.h"
#include "ui/rules/pushhistorymodel.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <algorithm>

namespace ui {

namespace {

QString tabbedCell(QString text)
{
    for (QChar &sign : text) {
        if (sign == u'\t' || sign == u'\n' || sign == u'\r')
            sign = u' ';
    }
    return text;
}

} // namespace

PushHistoryView::PushHistoryView(PushHistoryModel &model, QWidget *parent)
    : QWidget(parent)
    , m_filtered(new QSortFilterProxyModel(this))
    , m_filter(new QLineEdit)
    , m_table(new QTableView)
    , m_complaint(new QLabel)
    , m_outcome(new QLabel)
{
    m_filtered->setSourceModel(&model);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_filtered->setSortRole(PushHistoryModel::SortRole);

    m_filter->setObjectName(QStringLiteral("rulesHistoryFilter"));
    m_filter->setAccessibleName(tr("Filter the history of pushes"));
    m_filter->setPlaceholderText(tr("Filter: receiver, name, outcome, ..."));
    m_filter->setToolTip(tr("Shows the pushes that have this text in any column."));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, m_filtered,
            &QSortFilterProxyModel::setFilterFixedString);

    m_table->setObjectName(QStringLiteral("rulesHistory"));
    m_table->setAccessibleName(tr("History of pushes"));
    m_table->setModel(m_filtered);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(PushHistoryModel::TimeColumn, Qt::DescendingOrder);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_table->horizontalHeader()->setHighlightSections(false);
    const auto width = [this](const QString &sample) {
        return fontMetrics().horizontalAdvance(sample) + 24;
    };
    const QList<std::pair<int, QString>> samples{
        {PushHistoryModel::TimeColumn, QStringLiteral("2026-12-24 12:00:00")},
        {PushHistoryModel::ReceiverColumn, QStringLiteral("192.168.100.200:9000")},
        {PushHistoryModel::NameColumn, QStringLiteral("bad-bots-and-more.conf")},
        {PushHistoryModel::OutcomeColumn, tr("reported as reloaded")},
        {PushHistoryModel::CauseColumn, QStringLiteral("unexpectedAnswer")},
        {PushHistoryModel::AnswerColumn, QStringLiteral("nginx reload error")},
        {PushHistoryModel::SizeColumn, QStringLiteral("999.9 kB")},
        {PushHistoryModel::LinesColumn, QStringLiteral("1,000,000")},
        {PushHistoryModel::Sha256Column, QStringLiteral("SHA-256 00")},
        {PushHistoryModel::DurationColumn, tr("Duration") + QStringLiteral("00")},
        {PushHistoryModel::WhoColumn, QStringLiteral("engineer@laptop")}};
    for (const auto &[column, sample] : samples)
        m_table->setColumnWidth(column, width(sample));

    auto *copyAction = new QAction(tr("Copy"), m_table);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(copyAction, &QAction::triggered, this, &PushHistoryView::copy);
    m_table->addAction(copyAction);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto *exportButton = new QPushButton(tr("Export CSV..."));
    exportButton->setObjectName(QStringLiteral("rulesHistoryExport"));
    exportButton->setAccessibleName(tr("Export the history as CSV"));
    exportButton->setToolTip(tr("Writes the pushes shown, with full SHA-256, as CSV."));
    connect(exportButton, &QPushButton::clicked, this, &PushHistoryView::askAndExport);
    auto *copyButton = new QPushButton(tr("Copy"));
    copyButton->setObjectName(QStringLiteral("rulesHistoryCopy"));
    copyButton->setAccessibleName(tr("Copy the history"));
    copyButton->setToolTip(tr("Copies the selected pushes, or all that are shown, so that they "
                              "paste into a spreadsheet (Ctrl+C in the table)."));
    connect(copyButton, &QPushButton::clicked, this, &PushHistoryView::copy);

    m_complaint->setObjectName(QStringLiteral("rulesHistoryComplaint"));
    m_complaint->setTextFormat(Qt::PlainText);
    m_complaint->setWordWrap(true);
    m_complaint->hide();
    m_outcome->setTextFormat(Qt::PlainText);

    auto *bar = new QHBoxLayout;
    bar->addWidget(m_filter, 1);
    bar->addWidget(m_outcome);
    bar->addWidget(copyButton);
    bar->addWidget(exportButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->addLayout(bar);
    layout->addWidget(m_complaint);
    layout->addWidget(m_table, 1);
}

void PushHistoryView::setComplaint(const QString &text)
{
    m_complaint->setText(text);
    m_complaint->setVisible(!text.isEmpty());
}

QString PushHistoryView::rowText(int proxyRow, int role, QChar separator) const
{
    QStringList cells;
    for (int column = 0; column < PushHistoryModel::ColumnCount; ++column) {
        const QString text = m_filtered->index(proxyRow, column).data(role).toString();
        cells.append(separator == u',' ? modbus::spreadsheetCell(text) : tabbedCell(text));
    }
    return cells.join(separator);
}

void PushHistoryView::copy() const
{
    QList<int> rows;
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(index.row());
    std::ranges::sort(rows);
    for (int row = 0; selected.isEmpty() && row < m_filtered->rowCount(); ++row)
        rows.append(row);
    QString text;
    for (const int row : std::as_const(rows))
        text += rowText(row, PushHistoryModel::ExportRole, u'\t') + u'\n';
    QGuiApplication::clipboard()->setText(text);
}

QString PushHistoryView::exportCsv(const QString &path) const
{
    QStringList titles;
    for (int column = 0; column < PushHistoryModel::ColumnCount; ++column)
        titles.append(
            modbus::spreadsheetCell(m_filtered->headerData(column, Qt::Horizontal).toString()));
    QString text = titles.join(u',') + QStringLiteral("\r\n");
    for (int row = 0; row < m_filtered->rowCount(); ++row)
        text += rowText(row, PushHistoryModel::ExportRole, u',') + QStringLiteral("\r\n");
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0 && file.commit())
        return {};
    return tr("Cannot write %1: %2.").arg(QDir::toNativeSeparators(path), file.errorString());
}

void PushHistoryView::askAndExport()
{
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export the history of pushes"),
                                     QStringLiteral("pushes.csv"), tr("CSV files (*.csv)"));
    if (path.isEmpty())
        return;
    const QString failure = exportCsv(path);
    m_outcome->setText(failure.isEmpty() ? tr("Written: %1").arg(QDir::toNativeSeparators(path))
                                         : failure);
}

} // namespace ui
