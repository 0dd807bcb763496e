// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/sessionserver.h"

#include <QLoggingCategory>
#include <algorithm>
#include <limits>
#include <sys/resource.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds kAcceptPause{1000};
/// Of a session: its socket, and the file or the connection on its behalf.
constexpr int kDescriptorsOfASession = 2;
constexpr int kOtherDescriptors = 32;

int affordableSessions()
{
    rlimit files = {};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0)
        return 1;
    const auto most = std::min<rlim_t>(files.rlim_cur, std::numeric_limits<int>::max());
    return std::max((int(most) - kOtherDescriptors) / kDescriptorsOfASession, 1);
}

} // namespace

SessionServer::SessionServer(QObject *parent)
    : Service(parent)
{
    m_finishLimit.setSingleShot(true);
    connect(&m_server, &QTcpServer::newConnection, this, &SessionServer::takePending);
    // QTcpServer accepts nothing more after an error, such as no free descriptor.
    m_acceptPause.setSingleShot(true);
    connect(&m_acceptPause, &QTimer::timeout, &m_server, &QTcpServer::resumeAccepting);
    connect(&m_server, &QTcpServer::acceptError, this, [this] {
        qWarning().noquote() << u"cannot accept a connection: %1; trying again in %2 s"_s.arg(
            m_server.errorString(), QString::number(kAcceptPause.count() / 1000.0));
        m_acceptPause.start(kAcceptPause);
    });
    connect(&m_finishLimit, &QTimer::timeout, this, [this] {
        const QList<Session *> sessions = m_sessions;
        for (Session *session : sessions)
            session->hurry();
    });
}

SessionServer::~SessionServer()
{
    qDeleteAll(std::exchange(m_sessions, {}));
}

tl::expected<void, QString> SessionServer::accept(FileDescriptor listeningSocket)
{
    if (!m_server.setSocketDescriptor(listeningSocket.get()))
        return tl::unexpected(u"cannot accept connections: "_s + m_server.errorString());
    listeningSocket.release();
    return {};
}

void SessionServer::setMostSessions(int most)
{
    m_mostSessions = std::min(most, affordableSessions());
    if (m_mostSessions < most)
        qWarning().noquote() << u"at most %1 connections at once, not %2: the limit of open files "
                                u"is too low for more"_s.arg(QString::number(m_mostSessions),
                                                             QString::number(most));
}

void SessionServer::finish(std::chrono::milliseconds limit)
{
    if (std::exchange(m_isFinishing, true))
        return;
    takePending();
    m_acceptPause.stop();
    m_server.close();
    m_finishLimit.start(limit);
    const QList<Session *> sessions = m_sessions;
    for (Session *session : sessions)
        session->closeIfIdle();
    if (m_sessions.isEmpty())
        QMetaObject::invokeMethod(this, &SessionServer::finished, Qt::QueuedConnection);
}

void SessionServer::takePending()
{
    while (m_server.hasPendingConnections()) {
        std::unique_ptr<QTcpSocket> socket(m_server.nextPendingConnection());
        socket->setParent(nullptr);
        if (!admits(socket->peerAddress())) {
            qWarning().noquote() << u"%1 is refused: it is no allowed sender"_s.arg(
                socket->peerAddress().toString());
            socket->abort();
            continue;
        }
        if (m_sessions.size() >= m_mostSessions) {
            qWarning().noquote() << u"%1 is refused: %2 connections are open already"_s.arg(
                socket->peerAddress().toString(), QString::number(m_sessions.size()));
            socket->abort();
            continue;
        }
        Session *session = makeSession(std::move(socket));
        m_sessions.append(session);
        connect(session, &Session::ended, this, [this, session] { remove(session); });
    }
}

void SessionServer::remove(Session *session)
{
    if (!m_sessions.removeOne(session))
        return;
    session->deleteLater();
    if (m_isFinishing && m_sessions.isEmpty())
        emit finished();
}

} // namespace transfer::receiver
