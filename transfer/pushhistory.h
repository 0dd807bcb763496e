// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <QDateTime>
#include <QList>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace transfer {

/// One push: what went where, how it ended, who started it.
struct PushRecord
{
    QDateTime time;   ///< when it began, UTC
    QString receiver; ///< "host:port"; the receiver's address where a relay served it
    QString relay;    ///< "host:port" of the relay, empty where there was none
    QString name;
    std::optional<qint64> bytes; ///< not known for a file on a relay's disk, nor are:
    std::optional<qint64> lines;
    QByteArray sha256; ///< 64 hexadecimal digits, or empty
    Outcome outcome = Outcome::NotSent;
    QString answer; ///< the peer's last words
    QString error;  ///< kindName(), empty where there was none
    std::chrono::milliseconds duration{};
    QString who;

    friend bool operator==(const PushRecord &, const PushRecord &) = default;
};

/// Past pushes, oldest first, kept in a file of JSON lines that is only ever appended to. A line
/// that cannot be read is skipped, counted and left as it is.
class PushHistory
{
public:
    /// An empty path keeps the history in memory only.
    explicit PushHistory(QString path = {});

    /// Reads the file. One that does not exist yet is an empty history; the reason otherwise.
    tl::expected<void, QString> load();
    /// Keeps a record and writes it to the file. Gives the reason when the file did not take it;
    /// the record is kept in memory all the same.
    tl::expected<void, QString> append(const PushRecord &record);

    const QString &path() const { return m_path; }
    const QList<PushRecord> &records() const { return m_records; }
    /// Numbers, from 1, of the lines that could not be read.
    const QList<int> &damagedLines() const { return m_damagedLines; }
    /// The latest push of this name that this receiver reported as reloaded: the nearest thing to
    /// "what is live there" that a sender knows.
    std::optional<PushRecord> lastReloaded(const QString &receiver, const QString &name) const;

private:
    QString m_path;
    QList<PushRecord> m_records;
    QList<int> m_damagedLines;
};

} // namespace transfer
