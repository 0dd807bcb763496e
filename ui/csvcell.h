// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace ui {

/// A text as a cell of a CSV file (RFC 4180), always in quotes. What a spreadsheet would take for a
/// formula gets an apostrophe in front: the text may come from a stranger.
QString csvCell(QString text);

} // namespace ui
