// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QStringView>

namespace modbus {

/// Takes RFC 4180 text apart, record by record: cells in quotes may hold separators, line breaks
/// and doubled quotes. Where a quote is never closed (within what a spreadsheet's cell can hold),
/// the record ends with its line, so that one slip does not swallow the rest.
class CsvReader
{
public:
    /// `text` must outlive the reader.
    CsvReader(QStringView text, QChar separator);

    /// Goes to the next record; false at the end.
    bool next();
    const QStringList &cells() const { return m_cells; }
    int line() const { return m_line; } ///< 1-based, on which the record begins
    /// True where a quote of this record is never closed.
    bool isUnclosed() const { return m_isUnclosed; }

private:
    QString quotedCell();
    QString plainCell();

    QStringView m_text;
    QChar m_separator;
    qsizetype m_position = 0;
    int m_nextLine = 1;
    int m_line = 0;
    QStringList m_cells;
    bool m_isUnclosed = false;
};

/// One cell, in quotes where it needs them.
QString csvCell(const QString &text, QChar separator);

/// Spreadsheets take cells that begin with = + - @ for formulas, and run them. An apostrophe
/// before such text makes them show it; withoutFormulaGuard() takes it away again.
QString withFormulaGuard(const QString &text);
QString withoutFormulaGuard(const QString &text);

/// One cell of a comma-separated file for a spreadsheet: guarded unless it is a number, in quotes
/// where it needs them.
QString spreadsheetCell(const QString &text);

} // namespace modbus
