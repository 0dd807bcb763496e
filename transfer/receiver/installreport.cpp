// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/installreport.h"

#include "transfer/receiver/logtext.h"

#include <QJsonArray>

namespace transfer::receiver {

using namespace Qt::StringLiterals;
using Verdict = InstallResult::Verdict;

namespace {

QJsonValue textOrNull(const QByteArray &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(QString::fromLatin1(text));
}

QString verdictName(const InstallResult &result)
{
    switch (result.verdict) {
    case Verdict::Installed:
        return result.isProved ? u"applied"_s : u"notProved"_s;
    case Verdict::Checked:
        return u"checked"_s;
    default:
        return u"failed"_s;
    }
}

QJsonObject phaseJson(const PhaseReport &phase)
{
    return {
        {u"phase"_s, phaseName(phase.phase)},
        {u"passed"_s, phase.isPassed},
        {u"durationMs"_s, qint64(phase.duration.count())},
        {u"exitStatus"_s, phase.exitStatus ? QJsonValue(*phase.exitStatus) : QJsonValue()},
        {u"ending"_s, phase.ending},
        {u"output"_s, QString::fromUtf8(phase.output)},
    };
}

} // namespace

QString phaseName(Phase phase)
{
    switch (phase) {
    case Phase::Stage:
        return u"staged"_s;
    case Phase::Install:
        return u"installed"_s;
    case Phase::Test:
        return u"tested"_s;
    case Phase::Reload:
        return u"reloaded"_s;
    case Phase::Confirm:
        return u"confirmed"_s;
    case Phase::Probe:
        return u"probed"_s;
    case Phase::Restore:
        break;
    }
    return u"restored"_s;
}

Failure failureOf(Verdict verdict)
{
    constexpr int kUnprocessable = 422;
    switch (verdict) {
    case Verdict::Installed:
    case Verdict::Checked:
        break;
    case Verdict::NotStored:
        return {"notStored", 500,
                u"Look whether the disk of the receiver is full and its directories can be "
                "written; its log tells more."_s};
    case Verdict::NoSuchRule:
        return {"noSuchRule", 404, u"List the rules to see which there are."_s};
    case Verdict::PreconditionFailed:
        return {"preconditionFailed", 412,
                u"Somebody changed it meanwhile: look at what is there now, then push again."_s};
    case Verdict::TestFailed:
        return {"testFailed", kUnprocessable,
                u"Correct the file where the test's output points."_s};
    case Verdict::ReloadFailed:
        return {"reloadFailed", kUnprocessable,
                u"Look whether nginx runs and its pid file is the one that is configured."_s};
    case Verdict::NotConfirmed:
        return {"notConfirmed", kUnprocessable,
                u"nginx accepted the test but not the configuration: its error log tells why."_s};
    case Verdict::ProbeFailed:
        return {"probeFailed", kUnprocessable,
                u"Compare what the probe asks with what the file says."_s};
    case Verdict::TooBusy:
        return {"busy", 503, u"Others install; send it again."_s};
    }
    return {"", 200, {}};
}

QJsonObject reportOf(const Change &change, const InstallResult &result)
{
    QJsonArray phases;
    for (const PhaseReport &phase : result.phases)
        phases.append(phaseJson(phase));
    QJsonObject json{
        {u"name"_s, change.name},
        {u"action"_s, actionName(change.action)},
        {u"verdict"_s, verdictName(result)},
        {u"dryRun"_s, change.isDryRun},
        {u"previousSha256"_s, textOrNull(result.previousSha256)},
        {u"sha256"_s, textOrNull(result.sha256)},
        {u"size"_s, result.size ? QJsonValue(*result.size) : QJsonValue()},
        {u"version"_s, result.version != 0 ? QJsonValue(result.version) : QJsonValue()},
        {u"phases"_s, phases},
        {u"error"_s, QJsonValue()},
    };
    if (const Failure failure = failureOf(result.verdict); *failure.code != '\0')
        json[u"error"_s] = QJsonObject{{u"code"_s, QLatin1StringView(failure.code)},
                                       {u"cause"_s, printable(result.reason, 2000)},
                                       {u"remedy"_s, failure.remedy}};
    return json;
}

} // namespace transfer::receiver
