// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

namespace support {

namespace {

constexpr int kLimitMs = 30'000;

} // namespace

QString builtProgram(const QString &name)
{
    return QDir(qEnvironmentVariable("LOOPCHECK_BIN")).filePath(name);
}

QJsonObject Ended::json() const
{
    return QJsonDocument::fromJson(out).object();
}

Ended runProgram(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    const bool hasEnded =
        QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, kLimitMs);
    Ended ended;
    if (hasEnded && process.error() == QProcess::UnknownError &&
        process.exitStatus() == QProcess::NormalExit)
        ended.exitCode = process.exitCode();
    ended.out = process.readAllStandardOutput();
    ended.err = process.readAllStandardError();
    if (!hasEnded) {
        process.kill();
        process.waitForFinished();
    }
    return ended;
}

ServerProgram::ServerProgram(const QString &program, const QStringList &arguments)
{
    m_process.start(program, arguments);
    const bool hasSpoken = QTest::qWaitFor(
        [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
        kLimitMs);
    if (hasSpoken)
        m_address = QString::fromLatin1(m_process.readLine()).trimmed();
}

ServerProgram::~ServerProgram()
{
    m_process.kill();
    m_process.waitForFinished();
}

} // namespace support
