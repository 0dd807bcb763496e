// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace support {

/// What a file holds; "(none)" where there is none that can be read.
QByteArray contentOf(const QString &path);
/// Writes a file whole; a failure is one of the test that runs.
void write(const QString &path, const QByteArray &content);

} // namespace support
