// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-receiver/options.h"
#include "transfer/receiver/daemonprocess.h"
#include "transfer/receiver/legacylistener.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace transfer::receiver;

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
    if (const auto isOurs = store->claim(); !isOurs)
        return failToStart(isOurs.error());
    auto socket = ListeningSocket::open(options->legacyListen);
    if (!socket)
        return failToStart(socket.error());

    if (const auto status = startProcess(settings, *lock, *socket))
        return *status;
    if (const auto asNow = ReceiverOptions::from(settings))
        options = asNow;

    const QCoreApplication application(argc, argv);
    Installer installer(*store, options->installer);
    LegacyListener listener(*store, installer);
    if (const auto isSound = installer.recover(); !isSound)
        return failToStart(u"an interrupted install cannot be taken back: "_s + isSound.error());
    return serve(listener, std::move(socket->descriptor), settings, *options,
                 [&](const ReceiverOptions &now) {
                     installer.setOptions(now.installer);
                     listener.setLimits(now.limits);
                     listener.setMostSessions(now.mostConnections);
                 });
}
