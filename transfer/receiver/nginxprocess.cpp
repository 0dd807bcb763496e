// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/nginxprocess.h"

#include "transfer/receiver/logtext.h"

#include <QDir>
#include <QFile>
#include <optional>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMostPidFile = 64;

QByteArray contentOf(const QString &path, qint64 most)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(most) : QByteArray();
}

QString procPath(pid_t pid, QLatin1StringView what)
{
    return u"/proc/%1/%2"_s.arg(QString::number(pid), what);
}

QByteArray titleOf(pid_t pid)
{
    return contentOf(procPath(pid, "cmdline"_L1), 4096).replace('\0', ' ').trimmed();
}

struct Stat
{
    char state = 0;
    pid_t parent = 0;
    quint64 startTime = 0;
};

/// proc(5): "pid (name) state ppid ... starttime"; the name may hold blanks and parentheses.
std::optional<Stat> statOf(pid_t pid)
{
    const QByteArray text = contentOf(procPath(pid, "stat"_L1), 4096);
    const auto fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    constexpr int kState = 0;
    constexpr int kParent = 1;
    constexpr int kStartTime = 19;
    if (fields.size() <= kStartTime || fields[kState].isEmpty())
        return std::nullopt;
    return Stat{fields[kState][0], pid_t(fields[kParent].toInt()),
                fields[kStartTime].toULongLong()};
}

bool isAlive(const Stat &stat)
{
    return stat.state != 'Z' && stat.state != 'X';
}

} // namespace

tl::expected<NginxProcess, QString> NginxProcess::find(const QString &pidFile)
{
    QFile file(pidFile);
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(u"nginx does not run, or its pid file is another one: cannot read "
                              u"%1: %2"_s.arg(pidFile, file.errorString()));
    bool isNumber = false;
    const QByteArray text = file.read(kMostPidFile).trimmed();
    const pid_t pid = text.toInt(&isNumber);
    if (!isNumber || pid <= 0)
        return tl::unexpected(
            u"the pid file %1 holds no process number: nginx does not run"_s.arg(pidFile));
    const auto stat = statOf(pid);
    if (!stat || !isAlive(*stat))
        return tl::unexpected(u"the pid file %1 is stale: there is no process %2, nginx does not "
                              u"run"_s.arg(pidFile, QString::number(pid)));
    const QByteArray title = titleOf(pid);
    if (!title.startsWith("nginx: master process"))
        return tl::unexpected(
            u"the pid file %1 is stale: process %2 is no nginx master but %3"_s.arg(
                pidFile, QString::number(pid), printable(title, 100)));
    return NginxProcess({pid, stat->startTime});
}

bool NginxProcess::isRunning() const
{
    const auto stat = statOf(m_identity.pid);
    return stat && isAlive(*stat) && stat->startTime == m_identity.startTime;
}

std::set<ProcessIdentity> NginxProcess::servingWorkers() const
{
    std::set<ProcessIdentity> workers;
    for (const QString &name : QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        bool isNumber = false;
        const pid_t pid = name.toInt(&isNumber);
        if (!isNumber)
            continue;
        const auto stat = statOf(pid);
        if (stat && isAlive(*stat) && stat->parent == m_identity.pid &&
            titleOf(pid) == "nginx: worker process")
            workers.insert({pid, stat->startTime});
    }
    return workers;
}

} // namespace transfer::receiver
