// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/handover.h"

#include "transfer/receiver/logtext.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

constexpr int kCannotExecute = 127;

/// For execve(): pointers into `texts`.
std::vector<char *> pointersTo(QByteArrayList &texts)
{
    std::vector<char *> pointers;
    for (QByteArray &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

QByteArrayList environmentWith(const QByteArray &variable)
{
    QByteArrayList environment{variable};
    for (char **entry = environ; *entry != nullptr; ++entry)
        environment.append(*entry);
    return environment;
}

} // namespace

bool Successor::isReadyWithin(std::chrono::milliseconds limit) const
{
    pollfd waiting = {ready.get(), POLLIN, 0};
    const auto until = std::chrono::steady_clock::now() + limit;
    int count = -1;
    do {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        count = ::poll(&waiting, 1, int(std::max<qint64>(left.count(), 0)));
    } while (count < 0 && errno == EINTR);
    char byte = 0;
    return count == 1 && ::read(ready.get(), &byte, 1) == 1;
}

void Successor::end() const
{
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
}

HandOver::HandOver(int argc, char **argv)
    : m_directory(QFile::encodeName(QDir::currentPath()))
{
    for (int i = 0; i < argc; ++i)
        m_arguments.append(argv[i]);
    const QString name = QFile::decodeName(argv[0]);
    m_program = QFile::encodeName(name.contains(u'/') ? QDir().absoluteFilePath(name)
                                                      : QStandardPaths::findExecutable(name));
}

void HandOver::add(const QByteArray &name, int descriptor)
{
    std::erase_if(m_entries, [&](const Entry &entry) { return entry.name == name; });
    FileDescriptor copy(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));
    if (copy.isOpen())
        m_entries.push_back({name, std::move(copy)});
}

tl::expected<Successor, QString> HandOver::start() const
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return tl::unexpected(systemError(u"cannot make a pipe"_s));
    FileDescriptor readEnd(ends[0]);
    const FileDescriptor writeEnd(ends[1]);
    QByteArray variable =
        QByteArray(kHandOverVariable) + '=' + kReadyName + ':' + QByteArray::number(writeEnd.get());
    for (const Entry &entry : m_entries)
        variable += ' ' + entry.name + ':' + QByteArray::number(entry.descriptor.get());
    QByteArrayList argumentTexts = m_arguments;
    QByteArrayList environmentTexts = environmentWith(variable);
    const std::vector<char *> arguments = pointersTo(argumentTexts);
    const std::vector<char *> environment = pointersTo(environmentTexts);

    const pid_t process = ::fork();
    if (process < 0)
        return tl::unexpected(systemError(u"cannot fork"_s));
    if (process == 0) {
        // Only what is safe after a fork: another thread may have held any lock.
        ::fcntl(writeEnd.get(), F_SETFD, 0);
        for (const Entry &entry : m_entries)
            ::fcntl(entry.descriptor.get(), F_SETFD, 0);
        if (::chdir(m_directory.constData()) == 0)
            ::execve(m_program.constData(), arguments.data(), environment.data());
        ::_exit(kCannotExecute);
    }
    return Successor{process, std::move(readEnd)};
}

} // namespace transfer::receiver
