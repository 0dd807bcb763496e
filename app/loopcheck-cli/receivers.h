// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/commandline.h"
#include "transfer/fleetmember.h"
#include "transfer/keychain/tokenstore.h"
#include "transfer/secure/knownreceivers.h"

namespace cli {

/// --settings: where the receivers that were paired are kept, usually where the window keeps them.
void addSettingsOption(CommandLine &line);

/// The receivers that were paired, and their tokens.
class Receivers
{
public:
    /// Reads the list; says on stderr what is wrong with it.
    explicit Receivers(const CommandLine &line);

    transfer::secure::KnownReceivers &known() { return m_known; }
    transfer::keychain::TokenStore &tokens() { return m_tokens; }

    /// How to get at the receiver of this name.
    tl::expected<transfer::FleetTarget, Failure> target(const QString &name);

private:
    transfer::secure::KnownReceivers m_known;
    transfer::keychain::TokenStore m_tokens;
};

/// What a receiver's certificates are, out of the files that it names.
tl::expected<transfer::secure::Access, Failure>
accessOf(const transfer::secure::KnownReceiver &receiver, const QByteArray &token);

} // namespace cli
