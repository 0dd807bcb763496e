// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/installer.h"
#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/session.h"
#include "transfer/receiver/settings.h"

/// What loopcheck-receiver can be told.
transfer::receiver::Settings receiverSettings();

/// What it was told, checked.
struct ReceiverOptions
{
    QString rulesDirectory;
    QString stateDirectory;
    transfer::receiver::ListenAddress legacyListen;
    QString lock; ///< empty for the one in the state directory

    // These follow the configuration file on SIGHUP, the ones above don't.
    transfer::receiver::InstallerOptions installer;
    transfer::receiver::SessionLimits limits;
    std::chrono::milliseconds finishLimit{};
    int mostConnections = 0;

    static tl::expected<ReceiverOptions, QString>
    from(const transfer::receiver::Settings &settings);
    /// Whether the change from `before` needs a start anew.
    bool needsRestart(const ReceiverOptions &before) const;
};
