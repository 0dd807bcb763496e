// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/daemonlog.h"

#include "transfer/receiver/logtext.h"

#include <QDateTime>
#include <csignal>
#include <cstdio>
#include <syslog.h>
#include <unistd.h>

namespace transfer::receiver {

namespace {

const char *programName = "";
bool isSystemLog = false;

struct Level
{
    int priority;
    const char *word;
};

Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return {LOG_DEBUG, "debug"};
    case QtInfoMsg:
        return {LOG_INFO, "info"};
    case QtWarningMsg:
        return {LOG_WARNING, "warning"};
    case QtCriticalMsg:
        return {LOG_ERR, "error"};
    case QtFatalMsg:
        return {LOG_CRIT, "fatal"};
    }
    return {LOG_ERR, "error"};
}

void write(QtMsgType type, const QMessageLogContext &, const QString &message)
{
    const Level level = levelOf(type);
    const QByteArray line = oneLine(message).toUtf8();
    if (isSystemLog) {
        ::syslog(level.priority, "%s", line.constData());
        return;
    }
    const QByteArray time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1();
    std::fprintf(stderr, "%s %s[%d] %s: %s\n", time.constData(), programName, int(::getpid()),
                 level.word, line.constData());
}

} // namespace

void openLog(const char *program)
{
    programName = program;
    std::signal(SIGPIPE, SIG_IGN); // a log, or a peer, that went away does not end the daemon
    qInstallMessageHandler(write);
}

void useSystemLog()
{
    isSystemLog = true;
    reopenLog();
}

void reopenLog()
{
    if (!isSystemLog)
        return;
    ::closelog();
    ::openlog(programName, LOG_PID, LOG_DAEMON);
}

} // namespace transfer::receiver
