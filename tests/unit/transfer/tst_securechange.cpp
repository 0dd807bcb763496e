// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/change.h"

#include "tests/support/closedport.h"
#include "tests/support/securedesk.h"

#include <QTest>
#include <memory>

using namespace std::chrono_literals;
using namespace support;
using namespace transfer;
using namespace transfer::secure;

Q_DECLARE_METATYPE(transfer::secure::Verdict)

namespace {

const QByteArray kContent = QByteArray("deny 10.0.0.1;\n").repeated(20000);

} // namespace

class SecureChangeTest : public QObject
{
    Q_OBJECT
private slots:
    void pushesRestoresAndDeletes();
    void pushesAnEmptyFile();
    void saysWhatItWants();
    void tellsTheVerdict_data();
    void tellsTheVerdict();
    void changesNothingThatSomebodyElseChanged();
    void refusesNamesThatAreNone();
    void triesAgainWhatChangedNothing();
    void givesUpWhatNobodyTakes();
    void endsWhenCancelled_data();
    void endsWhenCancelled();
    void followsTheUpload();
};

void SecureChangeTest::pushesRestoresAndDeletes()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    Change first(client.channel(), pushOf("one\n"));
    auto result = runToEnd(first);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QCOMPARE(result->version, std::optional(1));
    QCOMPARE(result->previousSha256, QByteArray());
    QCOMPARE(result->phases.size(), 2);
    QCOMPARE(result->phases.at(1).output, QStringLiteral("nginx: output"));
    QCOMPARE(result->receiver, client.peer());
    QCOMPARE(peer.rule("site.conf"), QByteArray("one\n"));

    Change second(client.channel(), pushOf("two\n"));
    QVERIFY(runToEnd(second));
    ChangeRequest back;
    back.action = Action::Restore;
    back.name = QStringLiteral("site.conf");
    back.version = 1;
    Change restore(client.channel(), back);
    result = runToEnd(restore);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QCOMPARE(peer.rule("site.conf"), QByteArray("one\n"));

    ChangeRequest away;
    away.action = Action::Delete;
    away.name = back.name;
    Change removal(client.channel(), away);
    result = runToEnd(removal);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QCOMPARE(peer.rule("site.conf"), QByteArray("(none)"));
    QCOMPARE(peer.connections(), 1);
}

void SecureChangeTest::pushesAnEmptyFile()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf({}));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QCOMPARE(peer.rule("site.conf"), QByteArray());
}

void SecureChangeTest::saysWhatItWants()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    ChangeRequest request = pushOf("a", QStringLiteral("a+b c.conf"));
    request.isDryRun = true;
    request.comment = QStringLiteral("a+b & c=d%\u4f60");
    request.expectedSha256 = QByteArray();
    request.probe = Probe{QUrl(QStringLiteral("http://127.0.0.1/x?y=1&z=2")),
                          QStringLiteral("site.example.com"),
                          403,
                          QStringLiteral("X-A: b"),
                          QStringLiteral("no #1"),
                          2500ms};
    request.key = "my-key";
    Change change(client.channel(), request);
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Checked);
    QCOMPARE(result->key, QByteArray("my-key"));
    const HttpAsked &asked = peer.asked().first();
    QCOMPARE(asked.verb, QByteArray("PUT"));
    QCOMPARE(asked.path, QByteArray("/v1/rules/a%2Bb%20c.conf"));
    QCOMPARE(asked.query,
             QByteArray("dryRun=true&comment=a%2Bb%20%26%20c%3Dd%25%E4%BD%A0"
                        "&probeUrl=http%3A%2F%2F127.0.0.1%2Fx%3Fy%3D1%26z%3D2&probeHost=site."
                        "example.com&probeStatus=403"
                        "&probeHeader=X-A%3A%20b&probeText=no%20%231&probeTimeout=2.500"));
    QCOMPARE(asked.header("idempotency-key"), QByteArray("my-key"));
    QCOMPARE(asked.header("if-none-match"), QByteArray("*"));
    QCOMPARE(asked.header("x-content-sha256"),
             QByteArray("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"));
    QCOMPARE(asked.header("content-length"), QByteArray("1"));
    QCOMPARE(asked.header("accept-encoding"), QByteArray("identity"));
    QVERIFY(!asked.headers.contains("cookie"));
}

void SecureChangeTest::tellsTheVerdict_data()
{
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("code");
    QTest::addColumn<bool>("isDryRun");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<Error::Kind>("kind");
    const auto none = Error::Kind::Aborted;
    QTest::newRow("proved") << "applied"
                            << "" << false << Verdict::Applied << none;
    QTest::newRow("not proved") << "notProved"
                                << "" << false << Verdict::NotProved << none;
    QTest::newRow("checked") << "applied"
                             << "" << true << Verdict::Checked << none;
    QTest::newRow("test failed") << "failed"
                                 << "testFailed" << false << Verdict::Failed
                                 << Error::Kind::TestFailed;
    QTest::newRow("dry run's test failed")
        << "failed"
        << "testFailed" << true << Verdict::Failed << Error::Kind::TestFailed;
    QTest::newRow("reload failed")
        << "failed"
        << "reloadFailed" << false << Verdict::Failed << Error::Kind::ReloadFailed;
    QTest::newRow("not confirmed")
        << "failed"
        << "notConfirmed" << false << Verdict::Failed << Error::Kind::NotConfirmed;
    QTest::newRow("probe failed") << "failed"
                                  << "probeFailed" << false << Verdict::Failed
                                  << Error::Kind::ProbeFailed;
}

void SecureChangeTest::tellsTheVerdict()
{
    QFETCH(QString, said);
    QFETCH(QString, code);
    QFETCH(bool, isDryRun);
    QFETCH(Verdict, verdict);
    QFETCH(Error::Kind, kind);
    SecurePeer peer;
    peer.setVerdict(said, code);
    Client client(accessTo(peer), quickLimits());
    ChangeRequest request = pushOf("a");
    request.isDryRun = isDryRun;
    Change change(client.channel(), request);
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, verdict);
    QCOMPARE(result->error.has_value(), verdict == Verdict::Failed);
    if (result->error) {
        QCOMPARE(result->error->kind, kind);
        QCOMPARE(result->error->code, code);
        QCOMPARE(result->error->peer, client.peer());
    }
    QCOMPARE(peer.asked().size(), 1);
    QVERIFY(explain(*result).text.contains(QStringLiteral("site.conf")));
}

void SecureChangeTest::changesNothingThatSomebodyElseChanged()
{
    SecurePeer peer;
    peer.setRule("site.conf", "theirs");
    Client client(accessTo(peer), quickLimits());
    ChangeRequest request = pushOf("ours");
    request.expectedSha256 = QByteArray(64, '0');
    Change change(client.channel(), request);
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::ChangedMeanwhile);
    QCOMPARE(peer.rule("site.conf"), QByteArray("theirs"));
}

void SecureChangeTest::refusesNamesThatAreNone()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf("a", QStringLiteral("../a.conf")));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::NotSendable);
    QCOMPARE(peer.connections(), 0);
}

void SecureChangeTest::triesAgainWhatChangedNothing()
{
    SecurePeer peer;
    peer.setBehaviour([&](const HttpAsked &asked) {
        if (peer.asked().size() == 1)
            SecurePeer::send(asked, SecurePeer::refusal(429, "tooManyRequests"));
        else if (peer.asked().size() == 2)
            SecurePeer::send(asked, SecurePeer::refusal(503, "ending"));
        else
            peer.answerWell(asked);
    });
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf(kContent));
    QSignalSpy retrying(&change, &Change::retrying);
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QVERIFY(!result->isFromAsking);
    QCOMPARE(retrying.size(), 2);
    QCOMPARE(peer.asked().first().header("idempotency-key"),
             peer.asked().last().header("idempotency-key"));
}

void SecureChangeTest::givesUpWhatNobodyTakes()
{
    const ClosedPort closed;
    SecurePeer peer;
    Access access = accessTo(peer);
    access.peer.port = closed.number();
    Client client(access, quickLimits());
    Change change(client.channel(), pushOf("a"));
    QSignalSpy retrying(&change, &Change::retrying);
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::Refused);
    QCOMPARE(retrying.size(), 2);
    QCOMPARE(retrying.last().at(0).toInt(), 2);
    QCOMPARE(retrying.last().at(1).toInt(), 3);
}

void SecureChangeTest::endsWhenCancelled_data()
{
    QTest::addColumn<bool>("isTaken");
    QTest::addColumn<Verdict>("verdict");
    QTest::newRow("before there is a connection") << false << Verdict::NotSent;
    QTest::newRow("after all was sent") << true << Verdict::Unknown;
}

void SecureChangeTest::endsWhenCancelled()
{
    QFETCH(bool, isTaken);
    QFETCH(Verdict, verdict);
    SecurePeer peer(firstCertificate(),
                    isTaken ? SecurePeer::Speech::Tls : SecurePeer::Speech::Nothing);
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf("a"));
    QSignalSpy finished(&change, &Change::finished);
    change.cancel(); // does nothing before it began
    peer.setBehaviour([&](const HttpAsked &) { change.cancel(); });
    change.start();
    if (!isTaken) {
        QTRY_COMPARE(peer.connections(), 1);
        change.cancel();
    }
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.first().first().value<ChangeResult>();
    QCOMPARE(result.verdict, verdict);
    QCOMPARE(result.error.value().kind, Error::Kind::Aborted);
    change.cancel();
    QCOMPARE(finished.size(), 1);
}

void SecureChangeTest::followsTheUpload()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf(QByteArray(3'000'000, 'x')));
    QSignalSpy progressed(&change, &Change::progressed);
    QSignalSpy stages(&change, &Change::stageChanged);
    const auto result = runToEnd(change);
    QVERIFY(result);
    QVERIFY(progressed.size() > 1);
    QCOMPARE(progressed.last().at(0).toLongLong(), 3'000'000);
    QCOMPARE(progressed.last().at(1).toLongLong(), 3'000'000);
    QCOMPARE(stages.size(), 2);
    QCOMPARE(stages.at(1).first().value<Change::Stage>(), Change::Stage::Waiting);
}

QTEST_GUILESS_MAIN(SecureChangeTest)
#include "tst_securechange.moc"
