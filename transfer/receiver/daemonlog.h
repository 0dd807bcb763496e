// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace transfer::receiver {

/// Sends the messages of qInfo(), qWarning() and so on to standard error; each becomes one line,
/// whatever it holds. `program` must outlive the last message.
void openLog(const char *program);
/// From now on they go to the system's log.
void useSystemLog();
/// Connects to the system's log anew, if it is used.
void reopenLog();

} // namespace transfer::receiver
