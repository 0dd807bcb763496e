// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/tabletext.h"

#include "modbus/csvtext.h"

#include <QStringList>
#include <map>
#include <set>

namespace ui {

QString tabSeparated(const QAbstractItemModel &model, const QItemSelection &selection)
{
    std::map<int, std::set<int>> columnsByRow;
    std::set<int> columns;
    for (const QItemSelectionRange &range : selection) {
        for (int column = range.left(); column <= range.right(); ++column) {
            columns.insert(column);
            for (int row = range.top(); row <= range.bottom(); ++row)
                columnsByRow[row].insert(column);
        }
    }
    QStringList lines;
    for (const auto &[row, selected] : columnsByRow) {
        QStringList cells;
        for (const int column : columns) {
            cells += selected.contains(column)
                         ? model.index(row, column).data().toString().simplified()
                         : QString();
        }
        lines += cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n'));
}

QByteArray commaSeparated(const QAbstractItemModel &model, int role)
{
    const int columns = model.columnCount();
    QString text;
    for (int column = 0; column < columns; ++column) {
        text += modbus::spreadsheetCell(model.headerData(column, Qt::Horizontal, role).toString());
        text += column + 1 < columns ? QStringLiteral(",") : QStringLiteral("\r\n");
    }
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < columns; ++column) {
            text += modbus::spreadsheetCell(model.index(row, column).data(role).toString());
            text += column + 1 < columns ? QStringLiteral(",") : QStringLiteral("\r\n");
        }
    }
    return text.toUtf8();
}

} // namespace ui
