// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/client.h"

#include "tests/support/closedport.h"
#include "tests/support/securedesk.h"
#include "transfer/pairing.h"

#include <QPointer>
#include <QTest>
#include <memory>

using namespace std::chrono_literals;
using namespace support;
using namespace transfer;
using namespace transfer::secure;

namespace {

const QString kSite = QStringLiteral("site.conf");

auto healthOf(Client &client)
{
    return answerTo<Health>(
        [&](QObject *context, const auto &done) { client.health(context, done); });
}

auto listOf(Client &client)
{
    return answerTo<QList<Rule>>(
        [&](QObject *context, const auto &done) { client.list(context, done); });
}

auto contentOf(Client &client, const QString &name)
{
    return answerTo<Content>(
        [&](QObject *context, const auto &done) { client.fetch(name, context, done); });
}

} // namespace

class SecureClientTest : public QObject
{
    Q_OBJECT
private slots:
    void asksForAllThereIs();
    void asksForNamesOfAnyKind();
    void keepsOneConnection();
    void refusesAChangedCertificate_data();
    void refusesAChangedCertificate();
    void refusesACertificateThatChangesLater();
    void takesWhatAnAuthoritySigned();
    void refusesWhatNoAuthoritySigned();
    void speaksNothingButTls();
    void endsWithTheRightError_data();
    void endsWithTheRightError();
    void believesNoAnswerThatIsWrong_data();
    void believesNoAnswerThatIsWrong();
    void followsNoRedirect();
    void tellsTheReceiversReason_data();
    void tellsTheReceiversReason();
    void asksABusyReceiverAgain();
    void saysNothingOnceItsContextIsGone();
    void mayBeDestroyedByWhoHears();
};

void SecureClientTest::asksForAllThereIs()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    const auto health = healthOf(client);
    QVERIFY(health && *health);
    QCOMPARE((*health)->role, QStringLiteral("push"));
    QCOMPARE((*health)->token, QStringLiteral("desk"));
    QVERIFY((*health)->isNginxWatched);
    QCOMPARE((*health)->isNginxRunning, std::optional(true));

    peer.setRule("a.conf", "deny all;\n");
    const auto rules = listOf(client);
    QVERIFY(rules && *rules);
    QCOMPARE((*rules)->size(), 1);
    QCOMPARE((*rules)->first().name, QStringLiteral("a.conf"));
    QCOMPARE((*rules)->first().size, 10);
    QVERIFY((*rules)->first().modified.isValid());
    const auto content = contentOf(client, QStringLiteral("a.conf"));
    QVERIFY(content && *content);
    QCOMPARE((*content)->bytes, QByteArray("deny all;\n"));
    QCOMPARE((*content)->sha256, (*rules)->first().sha256);

    Change change(client.channel(), pushOf("allow all;\n"));
    QVERIFY(runToEnd(change));
    const auto versions = answerTo<QList<Version>>(
        [&](QObject *context, const auto &done) { client.versions(kSite, context, done); });
    QVERIFY(versions && *versions);
    QCOMPARE((*versions)->size(), 1);
    QVERIFY((*versions)->first().isLive);
    const auto version = answerTo<Content>(
        [&](QObject *context, const auto &done) { client.fetchVersion(kSite, 1, context, done); });
    QVERIFY(version && *version);
    QCOMPARE((*version)->bytes, QByteArray("allow all;\n"));

    using Result = std::optional<ChangeResult>;
    const auto result = answerTo<Result>([&](QObject *context, const auto &done) {
        client.result(change.request().key, context, done);
    });
    QVERIFY(result && *result && **result);
    QCOMPARE((**result)->verdict, Verdict::Applied);
}

void SecureClientTest::asksForNamesOfAnyKind()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    for (const QString &name :
         {QStringLiteral("a b%2F+c?d#e&f=g.conf"), QStringLiteral("\u89c4\u5219\U0001f600.conf")}) {
        peer.setRule(name.toUtf8(), "x");
        const auto content = contentOf(client, name);
        QVERIFY2(content && *content, qPrintable(name));
    }
}

void SecureClientTest::keepsOneConnection()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    for (int i = 0; i < 5; ++i)
        QVERIFY(listOf(client).value());
    QCOMPARE(peer.connections(), 1);
}

void SecureClientTest::refusesAChangedCertificate_data()
{
    QTest::addColumn<bool>("isTrusted");
    QTest::newRow("one that nobody signed") << false;
    QTest::newRow("one that an authority of this machine signed") << true;
}

void SecureClientTest::refusesAChangedCertificate()
{
    QFETCH(bool, isTrusted);
    SecurePeer peer(secondCertificate());
    Access access = accessTo(peer);
    if (isTrusted)
        access.authorities = {secondCertificate().certificate};
    Client client(access, quickLimits());
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    const Error &error = rules->error();
    QCOMPARE(error.kind, Error::Kind::CertificateChanged);
    QVERIFY(error.detail.contains(readableFingerprint(firstCertificate().fingerprint())));
    QVERIFY(error.detail.contains(readableFingerprint(secondCertificate().fingerprint())));
    QCOMPARE(peer.received(), 0); // not even the token
}

void SecureClientTest::refusesACertificateThatChangesLater()
{
    SecurePeer peer;
    Client client(accessTo(peer), quickLimits());
    QVERIFY(listOf(client).value());
    peer.setCertificate(secondCertificate());
    peer.setBehaviour([](const HttpAsked &asked) { SecurePeer::sendAndClose(asked, {}); });
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    QCOMPARE(rules->error().kind, Error::Kind::CertificateChanged);
    QCOMPARE(peer.asked().size(), 2); // on the connection that was made before
}

void SecureClientTest::takesWhatAnAuthoritySigned()
{
    SecurePeer peer;
    Access access = accessTo(peer);
    access.fingerprint.clear();
    access.authorities = {firstCertificate().certificate};
    Client client(access, quickLimits());
    QVERIFY(listOf(client).value());
}

void SecureClientTest::refusesWhatNoAuthoritySigned()
{
    SecurePeer peer;
    Access access = accessTo(peer);
    access.fingerprint.clear();
    for (const auto &authorities :
         {QList<QSslCertificate>(), QList<QSslCertificate>{secondCertificate().certificate}}) {
        access.authorities = authorities;
        Client client(access, quickLimits());
        const auto rules = listOf(client);
        QVERIFY(rules && !*rules);
        QCOMPARE(rules->error().kind, Error::Kind::TlsFailed);
        QVERIFY(
            rules->error().detail.contains(readableFingerprint(firstCertificate().fingerprint())));
    }
    QCOMPARE(peer.received(), 0);
}

void SecureClientTest::speaksNothingButTls()
{
    SecurePeer peer(firstCertificate(), SecurePeer::Speech::Plain);
    Client client(accessTo(peer), quickLimits());
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    QCOMPARE(rules->error().kind, Error::Kind::TlsFailed);
}

void SecureClientTest::endsWithTheRightError_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<Error::Kind>("kind");
    QTest::addColumn<QString>("step");
    QTest::newRow("nobody listens") << "closed" << Error::Kind::Refused << "connect";
    QTest::newRow("no such host") << "unknown" << Error::Kind::HostNotFound << "connect";
    QTest::newRow("never speaks TLS") << "mute" << Error::Kind::ConnectTimeout << "connect";
    QTest::newRow("never answers") << "silent" << Error::Kind::Timeout << "answer";
    QTest::newRow("closes before it answers")
        << "closes" << Error::Kind::ConnectionLost << "answer";
    QTest::newRow("breaks off in the body") << "breaks" << Error::Kind::ConnectionLost << "answer";
    QTest::newRow("breaks off in the headers") << "half" << Error::Kind::ConnectionLost << "answer";
    QTest::newRow("speaks no HTTP") << "strange" << Error::Kind::ConnectionLost << "answer";
    QTest::newRow("stalls in the body") << "stalls" << Error::Kind::Timeout << "answer";
}

void SecureClientTest::endsWithTheRightError()
{
    QFETCH(QString, peer);
    const ClosedPort closed;
    SecurePeer server(firstCertificate(), peer == QStringLiteral("mute")
                                              ? SecurePeer::Speech::Nothing
                                              : SecurePeer::Speech::Tls);
    server.setBehaviour([peer](const HttpAsked &asked) {
        const QByteArray whole = SecurePeer::answer(200, R"({"rules":[]})");
        if (peer == QStringLiteral("closes"))
            SecurePeer::sendAndClose(asked, {});
        else if (peer == QStringLiteral("breaks"))
            SecurePeer::sendAndClose(asked, whole.chopped(3));
        else if (peer == QStringLiteral("strange"))
            SecurePeer::sendAndClose(asked, "220 ready\r\n\r\n");
        else if (peer == QStringLiteral("half"))
            SecurePeer::sendAndClose(asked, whole.first(20));
        else if (peer == QStringLiteral("stalls"))
            SecurePeer::send(asked, whole.chopped(3));
    });
    Access access = accessTo(server);
    if (peer == QStringLiteral("closed"))
        access.peer.port = closed.number();
    else if (peer == QStringLiteral("unknown"))
        access.peer.host = QString(70, u'x'); // longer than a label may be: nobody is asked
    Limits limits = quickLimits();
    if (peer == QStringLiteral("mute"))
        limits.connect = 100ms;
    if (peer == QStringLiteral("silent") || peer == QStringLiteral("stalls"))
        limits.answer = 700ms;
    Client client(access, limits);
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    QTEST(rules->error().kind, "kind");
    QTEST(rules->error().step, "step");
    QCOMPARE(rules->error().peer, access.peer.toString());
}

void SecureClientTest::believesNoAnswerThatIsWrong_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto row = [](const char *name, const QByteArray &body) {
        QTest::newRow(name) << SecurePeer::answer(200, body);
    };
    row("not JSON", "<html>");
    row("nothing", "");
    row("an array", "[]");
    row("another object", "{}");
    row("rules that are none", R"({"rules":[1]})");
    row("a size below nothing",
        R"({"rules":[{"name":"a","size":-1,"modified":"2026-11-24T12:00:00Z","sha256":")" +
            QByteArray(64, 'a') + R"("}]})");
    row("a digest that is none",
        R"({"rules":[{"name":"a","size":1,"modified":"2026-11-24T12:00:00Z","sha256":"zz"}]})");
    row("more than anybody needs", QByteArray(9 * 1024 * 1024, ' '));
    QTest::newRow("another status") << SecurePeer::answer(204, {});
    QTest::newRow("a failure without a reason") << SecurePeer::answer(500, "sorry");
}

void SecureClientTest::believesNoAnswerThatIsWrong()
{
    QFETCH(QByteArray, answer);
    SecurePeer peer;
    peer.setBehaviour([&](const HttpAsked &asked) { SecurePeer::sendAndClose(asked, answer); });
    Client client(accessTo(peer), quickLimits());
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    QCOMPARE(rules->error().kind, Error::Kind::UnexpectedAnswer);
    QVERIFY(!rules->error().detail.isEmpty());
}

void SecureClientTest::followsNoRedirect()
{
    SecurePeer elsewhere;
    SecurePeer peer;
    peer.setBehaviour([&](const HttpAsked &asked) {
        SecurePeer::send(asked, SecurePeer::answer(302, {},
                                                   {"Location: https://127.0.0.1:" +
                                                    QByteArray::number(elsewhere.port()) + '/'}));
    });
    Client client(accessTo(peer), quickLimits());
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    QCOMPARE(rules->error().kind, Error::Kind::UnexpectedAnswer);
    QCOMPARE(elsewhere.connections(), 0);
}

void SecureClientTest::tellsTheReceiversReason_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("token not known")
        << SecurePeer::refusal(401, "unknownToken", {"WWW-Authenticate: Bearer"})
        << Error::Kind::AccessDenied;
    QTest::newRow("token not known, without a challenge")
        << SecurePeer::refusal(401, "expiredToken") << Error::Kind::AccessDenied;
    QTest::newRow("role too low") << SecurePeer::refusal(403, "roleTooLow")
                                  << Error::Kind::AccessDenied;
    QTest::newRow("no such rule") << SecurePeer::refusal(404, "noSuchRule")
                                  << Error::Kind::NotFound;
    QTest::newRow("bad request") << SecurePeer::refusal(400, "badRequest") << Error::Kind::Rejected;
    QTest::newRow("disk full") << SecurePeer::refusal(500, "notStored") << Error::Kind::Rejected;
    QTest::newRow("busy") << SecurePeer::refusal(503, "busy") << Error::Kind::Busy;
    QTest::newRow("a code of the future")
        << SecurePeer::refusal(418, "teapot") << Error::Kind::Rejected;
}

void SecureClientTest::tellsTheReceiversReason()
{
    QFETCH(QByteArray, answer);
    SecurePeer peer;
    peer.setBehaviour([&](const HttpAsked &asked) { SecurePeer::send(asked, answer); });
    Client client(accessTo(peer), quickLimits(0));
    const auto rules = listOf(client);
    QVERIFY(rules && !*rules);
    QTEST(rules->error().kind, "kind");
    QCOMPARE(rules->error().detail, QStringLiteral("The cause."));
    QCOMPARE(rules->error().advice, QStringLiteral("The remedy."));
    QVERIFY(!rules->error().code.isEmpty());
    const Explanation explanation = explain(rules->error());
    QVERIFY(explanation.text.contains(QStringLiteral("The cause.")));
    QCOMPARE(explanation.remedy, QStringLiteral("The remedy."));
}

void SecureClientTest::asksABusyReceiverAgain()
{
    SecurePeer peer;
    peer.setBehaviour([&](const HttpAsked &asked) {
        if (peer.asked().size() < 3)
            SecurePeer::send(asked, SecurePeer::refusal(503, "ending", {"Retry-After: 0"}));
        else
            peer.answerWell(asked);
    });
    Client client(accessTo(peer), quickLimits());
    QVERIFY(listOf(client).value());
    QCOMPARE(peer.asked().size(), 3);
}

void SecureClientTest::saysNothingOnceItsContextIsGone()
{
    SecurePeer peer;
    peer.setBehaviour([](const HttpAsked &) {});
    Client client(accessTo(peer), quickLimits());
    auto context = std::make_unique<QObject>();
    bool isCalled = false;
    client.list(context.get(), [&isCalled](const auto &) { isCalled = true; });
    QTRY_COMPARE(peer.asked().size(), 1);
    const QPointer<QSslSocket> socket = peer.asked().first().socket;
    context.reset();
    QTRY_VERIFY(!socket); // the request was ended
    QVERIFY(!isCalled);
}

void SecureClientTest::mayBeDestroyedByWhoHears()
{
    SecurePeer peer;
    auto client = std::make_unique<Client>(accessTo(peer), quickLimits());
    QObject context;
    client->list(&context, [&client](const auto &) { client.reset(); });
    QTRY_VERIFY(!client);
}

QTEST_GUILESS_MAIN(SecureClientTest)
#include "tst_secureclient.moc"
