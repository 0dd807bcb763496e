// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"
#include "transfer/receiver/versionrecord.h"

#include <QList>
#include <QStringList>

namespace transfer::receiver {

/// How many versions of a rule are kept.
inline constexpr int kMostVersions = 20;

/// The last versions of each rule: a directory a rule, with NUMBER (the bytes) and NUMBER.json (the
/// record). A version counts once its record is there, which comes last.
class VersionStore
{
public:
    VersionStore() = default;
    explicit VersionStore(FileDescriptor directory)
        : m_directory(std::move(directory))
    {
    }

    bool isOpen() const { return m_directory.isOpen(); }
    /// The rules that have versions, sorted.
    QStringList rules() const;
    /// Newest first.
    QList<VersionRecord> list(const QString &rule) const;
    std::optional<VersionRecord> latest(const QString &rule) const;
    std::optional<VersionRecord> find(const QString &rule, int number) const;
    /// Not open where there is no such version, or it is a deletion.
    FileDescriptor open(const QString &rule, int number) const;
    int nextNumber(const QString &rule) const;

    /// Takes a record, and its bytes if it has some, over from files of another directory of the
    /// same file system. May be called again after an interruption: what was moved already counts
    /// as moved. The reason of a failure is in errno.
    bool take(const QString &rule, int number, int from, const QByteArray &bytes,
              const QByteArray &record);
    /// Leaves the newest ones.
    void prune(const QString &rule, int most = kMostVersions);

private:
    FileDescriptor openRule(const QString &rule) const;
    static QList<int> numbersIn(int directory);
    static std::optional<VersionRecord> read(int directory, int number);

    FileDescriptor m_directory;
};

} // namespace transfer::receiver
