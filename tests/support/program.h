// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace support {

/// A program that was built with the tests; ctest says where.
QString builtProgram(const QString &name);

/// How a program ended and what it said.
struct Ended
{
    int exitCode = -1; ///< -1 when it crashed, never started, or had not ended after 30 s
    QByteArray out;
    QByteArray err;
    /// The one JSON object on stdout; empty when there is anything else.
    QJsonObject json() const;
    /// Both streams, for a failure's text.
    QByteArray all() const { return out + err; }
};

/// Runs a program to its end. Events go on meanwhile, so a server may live in the calling thread.
Ended runProgram(const QString &program, const QStringList &arguments);

/// A server that runs until this is destroyed. It tells where it listens by the first line on its
/// stdout, HOST:PORT.
class ServerProgram
{
public:
    ServerProgram(const QString &program, const QStringList &arguments);
    ~ServerProgram();
    ServerProgram(const ServerProgram &) = delete;
    ServerProgram &operator=(const ServerProgram &) = delete;

    bool isReady() const { return !m_address.isEmpty(); }
    QString address() const { return m_address; }
    QString port() const { return m_address.section(u':', -1); }
    /// Why it is not ready.
    QByteArray complaint() { return m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QString m_address;
};

} // namespace support
