// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/nginxprefix.h"

#include <QDir>
#include <QFile>
#include <QLocalSocket>
#include <QTest>
#include <csignal>
#include <unistd.h>

namespace support {

using namespace Qt::StringLiterals;

namespace {

const auto kNginx = u"/usr/sbin/nginx"_s;
constexpr int kPatience = 20000;

constexpr auto kConfiguration = R"(
pid PREFIX/nginx.pid;
daemon off;
worker_processes 1;
events { worker_connections 64; }
http {
    access_log off;
    client_body_temp_path PREFIX/body;
    proxy_temp_path PREFIX/proxy;
    fastcgi_temp_path PREFIX/fastcgi;
    uwsgi_temp_path PREFIX/uwsgi;
    scgi_temp_path PREFIX/scgi;
    include PREFIX/rules/*.zone;
    server {
        listen unix:PREFIX/http.socket;
        location = /alive { return 200 "alive"; }
        include PREFIX/rules/*.conf;
    }
}
)";

} // namespace

NginxPrefix::NginxPrefix()
{
    QDir(m_directory.path()).mkdir(u"rules"_s);
    QByteArray text(kConfiguration);
    text.replace("PREFIX", m_directory.path().toUtf8());
    if (::geteuid() == 0)
        text.prepend("user root;");
    QFile file(path(u"nginx.conf"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("the configuration of nginx cannot be written");
}

NginxPrefix::~NginxPrefix()
{
    stop();
}

bool NginxPrefix::start()
{
    const QString line = command({});
    QStringList words = QProcess::splitCommand(line);
    m_process.setProgram(words.takeFirst());
    m_process.setArguments(words);
    m_process.start();
    return m_process.waitForStarted() && comesToServe("/alive", "alive");
}

void NginxPrefix::stop()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(kPatience)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

QString NginxPrefix::rulesDirectory() const
{
    return path(u"rules"_s);
}

QString NginxPrefix::rule(const QString &name) const
{
    return rulesDirectory() + u'/' + name;
}

QString NginxPrefix::command(const QString &what) const
{
    return u"%1 -p %2 -c %3 -e %4%5"_s.arg(kNginx, m_directory.path(), path(u"nginx.conf"_s),
                                           path(u"error.log"_s), what);
}

QString NginxPrefix::testCommand() const
{
    return command(u" -t"_s);
}

QString NginxPrefix::reloadCommand() const
{
    return command(u" -s reload"_s);
}

QString NginxPrefix::pidFile() const
{
    return path(u"nginx.pid"_s);
}

QString NginxPrefix::errorLog() const
{
    return path(u"error.log"_s);
}

QByteArray NginxPrefix::get(const QByteArray &path) const
{
    QLocalSocket socket;
    socket.connectToServer(m_directory.filePath(u"http.socket"_s));
    if (!socket.waitForConnected(kPatience))
        return {};
    socket.write("GET " + path + " HTTP/1.0\r\n\r\n");
    while (socket.state() == QLocalSocket::ConnectedState && socket.waitForReadyRead(kPatience)) {
    }
    const QByteArray answer = socket.readAll();
    if (!answer.startsWith("HTTP/1.1 200 "))
        return answer.mid(9, 3);
    return answer.sliced(answer.indexOf("\r\n\r\n") + 4);
}

bool NginxPrefix::comesToServe(const QByteArray &path, const QByteArray &body) const
{
    return QTest::qWaitFor([&] { return get(path) == body; }, kPatience);
}

} // namespace support
