// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <tl/expected.hpp>

namespace transfer {

/// A small file of ours, whole. Null where there is none yet; the system's reason where it cannot
/// be read or is far larger than ours can be.
tl::expected<QByteArray, QString> readSaved(const QString &path);

enum class Readers { Anyone, OwnerOnly };

/// Replaces a file whole, or leaves it as it was and gives the system's reason. Makes the folders
/// on the way. OwnerOnly: mode 0600 from the first byte on.
tl::expected<void, QString> writeSaved(const QString &path, const QByteArray &content,
                                       Readers readers = Readers::Anyone);

/// Moves a file that is not understood out of the way. Gives its new name, empty where it could not
/// be moved.
QString setAside(const QString &path);

} // namespace transfer
