// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/legacy/sender.h"

#include "tests/support/busylistener.h"
#include "tests/support/legacyreceiver.h"
#include "tests/support/senderfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using namespace support;
using namespace transfer;
using transfer::legacy::Sender;

Q_DECLARE_METATYPE(support::LegacyFault)

class SenderFaultsTest : public QObject
{
    Q_OBJECT
private slots:
    void refusesWhatCannotBeSent_data();
    void refusesWhatCannotBeSent();
    void endsWithTheRightResult_data();
    void endsWithTheRightResult();
    void namesTheUnexpectedWords();
    void noticesABufferSmallerThanItsChunks();
    void triesAgainWhenRefused();
    void getsThroughOnALaterAttempt();
    void asksAnUnknownHostOnce();
    void givesUpConnectingInTime();
};

void SenderFaultsTest::refusesWhatCannotBeSent_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("chunkBytes");
    QTest::newRow("a NUL byte") << kName << QByteArray("a\0b", 3) << 1000;
    QTest::newRow("a path for a name") << QStringLiteral("../a.conf") << QByteArray("a") << 1000;
    QTest::newRow("no name") << QString() << QByteArray("a") << 1000;
    QTest::newRow("a chunk of no bytes") << kName << QByteArray("a") << 0;
}

void SenderFaultsTest::refusesWhatCannotBeSent()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(int, chunkBytes);

    LegacyReceiver receiver;
    Sender sender({name, content}, local(receiver.port()), quick(chunkBytes));
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::NotSendable);
    QVERIFY(!result->error->detail.isEmpty());
    QVERIFY(result->steps.isEmpty());
    QCOMPARE(receiver.reads(), 0);
}

void SenderFaultsTest::endsWithTheRightResult_data()
{
    using Kind = LegacyFault::Kind;
    using At = LegacyFault::At;
    QTest::addColumn<LegacyFault>("fault");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("steps");

    const auto row = [](const char *name, const LegacyFault &fault, Outcome outcome,
                        Error::Kind kind, const char *steps) {
        QTest::newRow(name) << fault << outcome << kind << QString::fromLatin1(steps);
    };
    const auto lost = Error::Kind::ConnectionLost;
    row("reset after the name", {Kind::Reset, At::Name, 0, {}}, Outcome::NotSent, lost,
        "connect (name)");
    row("closed after the name", {Kind::Close, At::Name, 0, {}}, Outcome::NotSent, lost,
        "connect (name)");
    row("half closed after the name", {Kind::HalfClose, At::Name, 0, {}}, Outcome::NotSent, lost,
        "connect (name)");
    row("reset after the first chunk", {Kind::Reset, At::Chunk, 0, {}}, Outcome::NotSent, lost,
        "connect name (data)");
    row("closed after the last chunk", {Kind::Close, At::Chunk, 2, {}}, Outcome::NotSent, lost,
        "connect name (data)");
    row("reset after end", {Kind::Reset, At::End, 0, {}}, Outcome::Unknown, lost,
        "connect name data end (reload)");
    row("closed after end", {Kind::Close, At::End, 0, {}}, Outcome::Unknown, lost,
        "connect name data end (reload)");
    row("half closed after end", {Kind::HalfClose, At::End, 0, {}}, Outcome::Unknown, lost,
        "connect name data end (reload)");

    const auto late = Error::Kind::Timeout;
    row("silent after the connection", {Kind::Stall, At::Accept, 0, {}}, Outcome::NotSent, late,
        "connect (name)");
    row("silent after the name", {Kind::Stall, At::Name, 0, {}}, Outcome::NotSent, late,
        "connect (name)");
    row("silent after the second chunk", {Kind::Stall, At::Chunk, 1, {}}, Outcome::NotSent, late,
        "connect name (data)");
    row("silent after end", {Kind::Stall, At::End, 0, {}}, Outcome::Unknown, late,
        "connect name data end (reload)");
    row("half an answer, then silence", {Kind::Say, At::Name, 0, "send"}, Outcome::NotSent, late,
        "connect (name)");
    row("half a verdict, then closed", {Kind::Say, At::End, 0, "nginx reload "}, Outcome::Unknown,
        lost, "connect name data end (reload)");

    const auto strange = Error::Kind::UnexpectedAnswer;
    row("another service", {Kind::Say, At::Name, 0, "HTTP/1.1 400 Bad Request\r\n\r\n"},
        Outcome::NotSent, strange, "connect (name)");
    row("the wrong word after the name", {Kind::Say, At::Name, 0, "goon"}, Outcome::NotSent,
        strange, "connect (name)");
    row("two answers to the name", {Kind::Say, At::Name, 0, "sendmsggoon"}, Outcome::NotSent,
        strange, "connect (name)");
    row("the wrong word after a chunk", {Kind::Say, At::Chunk, 1, "sendmsg"}, Outcome::NotSent,
        strange, "connect name (data)");
    row("two answers to a chunk", {Kind::Say, At::Chunk, 1, "goongoon"}, Outcome::NotSent, strange,
        "connect name (data)");
    row("a verdict in the middle of the file", {Kind::Say, At::Chunk, 1, "nginx reload succ"},
        Outcome::NotSent, strange, "connect name (data)");
    const auto rejected = Error::Kind::Rejected;
    row("refused after the name", {Kind::Say, At::Name, 0, "nginx reload error"}, Outcome::NotSent,
        rejected, "connect (name)");
    row("refused in the middle of the file", {Kind::Say, At::Chunk, 1, "nginx reload error"},
        Outcome::NotSent, rejected, "connect name (data)");
    row("the wrong word after end", {Kind::Say, At::End, 0, "goon"}, Outcome::Unknown, strange,
        "connect name data end (reload)");
    row("more than a verdict", {Kind::Say, At::End, 0, "nginx reload successfully"},
        Outcome::Unknown, strange, "connect name data end (reload)");
    row("a greeting", {Kind::Say, At::Accept, 0, "220 ready"}, Outcome::NotSent, strange,
        "connect (name)");
}

void SenderFaultsTest::endsWithTheRightResult()
{
    QFETCH(LegacyFault, fault);
    QFETCH(Outcome, outcome);
    QFETCH(Error::Kind, kind);
    QFETCH(QString, steps);

    LegacyReceiver receiver(fault);
    PushOptions options = quick();
    if (kind == Error::Kind::Timeout) {
        options.stepTimeout = fault.at == LegacyFault::At::End ? 10s : 150ms;
        options.reloadTimeout = 150ms;
    }
    const auto sender = senderOfThreeChunks(receiver.port(), options);
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(stepNames(*result).join(u' '), steps);
    QCOMPARE(result->outcome, outcome);
    QCOMPARE(result->error.value().kind, kind);
    QCOMPARE(result->error->peer, local(receiver.port()).toString());
    QCOMPARE(result->error->step, stepName(result->steps.last().step));
    QVERIFY(result->duration.count() >= 0);
}

void SenderFaultsTest::namesTheUnexpectedWords()
{
    LegacyReceiver receiver(
        LegacyFault{LegacyFault::Kind::Say, LegacyFault::At::Name, 0, "no\x01 \"such\"\n"});
    const auto sender = senderOfThreeChunks(receiver.port());
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(result->answer, QStringLiteral("\"no\\x01 \\\"such\\\"\\n\""));
    QCOMPARE(result->error.value().detail,
             QStringLiteral("\"no\\x01 \\\"such\\\"\\n\" came where \"sendmsg\" or "
                            "\"nginx reload error\" was expected"));
}

void SenderFaultsTest::noticesABufferSmallerThanItsChunks()
{
    LegacyManner manner;
    manner.bufferBytes = 100;
    LegacyReceiver receiver(manner);
    Sender sender({kName, QByteArray("deny 10.0.0.1;\n").repeated(2000)}, local(receiver.port()),
                  quick(1000));
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QVERIFY(result->outcome == Outcome::NotSent || result->outcome == Outcome::Unknown);
    QCOMPARE(result->error.value().kind, Error::Kind::UnexpectedAnswer);
}

void SenderFaultsTest::triesAgainWhenRefused()
{
    LegacyManner manner;
    manner.listensAtOnce = false;
    LegacyReceiver receiver(manner);
    PushOptions options = quick();
    options.connectRetries = 2;
    const auto sender = senderOfThreeChunks(receiver.port(), options);
    QSignalSpy retrying(sender.get(), &Push::retrying);
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::Refused);
    QCOMPARE(stepNames(*result).join(u' '), QStringLiteral("(connect)"));
    QCOMPARE(retrying.size(), 2);
    for (int i = 0; i < 2; ++i) {
        QCOMPARE(retrying[i][0].toInt(), i + 1);
        QCOMPARE(retrying[i][1].toInt(), 3);
        QCOMPARE(retrying[i][2].value<std::chrono::milliseconds>(), 1ms);
        QCOMPARE(retrying[i][3].value<Error>().kind, Error::Kind::Refused);
    }
}

void SenderFaultsTest::getsThroughOnALaterAttempt()
{
    LegacyManner manner;
    manner.listensAtOnce = false;
    LegacyReceiver receiver(manner);
    PushOptions options = quick();
    options.connectRetries = 5;
    const auto sender = senderOfThreeChunks(receiver.port(), options);
    connect(sender.get(), &Push::retrying, this, [&](int attempt) {
        if (attempt == 3)
            receiver.listen();
    });
    QSignalSpy retrying(sender.get(), &Push::retrying);
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::Reloaded);
    QCOMPARE(retrying.size(), 3);
    QCOMPARE(receiver.file(kWireName), kThreeChunks);
}

void SenderFaultsTest::asksAnUnknownHostOnce()
{
    PushOptions options = quick();
    options.connectRetries = 5;
    // Longer than a label may be: no name service is asked.
    Sender sender({kName, "a"}, {QString(70, u'x'), 8000}, options);
    QSignalSpy retrying(&sender, &Push::retrying);
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::HostNotFound);
    QCOMPARE(retrying.size(), 0);
}

void SenderFaultsTest::givesUpConnectingInTime()
{
    const BusyListener listener;
    PushOptions options = quick();
    options.connectTimeout = 100ms;
    options.connectRetries = 1;
    Sender sender({kName, "a"}, local(listener.port()), options);
    QSignalSpy retrying(&sender, &Push::retrying);
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::ConnectTimeout);
    QCOMPARE(retrying.size(), 1);
}

QTEST_GUILESS_MAIN(SenderFaultsTest)
#include "tst_senderfaults.moc"
