// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/findingsview.h"

#include "ui/icons.h"
#include "ui/registers/tabletext.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QStackedLayout>
#include <QTableView>
#include <algorithm>

namespace ui {

namespace {

constexpr int kWidestColumn = 420;
constexpr int kRoom = 16;

} // namespace

FindingsView::FindingsView(const QString &stem, const QStringList &headings, const QString &empty,
                           QWidget *parent)
    : QWidget(parent)
    , m_model(headings)
    , m_empty(new QLabel(empty))
    , m_stack(new QStackedLayout)
    , m_table(new QTableView)
    , m_filter(new QLineEdit)
    , m_copy(new QPushButton(icon(QStringLiteral("copy")), tr("Copy")))
    , m_export(new QPushButton(tr("Export...")))
    , m_bar(new QHBoxLayout)
    , m_stem(stem)
{
    m_shown.setSourceModel(&m_model);
    m_shown.setFilterKeyColumn(-1);
    m_shown.setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown.setSortRole(FindingsModel::SortRole);

    m_empty->setObjectName(stem + QStringLiteral("Empty"));
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextFormat(Qt::PlainText);

    m_table->setObjectName(stem + QStringLiteral("Findings"));
    m_table->setAccessibleName(tr("Findings"));
    m_table->setModel(&m_shown);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + 8);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    // Unsorted, in the order found, until the user clicks a heading.
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const QVariant origin = index.data(FindingsModel::OriginRole);
        emit activated(origin);
    });
    auto *copyKey = new QShortcut(QKeySequence::Copy, m_table);
    copyKey->setContext(Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &FindingsView::copy);

    m_filter->setObjectName(stem + QStringLiteral("Filter"));
    m_filter->setAccessibleName(tr("Show only findings that contain this text"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setClearButtonEnabled(true);
    connect(m_filter, &QLineEdit::textChanged, &m_shown,
            &QSortFilterProxyModel::setFilterFixedString);

    m_copy->setObjectName(stem + QStringLiteral("Copy"));
    m_copy->setToolTip(tr("Copy the selected findings, all that are shown where none is selected "
                          "(Ctrl+C)"));
    connect(m_copy, &QPushButton::clicked, this, &FindingsView::copy);
    m_export->setObjectName(stem + QStringLiteral("Export"));
    m_export->setToolTip(tr("Write all findings into a CSV file"));
    connect(m_export, &QPushButton::clicked, this, &FindingsView::exportCsv);

    m_bar->setContentsMargins(0, 0, 0, 0);
    m_bar->setSpacing(8);
    m_bar->addWidget(m_filter, 1);
    m_bar->addWidget(m_copy);
    m_bar->addWidget(m_export);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(m_stack, 1);
    layout->addLayout(m_bar);

    connect(&m_model, &QAbstractItemModel::modelReset, this, &FindingsView::showCount);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &FindingsView::showCount);
    showCount();
}

void FindingsView::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void FindingsView::addButton(QPushButton *button)
{
    m_bar->insertWidget(1, button);
}

QVariantList FindingsView::chosen() const
{
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty()) {
        for (int row = 0; row < m_shown.rowCount(); ++row)
            rows.append(m_shown.index(row, 0));
    }
    std::sort(rows.begin(), rows.end());
    QVariantList origins;
    for (const QModelIndex &row : std::as_const(rows))
        origins.append(row.data(FindingsModel::OriginRole));
    return origins;
}

void FindingsView::focusFilter()
{
    m_filter->setFocus();
    m_filter->selectAll();
}

void FindingsView::fitColumns()
{
    m_table->resizeColumnsToContents();
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const int width = std::min(m_table->columnWidth(column) + kRoom, kWidestColumn);
        m_table->setColumnWidth(column, width);
    }
}

void FindingsView::copy()
{
    QItemSelection selection = m_table->selectionModel()->selection();
    if (selection.isEmpty() && m_shown.rowCount() > 0)
        selection.select(m_shown.index(0, 0),
                         m_shown.index(m_shown.rowCount() - 1, m_shown.columnCount() - 1));
    QGuiApplication::clipboard()->setText(tabSeparated(m_shown, selection));
}

void FindingsView::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Export as CSV"));
    dialog->setObjectName(m_stem + QStringLiteral("ExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("CSV files (*.csv)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        QSaveFile file(path);
        const QByteArray csv = commaSeparated(m_model);
        const bool isSaved =
            file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit();
        emit exported(isSaved ? tr("%1 rows exported to %2.").arg(m_model.rowCount()).arg(path)
                              : tr("%1 could not be written: %2. Choose another folder.")
                                    .arg(path, file.errorString()));
    });
    dialog->open();
}

void FindingsView::showCount()
{
    const int rows = m_model.rowCount();
    m_stack->setCurrentIndex(rows > 0 ? 1 : 0);
    m_filter->setEnabled(rows > 0);
    m_copy->setEnabled(rows > 0);
    m_export->setEnabled(rows > 0);
    // Once, by what came first; then nothing jumps.
    if (rows == 1)
        fitColumns();
    emit changed();
}

} // namespace ui
