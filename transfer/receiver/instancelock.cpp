// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/instancelock.h"

#include "transfer/receiver/logtext.h"

#include <QFile>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

tl::expected<InstanceLock, QString> InstanceLock::take(const QString &path,
                                                       FileDescriptor inherited)
{
    InstanceLock lock;
    lock.m_file = std::move(inherited);
    if (!lock.m_file.isOpen())
        lock.m_file = FileDescriptor(::open(QFile::encodeName(path).constData(),
                                            O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644));
    if (!lock.m_file.isOpen())
        return tl::unexpected(systemError(u"cannot open the lock file %1"_s.arg(path)));
    if (::flock(lock.m_file.get(), LOCK_EX | LOCK_NB) == 0)
        return lock;
    if (errno != EWOULDBLOCK)
        return tl::unexpected(systemError(u"cannot lock %1"_s.arg(path)));
    QByteArray holder(32, '\0');
    const ssize_t size = ::read(lock.m_file.get(), holder.data(), size_t(holder.size()));
    holder.truncate(qMax(size, ssize_t(0)));
    const QString process = printable(holder.trimmed());
    return tl::unexpected(
        u"another instance%1 runs already and holds the lock %2: end it first; a second one beside "
        u"it needs its own --lock, and a receiver its own directories"_s.arg(
            process.isEmpty() ? QString() : u" (process %1)"_s.arg(process), path));
}

void InstanceLock::writeProcessId()
{
    const QByteArray text = QByteArray::number(::getpid()) + '\n';
    if (::ftruncate(m_file.get(), 0) == 0)
        static_cast<void>(::pwrite(m_file.get(), text.constData(), size_t(text.size()), 0));
}

} // namespace transfer::receiver
