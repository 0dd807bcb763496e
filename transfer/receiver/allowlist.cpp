// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/allowlist.h"

#include <algorithm>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

tl::expected<AllowList, QString> AllowList::parse(const QStringList &entries)
{
    AllowList list;
    for (const QString &entry : entries) {
        const QString text = entry.section(QLatin1Char('/'), 0, 0);
        const QHostAddress address(text);
        const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
        const int most = isV6 ? 128 : 32;
        bool isNumber = true;
        const int prefix = entry.contains(QLatin1Char('/'))
                               ? entry.section(QLatin1Char('/'), 1).toInt(&isNumber)
                               : most;
        // Shortened forms of IPv4, such as 10.1, mean different things to different people.
        const bool isShortened = !isV6 && address.toString() != text;
        if (address.isNull() || isShortened || !isNumber || prefix < 0 || prefix > most)
            return tl::unexpected(u"\"%1\" is neither an IP address nor a network: write 10.0.0.7 "
                                  u"or 10.0.0.0/8"_s.arg(entry));
        list.m_networks.append({address, prefix});
    }
    return list;
}

bool AllowList::allows(const QHostAddress &peer) const
{
    bool isV4 = false;
    const quint32 v4 = peer.toIPv4Address(&isV4); // also of one that came to an IPv6 socket
    const QHostAddress address = isV4 ? QHostAddress(v4) : peer;
    if (isLoopbackOnly())
        return address.isLoopback();
    return std::any_of(m_networks.cbegin(), m_networks.cend(),
                       [&](const auto &network) { return address.isInSubnet(network); });
}

} // namespace transfer::receiver
