// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/filerecords.h"
#include "modbus/writer.h"

namespace modbus {

/// What a request is going to change, and how to look at it. Functions 5, 6, 15, 16, 21, 22 and 23
/// have one; what the other writes change cannot be read.
struct WriteEffect
{
    QList<Request> reads; ///< give the items concerned; none where they cannot be read
    Address first;        ///< of bits or registers; files have none
    QList<FileRecords> records;
    QList<quint16> values;          ///< the items afterwards; not for FC 22
    std::optional<quint16> andMask; ///< of FC 22
    std::optional<quint16> orMask;

    bool isReadable() const { return !reads.isEmpty(); }
    /// The items afterwards; empty where that follows from `before` and it is not known.
    QList<quint16> expected(const QList<quint16> &before) const;
};
WriteEffect effectOf(const Request &request);

/// FC 8, Force Listen Only Mode: the specification lets no reply come.
bool isAnsweredBySilence(const Request &request);

/// What became of a request.
struct RequestOutcome
{
    std::optional<Reply> reply; ///< checked
    std::optional<Error> error; ///< of the request, else of the read back
    bool wasSilent = false;     ///< no reply came, and none was due

    // Of writes:
    WriteOutcome::Verdict verdict = WriteOutcome::Verdict::NotSent;
    QList<quint16> before;   ///< empty when it could not be read
    QList<quint16> expected; ///< empty when it is not known
    QList<quint16> readBack; ///< empty when it could not be read
    QString journalError;    ///< why the journal could not be kept; empty when it was
};

/// Reads what a write is going to change. `done` gets nothing where it cannot be read; it is called
/// exactly once, later, unless `context` is destroyed before.
void readEffect(Connection &connection, const WriteEffect &effect, QObject *context,
                std::function<void(const QList<quint16> &)> done);

/// Sends any request. A write goes out while writes are armed: what it changes is read before and
/// after where that can be read, compared with what must be there, and kept in the journal.
/// `done` is called exactly once, later, unless `context` is destroyed before: a write whose turn
/// has not come by then is not sent, and of one that is under way the journal is kept all the same.
void run(Connection &connection, const Request &request, const WriteJournal &journal,
         QObject *context, std::function<void(const RequestOutcome &)> done);

} // namespace modbus
