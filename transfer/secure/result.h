// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/error.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>
#include <QString>
#include <chrono>
#include <optional>

namespace transfer::secure {

enum class Action { Push, Restore, Delete };
/// "push", "restore", "delete".
QString actionName(Action action);

/// How a change ended, never more certain than its evidence.
enum class Verdict {
    Applied,   ///< in use, and the receiver proved it
    NotProved, ///< nginx accepted it, and there is nothing to prove it by
    Checked,   ///< the dry run passed: nginx would accept it; nothing was changed
    Skipped,   ///< what is live is the same already; nothing was changed
    Failed,    ///< nginx did not take it; what was there before serves
    NotSent,   ///< nothing was changed: it did not get there, or was refused
    Unknown,   ///< the answer was lost, and the receiver could not be asked since
};
/// "applied", "notProved", "checked", "skipped", "failed", "notSent", "unknown".
QString verdictName(Verdict verdict);
/// What was asked for is so now, as far as can be told.
bool isGood(Verdict verdict);

/// A phase at the receiver.
struct PhaseReport
{
    QString
        phase; ///< "staged", "tested", "installed", "reloaded", "confirmed", "probed", "restored"
    bool isPassed = false;
    std::chrono::milliseconds duration{};
    std::optional<int> exitStatus; ///< of its command, where there was one and it ended by itself
    QString ending;                ///< exit status or evidence, in words
    QString output;                ///< the beginning of what the command wrote
    friend bool operator==(const PhaseReport &, const PhaseReport &) = default;
};

struct ChangeResult
{
    QString receiver; ///< "host:port"
    QString name;
    Action action = Action::Push;
    Verdict verdict = Verdict::NotSent;
    bool isDryRun = false;
    QByteArray previousSha256; ///< of what was live before; empty where nothing was
    QByteArray sha256;         ///< of what was sent; empty for a deletion
    std::optional<qint64> size;
    std::optional<int> version; ///< under which the receiver keeps it
    QList<PhaseReport> phases;
    std::optional<Error> error;
    std::chrono::milliseconds duration{};
    QByteArray key; ///< the idempotency key, by which the receiver can be asked again
    bool isFromAsking =
        false; ///< the answer was lost, and the receiver was asked what became of it
};

/// The result in a sentence, and what to do next (empty where nothing is to do). Translatable
/// (context "transfer").
Explanation explain(const ChangeResult &result);

} // namespace transfer::secure

Q_DECLARE_METATYPE(transfer::secure::ChangeResult)
