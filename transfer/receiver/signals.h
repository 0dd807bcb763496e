// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QList>
#include <QObject>
#include <QSocketNotifier>
#include <chrono>
#include <optional>

namespace transfer::receiver {

/// Keeps SIGTERM, SIGINT, SIGHUP and SIGUSR2 back until a SignalPipe takes them, in this process
/// and those it forks: before that they would end it.
void holdSignals();

/// Turns signals of the system into bytes of a pipe, so that they are handled where it is safe.
/// One at a time in a process.
class SignalPipe
{
public:
    explicit SignalPipe(const QList<int> &signalNumbers);
    ~SignalPipe();
    SignalPipe(const SignalPipe &) = delete;
    SignalPipe &operator=(const SignalPipe &) = delete;

    int descriptor() const { return m_readEnd.get(); }
    /// The next signal, if one has come.
    std::optional<int> take();
    /// Waits for one.
    std::optional<int> takeWithin(std::optional<std::chrono::milliseconds> limit);

private:
    QList<int> m_signalNumbers;
    FileDescriptor m_readEnd;
    FileDescriptor m_writeEnd;
};

/// SIGTERM and SIGINT, SIGHUP, SIGUSR2, in the event loop.
class SignalWatcher : public QObject
{
    Q_OBJECT
public:
    explicit SignalWatcher(QObject *parent = nullptr);

signals:
    void terminationAsked();
    void reloadAsked();
    void upgradeAsked();

private:
    SignalPipe m_pipe;
    QSocketNotifier m_notifier;
};

} // namespace transfer::receiver
