// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <chrono>
#include <optional>

namespace transfer::receiver {

/// What was done to put a change into use, or to take it back.
enum class Phase {
    Stage,   ///< the file was received beside the rules
    Install, ///< it is where nginx reads it
    Test,
    Reload,
    Confirm,
    Probe,
    Restore, ///< what was there before is back; then its reload, confirmed where that is wanted
};
/// "staged", "installed", "tested", "reloaded", "confirmed", "probed", "restored": what it is
/// called when it has passed.
QString phaseName(Phase phase);

struct PhaseReport
{
    Phase phase = Phase::Test;
    bool isPassed = false;
    std::chrono::milliseconds duration{};
    std::optional<int> exitStatus; ///< of a command that ended by itself
    QString ending;                ///< exit status, or the evidence
    QByteArray output;             ///< of the command, its first 16 KiB
};

struct InstallResult
{
    enum class Verdict {
        Installed,          ///< the test passed and the reload was accepted
        Checked,            ///< a dry run: the test passed, and what was there is back
        NotStored,          ///< it could not be put in place or kept; nothing changed
        NoSuchRule,         ///< to be taken away; nothing changed
        PreconditionFailed, ///< nothing changed
        TestFailed,         ///< what was there before is back
        ReloadFailed,       ///< what was there before is back
        NotConfirmed, ///< the reload was accepted but did not take effect; what was there is back
        ProbeFailed,  ///< the site did not answer as asked; what was there before is back
        TooBusy,      ///< its turn did not come in time; nothing changed
    };
    Verdict verdict = Verdict::NotStored;
    QString reason;        ///< empty when installed
    bool isProved = false; ///< installed, and nginx was seen to serve it
    QList<PhaseReport> phases = {};
    QByteArray previousSha256 = {}; ///< empty where nothing was
    QByteArray sha256 = {};         ///< of what was to be installed; empty for a deletion
    std::optional<qint64> size = {};
    int version = 0; ///< under which it is kept; 0 where it is not
};

} // namespace transfer::receiver
