// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointclipboard.h"

#include "ui/points/pointarrangement.h"

#include <QHeaderView>
#include <QTableView>
#include <algorithm>
#include <map>
#include <set>

namespace ui {

namespace {

/// More than a spreadsheet of the longest list has.
constexpr qsizetype kMostPastedCells = 3'000'000;

QList<int> shownColumns(const QTableView &view)
{
    QList<int> columns;
    const QHeaderView &header = *view.horizontalHeader();
    for (int visual = 0; visual < header.count(); ++visual) {
        if (const int column = header.logicalIndex(visual); !header.isSectionHidden(column))
            columns += column;
    }
    return columns;
}

/// Where a new cell begins: rows from here are no points yet.
int rowFor(const PointArrangement &shown, int viewRow)
{
    if (viewRow < shown.rowCount())
        return shown.pointAt(viewRow);
    return shown.sourceModel()->rowCount() + viewRow - shown.rowCount();
}

} // namespace

QString copiedCells(const QTableView &view)
{
    std::map<int, std::set<int>> columnsByRow;
    std::set<int> all;
    const QItemSelection selection = view.selectionModel()->selection();
    for (const QItemSelectionRange &range : selection) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            for (int column = range.left(); column <= range.right(); ++column)
                columnsByRow[row].insert(column);
        }
        for (int column = range.left(); column <= range.right(); ++column)
            all.insert(column);
    }
    QStringList lines;
    const QList<int> columns = shownColumns(view);
    for (const auto &[row, selected] : columnsByRow) {
        QStringList cells;
        for (const int column : columns) {
            if (!all.contains(column))
                continue;
            const QModelIndex index = view.model()->index(row, column);
            cells += selected.contains(column) ? index.data().toString().simplified() : QString();
        }
        lines += cells.join(u'\t');
    }
    return lines.join(u'\n');
}

QList<QStringList> spreadsheetCells(const QString &text)
{
    QList<QStringList> rows;
    QStringList row;
    QString cell;
    bool isQuoted = false;
    qsizetype cells = 0;
    for (qsizetype i = 0; i < text.size() && cells < kMostPastedCells; ++i) {
        const QChar c = text.at(i);
        if (isQuoted) {
            if (c != u'"')
                cell += c;
            else if (i + 1 < text.size() && text.at(i + 1) == u'"')
                cell += text.at(++i);
            else
                isQuoted = false;
        } else if (c == u'"' && cell.isEmpty()) {
            isQuoted = true;
        } else if (c == u'\t') {
            row += std::exchange(cell, {});
            ++cells;
        } else if (c == u'\n') {
            row += std::exchange(cell, {});
            rows += std::exchange(row, {});
            ++cells;
        } else if (c != u'\r') {
            cell += c;
        }
    }
    if (!cell.isEmpty() || !row.isEmpty()) {
        row += cell;
        rows += row;
    }
    return rows;
}

QList<PointListModel::Cell> placedCells(const QTableView &view, const QString &text)
{
    const auto &shown = *qobject_cast<const PointArrangement *>(view.model());
    const QList<QStringList> rows = spreadsheetCells(text);
    QList<PointListModel::Cell> cells;
    if (rows.isEmpty())
        return cells;
    const QModelIndexList selected = view.selectionModel()->selectedIndexes();
    if (rows.size() == 1 && rows.constFirst().size() == 1 && !selected.isEmpty()) {
        for (const QModelIndex &index : selected) {
            const auto column = static_cast<PointColumn>(index.column());
            if (isDefinition(column) && !shown.isHeading(index.row()))
                cells += {shown.pointAt(index.row()), column, rows.constFirst().constFirst()};
        }
        return cells;
    }
    const QList<int> columns = shownColumns(view);
    qsizetype firstColumn = columns.size() - 1;
    int firstRow = selected.isEmpty() ? shown.rowCount() : selected.constFirst().row();
    if (selected.isEmpty())
        firstColumn = 0;
    for (const QModelIndex &index : selected) {
        firstRow = std::min(firstRow, index.row());
        firstColumn = std::min(firstColumn, columns.indexOf(index.column()));
    }
    int viewRow = firstRow;
    for (const QStringList &row : rows) {
        while (viewRow < shown.rowCount() && shown.isHeading(viewRow))
            ++viewRow;
        for (qsizetype i = 0; i < row.size() && firstColumn + i < columns.size(); ++i) {
            const auto column = static_cast<PointColumn>(columns.at(firstColumn + i));
            if (isDefinition(column))
                cells += {rowFor(shown, viewRow), column, row.at(i)};
        }
        ++viewRow;
    }
    return cells;
}

} // namespace ui
