// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace transfer::receiver {

/// Text that came from outside, made fit for one line of a log or a terminal: control, format and
/// unassigned characters, line separators and the backslash are written as escapes, and what is
/// longer than `most` characters is cut.
QString printable(QStringView text, qsizetype most = 400);
/// The same for bytes; those that are not UTF-8 are written as \xHH.
QString printable(const QByteArray &bytes, qsizetype most = 400);

/// A whole log message, kept to one line: like printable(), but of any length and with its
/// backslashes as they are.
QString oneLine(QStringView text);

/// "what: what the system says of errno".
QString systemError(const QString &what);

} // namespace transfer::receiver
