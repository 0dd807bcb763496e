// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/legacyreceiver.h"

#include <QtGlobal>

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

namespace {

/// Long enough for the peer to read one byte before the next, short enough for a test.
constexpr int kBetweenBytesMs = 1;

void setOption(int socket, int level, int name, int value)
{
    if (::setsockopt(socket, level, name, &value, sizeof value) != 0)
        qFatal("setsockopt: %s", std::strerror(errno));
}

void reset(int client)
{
    const linger atOnce{1, 0};
    ::setsockopt(client, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
}

} // namespace

LegacyReceiver::LegacyReceiver(LegacyManner manner)
    : m_manner(std::move(manner))
    // What lies behind the field's buffer is unknown; here it is one NUL.
    , m_buffer(static_cast<size_t>(m_manner.bufferBytes) + 1, '\0')
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (m_listener < 0 || ::pipe(m_stop) != 0 ||
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        qFatal("legacy receiver: %s", std::strerror(errno));
    m_port = ntohs(address.sin_port);
    if (m_manner.listensAtOnce)
        listen();
}

LegacyReceiver::LegacyReceiver(LegacyFault fault)
    : LegacyReceiver([&] {
        LegacyManner manner;
        manner.fault = std::move(fault);
        return manner;
    }())
{
}

LegacyReceiver::~LegacyReceiver()
{
    ::close(m_stop[1]);
    if (m_thread.joinable())
        m_thread.join();
    ::close(m_stop[0]);
    ::close(m_listener);
}

void LegacyReceiver::listen()
{
    if (::listen(m_listener, 16) != 0)
        qFatal("listen: %s", std::strerror(errno));
    m_thread = std::thread([this] { run(); });
}

bool LegacyReceiver::has(const QByteArray &name) const
{
    const std::lock_guard lock(m_mutex);
    return m_files.contains(name);
}

QByteArray LegacyReceiver::file(const QByteArray &name) const
{
    const std::lock_guard lock(m_mutex);
    return m_files.value(name);
}

void LegacyReceiver::run()
{
    while (isReadable(m_listener)) {
        const int client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0)
            continue;
        setOption(client, IPPROTO_TCP, TCP_NODELAY, 1);
        serve(client);
        ::close(client);
    }
}

void LegacyReceiver::serve(int client)
{
    if (misbehave(client, LegacyFault::At::Accept, 0) == Next::Drop)
        return;
    const int nameBytes = readStep(client);
    if (nameBytes <= 0)
        return;
    const QByteArray name(m_buffer.data(),
                          static_cast<qsizetype>(::strnlen(m_buffer.data(), nameBytes)));
    truncate(name);
    if (answer(client, "sendmsg", LegacyFault::At::Name) == Next::Drop)
        return;

    for (int chunk = 0; readStep(client) > 0; ++chunk) {
        if (std::strncmp(m_buffer.data(), "end", 3) == 0) {
            ++m_reloads;
            answer(client, m_manner.doesReload ? "nginx reload succ" : "nginx reload error",
                   LegacyFault::At::End);
            return;
        }
        append(name, QByteArray(m_buffer.data()));
        if (answer(client, "goon", LegacyFault::At::Chunk, chunk) == Next::Drop)
            return;
    }
}

/// Waits; false when we shall stop.
bool LegacyReceiver::isReadable(int descriptor) const
{
    pollfd watched[] = {{descriptor, POLLIN, 0}, {m_stop[0], POLLIN, 0}};
    while (::poll(watched, 2, -1) < 0 && errno == EINTR) {
    }
    return watched[1].revents == 0;
}

int LegacyReceiver::readStep(int client)
{
    if (!isReadable(client))
        return -1;
    const auto count = ::read(client, m_buffer.data(), static_cast<size_t>(m_manner.bufferBytes));
    if (count > 0)
        ++m_reads;
    return static_cast<int>(count);
}

bool LegacyReceiver::hasFault(LegacyFault::At at, int chunk) const
{
    const LegacyFault &fault = m_manner.fault;
    return fault.kind != LegacyFault::Kind::None && fault.at == at &&
           (at != LegacyFault::At::Chunk || fault.chunk == chunk);
}

LegacyReceiver::Next LegacyReceiver::misbehave(int client, LegacyFault::At at, int chunk) const
{
    if (!hasFault(at, chunk))
        return Next::GoOn;
    switch (m_manner.fault.kind) {
    case LegacyFault::Kind::None:
        return Next::GoOn;
    case LegacyFault::Kind::Say:
        say(client, m_manner.fault.words);
        return Next::GoOn;
    case LegacyFault::Kind::Reset:
        reset(client);
        return Next::Drop;
    case LegacyFault::Kind::Close:
        return Next::Drop;
    case LegacyFault::Kind::HalfClose:
        ::shutdown(client, SHUT_WR);
        isReadable(m_stop[0]);
        return Next::Drop;
    case LegacyFault::Kind::Stall:
        isReadable(m_stop[0]);
        return Next::Drop;
    }
    return Next::Drop;
}

void LegacyReceiver::say(int client, const QByteArray &words) const
{
    if (!m_manner.answersByteByByte) {
        ::send(client, words.constData(), static_cast<size_t>(words.size()), MSG_NOSIGNAL);
        return;
    }
    for (const char c : words) {
        ::send(client, &c, 1, MSG_NOSIGNAL);
        pollfd stop{m_stop[0], POLLIN, 0};
        ::poll(&stop, 1, kBetweenBytesMs);
    }
}

LegacyReceiver::Next LegacyReceiver::answer(int client, const QByteArray &words, LegacyFault::At at,
                                            int chunk) const
{
    if (hasFault(at, chunk))
        return misbehave(client, at, chunk);
    say(client, words + m_manner.padding);
    return Next::GoOn;
}

void LegacyReceiver::truncate(const QByteArray &name)
{
    const std::lock_guard lock(m_mutex);
    m_files.insert(name, {});
}

void LegacyReceiver::append(const QByteArray &name, const QByteArray &text)
{
    const std::lock_guard lock(m_mutex);
    m_files[name] += text;
}

} // namespace support
