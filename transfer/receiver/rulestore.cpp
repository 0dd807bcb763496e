// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/rulestore.h"

#include "transfer/receiver/diskfile.h"
#include "transfer/receiver/logtext.h"
#include "transfer/rulefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <tuple>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using tl::unexpected;
using Step = InstallJournal::Entry::Step;
using Action = VersionRecord::Action;

namespace {

// In the state directory while a change is open.
constexpr auto kAside = "aside";            ///< a copy of what is replaced
constexpr auto kFoundRecord = "found.json"; ///< of that copy, where it is to become a version
constexpr auto kNewBytes = "new";           ///< a copy of what was placed
constexpr auto kNewRecord = "new.json";
constexpr qint64 kMostRecordBytes = 1 << 20;

QByteArray textOf(const VersionRecord &record)
{
    return QJsonDocument(record.toJson()).toJson(QJsonDocument::Compact);
}

/// 0 where there is none.
int numberOf(int directory, const char *recordName)
{
    const FileDescriptor file = openFileIn(directory, recordName);
    const auto text = file.isOpen() ? readAll(file.get(), kMostRecordBytes) : std::nullopt;
    const auto record =
        VersionRecord::fromJson(QJsonDocument::fromJson(text.value_or(QByteArray())).object());
    return record ? record->number : 0;
}

} // namespace

tl::expected<RuleStore, QString> RuleStore::open(const QString &rulesDirectory,
                                                 const QString &stateDirectory)
{
    RuleStore store;
    store.m_rules =
        RuleDirectory(openDirectory(rulesDirectory), QFileInfo(rulesDirectory).canonicalFilePath());
    if (!store.m_rules.isOpen())
        return unexpected(systemError(u"cannot open the rule directory %1"_s.arg(rulesDirectory)));
    const QString rulesPath = store.m_rules.path();
    store.m_statePath = stateDirectory.isEmpty() ? rulesPath + u".loopcheck"_s
                                                 : QFileInfo(stateDirectory).absoluteFilePath();

    if (::mkdir(QFile::encodeName(store.m_statePath).constData(), 0700) != 0 && errno != EEXIST)
        return unexpected(
            systemError(u"cannot make the state directory %1"_s.arg(store.m_statePath)));
    store.m_state = openDirectory(store.m_statePath, O_NOFOLLOW);
    struct stat rules = {};
    struct stat state = {};
    if (!store.m_state.isOpen() || ::fstat(store.m_state.get(), &state) != 0 ||
        ::fstat(store.m_rules.get(), &rules) != 0)
        return unexpected(
            systemError(u"cannot open the state directory %1"_s.arg(store.m_statePath)));
    const QString inside = QFileInfo(store.m_statePath).canonicalFilePath() + QLatin1Char('/');
    if (inside.startsWith(rulesPath + QLatin1Char('/')))
        return unexpected(
            u"the state directory %1 is inside the rule directory, where nginx may "
            u"include its files: give another one with --state-dir"_s.arg(store.m_statePath));
    if (rules.st_dev != state.st_dev)
        return unexpected(u"the state directory %1 is on another file system than the rule "
                          u"directory %2, so files cannot be renamed between them: give one on "
                          u"the same with --state-dir"_s.arg(store.m_statePath, rulesPath));
    if (state.st_uid != ::geteuid() || (state.st_mode & 022) != 0)
        return unexpected(
            u"the state directory %1 belongs to or can be written by another user: "
            u"give it to the user of this daemon with mode 0700"_s.arg(store.m_statePath));

    store.m_journal = InstallJournal(store.m_state.get(), store.m_statePath);
    store.m_staging =
        std::make_shared<FileDescriptor>(makeDirectoryIn(store.m_state.get(), "staging"));
    store.m_versions = VersionStore(makeDirectoryIn(store.m_state.get(), "versions"));
    store.m_turn = createFileIn(store.m_state.get(), "turn");
    if (!store.m_staging->isOpen() || !store.m_versions.isOpen() || !store.m_turn.isOpen())
        return unexpected(
            systemError(u"cannot make what is needed in %1"_s.arg(store.m_statePath)));
    return store;
}

tl::expected<void, QString> RuleStore::claim(FileDescriptor rules, FileDescriptor state)
{
    m_rulesClaim = std::move(rules);
    m_stateClaim = std::move(state);
    for (auto [claim, directory, path] : {std::tuple(&m_rulesClaim, m_rules.get(), m_rules.path()),
                                          std::tuple(&m_stateClaim, m_state.get(), m_statePath)}) {
        if (!claim->isOpen())
            *claim = openDirectoryIn(directory, ".");
        if (::flock(claim->get(), LOCK_EX | LOCK_NB) != 0)
            return unexpected(
                errno == EWOULDBLOCK
                    ? u"another receiver uses the directory %1: end it first"_s.arg(path)
                    : systemError(u"cannot lock the directory %1"_s.arg(path)));
    }
    return {};
}

bool RuleStore::takeTurn()
{
    return ::flock(m_turn.get(), LOCK_EX | LOCK_NB) == 0;
}

void RuleStore::leaveTurn()
{
    ::flock(m_turn.get(), LOCK_UN);
}

tl::expected<void, QString> RuleStore::checkTarget(const QString &name) const
{
    if (const auto isPlain = checkRuleName(name); !isPlain)
        return unexpected(isPlain.error().detail);
    struct stat target = {};
    if (::fstatat(m_rules.get(), name.toUtf8().constData(), &target, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return {};
        return unexpected(systemError(u"cannot look at the rule of that name"_s));
    }
    if (!S_ISREG(target.st_mode))
        return unexpected(u"what has that name in the rule directory is not a regular file"_s);
    return {};
}

tl::expected<StagedFile, QString> RuleStore::stage()
{
    return StagedFile::make(m_staging);
}

tl::expected<void, QString> RuleStore::place(StagedFile file, const QString &name)
{
    if (auto isWritable = checkTarget(name); !isWritable)
        return isWritable;
    if (const auto isSettled = settle(); !isSettled)
        return unexpected(isSettled.error());

    const QByteArray target = name.toUtf8();
    m_change = {};
    const auto hadPrevious = setPreviousAside(target, file.m_file.get());
    if (!hadPrevious)
        return unexpected(hadPrevious.error());
    m_change.sha256 = file.sha256();
    m_change.size = file.size();
    if (::fsync(file.m_file.get()) != 0)
        return unexpected(systemError(u"cannot bring the staged file to the disk"_s));
    if (auto isBegun = begin(target, *hadPrevious); !isBegun)
        return isBegun;
    if (::renameat(file.m_directory->get(), file.m_name.constData(), m_rules.get(),
                   target.constData()) != 0) {
        const QString reason = systemError(u"cannot rename the file into the rule directory"_s);
        const auto isClosed = close();
        return unexpected(isClosed ? reason : reason + u"; "_s + isClosed.error());
    }
    file.m_directory.reset();
    return bringToDisk();
}

tl::expected<void, QString> RuleStore::placeNothing(const QString &name)
{
    if (auto isWritable = checkTarget(name); !isWritable)
        return isWritable;
    if (const auto isSettled = settle(); !isSettled)
        return unexpected(isSettled.error());

    const QByteArray target = name.toUtf8();
    m_change = {};
    const auto hadPrevious = setPreviousAside(target, -1);
    if (!hadPrevious)
        return unexpected(hadPrevious.error());
    if (!*hadPrevious)
        return unexpected(u"there is no rule of that name"_s);
    if (auto isBegun = begin(target, true); !isBegun)
        return isBegun;
    if (::unlinkat(m_rules.get(), target.constData(), 0) != 0) {
        const QString reason = systemError(u"cannot take the rule out of its directory"_s);
        const auto isClosed = close();
        return unexpected(isClosed ? reason : reason + u"; "_s + isClosed.error());
    }
    return bringToDisk();
}

tl::expected<void, QString> RuleStore::begin(const QByteArray &name, bool hasPrevious)
{
    return m_journal.write({hasPrevious ? Step::ToPrevious : Step::ToNothing, name});
}

tl::expected<void, QString> RuleStore::bringToDisk()
{
    if (::fsync(m_rules.get()) == 0)
        return {};
    const QString reason = systemError(u"cannot bring the rule directory to the disk"_s);
    const auto isBack = undo();
    return unexpected(isBack ? reason : reason + u"; "_s + isBack.error());
}

/// `stagedFile`, if there is one, gets the mode and owner of what it is to replace.
tl::expected<bool, QString> RuleStore::setPreviousAside(const QByteArray &name, int stagedFile)
{
    const FileDescriptor live = openFileIn(m_rules.get(), name);
    if (!live.isOpen() && errno == ENOENT) {
        // One that a failed attempt left is of another rule.
        ::unlinkat(m_state.get(), kAside, 0);
        return false;
    }
    struct stat attributes = {};
    if (!live.isOpen() || ::fstat(live.get(), &attributes) != 0)
        return unexpected(systemError(u"cannot read the rule that is there"_s));
    if (!S_ISREG(attributes.st_mode))
        return unexpected(u"what has that name in the rule directory is not a regular file"_s);
    const FileDescriptor aside = createFileIn(m_state.get(), kAside);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const timespec times[] = {attributes.st_atim, attributes.st_mtim};
    if (!aside.isOpen() || !copyAll(live.get(), aside.get(), &hash) ||
        !takeAttributes(aside.get(), attributes) || ::futimens(aside.get(), times) != 0 ||
        ::fsync(aside.get()) != 0)
        return unexpected(systemError(u"cannot put a copy of the rule that is there aside"_s));
    if (stagedFile >= 0 && !takeAttributes(stagedFile, attributes))
        return unexpected(systemError(u"cannot give the new file the old one's mode"_s));
    m_change.previousSha256 = hash.result().toHex();
    m_change.previousSize = attributes.st_size;
    m_change.previousModified = QDateTime::fromSecsSinceEpoch(attributes.st_mtim.tv_sec, Qt::UTC);
    return true;
}

tl::expected<int, QString> RuleStore::keep(VersionRecord record)
{
    const auto entry = m_journal.read();
    if (!entry)
        return unexpected(entry.error());
    if (!entry->has_value())
        return unexpected(u"there is no open change to keep"_s);
    const QByteArray name = (*entry)->name;
    if (const auto isDrafted = draft(name, record); !isDrafted)
        return unexpected(isDrafted.error());
    if (const auto isNoted = m_journal.write({Step::Keep, name}); !isNoted)
        return unexpected(isNoted.error());
    // From here on it is kept; what is left to tidy, the next settle() can do as well.
    static_cast<void>(finishKeeping(name));
    return record.number;
}

/// Writes what is to become versions, so that only renames are left.
tl::expected<void, QString> RuleStore::draft(const QByteArray &name, VersionRecord &record)
{
    const auto failure = [] {
        return unexpected(systemError(u"cannot keep a version of the rule"_s));
    };
    clearDrafts();
    const QString rule = QString::fromUtf8(name);
    const auto latest = m_versions.latest(rule);
    record.number = m_versions.nextNumber(rule);
    if (!m_change.previousSha256.isEmpty() &&
        (!latest || latest->sha256 != m_change.previousSha256)) {
        VersionRecord found;
        found.number = record.number++;
        found.action = Action::Found;
        found.installed = m_change.previousModified;
        found.size = m_change.previousSize;
        found.sha256 = m_change.previousSha256;
        if (!writeFileIn(m_state.get(), kFoundRecord, textOf(found)))
            return failure();
    }
    record.installed = QDateTime::currentDateTimeUtc();
    record.sha256 = m_change.sha256;
    if (!m_change.sha256.isEmpty()) {
        record.size = m_change.size;
        const FileDescriptor live = openFileIn(m_rules.get(), name);
        const FileDescriptor copy = createFileIn(m_state.get(), kNewBytes);
        if (!live.isOpen() || !copy.isOpen() || !copyAll(live.get(), copy.get()) ||
            ::fsync(copy.get()) != 0)
            return failure();
    }
    if (!record.result.isEmpty())
        record.result[u"version"_s] = record.number;
    if (!writeFileIn(m_state.get(), kNewRecord, textOf(record)))
        return failure();
    return {};
}

tl::expected<void, QString> RuleStore::finishKeeping(const QByteArray &name)
{
    const QString rule = QString::fromUtf8(name);
    for (const auto &[bytes, record] :
         {std::pair(kAside, kFoundRecord), std::pair(kNewBytes, kNewRecord)}) {
        const int number = numberOf(m_state.get(), record);
        if (number != 0 && !m_versions.take(rule, number, m_state.get(), bytes, record))
            return unexpected(systemError(u"cannot keep a version of the rule"_s));
    }
    m_versions.prune(rule);
    return close();
}

tl::expected<void, QString> RuleStore::undo()
{
    const auto entry = m_journal.read();
    if (!entry)
        return unexpected(entry.error());
    if (!entry->has_value() || (*entry)->step == Step::Keep)
        return unexpected(u"there is no open change to take back"_s);
    return takeBack(**entry);
}

tl::expected<void, QString> RuleStore::takeBack(const InstallJournal::Entry &entry)
{
    // ENOENT: an earlier process came this far, and only the journal was left to remove.
    const char *name = entry.name.constData();
    const bool isBack = entry.step == Step::ToPrevious
                            ? ::renameat(m_state.get(), kAside, m_rules.get(), name) == 0
                            : ::unlinkat(m_rules.get(), name, 0) == 0;
    if ((!isBack && errno != ENOENT) || ::fsync(m_rules.get()) != 0)
        return unexpected(systemError(u"cannot put back what was there before"_s));
    return close();
}

tl::expected<std::optional<QString>, QString> RuleStore::recover()
{
    clearStaging();
    return settle();
}

tl::expected<std::optional<QString>, QString> RuleStore::settle()
{
    const auto entry = m_journal.read();
    if (!entry)
        return unexpected(entry.error());
    if (!entry->has_value())
        return std::nullopt;
    const bool isKept = (*entry)->step == Step::Keep;
    const auto isEnded = isKept ? finishKeeping((*entry)->name) : takeBack(**entry);
    if (!isEnded)
        return unexpected(isEnded.error());
    return isKept ? std::nullopt : std::optional(QString::fromUtf8((*entry)->name));
}

/// The change has ended one way or the other.
tl::expected<void, QString> RuleStore::close()
{
    ::unlinkat(m_state.get(), kAside, 0);
    clearDrafts();
    return m_journal.remove();
}

void RuleStore::clearDrafts()
{
    for (const char *name : {kFoundRecord, kNewBytes, kNewRecord})
        ::unlinkat(m_state.get(), name, 0);
}

void RuleStore::clearStaging()
{
    for (const QByteArray &name : namesIn(m_staging->get())) {
        const FileDescriptor file = openFileIn(m_staging->get(), name);
        if (file.isOpen() && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) // nobody writes it
            ::unlinkat(m_staging->get(), name.constData(), 0);
    }
}

} // namespace transfer::receiver
