// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/busylistener.h"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

namespace {

/// A connection to loopback is there at once or, the queue being full, not at all.
constexpr int kAtOnceMs = 100;

} // namespace

BusyListener::BusyListener()
    : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0 ||
        ::listen(m_listener, 0) != 0)
        qFatal("busy listener: %s", std::strerror(errno));
    m_port = ntohs(address.sin_port);

    for (bool isFull = false; !isFull;) {
        const int client = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        m_queued.push_back(client);
        static_cast<void>(::connect(client, reinterpret_cast<sockaddr *>(&address), size));
        pollfd connected{client, POLLOUT, 0};
        isFull = ::poll(&connected, 1, kAtOnceMs) == 0;
    }
}

BusyListener::~BusyListener()
{
    for (const int client : m_queued)
        ::close(client);
    ::close(m_listener);
}

} // namespace support
