// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QItemSelection>
#include <QString>

namespace ui {

/// Cells as text that pastes into a spreadsheet: tabs between columns, a line a row. Cells of the
/// rows and columns concerned that are not selected are left empty.
QString tabSeparated(const QAbstractItemModel &model, const QItemSelection &selection);

/// The whole model as CSV (RFC 4180) in UTF-8, headings first. `role` is what is written.
QByteArray commaSeparated(const QAbstractItemModel &model, int role = Qt::DisplayRole);

} // namespace ui
