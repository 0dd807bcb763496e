// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace support {

/// Pushes a file to 127.0.0.1 as the field's sender does: line by line as fgets gives it with a
/// buffer of `bufferBytes`, nothing ended with a NUL, no care for lines that begin with `end`.
/// Gives the receiver's last words; empty when the connection failed or 20 s passed without an
/// answer.
///
/// Blocks the calling thread: a receiver that lives in it needs std::async around this.
QByteArray pushLineByLine(quint16 port, const QByteArray &name, const QByteArray &content,
                          int bufferBytes = 1024);

} // namespace support
