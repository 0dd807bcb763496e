// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

class QPalette;

namespace ui {

/// What a colour says. It never says it alone: shape and words say it too.
enum class Tone {
    Plain,   ///< the palette's text
    Quiet,   ///< of less weight than the text around it
    Good,    ///< connected, accepted
    Warning, ///< looks odd, or waits for something
    Bad,     ///< failed
};

/// True when the palette's text is lighter than its ground.
bool isDark(const QPalette &palette);

/// Draws placeholders in the application's text colour, weakened: some desktops' dark palettes
/// leave them black. To be called again when the application's palette has changed.
void keepPlaceholdersLegible();

/// A text colour that is legible on the palette's ground, light or dark.
QColor toneColor(Tone tone, const QPalette &palette);

/// The amber of armed writes, and what is legible on it.
QColor armedGround(const QPalette &palette);
QColor armedText(const QPalette &palette);

} // namespace ui
