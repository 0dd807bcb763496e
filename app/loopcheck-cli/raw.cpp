// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/journal.h"
#include "app/loopcheck-cli/modbusarguments.h"
#include "app/loopcheck-cli/pdureport.h"
#include "app/loopcheck-cli/waiting.h"
#include "modbus/rawrequest.h"

#include <QJsonArray>
#include <QTextStream>

namespace cli {

namespace {

const QString kArm = QStringLiteral("arm");

using Verdict = modbus::WriteOutcome::Verdict;

struct Wish
{
    modbus::Target target;
    modbus::Request request;
};

tl::expected<Wish, Failure> wishFrom(const CommandLine &line)
{
    const QStringList values = line.values();
    if (values.size() < 2)
        return tl::make_unexpected(usageFailure(Text::tr("HOST and PDUHEX are needed.")));
    const auto target = targetFrom(line);
    if (!target)
        return tl::make_unexpected(target.error());
    const auto pdu = modbus::parseHex(values.mid(1).join(u' '));
    if (!pdu)
        return tl::make_unexpected(usageFailure(pdu.error()));
    const auto request = modbus::rawRequest(target->unit, *pdu);
    if (!request)
        return tl::make_unexpected(failureOf(request.error()));
    if (request->isWrite() && !line.isSet(kArm)) {
        return tl::make_unexpected(usageFailure(
            Text::tr("Nothing was sent: function %1 (%2) may change the device, and writes are "
                     "locked unless --arm is given.")
                .arg(QString::number(request->pdu.functionCode()),
                     modbus::functionName(quint8(request->pdu.functionCode()))),
            Text::tr("Check device and bytes, then repeat the command with --arm.")));
    }
    return Wish{*target, *request};
}

/// The reply's PDU, checked or not; empty when none came.
QByteArray replyOf(const modbus::RequestOutcome &outcome)
{
    if (outcome.reply)
        return outcome.reply->pdu;
    return outcome.error ? outcome.error->reply : QByteArray();
}

QJsonArray toJson(const QList<quint16> &values)
{
    QJsonArray array;
    for (const quint16 value : values)
        array.append(int(value));
    return array;
}

QJsonObject toJson(const Wish &wish, const modbus::RequestOutcome &outcome)
{
    const QByteArray request = wish.request.bytes();
    const QByteArray reply = replyOf(outcome);
    const auto function = quint8(wish.request.pdu.functionCode());
    QJsonObject object = cli::toJson(wish.target);
    object.insert(QStringLiteral("function"), function);
    object.insert(QStringLiteral("functionName"), modbus::functionName(function));
    object.insert(QStringLiteral("request"), cli::toJson(request, modbus::requestFields(request)));
    object.insert(QStringLiteral("reply"),
                  reply.isEmpty()
                      ? QJsonValue()
                      : QJsonValue(cli::toJson(reply, modbus::replyFields(reply, request))));
    if (outcome.reply)
        object.insert(QStringLiteral("latencyMs"), double(outcome.reply->latency.count()) / 1000.0);
    if (wish.request.isWrite()) {
        object.insert(QStringLiteral("verdict"), modbus::verdictName(outcome.verdict));
        object.insert(QStringLiteral("oldValues"), toJson(outcome.before));
        object.insert(QStringLiteral("readBack"), toJson(outcome.readBack));
    }
    return object;
}

void print(const Wish &wish, const modbus::RequestOutcome &outcome)
{
    QTextStream out(stdout);
    const QByteArray request = wish.request.bytes();
    const QByteArray reply = replyOf(outcome);
    cli::print(out, Text::tr("request"), request, modbus::requestFields(request));
    if (!reply.isEmpty())
        cli::print(out, Text::tr("reply"), reply, modbus::replyFields(reply, request));
    if (outcome.reply)
        out << Text::tr("answered in %1 ms")
                   .arg(double(outcome.reply->latency.count()) / 1000.0, 0, 'f', 1)
            << '\n';
    if (outcome.wasSilent)
        out << Text::tr("no reply, as it must be: the device only listens until its "
                        "communications are restarted")
            << '\n';
    else if (wish.request.isWrite())
        out << verdictText(outcome.verdict) << '\n';
}

std::optional<Failure> whyNotDone(const modbus::RequestOutcome &outcome)
{
    if (outcome.error && outcome.verdict != Verdict::NotVerified)
        return failureOf(*outcome.error);
    if (outcome.verdict == Verdict::Mismatch)
        return Failure{QStringLiteral("mismatch"), 0, verdictText(outcome.verdict),
                       Text::tr("Read the values to see what is there."), Refused};
    return {};
}

} // namespace

int raw(const QStringList &arguments)
{
    CommandLine line(
        QStringLiteral("raw"),
        Text::tr("Sends any request to a Modbus TCP server and takes the reply apart.\n"
                 "Bytes and fields of both are shown, those of a reply that fails its check, too. "
                 "What a write changes is read before and after where its function allows it, "
                 "and the write is kept in the journal.\n"
                 "JSON: host, port, unit, function, functionName, request and reply (hex, and "
                 "fields with offset, length, name, value, fault), latencyMs; of writes verdict, "
                 "oldValues and readBack."));
    addTargetParameter(line);
    line.addParameter(QStringLiteral("PDUHEX..."),
                      Text::tr("The PDU in hexadecimal, function code first, without the MBAP "
                               "header: 2B0E0100, or 03 00 6B 00 03."));
    addUnitOption(line);
    addConnectionOptions(line);
    line.addFlag(kArm, Text::tr("Allow a request that may change the device. Such a one is not "
                                "sent without it."));
    addJournalOption(line);
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();
    const auto wish = wishFrom(line);
    if (!wish)
        return report(wish.error(), asJson);
    const auto options = connectionOptionsFrom(line);
    if (!options)
        return report(options.error(), asJson);

    modbus::Connection connection(wish->target.endpoint, *options);
    connection.open();
    if (wish->request.isWrite()) {
        waitWhileConnecting(connection);
        connection.arm();
    }
    const modbus::RequestOutcome outcome = runAndWait(connection, wish->request, journalFrom(line));
    noteJournalError(outcome.journalError);
    if (!asJson)
        print(*wish, outcome);
    if (const auto failure = whyNotDone(outcome))
        return report(*failure, asJson, toJson(*wish, outcome));
    if (asJson)
        printJson(toJson(*wish, outcome));
    return Done;
}

} // namespace cli
