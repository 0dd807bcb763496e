// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"
#include "transfer/receiver/service.h"
#include "transfer/receiver/session.h"

#include <QList>
#include <QTcpServer>
#include <QTimer>
#include <chrono>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// Accepts peers and holds their sessions, several at once, up to a limit.
class SessionServer : public Service
{
    Q_OBJECT
public:
    explicit SessionServer(QObject *parent = nullptr);
    ~SessionServer() override;

    /// Takes over a socket that listens.
    tl::expected<void, QString> accept(FileDescriptor listeningSocket);
    quint16 port() const { return m_server.serverPort(); }

    /// Fewer where the limit of open files does not suffice for so many: out of descriptors, nobody
    /// could even be refused.
    void setMostSessions(int most);
    int mostSessions() const { return m_mostSessions; }
    qsizetype connectionCount() const override { return m_sessions.size(); }
    void finish(std::chrono::milliseconds limit) override;

protected:
    /// Whether a peer of that address is served.
    virtual bool admits(const QHostAddress &) const { return true; }
    virtual Session *makeSession(std::unique_ptr<QTcpSocket> socket) = 0;

private:
    void takePending();
    void remove(Session *session);

    QTcpServer m_server;
    QList<Session *> m_sessions;
    QTimer m_finishLimit;
    QTimer m_acceptPause;
    int m_mostSessions = 64;
    bool m_isFinishing = false;
};

} // namespace transfer::receiver
