// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/daemonlog.h"
#include "transfer/receiver/instancelock.h"
#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/sessionserver.h"
#include "transfer/receiver/settings.h"
#include "transfer/receiver/signals.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <optional>

namespace transfer::receiver {

/// Says why on standard error. Gives the exit status: 1.
int failToStart(const QString &why);
/// Says why on standard error. Gives the exit status: 2.
int wrongUsage(const QString &why);

/// What comes between the preparations of a daemon and its event loop: says where it listens, goes
/// to the background with --daemon, stays behind as the parent with --supervise. Gives the exit
/// status in a process that has nothing more to do.
std::optional<int> startProcess(Settings &settings, InstanceLock &lock, ListeningSocket &socket);

/// On SIGHUP: the options as the configuration file has them now, or nothing where they won't do.
/// `Options` has from(Settings) and needsRestart().
template <typename Options>
std::optional<Options> readAgain(Settings &settings, const Options &before)
{
    reopenLog();
    const auto isRead = settings.reread();
    const auto fresh = isRead ? Options::from(settings) : tl::unexpected(isRead.error());
    if (!fresh) {
        qWarning().noquote() << QStringLiteral("the settings stay as they are: ") + fresh.error();
        return {};
    }
    qInfo().noquote() << QStringLiteral("the configuration was read again");
    if (fresh->needsRestart(before))
        qWarning().noquote() << QStringLiteral("some of what changed in it needs a restart");
    return *fresh;
}

/// Serves until SIGTERM has come and what was in flight has ended. `apply` takes the options over,
/// now and, as the configuration file then has them, on each SIGHUP. Gives the exit status.
template <typename Options, typename Apply>
int serve(SessionServer &server, FileDescriptor listeningSocket, Settings &settings,
          Options options, Apply apply)
{
    SignalWatcher signalWatcher;
    apply(options);
    if (const auto isServing = server.accept(std::move(listeningSocket)); !isServing)
        return failToStart(isServing.error());
    QObject::connect(&signalWatcher, &SignalWatcher::reloadAsked, &server, [&] {
        if (const auto fresh = readAgain<Options>(settings, options)) {
            options = *fresh;
            apply(options);
        }
    });
    QObject::connect(&signalWatcher, &SignalWatcher::terminationAsked, &server, [&] {
        qInfo().noquote()
            << QStringLiteral("ending: %1 connections are open").arg(server.sessionCount());
        server.finish(options.finishLimit);
    });
    QObject::connect(&server, &SessionServer::finished, qApp, &QCoreApplication::quit);
    qInfo().noquote() << QStringLiteral("serving on port %1").arg(server.port());
    return QCoreApplication::exec();
}

} // namespace transfer::receiver
