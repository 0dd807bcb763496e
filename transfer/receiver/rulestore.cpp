// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/rulestore.h"

#include "transfer/receiver/logtext.h"
#include "transfer/rulefile.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <array>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using tl::unexpected;

namespace {

constexpr auto kJournal = "journal";
constexpr auto kJournalDraft = "journal.new";
constexpr auto kAside = "aside";
constexpr auto kKeep = "keep\n";
constexpr auto kToPrevious = "undo to previous\n";
constexpr auto kToNothing = "undo to nothing\n";

FileDescriptor openDirectory(const QString &path, int flags = 0)
{
    return FileDescriptor(
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags));
}

FileDescriptor makeDirectoryIn(int parent, const char *name)
{
    if (::mkdirat(parent, name, 0700) != 0 && errno != EEXIST)
        return {};
    return FileDescriptor(::openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool writeAll(int file, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(file, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

bool copyAll(int from, int to)
{
    std::array<char, 65536> buffer;
    for (;;) {
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || !writeAll(to, QByteArrayView(buffer.data(), got)))
            return false;
    }
}

/// Mode and, where the system lets us, owner of what is replaced.
bool takeAttributes(int file, const struct stat &like)
{
    if (::fchown(file, like.st_uid, like.st_gid) != 0 && errno != EPERM)
        return false;
    return ::fchmod(file, like.st_mode & 0777) == 0;
}

} // namespace

StagedFile::StagedFile(std::shared_ptr<FileDescriptor> directory, FileDescriptor file,
                       QByteArray name)
    : m_directory(std::move(directory))
    , m_file(std::move(file))
    , m_name(std::move(name))
{
}

StagedFile::~StagedFile()
{
    if (m_directory)
        ::unlinkat(m_directory->get(), m_name.constData(), 0);
}

tl::expected<void, QString> StagedFile::append(QByteArrayView bytes)
{
    if (!writeAll(m_file.get(), bytes))
        return unexpected(systemError(u"cannot write to the staging directory"_s));
    m_size += bytes.size();
    return {};
}

tl::expected<RuleStore, QString> RuleStore::open(const QString &rulesDirectory,
                                                 const QString &stateDirectory)
{
    RuleStore store;
    store.m_rules = openDirectory(rulesDirectory);
    if (!store.m_rules.isOpen())
        return unexpected(systemError(u"cannot open the rule directory %1"_s.arg(rulesDirectory)));
    store.m_rulesPath = QFileInfo(rulesDirectory).canonicalFilePath();
    store.m_statePath = stateDirectory.isEmpty() ? store.m_rulesPath + u".loopcheck"_s
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
    if (inside.startsWith(store.m_rulesPath + QLatin1Char('/')))
        return unexpected(
            u"the state directory %1 is inside the rule directory, where nginx may "
            u"include its files: give another one with --state-dir"_s.arg(store.m_statePath));
    if (rules.st_dev != state.st_dev)
        return unexpected(u"the state directory %1 is on another file system than the rule "
                          u"directory %2, so files cannot be renamed between them: give one on "
                          u"the same with --state-dir"_s.arg(store.m_statePath, store.m_rulesPath));
    if (state.st_uid != ::geteuid() || (state.st_mode & 022) != 0)
        return unexpected(
            u"the state directory %1 belongs to or can be written by another user: "
            u"give it to the user of this daemon with mode 0700"_s.arg(store.m_statePath));

    store.m_staging =
        std::make_shared<FileDescriptor>(makeDirectoryIn(store.m_state.get(), "staging"));
    store.m_previous = makeDirectoryIn(store.m_state.get(), "previous");
    if (!store.m_staging->isOpen() || !store.m_previous.isOpen())
        return unexpected(systemError(u"cannot make directories in %1"_s.arg(store.m_statePath)));
    return store;
}

tl::expected<void, QString> RuleStore::claim()
{
    for (const auto &[directory, path] :
         {std::pair(m_rules.get(), m_rulesPath), std::pair(m_state.get(), m_statePath)}) {
        if (::flock(directory, LOCK_EX | LOCK_NB) != 0)
            return unexpected(
                errno == EWOULDBLOCK
                    ? u"another receiver uses the directory %1: end it first"_s.arg(path)
                    : systemError(u"cannot lock the directory %1"_s.arg(path)));
    }
    return {};
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
    const QByteArray name = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    FileDescriptor file(::openat(m_staging->get(), name.constData(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file.isOpen())
        return unexpected(systemError(u"cannot make a file in the staging directory"_s));
    if (::fchmod(file.get(), 0644) != 0)
        return unexpected(systemError(u"cannot set the mode of a staged file"_s));
    return StagedFile(m_staging, std::move(file), name);
}

tl::expected<void, QString> RuleStore::place(StagedFile file, const QString &name)
{
    if (auto isWritable = checkTarget(name); !isWritable)
        return isWritable;
    if (const auto isSettled = settle(); !isSettled)
        return unexpected(isSettled.error());

    const QByteArray target = name.toUtf8();
    const auto hadPrevious = setPreviousAside(target, file.m_file.get());
    if (!hadPrevious)
        return unexpected(hadPrevious.error());
    if (::fsync(file.m_file.get()) != 0)
        return unexpected(systemError(u"cannot bring the staged file to the disk"_s));
    const auto step = *hadPrevious ? Journal::Step::ToPrevious : Journal::Step::ToNothing;
    if (auto isNoted = writeJournal({step, target}); !isNoted)
        return isNoted;
    if (::renameat(file.m_directory->get(), file.m_name.constData(), m_rules.get(),
                   target.constData()) != 0) {
        const QString reason = systemError(u"cannot rename the file into the rule directory"_s);
        const auto isRemoved = removeJournal();
        return unexpected(isRemoved ? reason : reason + u"; "_s + isRemoved.error());
    }
    file.m_directory.reset();
    if (::fsync(m_rules.get()) != 0) {
        const QString reason = systemError(u"cannot bring the rule directory to the disk"_s);
        const auto isBack = undo();
        return unexpected(isBack ? reason : reason + u"; "_s + isBack.error());
    }
    return {};
}

tl::expected<bool, QString> RuleStore::setPreviousAside(const QByteArray &name, int stagedFile)
{
    const FileDescriptor live(
        ::openat(m_rules.get(), name.constData(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
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
    const FileDescriptor aside(::openat(
        m_state.get(), kAside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!aside.isOpen() || !copyAll(live.get(), aside.get()) ||
        !takeAttributes(aside.get(), attributes) || ::fsync(aside.get()) != 0)
        return unexpected(systemError(u"cannot put a copy of the rule that is there aside"_s));
    if (!takeAttributes(stagedFile, attributes))
        return unexpected(systemError(u"cannot give the new file the old one's mode"_s));
    return true;
}

tl::expected<void, QString> RuleStore::keep()
{
    const auto journal = readJournal();
    if (!journal)
        return unexpected(journal.error());
    if (!journal->has_value())
        return unexpected(u"there is no open change to keep"_s);
    if (auto isNoted = writeJournal({Journal::Step::Keep, (*journal)->name}); !isNoted)
        return isNoted;
    // From here on it is kept; what is left to tidy, the next settle() can do as well.
    static_cast<void>(finishKeeping((*journal)->name));
    return {};
}

tl::expected<void, QString> RuleStore::finishKeeping(const QByteArray &name)
{
    const bool isMoved = ::renameat(m_state.get(), kAside, m_previous.get(), name.constData()) == 0;
    if ((!isMoved && errno != ENOENT) || ::fsync(m_previous.get()) != 0)
        return unexpected(systemError(u"cannot keep the previous version"_s));
    return removeJournal();
}

tl::expected<void, QString> RuleStore::undo()
{
    const auto journal = readJournal();
    if (!journal)
        return unexpected(journal.error());
    if (!journal->has_value() || (*journal)->step == Journal::Step::Keep)
        return unexpected(u"there is no open change to take back"_s);
    return takeBack(**journal);
}

tl::expected<void, QString> RuleStore::takeBack(const Journal &journal)
{
    // ENOENT: an earlier process came this far, and only the journal was left to remove.
    const char *name = journal.name.constData();
    const bool isBack = journal.step == Journal::Step::ToPrevious
                            ? ::renameat(m_state.get(), kAside, m_rules.get(), name) == 0
                            : ::unlinkat(m_rules.get(), name, 0) == 0;
    if ((!isBack && errno != ENOENT) || ::fsync(m_rules.get()) != 0)
        return unexpected(systemError(u"cannot put back what was there before"_s));
    return removeJournal();
}

tl::expected<std::optional<QString>, QString> RuleStore::recover()
{
    clearStaging();
    return settle();
}

tl::expected<std::optional<QString>, QString> RuleStore::settle()
{
    const auto journal = readJournal();
    if (!journal)
        return unexpected(journal.error());
    if (!journal->has_value())
        return std::nullopt;
    const bool isKept = (*journal)->step == Journal::Step::Keep;
    const auto isEnded = isKept ? finishKeeping((*journal)->name) : takeBack(**journal);
    if (!isEnded)
        return unexpected(isEnded.error());
    return isKept ? std::nullopt : std::optional(QString::fromUtf8((*journal)->name));
}

tl::expected<void, QString> RuleStore::writeJournal(const Journal &journal)
{
    const char *step = journal.step == Journal::Step::Keep         ? kKeep
                       : journal.step == Journal::Step::ToPrevious ? kToPrevious
                                                                   : kToNothing;
    const FileDescriptor draft(::openat(
        m_state.get(), kJournalDraft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!draft.isOpen() || !writeAll(draft.get(), step + journal.name) ||
        ::fsync(draft.get()) != 0 ||
        ::renameat(m_state.get(), kJournalDraft, m_state.get(), kJournal) != 0 ||
        ::fsync(m_state.get()) != 0)
        return unexpected(systemError(u"cannot write the journal in %1"_s.arg(m_statePath)));
    return {};
}

tl::expected<std::optional<RuleStore::Journal>, QString> RuleStore::readJournal() const
{
    const FileDescriptor file(::openat(m_state.get(), kJournal, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen() && errno == ENOENT)
        return std::nullopt;
    std::array<char, 512> buffer;
    const ssize_t size = file.isOpen() ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
    if (size < 0)
        return unexpected(systemError(u"cannot read the journal in %1"_s.arg(m_statePath)));
    const QByteArray text(buffer.data(), size);
    for (const auto &[step, word] :
         {std::pair(Journal::Step::Keep, kKeep), std::pair(Journal::Step::ToPrevious, kToPrevious),
          std::pair(Journal::Step::ToNothing, kToNothing)}) {
        if (!text.startsWith(word))
            continue;
        const QByteArray name = text.sliced(qstrlen(word));
        if (checkRuleName(QString::fromUtf8(name)))
            return Journal{step, name};
    }
    return unexpected(u"the journal %1/%2 is damaged: compare the rules with the copies beside it, "
                      u"then remove it"_s.arg(m_statePath, QLatin1StringView(kJournal)));
}

tl::expected<void, QString> RuleStore::removeJournal()
{
    ::unlinkat(m_state.get(), kAside, 0);
    if ((::unlinkat(m_state.get(), kJournal, 0) != 0 && errno != ENOENT) ||
        ::fsync(m_state.get()) != 0)
        return unexpected(systemError(u"cannot remove the journal in %1"_s.arg(m_statePath)));
    return {};
}

void RuleStore::clearStaging()
{
    DIR *listing = ::fdopendir(::openat(m_staging->get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (listing == nullptr)
        return;
    while (const dirent *entry = ::readdir(listing))
        ::unlinkat(m_staging->get(), entry->d_name, 0);
    ::closedir(listing);
}

} // namespace transfer::receiver
