// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/commandline.h"
#include "modbus/writer.h"

namespace cli {

/// --journal: where writes are kept, usually where the window keeps them, too.
void addJournalOption(CommandLine &line);
modbus::WriteJournal journalFrom(const CommandLine &line);
/// Says on stderr why the journal was not kept, where that is so.
void noteJournalError(const QString &why);

/// What became of a write, in a sentence.
QString verdictText(modbus::WriteOutcome::Verdict verdict);

} // namespace cli
