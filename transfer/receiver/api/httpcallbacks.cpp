// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/httpcallbacks.h"

#include "transfer/receiver/logtext.h"

#include <QLoggingCategory>
#include <QPointer>
#include <cstdarg>
#include <cstdio>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;

namespace {

/// The target of a request that has not reached its handler yet.
struct PendingTarget
{
    QByteArray target;
};

void logLine(void *, const char *format, va_list arguments)
{
    constexpr size_t kLongest = 500;
    char line[kLongest];
    std::vsnprintf(line, sizeof(line), format, arguments);
    qDebug().noquote() << u"https: "_s + printable(QByteArray(line).trimmed());
}

MHD_Result takeHeader(void *context, MHD_ValueKind, const char *name, const char *value)
{
    auto &headers = *static_cast<QHash<QByteArray, QByteArray> *>(context);
    const QByteArray key = QByteArray(name).toLower();
    const QByteArray text(value == nullptr ? "" : value);
    const auto known = headers.constFind(key);
    headers.insert(key, known == headers.cend() ? text : *known + ", " + text);
    return MHD_YES;
}

template <typename Function>
intptr_t address(Function *function)
{
    return reinterpret_cast<intptr_t>(function);
}

} // namespace

bool HttpServer::Connection::isIdle() const
{
    char byte = 0;
    return hasServed && !request && ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

void HttpServer::Connection::hangUp() const
{
    ::shutdown(socket, SHUT_RDWR);
}

void HttpServer::Connection::resume()
{
    if (isAnswering())
        MHD_resume_connection(handle);
}

std::vector<MHD_OptionItem> HttpServer::Callbacks::options(HttpServer *server,
                                                           const TlsIdentity &identity)
{
    const auto text = [](const QByteArray &bytes) { return const_cast<char *>(bytes.constData()); };
    constexpr std::chrono::seconds kLeast{1};
    const auto timeout =
        std::max(std::chrono::ceil<std::chrono::seconds>(server->m_limits.transfer), kLeast);
    std::vector<MHD_OptionItem> options{
        {MHD_OPTION_EXTERNAL_LOGGER, address(&logLine), server},
        {MHD_OPTION_URI_LOG_CALLBACK, address(&noteTarget), server},
        {MHD_OPTION_NOTIFY_CONNECTION, address(&noteConnection), server},
        {MHD_OPTION_NOTIFY_COMPLETED, address(&noteEnd), server},
        {MHD_OPTION_CONNECTION_TIMEOUT, intptr_t(timeout.count()), nullptr},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, text(identity.key)},
        {MHD_OPTION_HTTPS_MEM_CERT, 0, text(identity.certificate)},
    };
    if (!identity.clientAuthority.isEmpty())
        options.push_back({MHD_OPTION_HTTPS_MEM_TRUST, 0, text(identity.clientAuthority)});
    options.push_back({MHD_OPTION_END, 0, nullptr});
    return options;
}

HttpServer::Connection *HttpServer::Callbacks::connectionOf(MHD_Connection *connection)
{
    const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == nullptr ? nullptr : static_cast<Connection *>(info->socket_context);
}

void HttpServer::Callbacks::noteConnection(void *context, MHD_Connection *handle,
                                           void **connectionContext,
                                           MHD_ConnectionNotificationCode code)
{
    auto *server = static_cast<HttpServer *>(context);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        auto *connection = new Connection;
        connection->handle = handle;
        connection->socket =
            MHD_get_connection_info(handle, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        connection->deadline.setRemainingTime(server->m_limits.idle);
        server->m_connections.append(connection);
        *connectionContext = connection;
    } else {
        auto *connection = static_cast<Connection *>(*connectionContext);
        server->m_connections.removeOne(connection);
        delete connection;
    }
}

/// Comes with the request's first line; what it gives becomes the context of handle() and
/// noteEnd().
void *HttpServer::Callbacks::noteTarget(void *, const char *target, MHD_Connection *)
{
    return new PendingTarget{QByteArray(target)};
}

void HttpServer::Callbacks::noteEnd(void *context, MHD_Connection *handle, void **requestContext,
                                    MHD_RequestTerminationCode)
{
    auto *server = static_cast<HttpServer *>(context);
    Connection *connection = connectionOf(handle);
    if (connection != nullptr && connection->request) {
        connection->request->connection = nullptr;
        connection->request->exchange.reset();
        connection->request.reset();
        connection->hasServed = true;
        connection->deadline.setRemainingTime(server->m_limits.idle);
    } else {
        delete static_cast<PendingTarget *>(*requestContext);
    }
    *requestContext = nullptr;
}

MHD_Result HttpServer::Callbacks::handle(void *context, MHD_Connection *handle, const char *,
                                         const char *method, const char *, const char *data,
                                         size_t *size, void **requestContext)
{
    auto &server = *static_cast<HttpServer *>(context);
    Connection &connection = *connectionOf(handle);
    if (!connection.request) {
        const std::unique_ptr<PendingTarget> pending(static_cast<PendingTarget *>(*requestContext));
        *requestContext = nullptr;
        auto request = std::make_shared<Request>();
        request->connection = &connection;
        request->exchange =
            server.m_makeExchange(headOf(handle, method, std::move(pending->target)));
        connection.request = request;
        connection.deadline.setRemainingTime(server.m_limits.transfer);
        if (auto refusal = request->exchange->refusal())
            return respond(server, connection, std::move(*refusal));
        return MHD_YES;
    }
    Request &request = *connection.request;
    if (*size > 0) {
        const bool isTaken = request.exchange->take(QByteArrayView(data, qsizetype(*size)));
        *size = 0;
        return isTaken ? MHD_YES : MHD_NO;
    }
    if (request.response)
        return respond(server, connection, std::move(*request.response));

    // The answer may come at once, or after this connection is gone.
    const std::weak_ptr<Request> weak = connection.request;
    request.exchange->answer(
        [weak, serverGuard = QPointer<HttpServer>(&server)](HttpResponse response) {
            const auto answered = weak.lock();
            if (!answered || !serverGuard)
                return;
            answered->response.emplace(std::move(response));
            serverGuard->wakeUp(answered);
        });
    if (request.response)
        return respond(server, connection, std::move(*request.response));
    request.isSuspended = true;
    MHD_suspend_connection(handle);
    return MHD_YES;
}

MHD_Result HttpServer::Callbacks::respond(HttpServer &server, Connection &connection,
                                          HttpResponse response)
{
    connection.deadline.setRemainingTime(server.m_limits.transfer);
    MHD_Response *message =
        response.file.isOpen()
            ? MHD_create_response_from_fd64(uint64_t(response.fileSize), response.file.release())
            : MHD_create_response_from_buffer(size_t(response.body.size()), response.body.data(),
                                              MHD_RESPMEM_MUST_COPY);
    if (message == nullptr)
        return MHD_NO;
    const auto add = [message](const QByteArray &name, const QByteArray &value) {
        MHD_add_response_header(message, name.constData(), value.constData());
    };
    if (!response.contentType.isEmpty())
        add("Content-Type", response.contentType);
    add("Cache-Control", "no-store");
    add("X-Content-Type-Options", "nosniff");
    for (const auto &[name, value] : std::as_const(response.headers))
        add(name, value);
    if (server.m_isFinishing)
        add("Connection", "close");
    const MHD_Result isQueued =
        MHD_queue_response(connection.handle, unsigned(response.status), message);
    MHD_destroy_response(message);
    return isQueued;
}

RequestHead HttpServer::Callbacks::headOf(MHD_Connection *connection, const char *method,
                                          QByteArray target)
{
    RequestHead head;
    head.method = method;
    head.target = std::move(target);
    MHD_get_connection_values(connection, MHD_HEADER_KIND, &takeHeader, &head.headers);
    const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (info != nullptr) {
        head.address = QHostAddress(info->client_addr);
        bool isV4 = false;
        if (const quint32 v4 = head.address.toIPv4Address(&isV4); isV4)
            head.address = QHostAddress(v4);
        head.port =
            info->client_addr->sa_family == AF_INET6
                ? ntohs(reinterpret_cast<const sockaddr_in6 *>(info->client_addr)->sin6_port)
                : ntohs(reinterpret_cast<const sockaddr_in *>(info->client_addr)->sin_port);
    }
    head.hasClientCertificate = hasClientCertificate(connection);
    return head;
}

bool HttpServer::Callbacks::hasClientCertificate(MHD_Connection *connection)
{
    const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (info == nullptr)
        return false;
    auto *session = static_cast<gnutls_session_t>(info->tls_session);
    unsigned count = 0;
    unsigned status = 0;
    return gnutls_certificate_get_peers(session, &count) != nullptr && count > 0 &&
           gnutls_certificate_verify_peers2(session, &status) == GNUTLS_E_SUCCESS && status == 0;
}

} // namespace transfer::receiver::api
