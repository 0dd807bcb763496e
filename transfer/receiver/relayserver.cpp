// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/relayserver.h"

#include "transfer/receiver/relaysession.h"

namespace transfer::receiver {

RelayServer::RelayServer(RelayOptions options, QObject *parent)
    : SessionServer(parent)
    , m_options(std::move(options))
{
}

Session *RelayServer::makeSession(std::unique_ptr<QTcpSocket> socket)
{
    return new RelaySession(std::move(socket), m_options, this);
}

} // namespace transfer::receiver
