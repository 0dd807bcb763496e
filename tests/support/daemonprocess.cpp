// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/daemonprocess.h"

#include "tests/support/program.h"

#include <QTest>
#include <csignal>

namespace support {

namespace {

constexpr int kPatience = 60000;

} // namespace

DaemonProcess::DaemonProcess(const QString &program, const QStringList &arguments)
{
    m_process.setProgram(builtProgram(program));
    m_process.setArguments(arguments);
    m_process.start();
    m_process.waitForStarted();
}

DaemonProcess::~DaemonProcess()
{
    if (!isRunning())
        return;
    m_process.terminate(); // a supervising parent ends its worker with it
    if (!m_process.waitForFinished(kPatience)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

bool DaemonProcess::isListening()
{
    static_cast<void>(QTest::qWaitFor(
        [this] {
            m_output += m_process.readAllStandardOutput();
            return m_output.contains('\n') || !isRunning();
        },
        kPatience));
    const QByteArray line = m_output.left(m_output.indexOf('\n'));
    m_port = line.sliced(line.lastIndexOf(':') + 1).toUShort();
    return line.startsWith("listening on ") && m_port != 0;
}

QString DaemonProcess::log()
{
    m_log += m_process.readAllStandardError();
    return QString::fromUtf8(m_log);
}

void DaemonProcess::signal(int number)
{
    ::kill(pid_t(m_process.processId()), number);
}

int DaemonProcess::waitForEnd()
{
    static_cast<void>(QTest::qWaitFor([this] { return !isRunning(); }, kPatience));
    return !isRunning() && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode()
                                                                          : -1;
}

} // namespace support
