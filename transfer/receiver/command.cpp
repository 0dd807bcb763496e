// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/command.h"

#include <csignal>
#include <sys/prctl.h>
#include <unistd.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostOutput = 16384;

} // namespace

tl::expected<CommandLine, QString> CommandLine::parse(const QString &line,
                                                      std::chrono::milliseconds limit)
{
    QStringList words = QProcess::splitCommand(line);
    if (words.isEmpty())
        return tl::unexpected(u"the command is empty"_s);
    const QString program = words.takeFirst();
    return CommandLine{program, words, limit, {}};
}

QString CommandLine::toString() const
{
    return (QStringList(program) + arguments).join(QLatin1Char(' '));
}

Command::Command(CommandLine line, QObject *parent)
    : QObject(parent)
    , m_line(std::move(line))
{
    m_process.setProgram(m_line.program);
    m_process.setArguments(m_line.arguments);
    m_process.setWorkingDirectory(m_line.directory);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_process.setChildProcessModifier([] {
        ::setpgid(0, 0);
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    });
    m_limit.setSingleShot(true);

    connect(&m_process, &QProcess::readyRead, this, &Command::collect);
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        collect();
        if (m_isKilled)
            finish(false,
                   u"killed after %1 s without a result"_s.arg(m_line.limit.count() / 1000.0));
        else if (status == QProcess::CrashExit)
            finish(false, u"it crashed"_s);
        else
            finish(code == 0, u"exit status %1"_s.arg(code), code);
    });
    const auto failToStart = [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            finish(false, u"could not be started: "_s + m_process.errorString());
    };
    connect(&m_process, &QProcess::errorOccurred, this, failToStart, Qt::QueuedConnection);
    connect(&m_limit, &QTimer::timeout, this, &Command::kill);
}

Command::~Command()
{
    m_process.disconnect(this);
    kill();
}

void Command::start()
{
    m_started = std::chrono::steady_clock::now();
    m_limit.start(m_line.limit);
    m_process.start(QIODevice::ReadOnly);
}

void Command::collect()
{
    const QByteArray bytes = m_process.readAll();
    m_output += bytes.first(qMin(bytes.size(), kMostOutput - m_output.size()));
}

void Command::kill()
{
    if (m_process.processId() == 0)
        return;
    m_isKilled = true;
    ::kill(-pid_t(m_process.processId()), SIGKILL);
    m_process.kill();
}

void Command::finish(bool isSuccess, const QString &ending, std::optional<int> exitStatus)
{
    if (std::exchange(m_isFinished, true))
        return;
    m_limit.stop();
    const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - m_started);
    emit finished({isSuccess, ending, m_output, duration, exitStatus});
}

} // namespace transfer::receiver
