// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"
#include "tests/support/files.h"
#include "transfer/pairing.h"

#include <QCryptographicHash>
#include <QFile>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using support::ApiDesk;
using support::contentOf;

namespace {

constexpr int kPatience = 60000;

/// The SHA-256 of the certificate that is served.
QByteArray servedFingerprint(quint16 port)
{
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(u"127.0.0.1"_s, port);
    static_cast<void>(QTest::qWaitFor(
        [&] { return socket.isEncrypted() || socket.state() == QAbstractSocket::UnconnectedState; },
        kPatience));
    return socket.peerCertificate().digest(QCryptographicHash::Sha256).toHex();
}

} // namespace

/// Who is let in, and how clients know the receiver.
class TestReceiverApiTrust : public QObject
{
    Q_OBJECT
private slots:
    void theLinePairs();
    void initialisesOnce();
    void speaksTls12And13Only_data();
    void speaksTls12And13Only();
    void refusesBeforeTheBodyIsRead();
    void aReaderMayNotPush();
    void tokensAreRevokedWithoutRestart();
    void aTokenThatExpired();
    void aKeyThatEverybodyReadsIsNotServed();
    void takesANewCertificateOnHangUp();
    void clientsMayNeedACertificate();
    void adminRefusesWrongUsage_data();
    void adminRefusesWrongUsage();
};

void TestReceiverApiTrust::theLinePairs()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto added =
        desk.admin({u"token"_s, u"add"_s, u"second"_s}, {u"--host"_s, u"edge.example.com"_s});
    QCOMPARE(added.exitCode, 0);
    QCOMPARE(added.out.count('\n'), 1);
    const auto pairing = transfer::Pairing::parse(QString::fromUtf8(added.out));
    QVERIFY2(pairing, pairing ? "" : qPrintable(pairing.error()));
    QCOMPARE(pairing->host, u"edge.example.com"_s);
    QCOMPARE(pairing->port, 9443);
    QCOMPARE(pairing->fingerprint, servedFingerprint(desk.port()));
    QCOMPARE(pairing->fingerprint, desk.fingerprint());
    QCOMPARE(desk.curl(u"/v1/health"_s, {}, pairing->token).json()[u"token"].toString(),
             u"second"_s);
    const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    for (const QString &secret : {u"/key.pem"_s, u"/tokens.json"_s})
        QCOMPARE(QFile::permissions(desk.state() + secret) & others, QFile::Permissions());
    QVERIFY(!contentOf(desk.state() + u"/tokens.json"_s).contains(pairing->token));
    QVERIFY(!desk.log().contains(QString::fromLatin1(pairing->token)));
}

void TestReceiverApiTrust::initialisesOnce()
{
    const ApiDesk desk;
    const QByteArray before = contentOf(desk.state() + u"/certificate.pem"_s);
    QVERIFY(before.startsWith("-----BEGIN CERTIFICATE-----"));
    const auto again = desk.admin({u"init"_s}, {u"--name"_s, u"other"_s});
    QCOMPARE(again.exitCode, 1);
    QVERIFY2(again.err.contains("pinned"), again.err.constData());
    QCOMPARE(contentOf(desk.state() + u"/certificate.pem"_s), before);
}

void TestReceiverApiTrust::speaksTls12And13Only_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::newRow("TLS 1.3") << QStringList{u"--tlsv1.3"_s} << 200;
    QTest::newRow("TLS 1.2") << QStringList{u"--tlsv1.2"_s, u"--tls-max"_s, u"1.2"_s} << 200;
    QTest::newRow("TLS 1.1") << QStringList{u"--tlsv1.1"_s, u"--tls-max"_s, u"1.1"_s,
                                            u"--ciphers"_s, u"DEFAULT@SECLEVEL=0"_s}
                             << 0;
    QTest::newRow("without TLS") << QStringList{u"--proto-default"_s, u"http"_s} << -1;
}

void TestReceiverApiTrust::speaksTls12And13Only()
{
    QFETCH(const QStringList, options);
    QFETCH(const int, status);
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    if (status < 0) {
        const auto plain = support::runProgram(
            u"curl"_s, {u"-sS"_s, u"http://127.0.0.1:%1/v1/health"_s.arg(desk.port())});
        QVERIFY(plain.exitCode != 0);
        QVERIFY(plain.out.isEmpty());
        return;
    }
    const auto answer = desk.curl(u"/v1/health"_s, options);
    QVERIFY2(answer.status == status, answer.all().constData());
    QCOMPARE(answer.exitCode == 0, status == 200);
}

void TestReceiverApiTrust::refusesBeforeTheBodyIsRead()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    support::write(desk.path(u"big"_s), QByteArray(8 << 20, 'x'));
    for (const QByteArray &token : {QByteArray(), QByteArray(43, 'x'), QByteArray("x")}) {
        const auto answer =
            desk.curl(u"/v1/rules/site.conf"_s,
                      {u"-T"_s, desk.path(u"big"_s), u"-w"_s, u"\n%{size_upload}"_s}, token);
        QVERIFY2(answer.status == 401, answer.all().constData());
        QVERIFY(answer.head.contains("WWW-Authenticate: Bearer"));
        QVERIFY2(answer.body.endsWith("\n0"), answer.body.constData());
        QVERIFY(answer.body.contains(token.isEmpty() ? "noToken" : "unknownToken"));
    }
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
    // Whether a path exists is nothing for strangers.
    QCOMPARE(desk.curl(u"/none"_s, {}, QByteArray()).status, 401);
}

void TestReceiverApiTrust::aReaderMayNotPush()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    QCOMPARE(desk.push(u"site.conf"_s, "rule").status, 200);
    const QByteArray reader = ApiDesk::tokenOf(
        desk.admin({u"token"_s, u"add"_s, u"reader"_s}, {u"--role"_s, u"read"_s}).out);
    QCOMPARE(desk.curl(u"/v1/rules/site.conf"_s, {}, reader).body, "rule");
    for (const QStringList &change :
         {QStringList{u"-X"_s, u"PUT"_s, u"-d"_s, u"x"_s}, QStringList{u"-X"_s, u"DELETE"_s}}) {
        const auto answer = desk.curl(u"/v1/rules/site.conf"_s, change, reader);
        QCOMPARE(answer.status, 403);
        QCOMPARE(answer.code(), u"roleTooLow"_s);
    }
    QCOMPARE(desk.curl(u"/v1/rules/site.conf?dryRun=true"_s, {u"-X"_s, u"PUT"_s, u"-d"_s, u"x"_s},
                       reader)
                 .status,
             403);
    QCOMPARE(desk.rule(u"site.conf"_s), "rule");
}

void TestReceiverApiTrust::tokensAreRevokedWithoutRestart()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QByteArray other = ApiDesk::tokenOf(desk.admin({u"token"_s, u"add"_s, u"b"_s}).out);
    QCOMPARE(desk.curl(u"/v1/health"_s, {}, other).status, 200);
    const auto list = desk.admin({u"token"_s, u"list"_s});
    QVERIFY2(list.out.contains("first\tpush") && list.out.contains("b\tpush"),
             list.all().constData());
    QCOMPARE(desk.admin({u"token"_s, u"revoke"_s, u"b"_s}).exitCode, 0);
    QCOMPARE(desk.curl(u"/v1/health"_s, {}, other).code(), u"unknownToken"_s);
    QCOMPARE(desk.curl(u"/v1/health"_s).status, 200);
    QCOMPARE(desk.admin({u"token"_s, u"revoke"_s, u"b"_s}).exitCode, 1);
}

void TestReceiverApiTrust::aTokenThatExpired()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QString file = desk.state() + u"/tokens.json"_s;
    QByteArray text = contentOf(file);
    const qsizetype at = text.indexOf("\"expires\": \"20");
    QVERIFY(at > 0);
    text.replace(at, 14, "\"expires\": \"19"); // a hundred years earlier
    support::write(file, text);
    QCOMPARE(desk.curl(u"/v1/health"_s).code(), u"expiredToken"_s);
}

void TestReceiverApiTrust::aKeyThatEverybodyReadsIsNotServed()
{
    ApiDesk desk;
    const QString key = desk.state() + u"/key.pem"_s;
    QVERIFY(QFile::setPermissions(key, QFile::permissions(key) | QFile::ReadOther));
    QVERIFY(!desk.start());
    QCOMPARE(desk.receiver().waitForEnd(), 1);
    QVERIFY2(desk.log().contains(u"chmod 600"), qPrintable(desk.log()));
}

void TestReceiverApiTrust::takesANewCertificateOnHangUp()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QByteArray before = servedFingerprint(desk.port());
    for (const QString &file : {u"/key.pem"_s, u"/certificate.pem"_s})
        QVERIFY(QFile::remove(desk.state() + file));
    QCOMPARE(desk.admin({u"init"_s}, {u"--name"_s, u"new"_s}).exitCode, 0);
    desk.receiver().signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(servedFingerprint(desk.port()) != before, kPatience);
    QCOMPARE(desk.curl(u"/v1/health"_s).status, 200);
    // One that can't be read leaves the one that is served.
    support::write(desk.state() + u"/certificate.pem"_s, "damaged");
    desk.receiver().signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(desk.log().contains(u"the certificate stays as it is"), kPatience);
    QVERIFY(!servedFingerprint(desk.port()).isEmpty());
}

void TestReceiverApiTrust::clientsMayNeedACertificate()
{
    ApiDesk desk;
    // The client's certificate is its own authority here: another receiver's.
    const ApiDesk client;
    const QString authority = desk.path(u"clients.pem"_s);
    support::write(authority, contentOf(client.state() + u"/certificate.pem"_s));
    ApiDesk strict({u"--https-client-ca"_s, authority});
    QVERIFY2(strict.start(), qPrintable(strict.log()));
    const auto without = strict.curl(u"/v1/health"_s);
    QVERIFY2(without.status == 401, without.all().constData());
    QCOMPARE(without.code(), u"noCertificate"_s);
    const QStringList certificate{u"--cert"_s, client.state() + u"/certificate.pem"_s, u"--key"_s,
                                  client.state() + u"/key.pem"_s};
    const QStringList wrong{u"--cert"_s, desk.state() + u"/certificate.pem"_s, u"--key"_s,
                            desk.state() + u"/key.pem"_s};
    QCOMPARE(strict.curl(u"/v1/health"_s, wrong).code(), u"noCertificate"_s);
    const auto with = strict.curl(u"/v1/health"_s, certificate);
    QVERIFY2(with.status == 200, (with.all() + strict.log().toUtf8()).constData());
    // The certificate does not stand in for the token.
    QCOMPARE(strict.curl(u"/v1/health"_s, certificate, QByteArray()).code(), u"noToken"_s);
}

void TestReceiverApiTrust::adminRefusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("no command") << QStringList{u"tokens"_s} << QStringList() << 2
                                << QByteArray("no command");
    QTest::newRow("no name") << QStringList{u"token"_s, u"add"_s} << QStringList() << 2
                             << QByteArray("token add NAME");
    QTest::newRow("no role") << QStringList{u"token"_s, u"add"_s, u"x"_s}
                             << QStringList{u"--role"_s, u"admin"_s} << 2
                             << QByteArray("read or push");
    QTest::newRow("a name that is taken") << QStringList{u"token"_s, u"add"_s, u"first"_s}
                                          << QStringList() << 1 << QByteArray("already");
    QTest::newRow("no port") << QStringList{u"token"_s, u"add"_s, u"x"_s}
                             << QStringList{u"--https-listen"_s, u"127.0.0.1:0"_s} << 1
                             << QByteArray("--https-listen");
}

void TestReceiverApiTrust::adminRefusesWrongUsage()
{
    QFETCH(const QStringList, words);
    QFETCH(const QStringList, options);
    QFETCH(const int, exitCode);
    QFETCH(const QByteArray, complaint);
    const ApiDesk desk;
    const auto ended = desk.admin(words, options);
    QVERIFY2(ended.exitCode == exitCode, ended.all().constData());
    QVERIFY2(ended.err.contains(complaint), ended.err.constData());
    QCOMPARE(ended.out, "");
}

QTEST_GUILESS_MAIN(TestReceiverApiTrust)
#include "tst_receiverapitrust.moc"
