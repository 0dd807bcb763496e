// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QList>
#include <QMetaType>

namespace modbus {

/// One reading of one point.
struct Sample
{
    int point = 0;   ///< index into the list of points that the poller has
    qint64 time = 0; ///< UTC, milliseconds since 1970-01-01: when the reply came
    PointValue value;
};

} // namespace modbus

Q_DECLARE_METATYPE(modbus::Sample)
