// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/httpserver.h"

#include <QDeadlineTimer>
#include <microhttpd.h>
#include <vector>

namespace transfer::receiver::api {

/// One request of libmicrohttpd's.
struct HttpServer::Request
{
    std::unique_ptr<HttpExchange> exchange;
    Connection *connection = nullptr; ///< null once the request has ended
    std::optional<HttpResponse> response;
    bool isSuspended = false;
};

struct HttpServer::Connection
{
    MHD_Connection *handle = nullptr;
    int socket = -1;
    QDeadlineTimer deadline;
    std::shared_ptr<Request> request; ///< the one that is under way
    bool hasServed = false;

    bool isAnswering() const { return request && request->isSuspended; }
    /// Kept after a request, and nothing of the next one has come. A new connection is not idle:
    /// its client has not been served yet.
    bool isIdle() const;
    /// libmicrohttpd finds out.
    void hangUp() const;
    void resume();
};

/// What libmicrohttpd calls.
struct HttpServer::Callbacks
{
    static std::vector<MHD_OptionItem> options(HttpServer *server, const TlsIdentity &identity);

    static MHD_Result handle(void *server, MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *data,
                             size_t *size, void **context);

private:
    static void *noteTarget(void *server, const char *target, MHD_Connection *connection);
    static void noteConnection(void *server, MHD_Connection *connection, void **context,
                               MHD_ConnectionNotificationCode code);
    static void noteEnd(void *server, MHD_Connection *connection, void **context,
                        MHD_RequestTerminationCode code);
    static MHD_Result begin(HttpServer &server, Connection &connection, Request &request,
                            const char *method);
    static MHD_Result respond(HttpServer &server, Connection &connection, HttpResponse response);
    static RequestHead headOf(MHD_Connection *connection, const char *method, QByteArray target);
    static bool hasClientCertificate(MHD_Connection *connection);
    static Connection *connectionOf(MHD_Connection *connection);
};

} // namespace transfer::receiver::api
