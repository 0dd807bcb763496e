// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-receiver/options.h"
#include "transfer/receiver/daemonprocess.h"
#include "transfer/receiver/legacylistener.h"
#include "transfer/receiver/signals.h"

#include <QCoreApplication>
#include <QLoggingCategory>

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

namespace {

void apply(const ReceiverOptions &options, Installer &installer, LegacyListener &listener)
{
    installer.setOptions(options.installer);
    listener.setLimits(options.limits);
    listener.setMostSessions(options.mostConnections);
}

int serve(int argc, char **argv, Settings &settings, ReceiverOptions options, RuleStore &store,
          FileDescriptor listeningSocket)
{
    QCoreApplication application(argc, argv);
    SignalWatcher signalWatcher;
    Installer installer(store, options.installer);
    LegacyListener listener(store, installer);
    apply(options, installer, listener);

    if (const auto isSound = installer.recover(); !isSound)
        return failToStart(u"an interrupted install cannot be taken back: "_s + isSound.error());
    if (const auto isServing = listener.accept(std::move(listeningSocket)); !isServing)
        return failToStart(isServing.error());

    QObject::connect(&signalWatcher, &SignalWatcher::reloadAsked, &listener, [&] {
        if (const auto fresh = readAgain<ReceiverOptions>(settings, options)) {
            options = *fresh;
            apply(options, installer, listener);
        }
    });
    QObject::connect(&signalWatcher, &SignalWatcher::terminationAsked, &listener, [&] {
        qInfo().noquote() << u"ending: %1 connections are open"_s.arg(listener.sessionCount());
        listener.finish(options.finishLimit);
    });
    QObject::connect(&listener, &LegacyListener::finished, &application, &QCoreApplication::quit);
    qInfo().noquote() << u"serving on port %1"_s.arg(listener.port());
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    openLog("loopcheck-receiver");
    Settings settings = receiverSettings();
    if (const auto status = settings.parse(argc, argv))
        return *status;
    auto options = ReceiverOptions::from(settings);
    if (!options)
        return wrongUsage(options.error());

    auto store = RuleStore::open(options->rulesDirectory, options->stateDirectory);
    if (!store)
        return failToStart(store.error());
    auto lock = InstanceLock::take(options->lock.isEmpty() ? store->stateDirectory() + u"/lock"_s
                                                           : options->lock);
    if (!lock)
        return failToStart(lock.error());
    auto socket = ListeningSocket::open(options->legacyListen);
    if (!socket)
        return failToStart(socket.error());

    if (const auto status = startProcess(settings, *lock, *socket))
        return *status;
    if (const auto asNow = ReceiverOptions::from(settings))
        options = asNow;
    return serve(argc, argv, settings, *options, *store, std::move(socket->descriptor));
}
