// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPixmap>

class QPalette;

namespace ui {

/// How a line is told from the others: by its colour and, for eyes that don't tell colours apart,
/// by the shape of its marks. No two lines of a trend have both in common.
struct LineLook
{
    enum class Shape { Disc, Square, TriangleUp, TriangleDown, Diamond, Plus, Cross, Star };
    QColor color;
    Shape shape = Shape::Disc;
};

constexpr int kMostLines = 24; ///< that a trend shows

/// `slot`: 0..kMostLines-1. The colour is legible on the palette's ground, light or dark.
LineLook lineLook(int slot, const QPalette &palette);
/// A short piece of the line with its mark, for a legend.
QPixmap lineSwatch(const LineLook &look, int height, qreal devicePixelRatio);

} // namespace ui
