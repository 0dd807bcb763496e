// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

namespace support {

/// A real PostgreSQL server with its data in a temporary folder, on a port of 127.0.0.1 of its own,
/// with user "loopcheck" and a password that needs percent-encoding. As root it runs as the user
/// that Debian's package made: the server refuses to run as root. Ended with this object.
class PostgresServer
{
public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer &) = delete;
    PostgresServer &operator=(const PostgresServer &) = delete;

    /// Makes the data folder. False when that cannot be done; log() says why.
    bool make();
    /// Starts it and waits until it takes connections; also after kill().
    bool start();
    /// SIGKILL for the server; its processes end themselves when they notice.
    void kill();

    quint16 port() const { return m_port; }
    static QString user() { return QStringLiteral("loopcheck"); }
    static QString password() { return QStringLiteral("p@ss/word"); }
    /// postgresql://..., with the password.
    QString url() const;
    QString log() const;

private:
    QString program(const QString &name) const;
    QStringList asServerUser(const QStringList &command) const;
    bool run(const QStringList &command);
    QByteArray ownLog() const;

    QTemporaryDir m_folder;
    QString m_programs;
    QProcess m_process;
    quint16 m_port = 0;
    QByteArray m_log;
};

} // namespace support
