// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QByteArray>
#include <QStringList>

namespace modbus {

/// What was found of a row that is no point.
struct RowFault
{
    int line = 0;   ///< 1-based line of the file on which the row begins
    QString column; ///< header as the file writes it; empty where the whole row is meant
    QString text;   ///< what stands there
    QString reason; ///< cause and remedy, a sentence
};

/// A file, read as far as it can be.
struct PointListReading
{
    QList<Point> points;
    QList<int> lines; ///< of each point, 1-based
    QList<RowFault> faults;
    QStringList unknownColumns; ///< headers that mean nothing to us; their cells are left out
    QString fileFault;          ///< why nothing can be read at all; empty where something can
    char separator = ',';       ///< ',' ';' or '\t', found by itself
    QString encoding;           ///< as DecodedText names it; empty where there was no text
};

/// Reads a point list as RFC 4180 text with a header row. Separator, encoding and header names
/// (English, Chinese, the usual synonyms) are found by itself. Of 64 MB and 200,000 rows at most;
/// more is a fault of the file, so that no list comes in part without a word.
PointListReading readPointList(const QByteArray &bytes);
/// The same of a file. May take a second for a large one: call it where nobody waits.
PointListReading readPointListFile(const QString &path);

/// UTF-8 with a header row of the canonical English names; reads back the same points, but for
/// blanks around texts. Texts that a spreadsheet would run as formulas begin with an apostrophe,
/// which reading takes away again.
QByteArray writePointList(const QList<Point> &points, char separator = ',');

} // namespace modbus
