// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/writeverdict.h"

#include <QCoreApplication>

namespace ui {

namespace {

using Verdict = modbus::WriteOutcome::Verdict;

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::WriteVerdict", text);
}

} // namespace

EventLog::Severity severityOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Verified:
        return EventLog::Severity::Info;
    case Verdict::NotVerified:
    case Verdict::NotSent:
        return EventLog::Severity::Warning;
    default:
        return EventLog::Severity::Error;
    }
}

QString reasonOf(const modbus::WriteOutcome &outcome)
{
    if (!outcome.error)
        return {};
    const modbus::Explanation explanation = modbus::explain(*outcome.error);
    return QLatin1Char(' ') + explanation.text + QLatin1Char(' ') + explanation.remedy;
}

QString verdictText(const modbus::WriteOutcome &outcome, const WrittenValue &value)
{
    const QString &wanted = value.wanted;
    switch (outcome.verdict) {
    case Verdict::Verified:
    case Verdict::Mismatch:
        return value.isSame ? tr("\u2713 Wrote %1, verified by reading back").arg(wanted)
                            : tr("\u26a0 Wrote %1, but it reads back %2").arg(wanted, value.found);
    case Verdict::NotVerified:
        return tr("\u26a0 Wrote %1, not verified:").arg(wanted) + reasonOf(outcome);
    case Verdict::Refused:
        return tr("\u2717 %1 was refused:").arg(wanted) + reasonOf(outcome);
    case Verdict::NotSent:
        return tr("\u2717 %1 was not sent:").arg(wanted) + reasonOf(outcome);
    case Verdict::Unknown:
        break;
    }
    if (value.found.isEmpty())
        return tr("\u26a0 %1 was sent, whether it was written is not known:").arg(wanted) +
               reasonOf(outcome);
    return tr("\u26a0 %1 was sent without a proper answer; it reads back %2:")
               .arg(wanted, value.found) +
           reasonOf(outcome);
}

} // namespace ui
