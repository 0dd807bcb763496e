// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace modbus::recorder {

/// A text as a cell of RFC 4180. A text that a spreadsheet would take for a formula (it begins with
/// = + - @) gets an apostrophe in front, control characters become their pictures (U+2400
/// and up), so that a row is a line always.
QByteArray csvCell(const QString &text);

/// The cells of one line, quotes undone. Empty where a quote is not closed.
QStringList csvCells(const QByteArray &line);
/// Undoes the apostrophe of csvCell().
QString csvText(QString cell);

} // namespace modbus::recorder
