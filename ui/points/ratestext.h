// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointpoller.h"

namespace ui {

/// What polling achieves, in a line: "1 s: every 1.00 s, 3 requests". A period that is not kept
/// says so.
QString ratesText(const QList<modbus::PollRate> &rates);
/// The same with a line for each device and period.
QString ratesInFull(const QList<modbus::PollRate> &rates);

} // namespace ui
