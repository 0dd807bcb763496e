// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>
#include <optional>
#include <sys/stat.h>
#include <tl/expected.hpp>

namespace transfer::receiver {

struct RuleFacts
{
    QString name;
    qint64 size = 0;
    QDateTime modified;
    QByteArray sha256;
};

/// The directory that nginx includes, as it is now: whoever may write there may have changed it.
class RuleDirectory
{
public:
    RuleDirectory() = default;
    RuleDirectory(FileDescriptor directory, QString path);

    int get() const { return m_directory.get(); }
    QString path() const { return m_path; }
    bool isOpen() const { return m_directory.isOpen(); }

    /// The regular files with plain names, sorted.
    tl::expected<QList<RuleFacts>, QString> list() const;
    /// None where there is no such regular file.
    tl::expected<std::optional<RuleFacts>, QString> find(const QString &name) const;
    /// For reading; not open where there is no such regular file.
    FileDescriptor open(const QString &name) const;

private:
    struct Digest
    {
        struct stat attributes;
        QByteArray sha256;
    };

    FileDescriptor m_directory;
    QString m_path;
    mutable QHash<QString, Digest> m_digests; ///< of files that have not changed since
};

} // namespace transfer::receiver
