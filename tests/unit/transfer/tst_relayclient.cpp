// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/relay/client.h"

#include "tests/support/fakerelay.h"
#include "tests/support/pushrun.h"

#include <QSignalSpy>
#include <QTest>

using namespace std::chrono_literals;
using support::FakeRelay;
using support::runToEnd;
using support::stepNames;
using transfer::Error;
using transfer::Outcome;
using transfer::Push;
using transfer::PushOptions;
using transfer::PushResult;
using transfer::relay::Client;

namespace {

transfer::Peer local(quint16 port)
{
    return {QStringLiteral("127.0.0.1"), port};
}

PushOptions quick()
{
    PushOptions options;
    options.connectRetries = 0;
    options.retryPause = 1ms;
    return options;
}

/// Options whose answerLimit() is short.
PushOptions impatient()
{
    return {.connectTimeout = 50ms,
            .stepTimeout = 50ms,
            .reloadTimeout = 50ms,
            .connectRetries = 0,
            .retryPause = 1ms};
}

class Ask : public Client
{
public:
    explicit Ask(quint16 port, const PushOptions &options = quick())
        : Client(local(port), QStringLiteral("/srv/rules/"), QStringLiteral("bad-bots.conf"),
                 QStringLiteral("10.0.0.5"), options)
    {
    }
};

} // namespace

class RelayClientTest : public QObject
{
    Q_OBJECT
private slots:
    void tellsItsAnswersApart_data();
    void tellsItsAnswersApart();
    void sendsOneMessage_data();
    void sendsOneMessage();
    void refusesWordsThatTheProtocolWouldPart_data();
    void refusesWordsThatTheProtocolWouldPart();
    void endsWhenTheRelayMisbehaves_data();
    void endsWhenTheRelayMisbehaves();
    void triesAgainWhenRefused();
    void waitsAsLongAsARelayMayTake();
    void cancelsWhileTheRelayWorks();
};

void RelayClientTest::tellsItsAnswersApart_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<QString>("kind"); // empty for none
    QTest::addColumn<QString>("steps");
    QTest::newRow("succ") << QByteArray("succ") << Outcome::Reloaded << QString()
                          << QStringLiteral("connect name reload");
    QTest::newRow("send file error")
        << QByteArray("send file error") << Outcome::NotSent << QStringLiteral("relayFailed")
        << QStringLiteral("connect name (reload)");
    QTest::newRow("reload nginx error")
        << QByteArray("reload nginx error") << Outcome::ReloadFailed
        << QStringLiteral("reloadFailed") << QStringLiteral("connect name (reload)");
    QTest::newRow("succ and a NUL") << QByteArray("succ\0", 5) << Outcome::Reloaded << QString()
                                    << QStringLiteral("connect name reload");
    QTest::newRow("sorry") << QByteArray("sorry") << Outcome::Unknown
                           << QStringLiteral("unexpectedAnswer")
                           << QStringLiteral("connect name (reload)");
    QTest::newRow("a receiver's word")
        << QByteArray("sendmsg") << Outcome::Unknown << QStringLiteral("unexpectedAnswer")
        << QStringLiteral("connect name (reload)");
    QTest::newRow("half an answer")
        << QByteArray("send file") << Outcome::Unknown << QStringLiteral("connectionLost")
        << QStringLiteral("connect name (reload)");
}

void RelayClientTest::tellsItsAnswersApart()
{
    QFETCH(QByteArray, answer);
    QFETCH(Outcome, outcome);
    QFETCH(QString, kind);
    QFETCH(QString, steps);

    for (const auto manner : {FakeRelay::Manner::Answer, FakeRelay::Manner::AnswerByteByByte}) {
        const FakeRelay relay(answer, manner);
        Ask ask(relay.port());
        const auto result = runToEnd(ask);
        QVERIFY(result);
        QCOMPARE(result->outcome, outcome);
        QCOMPARE(result->error ? transfer::kindName(result->error->kind) : QString(), kind);
        QCOMPARE(stepNames(*result).join(u' '), steps);
        QCOMPARE(result->name, QStringLiteral("bad-bots.conf"));
        QCOMPARE(result->peer, local(relay.port()).toString());
    }
}

void RelayClientTest::sendsOneMessage_data()
{
    QTest::addColumn<QString>("directory");
    QTest::newRow("a folder with a closing slash") << QStringLiteral("/srv/rules/");
    QTest::newRow("a folder without one") << QStringLiteral("/srv/rules");
}

void RelayClientTest::sendsOneMessage()
{
    QFETCH(QString, directory);
    const FakeRelay relay("succ");
    Client client(local(relay.port()), directory, QStringLiteral("规则.conf"),
                  QStringLiteral("10.0.0.5"), quick());
    QVERIFY(runToEnd(client));
    QCOMPARE(relay.messages().join('|'), "/srv/rules/ \xE8\xA7\x84\xE5\x88\x99.conf 10.0.0.5");
}

void RelayClientTest::refusesWordsThatTheProtocolWouldPart_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("receiver");
    const auto row = [](const char *what, const QString &directory, const QString &name,
                        const QString &receiver) {
        QTest::newRow(what) << directory << name << receiver;
    };
    const QString directory = QStringLiteral("/srv/rules/");
    const QString name = QStringLiteral("a.conf");
    const QString receiver = QStringLiteral("10.0.0.5");
    row("a blank in the folder", QStringLiteral("/srv/my rules/"), name, receiver);
    row("no folder", {}, name, receiver);
    row("a line feed in the folder", QStringLiteral("/srv\n/"), name, receiver);
    row("a blank in the name", directory, QStringLiteral("a b.conf"), receiver);
    row("a tab in the name", directory, QStringLiteral("a\tb.conf"), receiver);
    row("no name", directory, {}, receiver);
    row("a path in the name", directory, QStringLiteral("../a.conf"), receiver);
    row("no receiver", directory, name, {});
    row("a blank in the receiver", directory, name, QStringLiteral("10.0.0.5 10.0.0.6"));
    row("a host name for the receiver", directory, name, QStringLiteral("edge-1"));
    row("a port behind the receiver", directory, name, QStringLiteral("10.0.0.5:8000"));
}

void RelayClientTest::refusesWordsThatTheProtocolWouldPart()
{
    QFETCH(QString, directory);
    QFETCH(QString, name);
    QFETCH(QString, receiver);

    const FakeRelay relay("succ");
    Client client(local(relay.port()), directory, name, receiver, quick());
    const auto result = runToEnd(client);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::NotSendable);
    QVERIFY(!result->error->detail.isEmpty());
    QVERIFY(result->steps.isEmpty());
    QVERIFY(relay.messages().isEmpty());
}

void RelayClientTest::endsWhenTheRelayMisbehaves_data()
{
    QTest::addColumn<FakeRelay::Manner>("manner");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("silent") << FakeRelay::Manner::Stall << Error::Kind::Timeout;
    QTest::newRow("closes") << FakeRelay::Manner::Close << Error::Kind::ConnectionLost;
    QTest::newRow("resets") << FakeRelay::Manner::Reset << Error::Kind::ConnectionLost;
}

void RelayClientTest::endsWhenTheRelayMisbehaves()
{
    QFETCH(FakeRelay::Manner, manner);
    QFETCH(Error::Kind, kind);

    const FakeRelay relay({}, manner);
    Ask ask(relay.port(), kind == Error::Kind::Timeout ? impatient() : quick());
    const auto result = runToEnd(ask);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::Unknown);
    QCOMPARE(result->error.value().kind, kind);
    QCOMPARE(result->error->step, QStringLiteral("reload"));
}

void RelayClientTest::triesAgainWhenRefused()
{
    quint16 port = 0;
    {
        const FakeRelay relay("succ");
        port = relay.port();
    }
    PushOptions options = quick();
    options.connectRetries = 3;
    Ask ask(port, options);
    QSignalSpy retrying(&ask, &Push::retrying);
    const auto result = runToEnd(ask);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::Refused);
    QCOMPARE(retrying.size(), 3);
}

void RelayClientTest::waitsAsLongAsARelayMayTake()
{
    // Six attempts of 5 s, five pauses of 2 s, the file 10 s, the reload 60 s.
    QCOMPARE(transfer::relay::answerLimit({}), 110s);
    QCOMPARE(transfer::relay::answerLimit(impatient()), 150ms);
}

void RelayClientTest::cancelsWhileTheRelayWorks()
{
    const FakeRelay relay({}, FakeRelay::Manner::Stall);
    Ask ask(relay.port());
    QSignalSpy finished(&ask, &Push::finished);
    ask.start();
    QTRY_COMPARE(relay.messages().size(), 1);
    ask.cancel();
    QVERIFY(finished.isEmpty());
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.first().first().value<PushResult>();
    QCOMPARE(result.outcome, Outcome::Unknown);
    QCOMPARE(result.error.value().kind, Error::Kind::Aborted);
}

QTEST_GUILESS_MAIN(RelayClientTest)
#include "tst_relayclient.moc"
