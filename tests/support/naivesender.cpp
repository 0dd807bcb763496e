// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naivesender.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace support {

namespace {

class Connection
{
public:
    explicit Connection(quint16 port)
        : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval limit{20, 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        m_isOpen = ::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    }
    ~Connection() { ::close(m_socket); }
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    QByteArray ask(const QByteArray &message) const
    {
        char answer[128];
        if (!m_isOpen || ::send(m_socket, message.constData(), static_cast<size_t>(message.size()),
                                MSG_NOSIGNAL) != message.size())
            return {};
        const auto count = ::recv(m_socket, answer, sizeof answer, 0);
        return count > 0 ? QByteArray(answer, count) : QByteArray();
    }

private:
    int m_socket;
    bool m_isOpen = false;
};

} // namespace

QByteArray pushLineByLine(quint16 port, const QByteArray &name, const QByteArray &content,
                          int bufferBytes)
{
    const Connection connection(port);
    QByteArray answer = connection.ask(name);
    if (answer != "sendmsg")
        return answer;
    for (qsizetype begin = 0; begin < content.size();) {
        const qsizetype lineEnd = content.indexOf('\n', begin);
        const qsizetype rest = (lineEnd < 0 ? content.size() : lineEnd + 1) - begin;
        const qsizetype count = std::min<qsizetype>(rest, bufferBytes - 1);
        answer = connection.ask(content.sliced(begin, count));
        if (answer != "goon")
            return answer;
        begin += count;
    }
    return connection.ask("end");
}

} // namespace support
