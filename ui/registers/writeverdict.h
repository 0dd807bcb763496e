// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/writer.h"
#include "ui/events/eventlog.h"

namespace ui {

/// How much an event log should make of a verdict.
EventLog::Severity severityOf(modbus::WriteOutcome::Verdict verdict);

/// Cause and remedy of what went wrong, with a blank before; empty when nothing did.
QString reasonOf(const modbus::WriteOutcome &outcome);

/// A written value and what was read back of it, as shown.
struct WrittenValue
{
    QString wanted;
    QString found; ///< empty when it could not be read back
    bool isSame = false;
};

/// What became of the write of one value, as a sentence that begins with a symbol.
QString verdictText(const modbus::WriteOutcome &outcome, const WrittenValue &value);

} // namespace ui
