// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QList>

namespace modbus {

/// What an engineer should know of a list before going to site.
struct Finding
{
    enum class Kind {
        DuplicateTag,
        MissingTag,
        Overlap,       ///< values of different points share registers without being bits of one
        Straddle,      ///< a multi-word value reaches into the middle of another
        ReadOnlyTable, ///< writable, in a table that cannot be written
        PastTheEnd,    ///< reaches past PDU address 65535
        LimitsCrossed, ///< low limit above the high one
        BitOutOfPlace, ///< a bit of something that is not one register
    };
    enum class Severity { Warning, Error };
    Kind kind = Kind::Overlap;
    Severity severity = Severity::Warning;
    QList<int> points; ///< indexes of those concerned, the first one first
    QString text;      ///< cause and remedy, with tags and addresses
};

QList<Finding> lint(const QList<Point> &points);

} // namespace modbus
