// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// The addresses that may be reached, or that may come.
class AllowList
{
public:
    /// Each ADDR or ADDR/PREFIX. None allows loopback addresses only.
    static tl::expected<AllowList, QString> parse(const QStringList &entries);
    bool allows(const QHostAddress &address) const;
    bool isLoopbackOnly() const { return m_networks.isEmpty(); }

private:
    QList<QPair<QHostAddress, int>> m_networks;
};

} // namespace transfer::receiver
