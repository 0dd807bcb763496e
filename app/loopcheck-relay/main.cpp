// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-relay/options.h"
#include "transfer/receiver/daemonprocess.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

namespace {

void apply(const RelayDaemonOptions &options, RelayServer &server)
{
    server.setOptions(options.relay);
    server.setMostSessions(options.mostConnections);
    if (options.relay.allowed.isLoopbackOnly())
        qInfo().noquote() << u"no --allow is given: only receivers on this machine are pushed to"_s;
}

} // namespace

int main(int argc, char **argv)
{
    openLog("loopcheck-relay");
    Settings settings = relaySettings();
    if (const auto status = settings.parse(argc, argv))
        return *status;
    auto options = RelayDaemonOptions::from(settings);
    if (!options)
        return wrongUsage(options.error());
    auto lock = InstanceLock::take(options->lock);
    if (!lock)
        return failToStart(lock.error());
    auto socket = ListeningSocket::open(options->listen);
    if (!socket)
        return failToStart(socket.error());

    if (const auto status = startProcess(settings, *lock, *socket))
        return *status;
    if (const auto asNow = RelayDaemonOptions::from(settings))
        options = asNow;

    const QCoreApplication application(argc, argv);
    RelayServer server(options->relay);
    return serve(server, std::move(socket->descriptor), settings, *options,
                 [&](const RelayDaemonOptions &now) { apply(now, server); });
}
