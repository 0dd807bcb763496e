// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/httpmessage.h"
#include "transfer/receiver/service.h"

#include <QSocketNotifier>
#include <QTimer>
#include <chrono>
#include <memory>
#include <tl/expected.hpp>

struct MHD_Daemon;

namespace transfer::receiver::api {

/// A certificate with its key, and whom to believe.
struct TlsIdentity
{
    QByteArray certificate;     ///< PEM, with what is between it and its authority
    QByteArray key;             ///< PEM
    QByteArray clientAuthority; ///< PEM; empty: clients need no certificate
    friend bool operator==(const TlsIdentity &, const TlsIdentity &) = default;
};

struct HttpLimits
{
    int connections = 1000;
    int connectionsPerPeer = 100;
    /// For a request's head to come, on a connection that is new or kept.
    std::chrono::milliseconds idle{15000};
    /// For its body to come, and for its answer to be taken.
    std::chrono::milliseconds transfer{300000};
    friend bool operator==(const HttpLimits &, const HttpLimits &) = default;
};

/// HTTPS in this thread's event loop, by GNU libmicrohttpd. Each request becomes an exchange, which
/// is asked before the body is read; nothing of a body is kept here.
class HttpServer : public Service
{
    Q_OBJECT
public:
    using MakeExchange = std::function<std::unique_ptr<HttpExchange>(RequestHead)>;

    HttpServer(MakeExchange makeExchange, HttpLimits limits, QObject *parent = nullptr);
    ~HttpServer() override;

    /// Serves a socket that listens. TLS 1.2 at least.
    tl::expected<void, QString> serve(FileDescriptor listeningSocket, const TlsIdentity &identity);
    /// Hangs up on what is left after `limit`; what an exchange has not answered by then is waited
    /// for in any case.
    void finish(std::chrono::milliseconds limit) override;
    qsizetype connectionCount() const override { return m_connections.size(); }

private:
    struct Connection;
    struct Request;
    struct Callbacks;
    friend struct Callbacks;

    void run();
    void schedule();
    void lookAtDeadlines();
    void wakeUp(const std::shared_ptr<Request> &request);

    MakeExchange m_makeExchange;
    HttpLimits m_limits;
    MHD_Daemon *m_daemon = nullptr;
    FileDescriptor m_listening;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_next;      ///< when libmicrohttpd wants to run without an event
    QTimer m_deadlines; ///< looks for connections whose time is over
    QTimer m_finishLimit;
    QList<Connection *> m_connections;
    bool m_isRunning = false;
    bool m_isFinishing = false;
};

} // namespace transfer::receiver::api
