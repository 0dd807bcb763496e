// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/changereport.h"

#include "transfer/rulefile.h"

#include <QJsonArray>
#include <QTextStream>

namespace cli {

namespace {

using transfer::secure::ChangeResult;
using transfer::secure::PhaseReport;
using transfer::secure::Verdict;

const QString kDryRun = QStringLiteral("dry-run");
const QString kComment = QStringLiteral("comment");
const QString kExpect = QStringLiteral("expect");
const QString kProbe = QStringLiteral("probe");
const QString kProbeHost = QStringLiteral("probe-host");
const QString kProbeStatus = QStringLiteral("probe-status");
const QString kProbeHeader = QStringLiteral("probe-header");
const QString kProbeText = QStringLiteral("probe-text");
const QString kProbeTimeout = QStringLiteral("probe-timeout");

constexpr int kMinuteMs = 60'000;

QJsonValue textOrNull(const QByteArray &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(QString::fromLatin1(text));
}

template <typename Figure>
QJsonValue figureOrNull(const std::optional<Figure> &figure)
{
    return figure ? QJsonValue(*figure) : QJsonValue();
}

QJsonObject toJson(const PhaseReport &phase)
{
    return {{QStringLiteral("phase"), phase.phase},
            {QStringLiteral("passed"), phase.isPassed},
            {QStringLiteral("durationMs"), qint64(phase.duration.count())},
            {QStringLiteral("exitStatus"), figureOrNull(phase.exitStatus)},
            {QStringLiteral("ending"), phase.ending},
            {QStringLiteral("output"), phase.output}};
}

tl::expected<std::optional<transfer::secure::Probe>, Failure> probeFrom(const CommandLine &line)
{
    using Wanted = std::optional<transfer::secure::Probe>;
    if (!line.isSet(kProbe)) {
        for (const QString &option :
             {kProbeHost, kProbeStatus, kProbeHeader, kProbeText, kProbeTimeout}) {
            if (line.isSet(option))
                return tl::make_unexpected(
                    usageFailure(Text::tr("--%1 goes with --probe URL.").arg(option)));
        }
        return Wanted();
    }
    transfer::secure::Probe probe;
    probe.url = QUrl(line.value(kProbe), QUrl::StrictMode);
    if (!probe.url.isValid() || probe.url.scheme() != QStringLiteral("http") ||
        probe.url.host().isEmpty()) {
        return tl::make_unexpected(
            usageFailure(Text::tr("\"%1\" is no http URL.").arg(line.value(kProbe)),
                         Text::tr("The receiver asks it, so it is as seen from there, such as "
                                  "http://127.0.0.1/status.")));
    }
    const auto status = line.figure(kProbeStatus, 100, 599);
    const auto limit = line.milliseconds(kProbeTimeout, 100, kMinuteMs);
    if (!status || !limit)
        return tl::make_unexpected(status ? limit.error() : status.error());
    probe.host = line.value(kProbeHost);
    probe.status = *status;
    probe.header = line.value(kProbeHeader);
    probe.text = line.value(kProbeText);
    probe.limit = *limit;
    return Wanted(probe);
}

/// "none" or 64 hexadecimal digits.
tl::expected<QByteArray, Failure> expectedFrom(const CommandLine &line)
{
    const QString text = line.value(kExpect).toLower();
    if (text == QStringLiteral("none"))
        return QByteArray();
    if (!transfer::isSha256(text.toLatin1()))
        return tl::make_unexpected(
            usageFailure(Text::tr("--expect takes a SHA-256 of 64 hexadecimal digits, or none.")));
    return text.toLatin1();
}

} // namespace

void addChangeOptions(CommandLine &line)
{
    line.addFlag(kDryRun, Text::tr("Have nginx test the configuration with the change, and leave "
                                   "everything as it is."));
    line.addOption(kComment, QStringLiteral("TEXT"), Text::tr("Kept with the version."));
    line.addOption(kExpect, QStringLiteral("SHA256|none"),
                   Text::tr("Change it only if this is live now, so that nobody else's change is "
                            "lost."));
    line.addOption(kProbe, QStringLiteral("URL"),
                   Text::tr("The receiver asks this http URL; the change counts as proved only if "
                            "it is answered, and is taken back if it isn't."));
    line.addOption(kProbeHost, QStringLiteral("NAME"),
                   Text::tr("The site's name, where several are at the probe's address."));
    line.addOption(kProbeStatus, QStringLiteral("N"), Text::tr("The status wanted of the probe."),
                   QStringLiteral("200"));
    line.addOption(kProbeHeader, QStringLiteral("NAME: VALUE"),
                   Text::tr("A header wanted of the probe."));
    line.addOption(kProbeText, QStringLiteral("TEXT"), Text::tr("Text wanted of the probe."));
    line.addOption(kProbeTimeout, QStringLiteral("MS"), Text::tr("Longest wait for it."),
                   QStringLiteral("10000"));
}

QStringList givenOptions(const CommandLine &line, const QStringList &options)
{
    QStringList given;
    for (const QString &option : options) {
        if (line.isSet(option))
            given.append(QStringLiteral("--") + option);
    }
    return given;
}

QStringList changeOptionsIn(const CommandLine &line)
{
    return givenOptions(line, {kDryRun, kComment, kExpect, kProbe, kProbeHost, kProbeStatus,
                               kProbeHeader, kProbeText, kProbeTimeout});
}

tl::expected<void, Failure> readChangeOptions(const CommandLine &line,
                                              transfer::secure::ChangeRequest &request)
{
    request.isDryRun = line.isSet(kDryRun);
    request.comment = line.value(kComment);
    if (line.isSet(kExpect)) {
        const auto expected = expectedFrom(line);
        if (!expected)
            return tl::make_unexpected(expected.error());
        request.expectedSha256 = *expected;
    }
    const auto probe = probeFrom(line);
    if (!probe)
        return tl::make_unexpected(probe.error());
    request.probe = *probe;
    return {};
}

std::optional<Failure> failureOf(const ChangeResult &result)
{
    if (transfer::secure::isGood(result.verdict))
        return {};
    const transfer::Explanation explanation = transfer::secure::explain(result);
    Failure failure{transfer::secure::verdictName(result.verdict), 0, explanation.text,
                    explanation.remedy, Refused};
    if (result.error) {
        const Failure cause = failureOf(*result.error);
        failure.kind = cause.kind;
        failure.exitCode = cause.exitCode;
    }
    if (result.verdict == Verdict::Unknown)
        failure.exitCode = NoAnswer;
    else if (result.verdict == Verdict::Failed)
        failure.exitCode = Refused;
    return failure;
}

QJsonObject toJson(const ChangeResult &result)
{
    QJsonArray phases;
    for (const PhaseReport &phase : result.phases)
        phases.append(toJson(phase));
    QJsonObject object{
        {QStringLiteral("receiver"), result.receiver},
        {QStringLiteral("name"), result.name},
        {QStringLiteral("action"), transfer::secure::actionName(result.action)},
        {QStringLiteral("outcome"), transfer::secure::verdictName(result.verdict)},
        {QStringLiteral("dryRun"), result.isDryRun},
        {QStringLiteral("bytes"), figureOrNull(result.size)},
        {QStringLiteral("sha256"), textOrNull(result.sha256)},
        {QStringLiteral("previousSha256"), textOrNull(result.previousSha256)},
        {QStringLiteral("version"), figureOrNull(result.version)},
        {QStringLiteral("phases"), phases},
        {QStringLiteral("key"), textOrNull(result.key)},
        {QStringLiteral("durationMs"), qint64(result.duration.count())},
    };
    if (const auto failure = failureOf(result))
        object.insert(QStringLiteral("error"), toJson(*failure));
    return object;
}

void print(const ChangeResult &result)
{
    QTextStream out(stdout);
    const transfer::Explanation explanation = transfer::secure::explain(result);
    out << printable(explanation.text) << '\n';
    for (const PhaseReport &phase : result.phases) {
        out << "  "
            << (phase.isPassed ? Text::tr("%1, %2 ms") : Text::tr("NOT %1, %2 ms"))
                   .arg(printable(phase.phase))
                   .arg(phase.duration.count())
            << (phase.ending.isEmpty() ? QString() : u' ' + printable(phase.ending)) << '\n';
        if (!phase.isPassed && !phase.output.isEmpty())
            out << printable(phase.output).trimmed() << '\n';
    }
    out.flush();
    if (!explanation.remedy.isEmpty())
        QTextStream(stderr) << printable(explanation.remedy) << '\n';
}

int conclude(const CommandLine &line, const ChangeResult &result)
{
    if (line.wantsJson())
        printJson(toJson(result));
    else
        print(result);
    const auto failure = failureOf(result);
    return failure ? failure->exitCode : Done;
}

} // namespace cli
