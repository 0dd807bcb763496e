// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/listeningsocket.h"

#include "transfer/receiver/logtext.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

struct SystemAddress
{
    sockaddr_storage storage = {};
    socklen_t size = 0;

    explicit SystemAddress(const ListenAddress &from)
    {
        if (from.address.protocol() == QAbstractSocket::IPv6Protocol) {
            sockaddr_in6 v6 = {};
            const Q_IPV6ADDR bytes = from.address.toIPv6Address();
            v6.sin6_family = AF_INET6;
            v6.sin6_port = htons(from.port);
            v6.sin6_scope_id = from.address.scopeId().toUInt();
            std::memcpy(&v6.sin6_addr, bytes.c, sizeof(bytes.c));
            set(v6);
        } else {
            sockaddr_in v4 = {};
            v4.sin_family = AF_INET;
            v4.sin_port = htons(from.port);
            v4.sin_addr.s_addr = htonl(from.address.toIPv4Address());
            set(v4);
        }
    }
    sockaddr *get() { return reinterpret_cast<sockaddr *>(&storage); }

private:
    template <typename Address>
    void set(const Address &address)
    {
        size = sizeof(address);
        std::memcpy(&storage, &address, sizeof(address));
    }
};

/// One that listens already.
tl::expected<ListeningSocket, QString> takeOver(FileDescriptor socket)
{
    int isListening = 0;
    socklen_t size = sizeof(isListening);
    sockaddr_storage storage = {};
    socklen_t storageSize = sizeof(storage);
    auto *address = reinterpret_cast<sockaddr *>(&storage);
    if (::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) != 0 ||
        isListening == 0 || ::getsockname(socket.get(), address, &storageSize) != 0)
        return tl::unexpected(systemError(u"a descriptor is no socket that listens"_s));
    const quint16 port = storage.ss_family == AF_INET6
                             ? reinterpret_cast<sockaddr_in6 *>(address)->sin6_port
                             : reinterpret_cast<sockaddr_in *>(address)->sin_port;
    return ListeningSocket{std::move(socket), {QHostAddress(address), ntohs(port)}};
}

} // namespace

tl::expected<ListenAddress, QString> ListenAddress::parse(const QString &text)
{
    bool isPortAlone = false;
    if (const quint16 port = text.toUShort(&isPortAlone); isPortAlone)
        return ListenAddress{QHostAddress(QHostAddress::LocalHost), port};
    const qsizetype colon = text.lastIndexOf(QLatin1Char(':'));
    QString host = text.left(qMax(colon, qsizetype(0)));
    const bool isBracketed = host.startsWith(QLatin1Char('[')) && host.endsWith(QLatin1Char(']'));
    if (isBracketed)
        host = host.sliced(1, host.size() - 2);
    ListenAddress result;
    bool isPort = false;
    result.port = colon < 0 ? quint16(0) : text.sliced(colon + 1).toUShort(&isPort);
    const bool isV6 = host.contains(QLatin1Char(':'));
    if (!isPort || isV6 != isBracketed || !result.address.setAddress(host))
        return tl::unexpected(
            u"\"%1\" is not an address to listen on: write ADDR:PORT with the number of an address "
            u"of this machine, such as 127.0.0.1:9000 or [::1]:9000"_s.arg(text));
    return result;
}

QString ListenAddress::toString() const
{
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    return (isV6 ? u"[%1]:%2"_s : u"%1:%2"_s).arg(address.toString(), QString::number(port));
}

tl::expected<ListeningSocket, QString> ListeningSocket::open(const ListenAddress &address,
                                                             FileDescriptor inherited)
{
    if (inherited.isOpen())
        return takeOver(std::move(inherited));
    SystemAddress system(address);
    FileDescriptor socket(::socket(system.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    if (!socket.isOpen() ||
        ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
        ::bind(socket.get(), system.get(), system.size) != 0 ||
        ::listen(socket.get(), SOMAXCONN) != 0)
        return tl::unexpected(systemError(u"cannot listen on %1"_s.arg(address.toString())));
    return takeOver(std::move(socket));
}

} // namespace transfer::receiver
