// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/daemonprocess.h"

#include "transfer/receiver/daemon.h"
#include "transfer/receiver/signals.h"

#include <cstdio>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

int failToStart(const QString &why)
{
    qCritical().noquote() << why;
    return EXIT_FAILURE;
}

int wrongUsage(const QString &why)
{
    std::fprintf(stderr, "%s\nTry --help.\n", qUtf8Printable(why));
    return 2;
}

std::optional<int> startProcess(Settings &settings, InstanceLock &lock, ListeningSocket &socket)
{
    holdSignals();
    std::printf("listening on %s\n", qUtf8Printable(socket.address.toString()));
    std::fflush(stdout);
    if (settings.isSet(u"daemon"_s)) {
        useSystemLog();
        if (const auto isDaemon = daemonise(); !isDaemon)
            return failToStart(isDaemon.error());
    }
    lock.writeProcessId();
    if (!settings.isSet(u"supervise"_s))
        return {};
    if (const auto status = supervise(socket.descriptor))
        return status;
    // A worker that is started again takes the configuration as it is now.
    if (const auto isRead = settings.reread(); !isRead)
        qWarning().noquote() << isRead.error();
    return {};
}

} // namespace transfer::receiver
