// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/relayserver.h"
#include "transfer/receiver/settings.h"

/// What loopcheck-relay can be told.
transfer::receiver::Settings relaySettings();

/// What it was told, checked.
struct RelayDaemonOptions
{
    transfer::receiver::ListenAddress listen;
    QString lock;

    // These follow the configuration file on SIGHUP, the ones above don't.
    transfer::receiver::RelayOptions relay;
    std::chrono::milliseconds finishLimit{};
    int mostConnections = 0;

    static tl::expected<RelayDaemonOptions, QString>
    from(const transfer::receiver::Settings &settings);
    /// Whether the change from `before` needs a start anew.
    bool needsRestart(const RelayDaemonOptions &before) const;
};
