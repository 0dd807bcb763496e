// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/installjournal.h"

#include "transfer/receiver/diskfile.h"
#include "transfer/receiver/logtext.h"
#include "transfer/rulefile.h"

#include <array>
#include <cerrno>
#include <cstdio>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using tl::unexpected;
using Step = InstallJournal::Entry::Step;

namespace {

constexpr auto kJournal = "journal";
constexpr auto kDraft = "journal.new";
constexpr qint64 kMostBytes = 512;

constexpr std::array<std::pair<Step, const char *>, 3> kWords{{
    {Step::Keep, "keep\n"},
    {Step::ToPrevious, "undo to previous\n"},
    {Step::ToNothing, "undo to nothing\n"},
}};

} // namespace

InstallJournal::InstallJournal(int stateDirectory, QString path)
    : m_directory(stateDirectory)
    , m_path(std::move(path))
{
}

tl::expected<void, QString> InstallJournal::write(const Entry &entry) const
{
    QByteArray text;
    for (const auto &[step, word] : kWords) {
        if (step == entry.step)
            text = word + entry.name;
    }
    if (!writeFileIn(m_directory, kDraft, text) ||
        ::renameat(m_directory, kDraft, m_directory, kJournal) != 0 || ::fsync(m_directory) != 0)
        return unexpected(systemError(u"cannot write the journal in %1"_s.arg(m_path)));
    return {};
}

tl::expected<std::optional<InstallJournal::Entry>, QString> InstallJournal::read() const
{
    const FileDescriptor file = openFileIn(m_directory, kJournal);
    if (!file.isOpen() && errno == ENOENT)
        return std::nullopt;
    if (!file.isOpen())
        return unexpected(systemError(u"cannot read the journal in %1"_s.arg(m_path)));
    const auto text = readAll(file.get(), kMostBytes);
    for (const auto &[step, word] : kWords) {
        if (!text || !text->startsWith(word))
            continue;
        const QByteArray name = text->sliced(qsizetype(qstrlen(word)));
        if (checkRuleName(QString::fromUtf8(name)))
            return Entry{step, name};
    }
    return unexpected(u"the journal %1/%2 is damaged: compare the rules with the copies beside it, "
                      u"then remove it"_s.arg(m_path, QLatin1StringView(kJournal)));
}

tl::expected<void, QString> InstallJournal::remove() const
{
    if ((::unlinkat(m_directory, kJournal, 0) != 0 && errno != ENOENT) || ::fsync(m_directory) != 0)
        return unexpected(systemError(u"cannot remove the journal in %1"_s.arg(m_path)));
    return {};
}

} // namespace transfer::receiver
