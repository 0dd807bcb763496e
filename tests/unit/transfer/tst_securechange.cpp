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

bool isPut(const HttpAsked &asked)
{
    return asked.verb == "PUT";
}

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
    void asksWhatBecameOfALostAnswer_data();
    void asksWhatBecameOfALostAnswer();
    void waitsForAChangeUnderWay();
    void sendsAgainWhatNeverArrived();
    void isInDoubtWhereNobodyCanTell_data();
    void isInDoubtWhereNobodyCanTell();
    void believesNoResultOfAnother_data();
    void believesNoResultOfAnother();
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
    request.probe = Probe{QUrl(QStringLiteral("http://127.0.0.1/x?y=1&z=2")), 403,
                          QStringLiteral("X-A: b"), QStringLiteral("no #1"), 2500ms};
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
                        "&probeUrl=http%3A%2F%2F127.0.0.1%2Fx%3Fy%3D1%26z%3D2&probeStatus=403"
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

void SecureChangeTest::asksWhatBecameOfALostAnswer_data()
{
    QTest::addColumn<int>("kept");
    QTest::newRow("none of the answer came") << 0;
    QTest::newRow("a part of the answer came") << 120;
}

void SecureChangeTest::asksWhatBecameOfALostAnswer()
{
    QFETCH(int, kept);
    SecurePeer peer;
    peer.setRule("site.conf", "old");
    peer.setBehaviour([&](const HttpAsked &asked) {
        if (!isPut(asked)) {
            peer.answerWell(asked);
            return;
        }
        HttpAsked unheard = asked;
        unheard.socket = nullptr;
        peer.answerWell(unheard);
        SecurePeer::sendAndClose(asked, SecurePeer::answer(200, QByteArray(500, ' ')).first(kept));
    });
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf(kContent));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QVERIFY(result->isFromAsking);
    QCOMPARE(peer.installs(), 1); // however often it was sent
    QCOMPARE(peer.rule("site.conf"), kContent);
}

void SecureChangeTest::waitsForAChangeUnderWay()
{
    SecurePeer peer;
    int asks = 0;
    peer.setBehaviour([&](const HttpAsked &asked) {
        HttpAsked unheard = asked;
        unheard.socket = nullptr;
        if (isPut(asked)) {
            SecurePeer::sendAndClose(asked, {});
        } else if (++asks < 4) {
            SecurePeer::send(asked, SecurePeer::answer(202, R"({"pending":true})"));
        } else {
            unheard = peer.asked().first();
            unheard.socket = asked.socket;
            peer.answerWell(unheard);
        }
    });
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf("a"));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QVERIFY(result->isFromAsking);
    QCOMPARE(asks, 4);
}

void SecureChangeTest::sendsAgainWhatNeverArrived()
{
    SecurePeer peer;
    int puts = 0;
    bool hasAsked = false;
    peer.setBehaviour([&](const HttpAsked &asked) {
        hasAsked = hasAsked || asked.path.startsWith("/v1/results/");
        if (isPut(asked) && !hasAsked) {
            ++puts;
            SecurePeer::sendAndClose(asked, {});
        } else {
            peer.answerWell(asked);
        }
    });
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf("a"));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QVERIFY(puts > 0 && hasAsked);
    QCOMPARE(peer.installs(), 1);
}

void SecureChangeTest::isInDoubtWhereNobodyCanTell_data()
{
    QTest::addColumn<QByteArray>("whenAsked");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("gone") << QByteArray() << Error::Kind::ConnectionLost;
    QTest::newRow("for ever under way")
        << SecurePeer::answer(202, R"({"pending":true})") << Error::Kind::ConnectionLost;
    QTest::newRow("token revoked meanwhile")
        << SecurePeer::refusal(401, "unknownToken") << Error::Kind::AccessDenied;
    QTest::newRow("nonsense") << SecurePeer::answer(200, "{}") << Error::Kind::UnexpectedAnswer;
    QTest::newRow("busy for ever") << SecurePeer::refusal(503, "busy") << Error::Kind::Busy;
}

void SecureChangeTest::isInDoubtWhereNobodyCanTell()
{
    QFETCH(QByteArray, whenAsked);
    SecurePeer peer;
    peer.setBehaviour([&](const HttpAsked &asked) {
        SecurePeer::sendAndClose(asked, isPut(asked) ? QByteArray() : whenAsked);
    });
    Limits limits = quickLimits();
    limits.doubt = 300ms;
    Client client(accessTo(peer), limits);
    Change change(client.channel(), pushOf("a"));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Unknown);
    QTEST(result->error.value().kind, "kind");
    QVERIFY(!explain(*result).remedy.isEmpty());
}

void SecureChangeTest::believesNoResultOfAnother_data()
{
    QTest::addColumn<QByteArray>("instead");
    QTest::addColumn<QByteArray>("of");
    QTest::newRow("another name") << QByteArray(R"("name":"other.conf")")
                                  << QByteArray(R"("name":"site.conf")");
    QTest::newRow("another action")
        << QByteArray(R"("action":"restore")") << QByteArray(R"("action":"push")");
    QTest::newRow("another digest")
        << QByteArray(R"("sha256":"00)") << QByteArray(R"("sha256":"ca)");
    QTest::newRow("a dry run") << QByteArray(R"("dryRun":true)") << QByteArray(R"("dryRun":false)");
    QTest::newRow("checked only") << QByteArray(R"("verdict":"checked")")
                                  << QByteArray(R"("verdict":"applied")");
    QTest::newRow("failed without an error")
        << QByteArray(R"("verdict":"failed")") << QByteArray(R"("verdict":"applied")");
    QTest::newRow("a verdict of the future")
        << QByteArray(R"("verdict":"perfect")") << QByteArray(R"("verdict":"applied")");
}

void SecureChangeTest::believesNoResultOfAnother()
{
    QFETCH(QByteArray, instead);
    QFETCH(QByteArray, of);
    SecurePeer peer;
    peer.answerWell({"PUT",
                     "/v1/rules/site.conf",
                     {},
                     {{"authorization", "Bearer " + peer.token()}, {"idempotency-key", "k"}},
                     "a",
                     {}});
    const QByteArray answer = [&] {
        Client asking(accessTo(peer), quickLimits());
        QByteArray body;
        QObject context;
        bool isThere = false;
        asking.channel().send({.path = "/v1/results/k"}, &context, [&](const Answered &answered) {
            body = answered.body;
            isThere = true;
        });
        static_cast<void>(QTest::qWaitFor([&] { return isThere; }));
        return body;
    }();
    QVERIFY(answer.contains(of));
    QByteArray spoilt = answer;
    spoilt.replace(of, instead);
    peer.setBehaviour(
        [&](const HttpAsked &asked) { SecurePeer::send(asked, SecurePeer::answer(200, spoilt)); });
    Client client(accessTo(peer), quickLimits());
    Change change(client.channel(), pushOf("a"));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Unknown);
    QCOMPARE(result->error.value().kind, Error::Kind::UnexpectedAnswer);
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
