// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/result.h"

#include <QCoreApplication>

namespace transfer::secure {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(transfer)
};

QString appliedText(const ChangeResult &result)
{
    switch (result.action) {
    case Action::Push:
        return Text::tr("%1 is in use at %2, and the receiver proved it.");
    case Action::Restore:
        return Text::tr("The version of %1 is in use again at %2, and the receiver proved it.");
    case Action::Delete:
        return Text::tr("%1 is no longer in use at %2, and the receiver proved it.");
    }
    return {};
}

QString failedText(const ChangeResult &result)
{
    const bool isBack = !result.isDryRun;
    return isBack ? Text::tr("%1 did not come into use at %2; what was there before serves.")
                  : Text::tr("%1 would not come into use at %2; nothing was changed.");
}

} // namespace

QString actionName(Action action)
{
    switch (action) {
    case Action::Push:
        return QStringLiteral("push");
    case Action::Restore:
        return QStringLiteral("restore");
    case Action::Delete:
        return QStringLiteral("delete");
    }
    return {};
}

QString verdictName(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Applied:
        return QStringLiteral("applied");
    case Verdict::NotProved:
        return QStringLiteral("notProved");
    case Verdict::Checked:
        return QStringLiteral("checked");
    case Verdict::Skipped:
        return QStringLiteral("skipped");
    case Verdict::Failed:
        return QStringLiteral("failed");
    case Verdict::NotSent:
        return QStringLiteral("notSent");
    case Verdict::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

bool isGood(Verdict verdict)
{
    return verdict == Verdict::Applied || verdict == Verdict::NotProved ||
           verdict == Verdict::Checked || verdict == Verdict::Skipped;
}

Explanation explain(const ChangeResult &result)
{
    const Explanation why = result.error ? transfer::explain(*result.error) : Explanation{};
    const auto sentence = [&](const QString &verdict) {
        const QString said = verdict.arg(result.name, result.receiver);
        return why.text.isEmpty() ? said : said + u' ' + why.text;
    };
    switch (result.verdict) {
    case Verdict::Applied:
        return {sentence(appliedText(result)), {}};
    case Verdict::NotProved:
        return {sentence(Text::tr("nginx accepted the change of %1 at %2. Accepted, not proved: "
                                  "the receiver has nothing to prove it by.")),
                Text::tr("Give the receiver nginx's pid file, or the push a probe.")};
    case Verdict::Checked:
        return {sentence(Text::tr("nginx would accept the change of %1 at %2. Nothing was "
                                  "changed.")),
                {}};
    case Verdict::Skipped:
        return {sentence(Text::tr("%1 is live at %2 already, to the byte. Nothing was sent.")), {}};
    case Verdict::Failed:
        return {sentence(failedText(result)), why.remedy};
    case Verdict::NotSent:
        return {sentence(Text::tr("%1 was not changed at %2.")), why.remedy};
    case Verdict::Unknown:
        return {sentence(Text::tr("Whether %1 was changed at %2 is not known.")),
                Text::tr("Look at what is live there, or push again: what is live already is not "
                         "installed twice.")};
    }
    return {};
}

} // namespace transfer::secure
