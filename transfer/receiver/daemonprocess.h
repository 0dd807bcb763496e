// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/daemonlog.h"
#include "transfer/receiver/handover.h"
#include "transfer/receiver/inheritance.h"
#include "transfer/receiver/instancelock.h"
#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/service.h"
#include "transfer/receiver/settings.h"
#include "transfer/receiver/signals.h"
#include "transfer/receiver/upgrade.h"

#include <QCoreApplication>
#include <QList>
#include <QLoggingCategory>
#include <optional>

namespace transfer::receiver {

/// Says why on standard error. Gives the exit status: 1.
int failToStart(const QString &why);
/// Says why on standard error. Gives the exit status: 2.
int wrongUsage(const QString &why);

/// What every daemon has from its start to its end.
struct DaemonContext
{
    DaemonContext(Settings (*makeSettings)(), int argc, char **argv)
        : settings(makeSettings())
        , handOver(argc, argv)
        , inheritance(Inheritance::take())
    {
    }
    Settings settings;
    HandOver handOver;
    Inheritance inheritance;
    std::optional<InstanceLock> lock;
    ListeningSockets sockets;

    /// Takes the lock, or has it from the predecessor.
    tl::expected<void, QString> takeLock(const QString &path);
    /// Opens a socket, or has it under that name from the predecessor or systemd.
    tl::expected<void, QString> listen(const ListenAddress &address, const QByteArray &name,
                                       const QString &scheme = {});
};

/// What comes between the preparations of a daemon and its event loop: says where it listens, goes
/// to the background with --daemon, stays behind as the parent with --supervise. Gives the exit
/// status in a process that has nothing more to do.
std::optional<int> startProcess(DaemonContext &context);

/// Lets the services finish; the event loop ends when all of them have.
void finish(const QList<Service *> &services, std::chrono::milliseconds limit);

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

/// Serves until SIGTERM has come, or a successor serves, and what was in flight has ended. `apply`
/// takes the options over on each SIGHUP, as the configuration file then has them. Gives the exit
/// status.
template <typename Options, typename Apply>
int serve(const QList<Service *> &services, DaemonContext &context, Options options, Apply apply)
{
    SignalWatcher signalWatcher;
    Upgrade upgrade(context.handOver);
    const auto end = [&] {
        context.handOver.clear();
        finish(services, options.finishLimit);
    };
    QObject::connect(&signalWatcher, &SignalWatcher::reloadAsked, qApp, [&] {
        if (const auto fresh = readAgain<Options>(context.settings, options)) {
            options = *fresh;
            apply(options);
        }
    });
    QObject::connect(&signalWatcher, &SignalWatcher::terminationAsked, qApp, [&] {
        tellServiceManager("STOPPING=1");
        end();
    });
    QObject::connect(&signalWatcher, &SignalWatcher::upgradeAsked, &upgrade, [&] {
        if (context.settings.isSet(QStringLiteral("supervise")))
            qWarning().noquote() << QStringLiteral("SIGUSR2 is for the parent of this worker");
        else
            upgrade.start();
    });
    QObject::connect(&upgrade, &Upgrade::succeeded, qApp, end);
    QObject::connect(&upgrade, &Upgrade::failed, qApp, [&] { context.lock->writeProcessId(); });
    context.inheritance.sayReady();
    return QCoreApplication::exec();
}

} // namespace transfer::receiver
