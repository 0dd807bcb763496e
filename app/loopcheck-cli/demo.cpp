// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loopcheck-cli/commands.h"
#include "app/loopcheck-cli/pushreport.h"
#include "app/loopcheck-cli/readreport.h"
#include "app/loopcheck-cli/waiting.h"
#include "modbus/demodevice.h"
#include "transfer/demoreceiver.h"
#include "transfer/legacy/sender.h"
#include "transfer/rulefile.h"

#include <QJsonArray>
#include <QTextStream>

namespace cli {

namespace {

using namespace std::chrono_literals;

constexpr int kRounds = 3;
constexpr auto kPause = 700ms;

Items itemsAt(const modbus::Endpoint &device, modbus::Table table, quint16 offset, int count,
              const modbus::ValueFormat &format)
{
    const modbus::Address first{table, offset};
    return {{device, modbus::kDefaultUnit},
            modbus::formatAddress(first, modbus::Notation::Modicon),
            {first, modbus::Notation::Modicon, {}},
            format,
            count};
}

/// A look at each table, and one at floats as a device with swapped words keeps them.
QList<Items> wantedItems(const modbus::Endpoint &device)
{
    using modbus::DataType;
    using modbus::Table;
    return {
        itemsAt(device, Table::HoldingRegisters, 0, 4, {DataType::Int16}),
        itemsAt(device, Table::HoldingRegisters, 10, 1,
                {DataType::Float32, modbus::WordOrder::ABCD}),
        itemsAt(device, Table::HoldingRegisters, 12, 1,
                {DataType::Float32, modbus::WordOrder::CDAB}),
        itemsAt(device, Table::InputRegisters, 100, 2, {DataType::UInt16}),
        itemsAt(device, Table::Coils, 0, 3, {DataType::Bool}),
        itemsAt(device, Table::DiscreteInputs, 0, 3, {DataType::Bool}),
    };
}

Failure cannotListen(const QString &why)
{
    return {QStringLiteral("cannotListen"), 0,
            Text::tr("The demo cannot listen on 127.0.0.1: %1").arg(why),
            Text::tr("Check that this machine's loopback interface is up."), NoAnswer};
}

/// What the demo has to tell, as it comes or in one object at the end.
class Teller
{
public:
    explicit Teller(bool asJson)
        : m_asJson(asJson)
    {
    }

    void say(const QString &text)
    {
        if (!m_asJson)
            QTextStream(stdout) << text << '\n';
    }

    void tell(const ReadReport &report)
    {
        if (m_asJson) {
            m_reads.append(report.toJson());
        } else {
            QTextStream out(stdout);
            report.print(out);
        }
        if (report.failure())
            fail(*report.failure());
    }

    void tell(const transfer::PushResult &result, const QString &receiver)
    {
        m_push = toJson(result);
        say(sentenceOf(result, receiver));
        say(Text::tr("Its answer: %1").arg(printable(result.answer)));
        say(Text::tr("%1 bytes in %2 chunks, %3 ms")
                .arg(result.bytes)
                .arg(result.chunks)
                .arg(result.duration.count()));
        if (const auto failure = failureOf(result))
            fail(*failure);
    }

    int end() const
    {
        if (m_asJson) {
            printJson({{QStringLiteral("reads"), m_reads}, {QStringLiteral("push"), m_push}});
        } else {
            if (m_failure)
                report(*m_failure, false);
        }
        return m_failure ? m_failure->exitCode : Done;
    }

private:
    void fail(const Failure &failure)
    {
        if (!m_failure)
            m_failure = failure;
    }

    bool m_asJson;
    QJsonArray m_reads;
    QJsonObject m_push;
    std::optional<Failure> m_failure;
};

void readRounds(const modbus::Endpoint &device, Teller &teller)
{
    modbus::Connection connection(device);
    connection.open();
    for (int round = 1; round <= kRounds; ++round) {
        teller.say(Text::tr("\nReading, round %1 of %2").arg(round).arg(kRounds));
        for (const Items &items : wantedItems(device)) {
            teller.tell(
                ReadReport(items, readAndWait(connection, {items.target.unit, items.reading.address,
                                                           items.length()})));
        }
        if (round < kRounds)
            rest(kPause);
    }
}

} // namespace

int demo(const QStringList &arguments)
{
    CommandLine line(QStringLiteral("demo"),
                     Text::tr("Starts a demo device and a demo receiver inside this process, on "
                              "loopback, reads from one and pushes a sample rule file to the "
                              "other. Takes a few seconds and needs nothing."));
    if (const auto exitCode = line.parse(arguments))
        return *exitCode;
    const bool asJson = line.wantsJson();
    if (!line.values().isEmpty())
        return report(usageFailure(Text::tr("demo takes no arguments.")), asJson);

    modbus::DemoDevice device(modbus::DemoDevice::Signals::Live);
    const auto devicePort = device.listen(QHostAddress::LocalHost, 0);
    if (!devicePort)
        return report(cannotListen(devicePort.error()), asJson);
    transfer::DemoReceiver receiver;
    const auto receiverPort = receiver.listen(QHostAddress::LocalHost, 0);
    if (!receiverPort)
        return report(cannotListen(receiverPort.error()), asJson);
    const auto file = transfer::loadRuleFile(QStringLiteral(":/demo/bad-bots.conf"));
    if (!file)
        return report(failureOf(file.error()), asJson);

    Teller teller(asJson);
    const QString host = QStringLiteral("127.0.0.1");
    const modbus::Endpoint endpoint{host, *devicePort};
    const transfer::Peer peer{host, *receiverPort};
    teller.say(Text::tr("Demo device at %1, demo receiver at %2")
                   .arg(endpoint.toString(), peer.toString()));
    readRounds(endpoint, teller);
    teller.say(Text::tr("\nPushing %1").arg(file->name));
    transfer::legacy::Sender sender(*file, peer);
    if (!asJson)
        followOnStderr(sender);
    teller.tell(pushAndWait(sender), peer.toString());
    return teller.end();
}

} // namespace cli
