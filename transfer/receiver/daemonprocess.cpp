// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/daemonprocess.h"

#include "transfer/receiver/daemon.h"
#include "transfer/receiver/signals.h"

#include <QSet>
#include <cstdio>
#include <memory>

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

tl::expected<void, QString> DaemonContext::takeLock(const QString &path)
{
    auto taken = InstanceLock::take(path, inheritance.take("lock"));
    if (!taken)
        return tl::unexpected(taken.error());
    handOver.add("lock", taken->descriptor());
    lock.emplace(std::move(*taken));
    return {};
}

tl::expected<void, QString> DaemonContext::listen(const ListenAddress &address,
                                                  const QByteArray &name, const QString &scheme)
{
    auto socket = ListeningSocket::open(address, inheritance.take(name));
    if (!socket)
        return tl::unexpected(socket.error());
    socket->scheme = scheme;
    handOver.add(name, socket->descriptor.get());
    sockets.push_back(std::move(*socket));
    return {};
}

std::optional<int> startProcess(DaemonContext &context)
{
    holdSignals();
    for (const ListeningSocket &socket : context.sockets)
        std::printf("listening on %s\n", qUtf8Printable(socket.toString()));
    std::fflush(stdout);
    if (context.settings.isSet(u"daemon"_s)) {
        useSystemLog();
        // A successor was started by a daemon, and is one.
        const auto isDaemon =
            context.inheritance.isSuccessor() ? tl::expected<void, QString>() : daemonise();
        if (!isDaemon)
            return failToStart(isDaemon.error());
    }
    context.lock->writeProcessId();
    if (!context.settings.isSet(u"supervise"_s))
        return {};
    if (const auto status = supervise(context.sockets, context.handOver))
        return status;
    // A worker that is started again takes the configuration as it is now.
    if (const auto isRead = context.settings.reread(); !isRead)
        qWarning().noquote() << isRead.error();
    return {};
}

void finish(const QList<Service *> &services, std::chrono::milliseconds limit)
{
    qsizetype connections = 0;
    for (const Service *service : services)
        connections += service->connectionCount();
    qInfo().noquote() << u"ending: %1 connections are open"_s.arg(connections);
    const auto left = std::make_shared<QSet<QObject *>>(services.cbegin(), services.cend());
    for (Service *service : services) {
        QObject::connect(service, &Service::finished, qApp, [left, service] {
            if (left->remove(service) && left->isEmpty())
                QCoreApplication::quit();
        });
        service->finish(limit);
    }
}

} // namespace transfer::receiver
