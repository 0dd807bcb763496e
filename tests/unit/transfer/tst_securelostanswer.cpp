// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/securedesk.h"
#include "transfer/secure/change.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace support;
using namespace transfer;
using namespace transfer::secure;

namespace {

bool isPut(const HttpAsked &asked)
{
    return asked.verb == "PUT";
}

} // namespace

/// Changes whose answer is lost, or is not to be believed.
class SecureLostAnswerTest : public QObject
{
    Q_OBJECT
private slots:
    void asksWhatBecameOfALostAnswer_data();
    void asksWhatBecameOfALostAnswer();
    void waitsForAChangeUnderWay();
    void sendsAgainWhatNeverArrived();
    void isInDoubtWhereNobodyCanTell_data();
    void isInDoubtWhereNobodyCanTell();
    void believesNoResultOfAnother_data();
    void believesNoResultOfAnother();
};

void SecureLostAnswerTest::asksWhatBecameOfALostAnswer_data()
{
    QTest::addColumn<int>("kept");
    QTest::newRow("none of the answer came") << 0;
    QTest::newRow("a part of the answer came") << 120;
}

void SecureLostAnswerTest::asksWhatBecameOfALostAnswer()
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
    Change change(client.channel(), pushOf(QByteArray(300'000, 'x')));
    const auto result = runToEnd(change);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::Applied);
    QVERIFY(result->isFromAsking);
    QCOMPARE(peer.installs(), 1); // however often it was sent
    QCOMPARE(peer.rule("site.conf"), QByteArray(300'000, 'x'));
}

void SecureLostAnswerTest::waitsForAChangeUnderWay()
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

void SecureLostAnswerTest::sendsAgainWhatNeverArrived()
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

void SecureLostAnswerTest::isInDoubtWhereNobodyCanTell_data()
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

void SecureLostAnswerTest::isInDoubtWhereNobodyCanTell()
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

void SecureLostAnswerTest::believesNoResultOfAnother_data()
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

void SecureLostAnswerTest::believesNoResultOfAnother()
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

QTEST_GUILESS_MAIN(SecureLostAnswerTest)
#include "tst_securelostanswer.moc"
