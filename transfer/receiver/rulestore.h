// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"
#include "transfer/receiver/installjournal.h"
#include "transfer/receiver/ruledirectory.h"
#include "transfer/receiver/stagedfile.h"
#include "transfer/receiver/versionstore.h"

#include <QString>
#include <memory>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// The rule files on this machine, and what is needed to take a change back.
///
/// The rule directory is opened once; names are plain ones, looked up below that descriptor, and no
/// symbolic link is followed. A second directory, the state directory, is on the same file system
/// but outside the rule directory, and holds staged files, earlier versions and a journal, so that
/// whatever instant the process dies in, every rule is whole and recover() finds its way.
///
/// A change is place() or placeNothing(), then keep() or undo(). Only one is open at a time.
class RuleStore
{
public:
    /// `stateDirectory` is made where it is missing; empty takes the rule directory's path with
    /// ".loopcheck" behind it. Gives the reason and its remedy where the directories won't do.
    static tl::expected<RuleStore, QString> open(const QString &rulesDirectory,
                                                 const QString &stateDirectory = {});

    QString stateDirectory() const { return m_statePath; }

    /// Keeps other processes' stores from both directories, until the last process that holds this
    /// one is gone.
    /// An upgrade's successor has its predecessor's claims.
    tl::expected<void, QString> claim(FileDescriptor rules = {}, FileDescriptor state = {});
    /// What a successor gets: of the rule and of the state directory.
    std::pair<int, int> claims() const { return {m_rulesClaim.get(), m_stateClaim.get()}; }

    /// One process at a time has a change open: the turn is asked for before, and left after.
    /// False while another process has it.
    bool takeTurn();
    void leaveTurn();

    /// Whether a rule of that name may be written: a plain name, and what has it now, if anything,
    /// is a regular file.
    tl::expected<void, QString> checkTarget(const QString &name) const;
    /// What nginx reads now.
    const RuleDirectory &rules() const { return m_rules; }
    const VersionStore &versions() const { return m_versions; }

    tl::expected<StagedFile, QString> stage();

    /// Puts the file where nginx reads it, after a copy of what it replaces was put aside. A change
    /// that could not be ended before is ended first.
    tl::expected<void, QString> place(StagedFile file, const QString &name);
    /// Takes the rule away in the same manner.
    tl::expected<void, QString> placeNothing(const QString &name);
    /// What was placed stays and becomes a version of its rule; so does what it replaced, where
    /// that did not come through the store. Number, time and bytes of `record` are filled in here.
    /// Gives its number.
    tl::expected<int, QString> keep(VersionRecord record = {});
    /// What was there before the change is back, or nothing where nothing was.
    tl::expected<void, QString> undo();

    /// Ends what an earlier process left open and clears its staging. Gives the name of the rule
    /// that was put back, if one had to be.
    tl::expected<std::optional<QString>, QString> recover();

private:
    /// The change that is open.
    struct Change
    {
        QByteArray previousSha256; ///< empty where nothing was
        qint64 previousSize = 0;
        QDateTime previousModified;
        QByteArray sha256; ///< empty where it is taken away
        qint64 size = 0;
    };

    RuleStore() = default;
    tl::expected<std::optional<QString>, QString> settle();
    tl::expected<bool, QString> setPreviousAside(const QByteArray &name, int stagedFile);
    tl::expected<void, QString> begin(const QByteArray &name, bool hasPrevious);
    tl::expected<void, QString> draft(const QByteArray &name, VersionRecord &record);
    tl::expected<void, QString> finishKeeping(const QByteArray &name);
    tl::expected<void, QString> takeBack(const InstallJournal::Entry &entry);
    tl::expected<void, QString> close();
    tl::expected<void, QString> bringToDisk();
    void clearDrafts();
    void clearStaging();

    QString m_statePath;
    RuleDirectory m_rules;
    FileDescriptor m_state;
    FileDescriptor m_turn;
    FileDescriptor m_rulesClaim;
    FileDescriptor m_stateClaim;
    VersionStore m_versions;
    InstallJournal m_journal;
    std::shared_ptr<FileDescriptor> m_staging;
    Change m_change;
};

} // namespace transfer::receiver
