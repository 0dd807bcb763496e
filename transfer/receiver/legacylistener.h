// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

protected:
    Session *makeSession(std::unique_ptr<QTcpSocket> socket) override;

private:
    RuleStore &m_store;
    Installer &m_installer;
    SessionLimits m_limits;
};

} // namespace transfer::receiver
