// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/securepush.h"

#include "app/loopcheck-cli/changereport.h"
#include "app/loopcheck-cli/receivers.h"
#include "transfer/fleet.h"
#include "transfer/rulefile.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QTextStream>

namespace cli {

namespace {

using transfer::Fleet;
using transfer::FleetTarget;
using transfer::secure::ChangeResult;

const QString kCanary = QStringLiteral("canary");
const QString kGoOn = QStringLiteral("go-on");
const QString kForce = QStringLiteral("force");
const QString kParallel = QStringLiteral("parallel");
const QString kRollBack = QStringLiteral("roll-back");

tl::expected<QList<FleetTarget>, Failure> targetsOf(const CommandLine &line,
                                                    const QStringList &names)
{
    Receivers receivers(line);
    QList<FleetTarget> targets;
    for (const QString &name : names) {
        if (names.count(name) > 1)
            return tl::make_unexpected(
                usageFailure(Text::tr("%1 is given more than once.").arg(name)));
        const auto target = receivers.target(name);
        if (!target)
            return tl::make_unexpected(target.error());
        targets.append(*target);
    }
    return targets;
}

tl::expected<transfer::FleetOptions, Failure> optionsFrom(const CommandLine &line)
{
    const auto parallel = line.figure(kParallel, 1, 1000);
    if (!parallel)
        return tl::make_unexpected(parallel.error());
    transfer::FleetOptions options;
    options.hasCanary = line.isSet(kCanary);
    options.stopsOnFailure = !line.isSet(kGoOn);
    options.isForced = line.isSet(kForce);
    options.parallel = *parallel;
    return options;
}

QString phaseText(transfer::FleetPhase phase)
{
    switch (phase) {
    case transfer::FleetPhase::Waiting:
        return Text::tr("waits");
    case transfer::FleetPhase::Comparing:
        return Text::tr("is asked what is live");
    case transfer::FleetPhase::Sending:
        return Text::tr("is sent the file");
    case transfer::FleetPhase::Installing:
        return Text::tr("has it all, and tests, reloads, proves");
    case transfer::FleetPhase::Asking:
        return Text::tr("is asked what became of it: the answer was lost");
    case transfer::FleetPhase::Ended:
        break;
    }
    return Text::tr("has ended");
}

void followOnStderr(const Fleet &fleet)
{
    const auto tell = [&fleet](int target, const QString &what) {
        QTextStream(stderr) << fleet.targets().at(target).name << ' ' << what << '\n';
    };
    QObject::connect(&fleet, &Fleet::phaseChanged, &fleet,
                     [tell](int target, transfer::FleetPhase phase) {
                         if (phase != transfer::FleetPhase::Ended)
                             tell(target, phaseText(phase));
                     });
    QObject::connect(&fleet, &Fleet::ended, &fleet, [tell](int target, const ChangeResult &result) {
        tell(target, transfer::secure::verdictName(result.verdict));
    });
}

void runToEnd(Fleet &fleet)
{
    QEventLoop loop;
    QObject::connect(&fleet, &Fleet::finished, &loop, &QEventLoop::quit);
    fleet.start();
    loop.exec();
}

/// How the way back ended, by target; empty results for those that had none.
QList<std::optional<ChangeResult>> rollBack(Fleet &fleet)
{
    QList<std::optional<ChangeResult>> results(fleet.targets().size());
    QEventLoop loop;
    QObject::connect(
        &fleet, &Fleet::rolledBack, &loop,
        [&results](int target, const ChangeResult &result) { results[target] = result; });
    QObject::connect(&fleet, &Fleet::rollBackFinished, &loop, &QEventLoop::quit);
    fleet.rollBack();
    loop.exec();
    return results;
}

/// The exit code of all: the first that is not well.
int exitCodeOf(const QList<ChangeResult> &results)
{
    for (const ChangeResult &result : results) {
        if (const auto failure = failureOf(result);
            failure &&
            result.error.value_or(transfer::Error()).kind != transfer::Error::Kind::Aborted)
            return failure->exitCode;
    }
    return Done;
}

QJsonObject allToJson(const Fleet &fleet, const QList<std::optional<ChangeResult>> &backs)
{
    QJsonArray targets;
    for (qsizetype i = 0; i < fleet.targets().size(); ++i) {
        QJsonObject one = toJson(fleet.results().at(i));
        one.insert(QStringLiteral("target"), fleet.targets().at(i).name);
        if (const auto back = backs.value(i))
            one.insert(QStringLiteral("rolledBack"), toJson(*back));
        targets.append(one);
    }
    return {{QStringLiteral("results"), targets}};
}

} // namespace

void addSecurePushOptions(CommandLine &line)
{
    addChangeOptions(line);
    line.addFlag(kCanary, Text::tr("Push to the first receiver alone, and to the others once it "
                                   "went well there."));
    line.addFlag(kGoOn, Text::tr("Go on with the other receivers where one fails."));
    line.addFlag(kRollBack, Text::tr("Where one fails, put back what was live before at all."));
    line.addFlag(kForce, Text::tr("Push also where the same file is live already."));
    line.addOption(kParallel, QStringLiteral("N"), Text::tr("So many receivers at once."),
                   QStringLiteral("32"));
    addSettingsOption(line);
}

QStringList securePushOptionsIn(const CommandLine &line)
{
    return changeOptionsIn(line) +
           givenOptions(line, {kCanary, kGoOn, kRollBack, kForce, kParallel});
}

int securePush(const CommandLine &line, const QString &file, const QStringList &receivers,
               const QString &nameThere)
{
    const bool asJson = line.wantsJson();
    const auto targets = targetsOf(line, receivers);
    if (!targets)
        return report(targets.error(), asJson);
    const auto loaded = transfer::loadRuleFile(file, nameThere);
    if (!loaded)
        return report(failureOf(loaded.error()), asJson);
    transfer::secure::ChangeRequest request;
    request.name = loaded->name;
    request.content = loaded->content;
    if (const auto isRead = readChangeOptions(line, request); !isRead)
        return report(isRead.error(), asJson);
    const auto options = optionsFrom(line);
    if (!options)
        return report(options.error(), asJson);

    Fleet fleet(*targets, request, *options);
    if (!asJson)
        followOnStderr(fleet);
    runToEnd(fleet);
    const int exitCode = exitCodeOf(fleet.results());
    QList<std::optional<ChangeResult>> backs;
    if (exitCode != Done && line.isSet(kRollBack))
        backs = rollBack(fleet);

    if (asJson) {
        QJsonObject all = allToJson(fleet, backs);
        if (targets->size() == 1) // the same keys as a push by the legacy handshake has
            all = all.value(QStringLiteral("results")).toArray().first().toObject();
        printJson(all);
        return exitCode;
    }
    for (const ChangeResult &result : fleet.results())
        print(result);
    for (const auto &back : backs) {
        if (back)
            print(*back);
    }
    return exitCode;
}

} // namespace cli
