// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

namespace support {

/// One of our daemons as a process of its own, from LOOPCHECK_BIN. Ended with this object.
class DaemonProcess
{
public:
    DaemonProcess(const QString &program, const QStringList &arguments);
    ~DaemonProcess();

    /// Waits until it says where it listens. False when it ended instead.
    bool isListening();
    quint16 port() const { return m_port; }

    /// What it wrote to standard error so far.
    QString log();
    void signal(int number);
    /// Waits for its end and gives its exit status; -1 when a signal ended it or it does not end.
    int waitForEnd();
    bool isRunning() const { return m_process.state() == QProcess::Running; }
    qint64 processId() const { return m_process.processId(); }

private:
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_log;
    quint16 m_port = 0;
};

} // namespace support
