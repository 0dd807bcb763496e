// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/allowlist.h"
#include "transfer/receiver/installer.h"
#include "transfer/receiver/sessionserver.h"

namespace transfer::receiver {

/// Serves the legacy handshake: the senders in the field, and ours.
class LegacyListener : public SessionServer
{
    Q_OBJECT
public:
    LegacyListener(RuleStore &store, Installer &installer, QObject *parent = nullptr);
    /// Holds for the next connections.
    void setLimits(SessionLimits limits) { m_limits = limits; }
    /// Who may send; loopback addresses only where nothing is said.
    void setAllowed(AllowList allowed) { m_allowed = std::move(allowed); }

protected:
    bool admits(const QHostAddress &address) const override { return m_allowed.allows(address); }
    Session *makeSession(std::unique_ptr<QTcpSocket> socket) override;

private:
    RuleStore &m_store;
    Installer &m_installer;
    SessionLimits m_limits;
    AllowList m_allowed;
};

} // namespace transfer::receiver
