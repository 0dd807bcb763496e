// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commandline.h"
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/pushreport.h"
#include "app/loopcheck-cli/securepush.h"
#include "app/loopcheck-cli/waiting.h"
#include "transfer/legacy/sender.h"
#include "transfer/relay/client.h"
#include "transfer/rulefile.h"

#include <QTextStream>
#include <algorithm>
#include <memory>

namespace cli {

namespace {

const QString kName = QStringLiteral("name");
const QString kChunk = QStringLiteral("chunk");
const QString kRelay = QStringLiteral("relay");
const QString kRelayPath = QStringLiteral("relay-path");
const QString kConnectTimeout = QStringLiteral("connect-timeout");
const QString kStepTimeout = QStringLiteral("step-timeout");
const QString kReloadTimeout = QStringLiteral("reload-timeout");
const QString kConnectRetries = QStringLiteral("connect-retries");
const QString kRetryPause = QStringLiteral("retry-pause");

constexpr int kHourMs = 3'600'000;

void addPushOptions(CommandLine &line)
{
    line.addOption(kName, QStringLiteral("NAME"),
                   Text::tr("The file's name at the receiver; its own unless given."));
    line.addOption(kChunk, QStringLiteral("BYTES"),
                   Text::tr("Bytes a chunk, 4 to 65535. 99 suits the smallest receivers known."),
                   QStringLiteral("1000"));
    line.addOption(kRelay, QStringLiteral("HOST:PORT"),
                   Text::tr("Ask this relay to push a file of its own disk. FILE is then a bare "
                            "name in its folder, HOST the receiver's IP address."));
    line.addOption(kRelayPath, QStringLiteral("DIR"), Text::tr("The relay's folder."));
    line.addOption(kConnectTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for a connection."), QStringLiteral("5000"));
    line.addOption(kStepTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for each answer but the last."), QStringLiteral("10000"));
    line.addOption(kReloadTimeout, QStringLiteral("MS"),
                   Text::tr("Longest wait for the reload's answer."), QStringLiteral("60000"));
    line.addOption(kConnectRetries, QStringLiteral("N"),
                   Text::tr("Further attempts to connect, 0 to 100."), QStringLiteral("5"));
    line.addOption(kRetryPause, QStringLiteral("MS"), Text::tr("Pause between them."),
                   QStringLiteral("2000"));
}

tl::expected<transfer::PushOptions, Failure> pushOptionsFrom(const CommandLine &line)
{
    transfer::PushOptions options;
    const std::pair<QString, std::chrono::milliseconds *> times[] = {
        {kConnectTimeout, &options.connectTimeout},
        {kStepTimeout, &options.stepTimeout},
        {kReloadTimeout, &options.reloadTimeout},
        {kRetryPause, &options.retryPause},
    };
    for (const auto &[name, target] : times) {
        const auto time = line.milliseconds(name, name == kRetryPause ? 0 : 1, kHourMs);
        if (!time)
            return tl::make_unexpected(time.error());
        *target = *time;
    }
    const auto retries = line.figure(kConnectRetries, 0, 100);
    if (!retries)
        return tl::make_unexpected(retries.error());
    options.connectRetries = *retries;
    const auto chunk = line.figure(kChunk, 4, 65535);
    if (!chunk)
        return tl::make_unexpected(chunk.error());
    options.chunkBytes = *chunk;
    return options;
}

struct Job
{
    std::unique_ptr<transfer::Push> push;
    QString receiver; ///< for people
};

/// The receiver's address for a relay: host alone, or host and port, of which the relay takes the
/// host only.
tl::expected<QString, Failure> receiverAddressFrom(const QString &text)
{
    const auto peer = transfer::parsePeer(text, 1);
    if (!peer)
        return tl::make_unexpected(usageFailure(peer.error()));
    if (peer->port != 1) {
        QTextStream(stderr) << Text::tr("The receiver's port %1 is not used: the relay knows its "
                                        "receivers' port.")
                                   .arg(peer->port)
                            << '\n';
    }
    return peer->host;
}

tl::expected<Job, Failure> relayJob(const CommandLine &line, const transfer::PushOptions &options)
{
    if (!line.isSet(kRelay) || !line.isSet(kRelayPath))
        return tl::make_unexpected(
            usageFailure(Text::tr("--relay HOST:PORT and --relay-path DIR belong together.")));
    if (line.isSet(kName) || line.isSet(kChunk))
        return tl::make_unexpected(
            usageFailure(Text::tr("--name and --chunk are the relay's own business: leave them "
                                  "out with --relay.")));
    const auto relay = transfer::parsePeer(line.value(kRelay));
    if (!relay)
        return tl::make_unexpected(usageFailure(relay.error()));
    const auto receiver = receiverAddressFrom(line.values().at(1));
    if (!receiver)
        return tl::make_unexpected(receiver.error());
    return Job{std::make_unique<transfer::relay::Client>(*relay, line.value(kRelayPath),
                                                         line.values().at(0), *receiver, options),
               Text::tr("%1 by way of relay %2").arg(*receiver, relay->toString())};
}

tl::expected<Job, Failure> directJob(const CommandLine &line, const transfer::PushOptions &options)
{
    const auto receiver = transfer::parsePeer(line.values().at(1));
    if (!receiver)
        return tl::make_unexpected(usageFailure(receiver.error()));
    auto file = transfer::loadRuleFile(line.values().at(0), line.value(kName));
    if (!file)
        return tl::make_unexpected(failureOf(file.error()));
    return Job{std::make_unique<transfer::legacy::Sender>(*file, *receiver, options),
               receiver->toString()};
}

tl::expected<Job, Failure> jobFrom(const CommandLine &line)
{
    if (line.values().size() != 2)
        return tl::make_unexpected(
            usageFailure(Text::tr("FILE and HOST:PORT are needed, and nothing else.")));
    const auto options = pushOptionsFrom(line);
    if (!options)
        return tl::make_unexpected(options.error());
    const bool hasRelay = line.isSet(kRelay) || line.isSet(kRelayPath);
    return hasRelay ? relayJob(line, *options) : directJob(line, *options);
}

/// A receiver that was paired has a name without a port; every other one is a legacy receiver.
bool isLegacy(const CommandLine &line)
{
    if (line.isSet(kRelay) || line.isSet(kRelayPath))
        return true;
    const QStringList targets = line.values().mid(1);
    return std::any_of(targets.cbegin(), targets.cend(),
                       [](const QString &target) { return target.contains(u':'); });
}

int legacyPush(const CommandLine &line)
{
    const bool asJson = line.wantsJson();
    if (const QStringList given = securePushOptionsIn(line); !given.isEmpty()) {
        return report(usageFailure(Text::tr("A legacy receiver has no %1.").arg(given.first()),
                                   Text::tr("Pair a receiver that has HTTPS, and push to it by "
                                            "its name.")),
                      asJson);
    }
    const auto job = jobFrom(line);
    if (!job)
        return report(job.error(), asJson);
    if (!asJson)
        followOnStderr(*job->push);

    const transfer::PushResult result = pushAndWait(*job->push);
    const std::optional<Failure> failure = failureOf(result);
    if (asJson) {
        printJson(toJson(result));
    } else {
        QTextStream out(stdout);
        out << printable(sentenceOf(result, job->receiver)) << '\n';
        if (!result.answer.isEmpty())
            out << Text::tr("Its answer: %1").arg(printable(result.answer)) << '\n';
        out << Text::tr("%1 bytes in %2 chunks, %3 ms")
                   .arg(result.bytes)
                   .arg(result.chunks)
                   .arg(result.duration.count())
            << '\n';
        out.flush();
        if (failure)
            report(*failure, false);
    }
    return failure ? failure->exitCode : Done;
}

} // namespace

int push(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("push"),
        Text::tr("Pushes a rule file to receivers that were paired, by HTTPS; or to a legacy "
                 "receiver, or has a relay do so. Which it is, the target says: there is no "
                 "falling back from one to the other.\n"
                 "JSON for a paired receiver: receiver name action outcome dryRun bytes sha256 "
                 "previousSha256 version phases key durationMs, and error where there is one; for "
                 "several receivers results, each with target. outcome is applied (proved), "
                 "notProved, checked, skipped, failed (what was there before serves), notSent, or "
                 "unknown (exit code 3).\n"
                 "JSON for a legacy receiver: name bytes chunks outcome answer durationMs, and "
                 "error where there is one. outcome is reloaded (the receiver said so), "
                 "reloadFailed, notSent, or unknown (the connection was lost after all was sent; "
                 "exit code 3)."));
    line.addParameter(QStringLiteral("FILE"), Text::tr("The rule file."));
    line.addParameter(QStringLiteral("TARGET..."),
                      Text::tr("Receivers, as they were called when they were paired. Or one "
                               "legacy receiver, HOST:PORT; HOST where a relay is used."));
    addPushOptions(line);
    addSecurePushOptions(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    if (line.values().size() < 2) {
        return report(usageFailure(Text::tr("FILE and a receiver are needed: FILE and the name of "
                                            "a receiver that was paired, or FILE and HOST:PORT.")),
                      line.wantsJson());
    }
    if (isLegacy(line))
        return legacyPush(line);
    return securePush(line, line.values().first(), line.values().mid(1), line.value(kName));
}

} // namespace cli
