// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/sessionserver.h"

#include <QLoggingCategory>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

SessionServer::SessionServer(QObject *parent)
    : QObject(parent)
{
    m_finishLimit.setSingleShot(true);
    connect(&m_server, &QTcpServer::newConnection, this, &SessionServer::takePending);
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

void SessionServer::finish(std::chrono::milliseconds limit)
{
    if (std::exchange(m_isFinishing, true))
        return;
    takePending();
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
