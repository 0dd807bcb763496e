// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/ruledirectory.h"

#include "transfer/receiver/diskfile.h"
#include "transfer/receiver/logtext.h"
#include "transfer/rulefile.h"

#include <algorithm>
#include <cerrno>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using tl::unexpected;

namespace {

bool isSame(const timespec &a, const timespec &b)
{
    return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

bool isUnchanged(const struct stat &a, const struct stat &b)
{
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
           isSame(a.st_mtim, b.st_mtim) && isSame(a.st_ctim, b.st_ctim);
}

QDateTime timeOf(const timespec &time)
{
    constexpr qint64 kThousand = 1000;
    return QDateTime::fromMSecsSinceEpoch(
        qint64(time.tv_sec) * kThousand + time.tv_nsec / (kThousand * kThousand), Qt::UTC);
}

} // namespace

RuleDirectory::RuleDirectory(FileDescriptor directory, QString path)
    : m_directory(std::move(directory))
    , m_path(std::move(path))
{
}

tl::expected<QList<RuleFacts>, QString> RuleDirectory::list() const
{
    QStringList names;
    for (const QByteArray &bytes : namesIn(m_directory.get())) {
        const QString name = QString::fromUtf8(bytes);
        if (checkRuleName(name) && name.toUtf8() == bytes)
            names.append(name);
    }
    names.sort();
    m_digests.removeIf([&](const auto &known) { return !names.contains(known.key()); });
    QList<RuleFacts> rules;
    for (const QString &name : std::as_const(names)) {
        const auto facts = find(name);
        if (!facts)
            return unexpected(facts.error());
        if (*facts)
            rules.append(**facts);
    }
    return rules;
}

tl::expected<std::optional<RuleFacts>, QString> RuleDirectory::find(const QString &name) const
{
    const FileDescriptor file = openFileIn(m_directory.get(), name.toUtf8());
    if (!file.isOpen() && (errno == ENOENT || errno == ELOOP))
        return std::nullopt;
    struct stat attributes = {};
    if (!file.isOpen() || ::fstat(file.get(), &attributes) != 0)
        return unexpected(systemError(u"cannot look at the rule %1"_s.arg(printable(name))));
    if (!S_ISREG(attributes.st_mode))
        return std::nullopt;
    auto known = m_digests.constFind(name);
    if (known == m_digests.cend() || !isUnchanged(known->attributes, attributes)) {
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (!copyAll(file.get(), -1, &hash))
            return unexpected(systemError(u"cannot read the rule %1"_s.arg(printable(name))));
        known = m_digests.insert(name, {attributes, hash.result().toHex()});
    }
    return RuleFacts{name, attributes.st_size, timeOf(attributes.st_mtim), known->sha256};
}

FileDescriptor RuleDirectory::open(const QString &name) const
{
    FileDescriptor file = openFileIn(m_directory.get(), name.toUtf8());
    struct stat attributes = {};
    if (!file.isOpen() || ::fstat(file.get(), &attributes) != 0 || !S_ISREG(attributes.st_mode))
        return {};
    return file;
}

} // namespace transfer::receiver
