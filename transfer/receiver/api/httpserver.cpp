// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/httpserver.h"

#include "transfer/receiver/api/httpcallbacks.h"
#include "transfer/receiver/logtext.h"

#include <QLoggingCategory>
#include <algorithm>
#include <csignal>
#include <sys/socket.h>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A whole head, and what of a body is on its way through.
constexpr size_t kMemoryOfAConnection = 32768;
constexpr auto kPriorities = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
constexpr std::chrono::milliseconds kMostBetweenLooks = 1s;

} // namespace

HttpServer::HttpServer(MakeExchange makeExchange, HttpLimits limits, QObject *parent)
    : Service(parent)
    , m_makeExchange(std::move(makeExchange))
    , m_limits(limits)
{
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &HttpServer::run);
    m_deadlines.setInterval(std::min(kMostBetweenLooks, m_limits.idle / 4));
    connect(&m_deadlines, &QTimer::timeout, this, &HttpServer::lookAtDeadlines);
    m_finishLimit.setSingleShot(true);
    connect(&m_finishLimit, &QTimer::timeout, this, [this] {
        for (Connection *connection : std::as_const(m_connections)) {
            if (!connection->isAnswering())
                connection->hangUp();
        }
        run();
    });
}

HttpServer::~HttpServer()
{
    if (m_daemon == nullptr)
        return;
    m_notifier.reset();
    for (Connection *connection : std::as_const(m_connections))
        connection->resume();
    MHD_stop_daemon(m_daemon);
}

tl::expected<void, QString> HttpServer::serve(FileDescriptor listeningSocket,
                                              const TlsIdentity &identity)
{
    std::signal(SIGPIPE, SIG_IGN); // as QTcpSocket does: write() tells that a peer left
    const auto options = Callbacks::options(this, identity);
    m_daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_TLS | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, nullptr,
        nullptr, &Callbacks::handle, this, MHD_OPTION_ARRAY, options.data(),
        MHD_OPTION_LISTEN_SOCKET, listeningSocket.get(), MHD_OPTION_CONNECTION_LIMIT,
        unsigned(m_limits.connections), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        unsigned(m_limits.connectionsPerPeer), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        kMemoryOfAConnection, MHD_OPTION_HTTPS_PRIORITIES, kPriorities,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    if (m_daemon == nullptr)
        return tl::unexpected(
            u"the HTTPS server cannot start: look whether its certificate and key "
            u"are PEM files that belong together"_s);
    m_listening = std::move(listeningSocket);
    const auto *info = MHD_get_daemon_info(m_daemon, MHD_DAEMON_INFO_EPOLL_FD);
    m_notifier = std::make_unique<QSocketNotifier>(info->epoll_fd, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &HttpServer::run);
    m_deadlines.start();
    schedule();
    return {};
}

void HttpServer::run()
{
    if (m_daemon == nullptr || m_isRunning)
        return;
    m_isRunning = true;
    MHD_run(m_daemon);
    m_isRunning = false;
    schedule();
    if (m_isFinishing && m_connections.isEmpty() && m_finishLimit.isActive()) {
        m_finishLimit.stop();
        QMetaObject::invokeMethod(this, &HttpServer::finished, Qt::QueuedConnection);
    }
}

void HttpServer::schedule()
{
    MHD_UNSIGNED_LONG_LONG milliseconds = 0;
    if (MHD_get_timeout(m_daemon, &milliseconds) != MHD_YES)
        return m_next.stop();
    m_next.start(std::min(std::chrono::milliseconds(milliseconds), m_limits.idle));
}

void HttpServer::lookAtDeadlines()
{
    for (Connection *connection : std::as_const(m_connections)) {
        if (!connection->isAnswering() && connection->deadline.hasExpired())
            connection->hangUp();
    }
    run();
}

void HttpServer::finish(std::chrono::milliseconds limit)
{
    if (std::exchange(m_isFinishing, true) || m_daemon == nullptr)
        return;
    m_deadlines.setInterval(
        std::min<std::chrono::milliseconds>(m_deadlines.intervalAsDuration(), limit / 4 + 1ms));
    MHD_quiesce_daemon(m_daemon);
    m_listening.close();
    m_finishLimit.start(limit);
    for (Connection *connection : std::as_const(m_connections)) {
        if (connection->isIdle())
            connection->hangUp();
    }
    run();
}

/// The answer of a request has come, maybe from inside its exchange.
void HttpServer::wakeUp(const std::shared_ptr<Request> &request)
{
    if (request->connection == nullptr || !request->isSuspended)
        return;
    request->isSuspended = false;
    request->connection->deadline.setRemainingTime(m_limits.transfer);
    MHD_resume_connection(request->connection->handle);
    m_next.start(0ms);
}

} // namespace transfer::receiver::api
