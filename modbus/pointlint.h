// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QList>

namespace modbus {

/// What an engineer should know of a list before going to site.
struct Finding
{
    enum class Kind {
        DuplicateTag, ///< of the whole list, whatever the case of its letters
        MissingTag,
        Overlap,       ///< values of different points share registers without being bits of one
        Straddle,      ///< a multi-word value reaches into the middle of another
        ReadOnlyTable, ///< writable, in a table that cannot be written
        PastTheEnd,    ///< reaches past PDU address 65535
        LimitsCrossed, ///< low limit above the high one
        BitOutOfPlace, ///< a bit of something that is not one register
        TooLong,       ///< a text of more registers than one request reads
        NoScale,       ///< a scale of 0, or one that is no number
    };
    enum class Severity { Warning, Error };
    Kind kind = Kind::Overlap;
    Severity severity = Severity::Warning;
    QList<int> points; ///< indexes of those concerned, the first one first
    QString text;      ///< cause and remedy, with tags and addresses
};

/// In the order of the points. Takes n log n steps, and gives at most a few findings a point,
/// however the points overlap.
QList<Finding> lint(const QList<Point> &points);

/// "duplicateTag", "overlap", ...: stable names for JSON and tests.
QString kindName(Finding::Kind kind);

} // namespace modbus
