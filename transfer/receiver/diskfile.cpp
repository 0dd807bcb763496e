// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/diskfile.h"

#include <QFile>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>

namespace transfer::receiver {

namespace {

constexpr size_t kBlock = 65536;

} // namespace

FileDescriptor openDirectory(const QString &path, int flags)
{
    return FileDescriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags));
}

FileDescriptor openDirectoryIn(int parent, const QByteArray &name)
{
    return FileDescriptor(
        ::openat(parent, name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

FileDescriptor makeDirectoryIn(int parent, const QByteArray &name)
{
    if (::mkdirat(parent, name.constData(), 0700) != 0 && errno != EEXIST)
        return {};
    return openDirectoryIn(parent, name);
}

FileDescriptor openFileIn(int directory, const QByteArray &name)
{
    return FileDescriptor(
        ::openat(directory, name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
}

FileDescriptor createFileIn(int directory, const QByteArray &name)
{
    return FileDescriptor(::openat(directory, name.constData(),
                                   O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
}

QList<QByteArray> namesIn(int directory)
{
    QList<QByteArray> names;
    DIR *listing = ::fdopendir(::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (listing == nullptr)
        return names;
    while (const dirent *entry = ::readdir(listing)) {
        const QByteArray name(entry->d_name);
        if (name != "." && name != "..")
            names.append(name);
    }
    ::closedir(listing);
    return names;
}

bool writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

bool copyAll(int from, int to, QCryptographicHash *hash)
{
    std::array<char, kBlock> buffer;
    for (;;) {
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        const QByteArrayView bytes(buffer.data(), got);
        if (hash != nullptr)
            hash->addData(bytes);
        if (to >= 0 && !writeAll(to, bytes))
            return false;
    }
}

std::optional<QByteArray> readAll(int file, qint64 most)
{
    struct stat attributes = {};
    if (::fstat(file, &attributes) != 0 || attributes.st_size > most)
        return std::nullopt;
    QByteArray bytes(qsizetype(attributes.st_size), '\0');
    qsizetype size = 0;
    while (size < bytes.size()) {
        const ssize_t got = ::read(file, bytes.data() + size, size_t(bytes.size() - size));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        size += got;
    }
    if (size != bytes.size())
        return std::nullopt;
    return bytes;
}

bool writeFileIn(int directory, const QByteArray &name, QByteArrayView bytes)
{
    const FileDescriptor file = createFileIn(directory, name);
    return file.isOpen() && writeAll(file.get(), bytes) && ::fsync(file.get()) == 0;
}

bool takeAttributes(int file, const struct stat &like)
{
    if (::fchown(file, like.st_uid, like.st_gid) != 0 && errno != EPERM)
        return false;
    return ::fchmod(file, like.st_mode & 0777) == 0;
}

} // namespace transfer::receiver
