// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QList>
#include <QString>

namespace modbus::discovery {

/// An address of this computer.
struct LocalAddress
{
    QString name; ///< of its interface, as its user knows it: "eth0", "Ethernet 2"
    QHostAddress address;
    int prefixLength = 0; ///< of its subnet, in bits
};

/// The addresses of the interfaces that are up, loopback included.
QList<LocalAddress> localAddresses();

/// How a packet leaves this computer, as far as its addresses tell.
struct Route
{
    enum class Kind {
        Loopback,       ///< the peer is this computer
        SameSubnet,     ///< reached directly by `local`
        ThroughGateway, ///< in no subnet of ours: a router must know the way
        None,           ///< no interface but loopback is up for this kind of address
    };
    Kind kind = Kind::None;
    LocalAddress local; ///< for SameSubnet
};
Route routeTo(const QHostAddress &peer, const QList<LocalAddress> &local);

/// "192.168.0.5/24 (eth0)", several with commas; loopback and link-local ones left out.
QString inWords(const QList<LocalAddress> &local);

} // namespace modbus::discovery
