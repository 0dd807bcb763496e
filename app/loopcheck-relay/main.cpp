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
    DaemonContext context(relaySettings, argc, argv);
    if (const auto status = context.settings.parse(argc, argv))
        return *status;
    auto options = RelayDaemonOptions::from(context.settings);
    if (!options)
        return wrongUsage(options.error());
    if (const auto isLocked = context.takeLock(options->lock); !isLocked)
        return failToStart(isLocked.error());
    if (const auto isOpen = context.listen(options->listen, "relay"); !isOpen)
        return failToStart(isOpen.error());

    if (const auto status = startProcess(context))
        return *status;
    if (const auto asNow = RelayDaemonOptions::from(context.settings))
        options = asNow;

    const QCoreApplication application(argc, argv);
    RelayServer server(options->relay);
    apply(*options, server);
    if (const auto isServing = server.accept(std::move(context.sockets.front().descriptor));
        !isServing)
        return failToStart(isServing.error());
    qInfo().noquote() << u"serving on port %1"_s.arg(server.port());
    return serve({&server}, context, *options,
                 [&](const RelayDaemonOptions &now) { apply(now, server); });
}
