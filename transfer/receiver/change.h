// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/probe.h"
#include "transfer/receiver/versionrecord.h"

#include <QByteArray>
#include <QString>
#include <chrono>
#include <optional>

namespace transfer::receiver {

/// What a rule has to be when the turn of a change comes, so that two people don't overwrite each
/// other's.
struct Precondition
{
    enum class Kind { None, Exists, Absent, Sha256 };
    Kind kind = Kind::None;
    QByteArray sha256 = {};

    /// `current` is empty where there is no rule.
    bool isMetBy(const QByteArray &current) const
    {
        switch (kind) {
        case Kind::None:
            return true;
        case Kind::Exists:
            return !current.isEmpty();
        case Kind::Absent:
            return current.isEmpty();
        case Kind::Sha256:
            break;
        }
        return current == sha256;
    }
};

/// What is to be done with one rule, and on whose behalf.
struct Change
{
    VersionRecord::Action action = VersionRecord::Action::Push;
    QString name;
    QString from; ///< the peer
    QString by = {};
    QString comment = {};
    std::optional<int> restoredFrom = {};
    bool isDryRun = false;
    Precondition precondition = {};
    std::optional<Probe> probe = {};
    QByteArray key = {};                                    ///< kept with the version
    std::optional<std::chrono::milliseconds> stagedIn = {}; ///< how long receiving it took

    /// For the log.
    QString sender() const { return by.isEmpty() ? from : by + QStringLiteral(" at ") + from; }
};

} // namespace transfer::receiver
