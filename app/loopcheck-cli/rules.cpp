// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/changereport.h"
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/receivers.h"
#include "app/loopcheck-cli/waiting.h"
#include "transfer/rulediff.h"
#include "transfer/rulefile.h"
#include "transfer/secure/client.h"

#include <QFile>
#include <QJsonArray>
#include <QSaveFile>
#include <QTextStream>
#include <algorithm>
#include <array>
#include <limits>

namespace cli {

namespace {

using transfer::secure::Action;
using transfer::secure::Client;
using transfer::secure::Content;
using transfer::secure::Rule;
using transfer::secure::Version;

const QString kVersion = QStringLiteral("rule-version");
const QString kOutput = QStringLiteral("output");
const QString kName = QStringLiteral("name");
const QString kExitCode = QStringLiteral("exit-code");

/// A subcommand at work: its line and the receiver.
struct Job
{
    const CommandLine &line;
    Client &client;
    QString value(int index) const { return line.values().value(index + 2); }
    bool asJson() const { return line.wantsJson(); }
    template <typename Value>
    using Answer = tl::expected<Value, transfer::Error>;
};

QJsonValue textOrNull(const QByteArray &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(QString::fromLatin1(text));
}

int list(const Job &job)
{
    const auto rules = whenAnswered<Job::Answer<QList<Rule>>>(
        [&](QObject *context, const auto &done) { job.client.list(context, done); });
    if (!rules)
        return report(failureOf(rules.error()), job.asJson());
    QJsonArray array;
    QTextStream out(stdout);
    for (const Rule &rule : *rules) {
        if (job.asJson()) {
            array.append(
                QJsonObject{{QStringLiteral("name"), rule.name},
                            {QStringLiteral("bytes"), rule.size},
                            {QStringLiteral("modified"), rule.modified.toString(Qt::ISODate)},
                            {QStringLiteral("sha256"), QString::fromLatin1(rule.sha256)}});
        } else {
            out << rule.sha256.first(12) << "  " << rule.modified.toString(Qt::ISODate) << "  "
                << QString::number(rule.size).rightJustified(10) << "  " << printable(rule.name)
                << '\n';
        }
    }
    if (job.asJson())
        printJson({{QStringLiteral("rules"), array}});
    return Done;
}

/// The version that --rule-version names, what is live without it.
Job::Answer<Content> contentOf(const Job &job, const QString &name)
{
    return whenAnswered<Job::Answer<Content>>([&](QObject *context, const auto &done) {
        if (job.line.isSet(kVersion))
            job.client.fetchVersion(name, job.line.value(kVersion).toInt(), context, done);
        else
            job.client.fetch(name, context, done);
    });
}

int get(const Job &job)
{
    const auto content = contentOf(job, job.value(0));
    if (!content)
        return report(failureOf(content.error()), job.asJson());
    if (job.line.isSet(kOutput)) {
        QSaveFile file(job.line.value(kOutput));
        if (!file.open(QIODevice::WriteOnly) ||
            file.write(content->bytes) != content->bytes.size() || !file.commit())
            return report(
                usageFailure(
                    Text::tr("%1 cannot be written: %2.").arg(file.fileName(), file.errorString()),
                    Text::tr("Check the path and the space on its disk.")),
                job.asJson());
    } else if (!job.asJson()) {
        QFile out;
        if (!out.open(stdout, QIODevice::WriteOnly) ||
            out.write(content->bytes) != content->bytes.size())
            return report(
                usageFailure(Text::tr("stdout does not take it: %1.").arg(out.errorString())),
                false);
    }
    if (job.asJson()) {
        QJsonObject object{{QStringLiteral("name"), job.value(0)},
                           {QStringLiteral("bytes"), content->bytes.size()},
                           {QStringLiteral("sha256"), QString::fromLatin1(content->sha256)}};
        if (!job.line.isSet(kOutput))
            object.insert(QStringLiteral("content"), QString::fromUtf8(content->bytes));
        printJson(object);
    }
    return Done;
}

QJsonObject toJson(const Version &version)
{
    return {{QStringLiteral("version"), version.version},
            {QStringLiteral("action"), version.action},
            {QStringLiteral("live"), version.isLive},
            {QStringLiteral("installed"), version.installed.toString(Qt::ISODate)},
            {QStringLiteral("bytes"), version.size ? QJsonValue(*version.size) : QJsonValue()},
            {QStringLiteral("sha256"), textOrNull(version.sha256)},
            {QStringLiteral("by"), version.by},
            {QStringLiteral("from"), version.from},
            {QStringLiteral("comment"), version.comment},
            {QStringLiteral("restoredFrom"),
             version.restoredFrom ? QJsonValue(*version.restoredFrom) : QJsonValue()},
            {QStringLiteral("verdict"), version.verdict}};
}

int history(const Job &job)
{
    const auto versions =
        whenAnswered<Job::Answer<QList<Version>>>([&](QObject *context, const auto &done) {
            job.client.versions(job.value(0), context, done);
        });
    if (!versions)
        return report(failureOf(versions.error()), job.asJson());
    QJsonArray array;
    QTextStream out(stdout);
    for (const Version &version : *versions) {
        array.append(toJson(version));
        if (job.asJson())
            continue;
        out << (version.isLive ? "* " : "  ") << version.version << "  "
            << version.installed.toString(Qt::ISODate) << "  " << printable(version.action) << "  "
            << printable(version.verdict) << "  "
            << version.sha256.first(qMin<qsizetype>(12, version.sha256.size())) << "  "
            << printable(version.by) << ' ' << printable(version.from) << "  "
            << printable(version.comment) << '\n';
    }
    if (job.asJson())
        printJson({{QStringLiteral("name"), job.value(0)}, {QStringLiteral("versions"), array}});
    return Done;
}

int change(const Job &job, Action action)
{
    transfer::secure::ChangeRequest request;
    request.action = action;
    request.name = job.value(0);
    if (action == Action::Restore) {
        request.version = job.value(1).toInt();
        if (request.version < 1)
            return report(
                usageFailure(
                    Text::tr("\"%1\" is no version: rules history lists them.").arg(job.value(1))),
                job.asJson());
    }
    if (const auto isRead = readChangeOptions(job.line, request); !isRead)
        return report(isRead.error(), job.asJson());
    transfer::secure::Change running(job.client.channel(), request);
    const auto result =
        whenAnswered<transfer::secure::ChangeResult>([&](QObject *context, const auto &done) {
            QObject::connect(&running, &transfer::secure::Change::finished, context, done);
            running.start();
        });
    return conclude(job.line, result);
}

int restore(const Job &job)
{
    return change(job, Action::Restore);
}

int takeAway(const Job &job)
{
    return change(job, Action::Delete);
}

int diff(const Job &job)
{
    const auto file = transfer::loadRuleFile(job.value(0), job.line.value(kName));
    if (!file)
        return report(failureOf(file.error()), job.asJson());
    auto live = contentOf(job, file->name);
    if (!live && live.error().code == QStringLiteral("noSuchRule"))
        live = Content(); // everything would be new
    if (!live)
        return report(failureOf(live.error()), job.asJson());
    const auto lines = transfer::diffLines(live->bytes, file->content);
    const transfer::DiffCount count = transfer::countOf(lines);
    const QByteArray text = transfer::unifiedDiff(
        lines, {(job.client.peer() + u'/' + file->name).toUtf8(), job.value(0).toUtf8()});
    if (job.asJson()) {
        printJson({{QStringLiteral("name"), file->name},
                   {QStringLiteral("differs"), !count.isEmpty()},
                   {QStringLiteral("added"), count.added},
                   {QStringLiteral("removed"), count.removed},
                   {QStringLiteral("liveSha256"), textOrNull(live->sha256)},
                   {QStringLiteral("diff"), QString::fromUtf8(text)}});
    } else {
        QTextStream(stdout) << printable(QString::fromUtf8(text));
    }
    return job.line.isSet(kExitCode) && !count.isEmpty() ? Refused : Done;
}

struct Subcommand
{
    QLatin1StringView name;
    int least; ///< values after the receiver
    int most;
    int (*run)(const Job &job);
};
constexpr std::array kSubcommands{
    Subcommand{QLatin1StringView("list"), 0, 0, list},
    Subcommand{QLatin1StringView("get"), 1, 1, get},
    Subcommand{QLatin1StringView("history"), 1, 1, history},
    Subcommand{QLatin1StringView("restore"), 2, 2, restore},
    Subcommand{QLatin1StringView("delete"), 1, 1, takeAway},
    Subcommand{QLatin1StringView("diff"), 1, 1, diff},
};

} // namespace

int rules(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("rules"),
        Text::tr("Looks at and changes the rules at a receiver that was paired.\n"
                 "  list RECEIVER                  what nginx reads there\n"
                 "  get RECEIVER NAME              its bytes\n"
                 "  history RECEIVER NAME          its versions, newest first\n"
                 "  restore RECEIVER NAME VERSION  install a version again\n"
                 "  delete RECEIVER NAME           take it away; its versions stay\n"
                 "  diff RECEIVER FILE             from what is live to FILE, before it is pushed\n"
                 "JSON: rules; name bytes sha256 content; name versions; for restore and delete "
                 "what push prints; name differs added removed liveSha256 diff."));
    line.addParameter(QStringLiteral("COMMAND"),
                      Text::tr("list, get, history, restore, delete or diff."));
    line.addParameter(QStringLiteral("RECEIVER"), Text::tr("As it was called when it was paired."));
    line.addParameter(QStringLiteral("[NAME|FILE]"), Text::tr("The rule, or the file."));
    line.addParameter(QStringLiteral("[VERSION]"), Text::tr("Its number in the history."));
    line.addOption(kVersion, QStringLiteral("N"),
                   Text::tr("get, diff: this version, not what is live."));
    line.addOption(kOutput, QStringLiteral("FILE"), Text::tr("get: into this file."));
    line.addOption(kName, QStringLiteral("NAME"),
                   Text::tr("diff: the file's name at the receiver; its own unless given."));
    line.addFlag(kExitCode, Text::tr("diff: end with 1 where they differ."));
    addChangeOptions(line);
    addSettingsOption(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;

    const QStringList values = line.values();
    const auto *found = std::ranges::find(kSubcommands, values.value(0), &Subcommand::name);
    if (found == kSubcommands.end() || values.size() < found->least + 2 ||
        values.size() > found->most + 2) {
        return report(usageFailure(Text::tr("rules takes list, get, history, restore, delete or "
                                            "diff, a receiver, and what these need.")),
                      line.wantsJson());
    }
    if (line.isSet(kVersion)) {
        if (const auto version = line.figure(kVersion, 1, std::numeric_limits<int>::max());
            !version)
            return report(version.error(), line.wantsJson());
    }
    Receivers receivers(line);
    const auto target = receivers.target(values.at(1));
    if (!target)
        return report(target.error(), line.wantsJson());
    Client client(target->access);
    return found->run({line, client});
}

} // namespace cli
