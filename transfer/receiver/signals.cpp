// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/signals.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>

namespace transfer::receiver {

namespace {

const QList<int> kDaemonSignals{SIGTERM, SIGINT, SIGHUP, SIGUSR2};

std::atomic<int> signalDescriptor{-1};

void noteSignal(int number)
{
    const int error = errno;
    const auto byte = static_cast<unsigned char>(number);
    static_cast<void>(::write(signalDescriptor.load(), &byte, 1) == 1);
    errno = error;
}

void setHandler(int number, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

void mask(int how, const QList<int> &signalNumbers)
{
    sigset_t set;
    sigemptyset(&set);
    for (const int number : signalNumbers)
        sigaddset(&set, number);
    ::sigprocmask(how, &set, nullptr);
}

} // namespace

void holdSignals()
{
    mask(SIG_BLOCK, kDaemonSignals);
}

SignalPipe::SignalPipe(const QList<int> &signalNumbers)
    : m_signalNumbers(signalNumbers)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe(ends.data()) != 0)
        qFatal("no pipe for signals");
    m_readEnd = FileDescriptor(ends[0]);
    m_writeEnd = FileDescriptor(ends[1]);
    for (const int end : ends) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    signalDescriptor = m_writeEnd.get();
    for (const int number : m_signalNumbers)
        setHandler(number, noteSignal);
    mask(SIG_UNBLOCK, m_signalNumbers);
}

SignalPipe::~SignalPipe()
{
    for (const int number : m_signalNumbers)
        setHandler(number, SIG_DFL);
    signalDescriptor = -1;
}

std::optional<int> SignalPipe::take()
{
    unsigned char byte = 0;
    if (::read(m_readEnd.get(), &byte, 1) == 1)
        return byte;
    return {};
}

std::optional<int> SignalPipe::takeWithin(std::optional<std::chrono::milliseconds> limit)
{
    pollfd waiting = {m_readEnd.get(), POLLIN, 0};
    while (::poll(&waiting, 1, limit ? int(limit->count()) : -1) < 0 && errno == EINTR) {
    }
    return take();
}

SignalWatcher::SignalWatcher(QObject *parent)
    : QObject(parent)
    , m_pipe(kDaemonSignals)
    , m_notifier(m_pipe.descriptor(), QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        while (const auto number = m_pipe.take()) {
            if (*number == SIGHUP)
                emit reloadAsked();
            else if (*number == SIGUSR2)
                emit upgradeAsked();
            else
                emit terminationAsked();
        }
    });
}

} // namespace transfer::receiver
