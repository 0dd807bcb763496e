// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-relay/options.h"
#include "transfer/receiver/daemonprocess.h"
#include "transfer/receiver/signals.h"

#include <QCoreApplication>
#include <QLoggingCategory>

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

int serve(int argc, char **argv, Settings &settings, RelayDaemonOptions options,
          FileDescriptor listeningSocket)
{
    QCoreApplication application(argc, argv);
    SignalWatcher signalWatcher;
    RelayServer server(options.relay);
    apply(options, server);
    if (const auto isServing = server.accept(std::move(listeningSocket)); !isServing)
        return failToStart(isServing.error());

    QObject::connect(&signalWatcher, &SignalWatcher::reloadAsked, &server, [&] {
        if (const auto fresh = readAgain<RelayDaemonOptions>(settings, options)) {
            options = *fresh;
            apply(options, server);
        }
    });
    QObject::connect(&signalWatcher, &SignalWatcher::terminationAsked, &server, [&] {
        qInfo().noquote() << u"ending: %1 connections are open"_s.arg(server.sessionCount());
        server.finish(options.finishLimit);
    });
    QObject::connect(&server, &RelayServer::finished, &application, &QCoreApplication::quit);
    qInfo().noquote() << u"serving on port %1"_s.arg(server.port());
    return QCoreApplication::exec();
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
    return serve(argc, argv, settings, *options, std::move(socket->descriptor));
}
