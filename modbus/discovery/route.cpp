// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/route.h"

#include <QNetworkInterface>
#include <QStringList>

namespace modbus::discovery {

namespace {

bool isOwnKind(const LocalAddress &local, const QHostAddress &peer)
{
    return local.address.protocol() == peer.protocol();
}

} // namespace

QList<LocalAddress> localAddresses()
{
    QList<LocalAddress> all;
    const auto interfaces = QNetworkInterface::allInterfaces();
    for (const QNetworkInterface &each : interfaces) {
        if (!each.flags().testFlag(QNetworkInterface::IsUp) ||
            !each.flags().testFlag(QNetworkInterface::IsRunning))
            continue;
        const auto entries = each.addressEntries();
        for (const QNetworkAddressEntry &entry : entries)
            all.append({each.humanReadableName(), entry.ip(), entry.prefixLength()});
    }
    return all;
}

Route routeTo(const QHostAddress &peer, const QList<LocalAddress> &local)
{
    if (peer.isLoopback())
        return {Route::Kind::Loopback, {}};
    bool hasOther = false;
    for (const LocalAddress &own : local) {
        if (own.address == peer)
            return {Route::Kind::Loopback, {}};
        if (!isOwnKind(own, peer) || own.address.isLoopback())
            continue;
        hasOther = true;
        if (own.prefixLength > 0 && peer.isInSubnet(own.address, own.prefixLength))
            return {Route::Kind::SameSubnet, own};
    }
    return {hasOther ? Route::Kind::ThroughGateway : Route::Kind::None, {}};
}

QString inWords(const QList<LocalAddress> &local)
{
    QStringList words;
    for (const LocalAddress &own : local) {
        if (!own.address.isLoopback() && !own.address.isLinkLocal())
            words.append(
                QStringLiteral("%1/%2 (%3)")
                    .arg(own.address.toString(), QString::number(own.prefixLength), own.name));
    }
    return words.join(QStringLiteral(", "));
}

} // namespace modbus::discovery
