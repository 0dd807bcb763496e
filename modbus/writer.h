// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"
#include "modbus/writejournal.h"

#include <functional>

namespace modbus {

/// A write to coils or holding registers.
struct WriteJob
{
    quint8 unit = kDefaultUnit;
    Address first;
    QList<quint16> values;       ///< 1..65536, within the table; bits 0 or 1
    QList<quint16> oldValues;    ///< as the user saw them before; empty when not known
    bool alwaysMultiple = false; ///< FC 15/16 for a single value too
};

/// What became of a write. Never more certain than its evidence.
struct WriteOutcome
{
    enum class Verdict {
        Verified,    ///< accepted, and the read back shows the values
        Mismatch,    ///< accepted, but the read back shows others
        NotVerified, ///< accepted, but the server refused or failed the read back
        Refused,     ///< the server answered with an exception; part may be written
        NotSent,     ///< not armed, not connected, not lawful: nothing went out
        Unknown,     ///< no answer that settles it: see the read back for what is there
    };
    Verdict verdict = Verdict::NotSent;
    int written = 0;            ///< items that the server acknowledged
    QList<quint16> readBack;    ///< empty when it could not be read
    std::optional<Error> error; ///< of the write, or of the read back
    QString journalError;       ///< why the journal could not be kept; empty when it was
};

/// "verified", "mismatch", "notVerified", "refused", "notSent", "unknown".
QString verdictName(WriteOutcome::Verdict verdict);

/// True when the server's exception says that the write was not carried out. Acknowledge (5) says
/// that it will be, and behind a gateway's silent unit (11) it may have been.
bool isRefusal(const Error &error);

/// Writes while the connection is armed, split into lawful requests one after the other, reads
/// back what was sent and compares, and keeps the journal. Stops at the first part that fails.
/// `done` is called exactly once, later, unless `context` is destroyed before (the journal is kept
/// all the same).
void write(Connection &connection, const WriteJob &job, const WriteJournal &journal,
           QObject *context, std::function<void(const WriteOutcome &)> done);

} // namespace modbus
