// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointlistmodel.h"

class QTableView;

namespace ui {

/// The selected cells that are shown, in the order in which they are shown, as text that pastes
/// into a spreadsheet.
QString copiedCells(const QTableView &view);

/// Spreadsheet text as rows of cells: tabs between cells, a line a row, quotes around cells that
/// have either.
QList<QStringList> spreadsheetCells(const QString &text);

/// Where the cells of a pasted text go: from the selection's first cell on, over the columns shown
/// that define points; one cell fills the whole selection. Rows past the end are new points.
QList<PointListModel::Cell> placedCells(const QTableView &view, const QString &text);

} // namespace ui
