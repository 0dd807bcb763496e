// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/pushreport.h"

#include <QTextStream>

namespace cli {

void followOnStderr(const transfer::Push &push)
{
    QObject::connect(
        &push, &transfer::Push::stepDone, &push,
        [](transfer::Step step, std::chrono::milliseconds duration) {
            QTextStream(stderr)
                << Text::tr("%1 done, %2 ms").arg(transfer::stepName(step)).arg(duration.count())
                << '\n';
        });
    QObject::connect(&push, &transfer::Push::progressed, &push, [](qint64 bytes, qint64 total) {
        QTextStream(stderr) << Text::tr("%1 of %2 bytes").arg(bytes).arg(total) << '\n';
    });
    QObject::connect(
        &push, &transfer::Push::retrying, &push,
        [](int attempt, int most, std::chrono::milliseconds pause, const transfer::Error &why) {
            QTextStream(stderr) << transfer::explain(why).text << ' '
                                << Text::tr("Attempt %1 of %2 follows in %3 ms.")
                                       .arg(attempt + 1)
                                       .arg(most)
                                       .arg(pause.count())
                                << '\n';
        });
}

QString sentenceOf(const transfer::PushResult &result, const QString &receiver)
{
    switch (result.outcome) {
    case transfer::Outcome::Reloaded:
        return Text::tr("%1 reports that it took %2 and that nginx reloaded (reported, not "
                        "proved).")
            .arg(receiver, result.name);
    case transfer::Outcome::ReloadFailed:
        return Text::tr("%1 took %2, but reports that nginx did not reload.")
            .arg(receiver, result.name);
    case transfer::Outcome::NotSent:
        return Text::tr("%1 was not installed at %2.").arg(result.name, receiver);
    case transfer::Outcome::Unknown:
        break;
    }
    return Text::tr("It is not known whether %1 installed %2: there was no answer after all of it "
                    "was sent.")
        .arg(receiver, result.name);
}

std::optional<Failure> failureOf(const transfer::PushResult &result)
{
    if (result.outcome == transfer::Outcome::Reloaded)
        return {};
    Failure failure = result.error
                          ? failureOf(*result.error)
                          : Failure{transfer::outcomeName(result.outcome), 0,
                                    sentenceOf(result, Text::tr("the peer")),
                                    Text::tr("Look at the receiver, then push again."), Refused};
    if (result.outcome == transfer::Outcome::Unknown)
        failure.exitCode = NoAnswer;
    else if (result.outcome == transfer::Outcome::ReloadFailed)
        failure.exitCode = Refused;
    return failure;
}

QJsonObject toJson(const transfer::PushResult &result)
{
    QJsonObject object{
        {QStringLiteral("name"), result.name},
        {QStringLiteral("bytes"), result.bytes},
        {QStringLiteral("chunks"), result.chunks},
        {QStringLiteral("outcome"), transfer::outcomeName(result.outcome)},
        {QStringLiteral("answer"), result.answer},
        {QStringLiteral("durationMs"), qint64(result.duration.count())},
    };
    if (const auto failure = failureOf(result))
        object.insert(QStringLiteral("error"), toJson(*failure));
    return object;
}

} // namespace cli
