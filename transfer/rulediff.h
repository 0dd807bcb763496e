// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>

namespace transfer {

/// A line of two texts laid over each other.
struct DiffLine
{
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    qsizetype before = 0; ///< line number in the text before, from 1; 0 where it is not in it
    qsizetype after = 0;  ///< the same for the text after
    QByteArray text;      ///< without its line feed; a carriage return stays
    bool isEnded = true;  ///< false for a last line without a line feed
    friend bool operator==(const DiffLine &, const DiffLine &) = default;
};

/// What turns one rule file into another, line by line, removals before additions. The lines that
/// are the same or removed are `before`, those that are the same or added are `after`, to the byte.
/// The fewest changes, but for texts that differ in thousands of lines.
QList<DiffLine> diffLines(const QByteArray &before, const QByteArray &after);

struct DiffCount
{
    qsizetype removed = 0;
    qsizetype added = 0;
    bool isEmpty() const { return removed == 0 && added == 0; }
    friend bool operator==(const DiffCount &, const DiffCount &) = default;
};
DiffCount countOf(const QList<DiffLine> &lines);

/// The names in the heading of a unified diff.
struct DiffNames
{
    QByteArray before;
    QByteArray after;
};
/// As `diff -u` prints it and `patch` takes it; empty where nothing differs.
QByteArray unifiedDiff(const QList<DiffLine> &lines, const DiffNames &names, int context = 3);

} // namespace transfer
