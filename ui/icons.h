// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tones.h"

#include <QIcon>

namespace ui {

/// One of our icons (resources/icons, without ".svg"), drawn in the palette's colours as they are
/// at the moment of drawing, so that it is legible in light and dark, at any scale.
QIcon icon(const QString &name, Tone tone = Tone::Plain);

} // namespace ui
