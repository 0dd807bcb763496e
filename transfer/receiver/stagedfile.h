// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArrayView>
#include <QCryptographicHash>
#include <QString>
#include <memory>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// A file on its way into the store, outside the folder that nginx includes. It vanishes with this
/// object unless the store placed it.
class StagedFile
{
public:
    /// A new one in the directory of staged files.
    static tl::expected<StagedFile, QString> make(std::shared_ptr<FileDescriptor> directory);
    StagedFile(StagedFile &&) noexcept = default;
    StagedFile &operator=(StagedFile &&) noexcept = delete;
    ~StagedFile();

    tl::expected<void, QString> append(QByteArrayView bytes);
    /// Everything from where `file` stands on.
    tl::expected<void, QString> appendAll(int file);
    qint64 size() const { return m_size; }
    QByteArray sha256() const { return m_hash->result().toHex(); }

private:
    friend class RuleStore;
    StagedFile(std::shared_ptr<FileDescriptor> directory, FileDescriptor file, QByteArray name);

    std::shared_ptr<FileDescriptor> m_directory; ///< null once moved from or placed
    FileDescriptor m_file;
    QByteArray m_name;
    std::unique_ptr<QCryptographicHash> m_hash;
    qint64 m_size = 0;
};

} // namespace transfer::receiver
