// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMimeData>
#include <QStringList>

namespace ui {

/// Points that are dragged: their tags as UTF-8, one a line.
constexpr QLatin1StringView kPointsMimeType("application/x-loopcheck-points");
constexpr qsizetype kMostDraggedBytes = 1'000'000; ///< more is not looked at

/// Whether there may be tags in it, without reading them.
bool mayHaveTags(const QMimeData &data);
/// The tags in it; of plain text every line, whether or not there is such a tag.
QStringList tagsIn(const QMimeData &data);

} // namespace ui
