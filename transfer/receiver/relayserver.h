// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"
#include "transfer/receiver/allowlist.h"
#include "transfer/receiver/sessionserver.h"

namespace transfer::receiver {

struct RelayOptions
{
    QString root; ///< files below it may be pushed
    quint16 receiverPort = 0;
    AllowList allowed;
    PushOptions push;
    SessionLimits limits;
};

/// Pushes files of its own disk to receivers that its peers can't reach. A peer sends one message
/// `path filename ip` and gets one answer: `succ`, `send file error` or `reload nginx error`.
class RelayServer : public SessionServer
{
    Q_OBJECT
public:
    explicit RelayServer(RelayOptions options, QObject *parent = nullptr);
    /// Holds for the next connections.
    void setOptions(RelayOptions options) { m_options = std::move(options); }

protected:
    Session *makeSession(std::unique_ptr<QTcpSocket> socket) override;

private:
    RelayOptions m_options;
};

} // namespace transfer::receiver
