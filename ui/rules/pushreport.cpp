// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushreport.h"

#include "ui/rules/figures.h"

#include <QCoreApplication>

namespace ui {

namespace {

using transfer::Error;
using transfer::Outcome;
using transfer::PushResult;
using transfer::Step;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::PushReport)
};

PushReport reloaded(const PushTarget &target)
{
    if (target.relay) {
        return {Words::tr("Relay %1 reports: %2 went to %3, which reloaded.")
                    .arg(target.relay->peer.toString(), target.name, target.receiverText()),
                Words::tr("Reported, not proved: neither the relay nor a legacy receiver sees more "
                          "than that the reload signal was sent."),
                {}};
    }
    return {Words::tr("%1 reports: %2 reloaded.").arg(target.receiverText(), target.name),
            Words::tr("Reported, not proved: a legacy receiver only knows that the reload signal "
                      "was sent."),
            {}};
}

PushReport reloadFailed(const PushResult &result, const PushTarget &target)
{
    PushReport report;
    report.headline =
        target.relay ? Words::tr("Relay %1 reports that nginx at %2 refused to reload with %3.")
                           .arg(target.relay->peer.toString(), target.receiverText(), target.name)
                     : Words::tr("The receiver reports that nginx refused to reload with %1.")
                           .arg(target.name);
    if (result.error)
        report.remark = transfer::explain(*result.error).remedy + u' ';
    report.remark += Words::tr("A legacy receiver keeps the refused file, and nginx would not "
                               "start again with it.");
    return report;
}

PushReport unknown(const PushResult &result, const PushTarget &target)
{
    const auto kind = result.error ? result.error->kind : Error::Kind::ConnectionLost;
    QString why;
    if (kind == Error::Kind::Aborted) {
        why = target.relay ? Words::tr("cancelled after the relay was asked.")
                           : Words::tr("cancelled after the file was sent.");
    } else if (kind == Error::Kind::Timeout) {
        why = target.relay ? Words::tr("the relay was asked, but gave no answer in time.")
                           : Words::tr("the file was sent, but no answer came in time.");
    } else if (kind == Error::Kind::UnexpectedAnswer) {
        why = target.relay ? Words::tr("the relay gave an answer that is not known.")
                           : Words::tr("the file was sent, but the answer is not known.");
    } else {
        why = target.relay ? Words::tr("the connection was lost after the relay was asked.")
                           : Words::tr("the connection was lost after the file was sent.");
    }
    return {Words::tr("Unknown: %1").arg(why),
            Words::tr("%1 may or may not serve %2 by now. Ask the receiver or push again: pushing "
                      "the same file twice does no harm.")
                .arg(target.receiverText(), target.name),
            {}};
}

PushReport notSent(const PushResult &result)
{
    if (!result.error)
        return {Words::tr("Not sent."), {}, {}};
    const Error &error = *result.error;
    const transfer::Explanation why = transfer::explain(error);
    if (error.kind == Error::Kind::Aborted)
        return {why.text, why.remedy, {}};
    const bool hasBegun = error.step == transfer::stepName(Step::Name) ||
                          error.step == transfer::stepName(Step::Data);
    return {hasBegun ? Words::tr("Not completed: %1").arg(why.text)
                     : Words::tr("Not sent: %1").arg(why.text),
            why.remedy,
            {}};
}

PushReport sentences(const PushResult &result, const PushTarget &target)
{
    switch (result.outcome) {
    case Outcome::Reloaded:
        return reloaded(target);
    case Outcome::ReloadFailed:
        return reloadFailed(result, target);
    case Outcome::NotSent:
        return notSent(result);
    case Outcome::Unknown:
        break;
    }
    return unknown(result, target);
}

} // namespace

PushReport reportOf(const PushResult &result, const PushTarget &target)
{
    PushReport report = sentences(result, target);
    report.answer = result.answer;
    return report;
}

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Reloaded:
        return Words::tr("reported as reloaded");
    case Outcome::ReloadFailed:
        return Words::tr("reload refused");
    case Outcome::NotSent:
        return Words::tr("not sent");
    case Outcome::Unknown:
        break;
    }
    return Words::tr("unknown");
}

QString stepTitle(Step step)
{
    switch (step) {
    case Step::Connect:
        return Words::tr("Connect");
    case Step::Name:
        return Words::tr("Name");
    case Step::Data:
        return Words::tr("Data");
    case Step::End:
        return Words::tr("End");
    case Step::Reload:
        break;
    }
    return Words::tr("Reload answer");
}

QString fullReport(const PushReport &report, const PushResult &result,
                   const transfer::PushRecord &record)
{
    QStringList lines{report.headline};
    const auto add = [&lines](const QString &title, const QString &text) {
        if (!text.isEmpty())
            lines.append(Words::tr("%1: %2").arg(title, text));
    };
    if (!report.remark.isEmpty())
        lines.append(report.remark);
    lines.append(QString());
    add(Words::tr("Answer"), report.answer);
    add(Words::tr("Outcome"), transfer::outcomeName(record.outcome));
    add(Words::tr("Time"), record.time.toUTC().toString(Qt::ISODateWithMs));
    add(Words::tr("Receiver"), record.receiver);
    add(Words::tr("Relay"), record.relay);
    add(Words::tr("Name"), record.name);
    if (record.bytes && record.lines) {
        add(Words::tr("Size"),
            Words::tr("%1 bytes, %2").arg(*record.bytes).arg(linesText(*record.lines)));
        add(Words::tr("SHA-256"), QString::fromLatin1(record.sha256));
    }
    add(Words::tr("Duration"), durationText(record.duration));
    for (const transfer::StepTime &time : result.steps) {
        const QString state = time.isDone ? Words::tr("done") : Words::tr("ended here");
        add(QStringLiteral("  ") + stepTitle(time.step),
            Words::tr("%1, %2").arg(state, durationText(time.duration)));
    }
    if (result.error) {
        add(Words::tr("Error"), transfer::kindName(result.error->kind));
        add(Words::tr("Detail"), result.error->detail);
    }
    add(Words::tr("Who"), record.who);
    lines.append(QStringLiteral("Loopcheck " LOOPCHECK_VERSION));
    return lines.join(u'\n');
}

} // namespace ui
