// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/requestrun.h"

#include "modbus/diagnostics.h"
#include "modbus/rawrequest.h"
#include "modbus/readwrite.h"
#include "tests/support/specdevice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace modbus;
using namespace std::chrono_literals;
using support::Asked;
using support::HostileServer;
using support::SpecDevice;
using Verdict = WriteOutcome::Verdict;

/// Every function against a device written from the specification.
class RequestRun : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void everyFunctionIsAnswered_data();
    void everyFunctionIsAnswered();
    void writesAreReadBack_data();
    void writesAreReadBack();
    void writesWithoutArmingAreNotSent_data();
    void writesWithoutArmingAreNotSent();
    void aDeviceThatIgnoresAWriteIsFoundOut();
    void aRefusedWriteIsToldAsSuch();
    void silenceIsAnAnswerToForceListenOnly();
    void anExceptionKeepsItsBytes();
    void aReplyThatFailsItsCheckKeepsItsBytes();
    void theJournalSaysWhatWasSent();
    void aWriteThatCannotBeReadIsNotVerified();
    void aWriteNobodyWaitsForAnyMoreIsNotSent();
    void theJournalIsKeptWhenTheConnectionIsRemoved();

private:
    RequestOutcome runAndWait(const QByteArray &pdu, const QString &journal = {})
    {
        std::optional<RequestOutcome> outcome;
        QObject context;
        const auto request = rawRequest(1, pdu);
        run(*m_connection, *request, WriteJournal(journal), &context,
            [&](const RequestOutcome &got) { outcome = got; });
        [&] { QTRY_VERIFY(outcome); }();
        return outcome.value_or(RequestOutcome());
    }
    void arm()
    {
        QTRY_COMPARE(m_connection->state(), Connection::State::Connected);
        m_connection->arm();
    }

    std::unique_ptr<HostileServer> m_server;
    std::unique_ptr<SpecDevice> m_device;
    std::unique_ptr<Connection> m_connection;
};

void RequestRun::init()
{
    m_connection.reset();
    m_server = std::make_unique<HostileServer>();
    m_device = std::make_unique<SpecDevice>(*m_server);
    Connection::Options options;
    options.responseDeadline = 500ms;
    options.retries = 0;
    m_connection = std::make_unique<Connection>(
        Endpoint{QStringLiteral("127.0.0.1"), m_server->listen()}, options);
    m_connection->open();
}

void RequestRun::everyFunctionIsAnswered_data()
{
    QTest::addColumn<QByteArray>("pdu");
    QTest::addColumn<QByteArray>("reply");
    const auto row = [](const char *name, const char *pdu, const char *reply) {
        QTest::newRow(name) << QByteArray::fromHex(pdu) << QByteArray::fromHex(reply);
    };
    row("read coils", "0100130003", "010105");
    row("read holding registers", "03006B0002", "0304006B006C");
    row("read exception status", "07", "076D");
    row("return query data", "080000A537", "080000A537");
    row("query data of three words", "080000A53700010002", "080000A53700010002");
    row("return diagnostic register", "0800020000", "0800020123");
    row("get comm event counter", "0B", "0B00000000");
    row("report server id", "11", "110612FF53504543");
    row("read file record", "140E0600040001000206000300090002", "140C05060DFE0020050633CD0040");
    row("read fifo queue", "1804DE", "180006000201B81284");
    row("one object", "2B0E0402", "2B0E0483000001020556322E3131");
}

void RequestRun::everyFunctionIsAnswered()
{
    QFETCH(QByteArray, pdu);
    QFETCH(QByteArray, reply);
    const RequestOutcome outcome = runAndWait(pdu);
    QVERIFY2(outcome.reply, outcome.error ? qPrintable(outcome.error->detail) : "");
    QCOMPARE(outcome.reply->pdu.toHex(), reply.toHex());
    QCOMPARE(m_server->asked().size(), 1);
}

void RequestRun::writesAreReadBack_data()
{
    QTest::addColumn<QByteArray>("pdu");
    QTest::addColumn<QList<quint16>>("before");
    QTest::addColumn<QList<quint16>>("expected");
    const auto row = [](const char *name, const char *pdu, const QList<quint16> &before,
                        const QList<quint16> &expected) {
        QTest::newRow(name) << QByteArray::fromHex(pdu) << before << expected;
    };
    row("write single coil", "0500ACFF00", {0}, {1});
    row("write single register", "0600010003", {1}, {3});
    row("write multiple coils", "0F0013000A02CD01", {1, 0, 1, 0, 1, 0, 1, 0, 1, 0},
        {1, 0, 1, 1, 0, 0, 1, 1, 1, 0});
    row("write multiple registers", "100001000204000A0102", {1, 2}, {0x0A, 0x0102});
    row("mask write register", "16000400F20025", {4}, {0x05});
    row("read and write", "1700030006000E00030600FF00FF00FF", {14, 15, 16}, {255, 255, 255});
    row("write file record", "1509060004000100010BAD", {0x0DFE}, {0x0BAD});
}

void RequestRun::writesAreReadBack()
{
    QFETCH(QByteArray, pdu);
    QFETCH(QList<quint16>, before);
    QFETCH(QList<quint16>, expected);
    arm();
    const RequestOutcome outcome = runAndWait(pdu);
    QVERIFY2(!outcome.error, outcome.error ? qPrintable(outcome.error->detail) : "");
    QCOMPARE(outcome.before, before);
    QCOMPARE(outcome.expected, expected);
    QCOMPARE(outcome.readBack, expected);
    QCOMPARE(outcome.verdict, Verdict::Verified);
}

void RequestRun::writesWithoutArmingAreNotSent_data()
{
    writesAreReadBack_data();
    QTest::newRow("restart communications")
        << QByteArray::fromHex("0800010000") << QList<quint16>() << QList<quint16>();
    QTest::newRow("a user-defined function")
        << QByteArray::fromHex("4100") << QList<quint16>() << QList<quint16>();
}

void RequestRun::writesWithoutArmingAreNotSent()
{
    QFETCH(QByteArray, pdu);
    QTRY_COMPARE(m_connection->state(), Connection::State::Connected);
    const RequestOutcome outcome = runAndWait(pdu);
    QCOMPARE(outcome.verdict, Verdict::NotSent);
    QCOMPARE(outcome.error->kind, Error::Kind::NotArmed);
    QVERIFY(m_server->asked().isEmpty());
}

void RequestRun::aDeviceThatIgnoresAWriteIsFoundOut()
{
    m_server->setBehaviour([this](const Asked &asked) {
        support::Answer answer = m_server->answerTo(asked);
        if (asked.pdu[0] == 22)
            answer.pdu = asked.pdu; // says so, and does nothing
        HostileServer::send(asked, answer.bytes());
    });
    arm();
    const RequestOutcome outcome = runAndWait(QByteArray::fromHex("16000400F20025"));
    QCOMPARE(outcome.verdict, Verdict::Mismatch);
    QCOMPARE(outcome.expected, QList<quint16>{0x05});
    QCOMPARE(outcome.readBack, QList<quint16>{0x04});
}

void RequestRun::aRefusedWriteIsToldAsSuch()
{
    m_device->unknownFunctions = {22};
    arm();
    const RequestOutcome outcome = runAndWait(QByteArray::fromHex("16000400F20025"));
    QCOMPARE(outcome.verdict, Verdict::Refused);
    QCOMPARE(outcome.error->exceptionCode, 1);
    QCOMPARE(outcome.readBack, QList<quint16>{4});
}

void RequestRun::silenceIsAnAnswerToForceListenOnly()
{
    arm();
    const RequestOutcome outcome = runAndWait(QByteArray::fromHex("0800040000"));
    QVERIFY(outcome.wasSilent);
    QVERIFY(!outcome.error);
    QVERIFY(m_device->isListeningOnly);
}

void RequestRun::anExceptionKeepsItsBytes()
{
    m_device->unknownFunctions = {17};
    const RequestOutcome outcome = runAndWait(QByteArray::fromHex("11"));
    QCOMPARE(outcome.error->kind, Error::Kind::Exception);
    QCOMPARE(outcome.error->reply, QByteArray::fromHex("9101"));
    QCOMPARE(outcome.error->function, 17);
    QVERIFY(explain(*outcome.error)
                .text.contains(QStringLiteral("does not know function 17 (Report Server ID)")));
}

void RequestRun::aReplyThatFailsItsCheckKeepsItsBytes()
{
    m_device->queue = QList<quint16>(31, 7);
    QVERIFY(runAndWait(QByteArray::fromHex("1804DE")).reply);
    m_server->setBehaviour([this](const Asked &asked) {
        support::Answer answer = m_server->answerTo(asked);
        answer.pdu = QByteArray::fromHex("180006000301B81284");
        HostileServer::send(asked, answer.bytes());
    });
    const RequestOutcome outcome = runAndWait(QByteArray::fromHex("1804DE"));
    QCOMPARE(outcome.error->kind, Error::Kind::BadReply);
    QCOMPARE(outcome.error->reply, QByteArray::fromHex("180006000301B81284"));
    QVERIFY(outcome.error->detail.startsWith(QStringLiteral("FIFO Count 3")));
}

void RequestRun::theJournalSaysWhatWasSent()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("writes.jsonl"));
    arm();
    QVERIFY(runAndWait(QByteArray::fromHex("16000400F20025"), path).journalError.isEmpty());
    QVERIFY(runAndWait(QByteArray::fromHex("1509060004000100010BAD"), path).journalError.isEmpty());
    QVERIFY(runAndWait(QByteArray::fromHex("03006B0002"), path).journalError.isEmpty());

    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject mask = QJsonDocument::fromJson(file.readLine()).object();
    QCOMPARE(mask.value(u"request").toString(), QStringLiteral("16000400f20025"));
    QCOMPARE(mask.value(u"address").toInt(), 4);
    QCOMPARE(mask.value(u"old").toArray(), QJsonArray{4});
    QCOMPARE(mask.value(u"new").toArray(), QJsonArray{5});
    QCOMPARE(mask.value(u"verdict").toString(), QStringLiteral("verified"));
    const QJsonObject records = QJsonDocument::fromJson(file.readLine()).object();
    QCOMPARE(records.value(u"request").toString(), QStringLiteral("1509060004000100010bad"));
    QVERIFY(!records.contains(u"address"));
    QCOMPARE(records.value(u"readBack").toArray(), QJsonArray{0x0BAD});
    QVERIFY(file.readLine().isEmpty()); // reads are not kept
}

void RequestRun::aWriteThatCannotBeReadIsNotVerified()
{
    arm();
    const RequestOutcome outcome = runAndWait(QByteArray::fromHex("08000A0000"));
    QVERIFY(outcome.reply);
    QCOMPARE(outcome.verdict, Verdict::NotVerified);
}

void RequestRun::aWriteNobodyWaitsForAnyMoreIsNotSent()
{
    arm();
    QList<Asked> held;
    m_server->setBehaviour([&](const Asked &asked) { held.append(asked); });
    auto context = std::make_unique<QObject>();
    run(*m_connection, *rawRequest(1, QByteArray::fromHex("0600010003")), WriteJournal({}),
        context.get(), [](const RequestOutcome &) { QFAIL("nobody waits for it"); });
    QTRY_COMPARE(held.size(), 1);
    QCOMPARE(held[0].pdu[0], '\x03'); // what is there before
    context.reset();
    m_server->setBehaviour([this](const Asked &asked) { m_server->answerWell(asked); });
    m_server->answerWell(held[0]);
    QVERIFY(runAndWait(QByteArray::fromHex("03006B0002")).reply);
    for (const Asked &asked : m_server->asked())
        QCOMPARE(asked.pdu[0], '\x03');
}

void RequestRun::theJournalIsKeptWhenTheConnectionIsRemoved()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("writes.jsonl"));
    arm();
    bool isWritten = false;
    m_server->setBehaviour([&](const Asked &asked) {
        isWritten = asked.pdu[0] == 6;
        if (!isWritten)
            m_server->answerWell(asked);
    });
    QObject context;
    std::optional<RequestOutcome> outcome;
    run(*m_connection, *rawRequest(1, QByteArray::fromHex("0600010003")), WriteJournal(path),
        &context, [&](const RequestOutcome &got) { outcome = got; });
    QTRY_VERIFY(isWritten);
    m_connection.reset();
    QVERIFY(outcome);
    QCOMPARE(outcome->verdict, Verdict::Unknown);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject entry = QJsonDocument::fromJson(file.readLine()).object();
    QCOMPARE(entry.value(u"request").toString(), QStringLiteral("0600010003"));
    QCOMPARE(entry.value(u"verdict").toString(), QStringLiteral("unknown"));
}

QTEST_GUILESS_MAIN(RequestRun)
#include "tst_requestrun.moc"
