// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/inheritance.h"

#include "transfer/receiver/handover.h"

#include <QList>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace transfer::receiver {

namespace {

constexpr int kFirstOfSystemd = 3;

/// Whether it is open; it is closed for the programs that are run.
bool keepToOurselves(int descriptor)
{
    return ::fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

QByteArray takeVariable(const char *name)
{
    QByteArray value = qgetenv(name);
    qunsetenv(name);
    return value;
}

} // namespace

Inheritance Inheritance::take()
{
    Inheritance inheritance;
    const auto keep = [&](const QByteArray &name, int descriptor) {
        if (keepToOurselves(descriptor))
            inheritance.m_descriptors.insert_or_assign(name, FileDescriptor(descriptor));
    };
    const QByteArray process = takeVariable("LISTEN_PID");
    const int count = takeVariable("LISTEN_FDS").toInt();
    const QList<QByteArray> names = takeVariable("LISTEN_FDNAMES").split(':');
    for (int i = 0; process.toInt() == ::getpid() && i < count; ++i)
        keep(names.value(i), kFirstOfSystemd + i);
    for (const QByteArray &entry : takeVariable(kHandOverVariable).split(' ')) {
        const qsizetype colon = entry.indexOf(':');
        bool isNumber = false;
        const int descriptor = entry.mid(colon + 1).toInt(&isNumber);
        if (colon > 0 && isNumber)
            keep(entry.first(colon), descriptor);
    }
    inheritance.m_ready = inheritance.take(kReadyName);
    return inheritance;
}

FileDescriptor Inheritance::take(const QByteArray &name)
{
    const auto found = m_descriptors.find(name);
    if (found == m_descriptors.end())
        return {};
    FileDescriptor descriptor = std::move(found->second);
    m_descriptors.erase(found);
    return descriptor;
}

void Inheritance::sayReady()
{
    m_descriptors.clear();
    tellServiceManager("MAINPID=" + QByteArray::number(::getpid()) + "\nREADY=1");
    if (!m_ready.isOpen())
        return;
    static_cast<void>(::write(m_ready.get(), "1", 1) == 1);
    m_ready.close();
}

void tellServiceManager(const QByteArray &state)
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address = {};
    if (path.isEmpty() || size_t(path.size()) >= sizeof(address.sun_path))
        return;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), size_t(path.size()));
    if (path.startsWith('@')) // a socket without a file
        address.sun_path[0] = '\0';
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + size_t(path.size()));
    static_cast<void>(::sendto(socket.get(), state.constData(), size_t(state.size()), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr *>(&address), length));
}

} // namespace transfer::receiver
