// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QCryptographicHash>
#include <QList>
#include <QString>
#include <optional>
#include <sys/stat.h>

namespace transfer::receiver {

// What the stores ask of the disk. Names are looked up in directories that are open already, and no
// symbolic link is followed. The reason of a failure is in errno.

FileDescriptor openDirectory(const QString &path, int flags = 0);
/// Makes it where it is missing.
FileDescriptor makeDirectoryIn(int parent, const QByteArray &name);
FileDescriptor openDirectoryIn(int parent, const QByteArray &name);
/// For reading; does not wait for the other end of a pipe.
FileDescriptor openFileIn(int directory, const QByteArray &name);
/// For writing, empty, for this user alone.
FileDescriptor createFileIn(int directory, const QByteArray &name);
/// All but "." and "..".
QList<QByteArray> namesIn(int directory);

bool writeAll(int file, QByteArrayView bytes);
/// From where `from` stands on. What is copied goes into `hash` as well.
bool copyAll(int from, int to, QCryptographicHash *hash = nullptr);
/// The whole file; nothing where it has more than `most` bytes or cannot be read.
std::optional<QByteArray> readAll(int file, qint64 most);
/// Writes a small file anew under that name, and brings it to the disk.
bool writeFileIn(int directory, const QByteArray &name, QByteArrayView bytes);
/// Mode and, where the system lets us, owner.
bool takeAttributes(int file, const struct stat &like);

} // namespace transfer::receiver
