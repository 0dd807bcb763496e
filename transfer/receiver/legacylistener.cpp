// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/legacylistener.h"

#include "transfer/receiver/legacysession.h"

namespace transfer::receiver {

LegacyListener::LegacyListener(RuleStore &store, Installer &installer, QObject *parent)
    : SessionServer(parent)
    , m_store(store)
    , m_installer(installer)
{
}

Session *LegacyListener::makeSession(std::unique_ptr<QTcpSocket> socket)
{
    return new LegacySession(std::move(socket), m_store, m_installer, m_limits, this);
}

} // namespace transfer::receiver
