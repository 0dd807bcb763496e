// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/endpoint.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <optional>

namespace modbus {

/// One write, as it is kept for good.
struct JournalEntry
{
    QDateTime time; ///< UTC
    QString who;    ///< operating system user
    Target target;
    std::optional<Address> first; ///< none for what is no range of a table: files, diagnostics
    QByteArray request;           ///< its PDU; empty for a write in several requests
    QList<quint16> oldValues;     ///< empty when they were not known
    QList<quint16> newValues;
    QList<quint16> readBack; ///< empty when it could not be read
    QString verdict;         ///< Writer's verdict by name
    QString detail;          ///< error in words; empty when all went well
};

/// An entry that begins now, by this user.
JournalEntry newEntry(const Target &target);

/// An append-only file of JSON lines, one line a write, flushed to the file at once. Several
/// programs may append to the same file.
class WriteJournal
{
public:
    /// `path`'s folder is made when it is missing. An empty path keeps no journal.
    explicit WriteJournal(QString path);
    const QString &path() const { return m_path; }
    /// Empty when written, else why not.
    QString append(const JournalEntry &entry) const;

private:
    QString m_path;
};

} // namespace modbus
