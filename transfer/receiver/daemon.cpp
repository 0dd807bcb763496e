// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/daemon.h"

#include "transfer/receiver/logtext.h"
#include "transfer/receiver/signals.h"

#include <QLoggingCategory>
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

bool asksToEnd(std::optional<int> signal)
{
    const int number = signal.value_or(0);
    return number == SIGTERM || number == SIGINT;
}

constexpr milliseconds kFirstPause = 500ms;
constexpr milliseconds kLongestPause = 30s;
/// A worker that lived so long did not crash because of its start.
constexpr milliseconds kLongLife = 60s;

/// The parent's part in a fork that hands over to its child.
tl::expected<void, QString> forkAndLeave()
{
    const pid_t child = ::fork();
    if (child < 0)
        return tl::unexpected(systemError(u"cannot fork"_s));
    if (child > 0)
        ::_exit(EXIT_SUCCESS);
    return {};
}

void endWithParent(pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent)
        ::_exit(EXIT_FAILURE);
}

QString endingOf(int status)
{
    return WIFSIGNALED(status) ? u"killed by signal %1"_s.arg(WTERMSIG(status))
                               : u"exit status %1"_s.arg(WEXITSTATUS(status));
}

/// Whether a successor serves now.
bool succeeds(const HandOver &handOver)
{
    const auto successor = handOver.start();
    if (!successor) {
        qCritical().noquote() << u"the upgrade failed: "_s + successor.error();
        return false;
    }
    if (successor->isReadyWithin(kSuccessorLimit)) {
        qInfo().noquote() << u"the successor %1 serves"_s.arg(successor->process);
        return true;
    }
    successor->end();
    qCritical().noquote() << u"the successor did not come to serve; this one goes on"_s;
    return false;
}

/// Waits until the worker ends, passing signals on. Tells how it ended.
int awaitWorker(pid_t worker, SignalPipe &pipe, ListeningSockets &sockets, HandOver &handOver,
                bool &isEnding)
{
    for (;;) {
        const auto number = pipe.takeWithin(std::nullopt);
        int status = 0;
        if (::waitpid(worker, &status, WNOHANG) == worker)
            return status;
        if (number == SIGHUP) {
            ::kill(worker, SIGHUP);
        } else if (asksToEnd(number) || (number == SIGUSR2 && !isEnding && succeeds(handOver))) {
            isEnding = true;
            sockets.clear();
            handOver.clear();
            ::kill(worker, SIGTERM);
        }
    }
}

/// False when a signal to end came meanwhile.
bool pauseFor(milliseconds pause, SignalPipe &pipe)
{
    const auto until = steady_clock::now() + pause;
    for (auto left = pause; left > 0ms;
         left = std::chrono::ceil<milliseconds>(until - steady_clock::now())) {
        const auto number = pipe.takeWithin(left);
        if (asksToEnd(number))
            return false;
    }
    return true;
}

} // namespace

tl::expected<void, QString> daemonise()
{
    std::fflush(nullptr);
    if (auto isForked = forkAndLeave(); !isForked)
        return isForked;
    if (::setsid() < 0)
        return tl::unexpected(systemError(u"cannot leave the session"_s));
    if (auto isForked = forkAndLeave(); !isForked)
        return isForked;
    const FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    if (!null.isOpen() || ::chdir("/") != 0)
        return tl::unexpected(systemError(u"cannot leave the terminal"_s));
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        ::dup2(null.get(), standard);
    return {};
}

std::optional<int> supervise(ListeningSockets &sockets, HandOver &handOver)
{
    SignalPipe pipe({SIGTERM, SIGINT, SIGHUP, SIGUSR2, SIGCHLD});
    const pid_t self = ::getpid();
    milliseconds pause = kFirstPause;
    for (bool isEnding = false;;) {
        std::fflush(nullptr);
        const pid_t worker = ::fork();
        if (worker == 0) {
            endWithParent(self);
            holdSignals();
            return std::nullopt;
        }
        if (worker < 0) {
            qCritical().noquote() << systemError(u"cannot fork a worker"_s);
            return EXIT_FAILURE;
        }
        const auto started = steady_clock::now();
        const int status = awaitWorker(worker, pipe, sockets, handOver, isEnding);
        if (isEnding || (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS))
            return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;

        if (steady_clock::now() - started >= kLongLife)
            pause = kFirstPause;
        qCritical().noquote() << u"the worker %1 ended (%2) and is started again in %3 s"_s.arg(
            QString::number(worker), endingOf(status), QString::number(pause.count() / 1000.0));
        if (!pauseFor(pause, pipe))
            return EXIT_SUCCESS;
        pause = std::min(pause * 2, kLongestPause);
    }
}

} // namespace transfer::receiver
