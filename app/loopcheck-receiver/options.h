// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/httpsservice.h"
#include "transfer/receiver/api/receiverapi.h"
#include "transfer/receiver/installer.h"
#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/session.h"
#include "transfer/receiver/settings.h"

/// What loopcheck-receiver can be told; `more` is for its commands.
transfer::receiver::Settings receiverSettings(const QList<transfer::receiver::Setting> &more = {});

/// Where the receiver keeps what makes it trusted: given, or in its state directory.
struct TrustFiles
{
    transfer::receiver::api::IdentityFiles identity;
    QString tokens;

    static TrustFiles from(const transfer::receiver::Settings &settings,
                           const QString &stateDirectory);
};

/// What it was told, checked.
struct ReceiverOptions
{
    QString rulesDirectory;
    QString stateDirectory;
    std::optional<transfer::receiver::ListenAddress> legacyListen;
    std::optional<transfer::receiver::ListenAddress> httpsListen;
    QString lock; ///< empty for the one in the state directory

    // These follow the configuration file on SIGHUP, the ones above don't.
    transfer::receiver::InstallerOptions installer;
    transfer::receiver::SessionLimits limits;
    transfer::receiver::AllowList legacyAllowed;
    transfer::receiver::api::HttpLimits httpLimits;
    transfer::receiver::api::ApiOptions api;
    std::chrono::milliseconds finishLimit{};
    int mostConnections = 0;

    static tl::expected<ReceiverOptions, QString>
    from(const transfer::receiver::Settings &settings);
    /// Whether the change from `before` needs a start anew.
    bool needsRestart(const ReceiverOptions &before) const;
};
