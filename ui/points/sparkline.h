// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/points/pointlivestore.h"

#include <QColor>
#include <QRect>

class QPainter;

namespace ui {

struct SparklineStyle
{
    QColor line;
    QColor end;             ///< of the dot at the latest value
    bool isStepped = false; ///< for on and off
};

/// The values as a line from left to right, scaled to their own range; gaps where there were none.
void paintSparkline(QPainter &painter, const QRect &area, const Spark &spark,
                    const SparklineStyle &style);

} // namespace ui
