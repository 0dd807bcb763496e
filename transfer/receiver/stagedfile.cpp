// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/stagedfile.h"

#include "transfer/receiver/diskfile.h"
#include "transfer/receiver/logtext.h"

#include <QRandomGenerator>
#include <fcntl.h>
#include <sys/file.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using tl::unexpected;

tl::expected<StagedFile, QString> StagedFile::make(std::shared_ptr<FileDescriptor> directory)
{
    const QByteArray name = QByteArray::number(QRandomGenerator::system()->generate64(), 16);
    FileDescriptor file(::openat(directory->get(), name.constData(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    // The lock tells another process of this store that somebody writes it.
    if (!file.isOpen() || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return unexpected(systemError(u"cannot make a file in the staging directory"_s));
    if (::fchmod(file.get(), 0644) != 0)
        return unexpected(systemError(u"cannot set the mode of a staged file"_s));
    return StagedFile(std::move(directory), std::move(file), name);
}

StagedFile::StagedFile(std::shared_ptr<FileDescriptor> directory, FileDescriptor file,
                       QByteArray name)
    : m_directory(std::move(directory))
    , m_file(std::move(file))
    , m_name(std::move(name))
    , m_hash(std::make_unique<QCryptographicHash>(QCryptographicHash::Sha256))
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
    m_hash->addData(bytes);
    m_size += bytes.size();
    return {};
}

tl::expected<void, QString> StagedFile::appendAll(int file)
{
    if (!copyAll(file, m_file.get(), m_hash.get()))
        return unexpected(systemError(u"cannot copy a file into the staging directory"_s));
    m_size = ::lseek(m_file.get(), 0, SEEK_CUR);
    return {};
}

} // namespace transfer::receiver
