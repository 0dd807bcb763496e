// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/journal.h"

#include <QDir>
#include <QStandardPaths>
#include <QTextStream>

namespace cli {

namespace {

const QString kJournal = QStringLiteral("journal");

using Verdict = modbus::WriteOutcome::Verdict;

QString usualJournal()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(QStringLiteral("writes.jsonl"));
}

} // namespace

void addJournalOption(CommandLine &line)
{
    line.addOption(kJournal, QStringLiteral("FILE"),
                   Text::tr("Keep the journal in this file; an empty name keeps none."),
                   usualJournal());
}

modbus::WriteJournal journalFrom(const CommandLine &line)
{
    return modbus::WriteJournal(line.value(kJournal));
}

void noteJournalError(const QString &why)
{
    if (!why.isEmpty())
        QTextStream(stderr) << Text::tr("The journal was not kept: %1").arg(why) << '\n';
}

QString verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Verified:
        return Text::tr("Written and verified by reading back.");
    case Verdict::Mismatch:
        return Text::tr("Written, but the read back shows other values.");
    case Verdict::NotVerified:
        return Text::tr("Written, not verified: the values could not be read back.");
    case Verdict::Refused:
        return Text::tr("Refused by the device.");
    case Verdict::NotSent:
        return Text::tr("Nothing was written.");
    case Verdict::Unknown:
        break;
    }
    return Text::tr("Not known whether it was written: see what was read back.");
}

} // namespace cli
