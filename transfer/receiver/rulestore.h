// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArrayView>
#include <QString>
#include <memory>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// A file on its way into the store, outside the folder that nginx includes. It vanishes with this
/// object unless the store placed it.
class StagedFile
{
public:
    StagedFile(StagedFile &&) noexcept = default;
    StagedFile &operator=(StagedFile &&) noexcept = delete;
    ~StagedFile();

    tl::expected<void, QString> append(QByteArrayView bytes);
    qint64 size() const { return m_size; }

private:
    friend class RuleStore;
    StagedFile(std::shared_ptr<FileDescriptor> directory, FileDescriptor file, QByteArray name);

    std::shared_ptr<FileDescriptor> m_directory; ///< null once moved from or placed
    FileDescriptor m_file;
    QByteArray m_name;
    qint64 m_size = 0;
};

/// The rule files on this machine, and what is needed to take a change back.
///
/// The rule directory is opened once; names are plain ones, looked up below that descriptor, and no
/// symbolic link is followed. A second directory, the state directory, is on the same file system
/// but outside the rule directory, and holds staged files, previous versions and a journal, so that
/// whatever instant the process dies in, every rule is whole and recover() finds its way.
///
/// A change is place(), then keep() or undo(). Only one is open at a time.
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
    tl::expected<void, QString> claim();

    /// Whether a rule of that name may be written: a plain name, and what has it now, if anything,
    /// is a regular file.
    tl::expected<void, QString> checkTarget(const QString &name) const;

    tl::expected<StagedFile, QString> stage();

    /// Puts the file where nginx reads it, after a copy of what it replaces was put aside. A change
    /// that could not be ended before is ended first.
    tl::expected<void, QString> place(StagedFile file, const QString &name);
    /// The placed file stays; what it replaced becomes the previous version.
    tl::expected<void, QString> keep();
    /// What was there before the placed file is back, or nothing where nothing was.
    tl::expected<void, QString> undo();

    /// Ends what an earlier process left open and clears its staging. Gives the name of the rule
    /// that was put back, if one had to be.
    tl::expected<std::optional<QString>, QString> recover();

private:
    struct Journal
    {
        enum class Step { ToPrevious, ToNothing, Keep };
        Step step;
        QByteArray name;
    };

    RuleStore() = default;
    tl::expected<std::optional<QString>, QString> settle();
    tl::expected<bool, QString> setPreviousAside(const QByteArray &name, int stagedFile);
    tl::expected<void, QString> writeJournal(const Journal &journal);
    tl::expected<std::optional<Journal>, QString> readJournal() const;
    tl::expected<void, QString> removeJournal();
    tl::expected<void, QString> finishKeeping(const QByteArray &name);
    tl::expected<void, QString> takeBack(const Journal &journal);
    void clearStaging();

    QString m_rulesPath;
    QString m_statePath;
    FileDescriptor m_rules;
    FileDescriptor m_state;
    FileDescriptor m_previous;
    std::shared_ptr<FileDescriptor> m_staging;
};

} // namespace transfer::receiver
