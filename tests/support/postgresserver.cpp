// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/postgresserver.h"

#include "tests/support/files.h"

#include <QDir>
#include <QHostAddress>
#include <QTcpServer>
#include <QTest>
#include <unistd.h>

namespace support {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

/// A port that was free a moment ago.
quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

QString newestPrograms()
{
    QDir versions(u"/usr/lib/postgresql"_s);
    const QStringList names = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    return names.isEmpty() ? QString() : versions.filePath(names.constLast() + u"/bin"_s);
}

} // namespace

PostgresServer::PostgresServer()
    : m_programs(newestPrograms())
{
}

PostgresServer::~PostgresServer()
{
    kill();
    // What the server's own user made there.
    if (::geteuid() == 0)
        run({u"chown"_s, u"-R"_s, u"root"_s, m_folder.path()});
}

QString PostgresServer::program(const QString &name) const
{
    return QDir(m_programs).filePath(name);
}

QStringList PostgresServer::asServerUser(const QStringList &command) const
{
    if (::geteuid() != 0)
        return command;
    return QStringList{u"setpriv"_s, u"--reuid=postgres"_s, u"--regid=postgres"_s,
                       u"--init-groups"_s} +
           command;
}

bool PostgresServer::run(const QStringList &command)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.setWorkingDirectory(m_folder.path());
    process.start(command.constFirst(), command.mid(1));
    const bool hasEnded = process.waitForFinished(kPatience);
    m_log += process.readAll();
    return hasEnded && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

bool PostgresServer::make()
{
    if (m_programs.isEmpty()) {
        m_log = "There is no PostgreSQL in /usr/lib/postgresql: install the package postgresql.";
        return false;
    }
    const QString passwordFile = m_folder.filePath(u"password"_s);
    write(passwordFile, password().toUtf8() + '\n');
    if (::geteuid() == 0 && !run({u"chown"_s, u"-R"_s, u"postgres:postgres"_s, m_folder.path()}))
        return false;
    return run(asServerUser({program(u"initdb"_s), u"-D"_s, m_folder.filePath(u"data"_s), u"-U"_s,
                             user(), u"--pwfile"_s, passwordFile, u"-A"_s, u"scram-sha-256"_s,
                             u"-E"_s, u"UTF8"_s, u"--locale=C"_s, u"--no-sync"_s}));
}

QByteArray PostgresServer::ownLog() const
{
    return contentOf(m_folder.filePath(u"log"_s));
}

bool PostgresServer::start()
{
    // Another program may have taken the port meanwhile, and the memory of a server that was
    // killed is in use until its last process has noticed. What a killed program has written the
    // system keeps, so nothing is lost without fsync; with it each start after a kill would sync
    // every file of the database.
    for (int attempt = 0; attempt < 20; ++attempt) {
        if (m_port == 0)
            m_port = freePort();
        const QStringList command =
            asServerUser({program(u"postgres"_s), u"-D"_s, m_folder.filePath(u"data"_s), u"-p"_s,
                          QString::number(m_port), u"-c"_s, u"listen_addresses=127.0.0.1"_s,
                          u"-c"_s, u"unix_socket_directories="_s, u"-c"_s, u"shared_buffers=16MB"_s,
                          u"-c"_s, u"fsync=off"_s});
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setWorkingDirectory(m_folder.path());
        const qsizetype before = ownLog().size();
        m_process.setStandardOutputFile(m_folder.filePath(u"log"_s), QIODevice::Append);
        m_process.start(command.constFirst(), command.mid(1));
        const auto hasDecided = [this, before] {
            return m_process.state() == QProcess::NotRunning ||
                   ownLog().indexOf("ready to accept connections", before) >= 0;
        };
        const bool isUp = QTest::qWaitFor(hasDecided, kPatience);
        if (isUp && m_process.state() == QProcess::Running)
            return true;
        kill();
    }
    return false;
}

void PostgresServer::kill()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.kill();
    m_process.waitForFinished(kPatience);
}

QString PostgresServer::url() const
{
    return u"postgresql://"_s + user() + u":p%40ss%2Fword@127.0.0.1:"_s + QString::number(m_port) +
           u"/postgres"_s;
}

QString PostgresServer::log() const
{
    return QString::fromUtf8(m_log + ownLog());
}

} // namespace support
