// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <chrono>

namespace ui {

/// "412 bytes", "12.3 kB".
QString sizeText(qint64 bytes);
/// "2 ms", "1.4 s", "75 s".
QString durationText(std::chrono::milliseconds duration);
/// "1 line", "340 lines".
QString linesText(qint64 lines);

} // namespace ui
