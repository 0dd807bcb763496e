// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <optional>

namespace ui {

/// Where a file goes, and under which name.
struct PushTarget
{
    /// The way over a relay, which pushes a file of its own disk.
    struct Relay
    {
        transfer::Peer peer;
        QString directory;       ///< with its closing '/'
        QString receiverAddress; ///< the relay knows the port
    };

    transfer::Peer receiver; ///< not used over a relay
    std::optional<Relay> relay;
    QString name;

    /// What the history and the sentences call the receiver.
    QString receiverText() const { return relay ? relay->receiverAddress : receiver.toString(); }
};

} // namespace ui
