// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/securepeer.h"
#include "transfer/pairing.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <memory>

using support::Ended;
using support::HttpAsked;
using support::SecurePeer;

/// loopcheck-cli and receivers that were paired.
class CliSecureTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void pairs();
    void pairsByALineOnStdin();
    void refusesToPair_data();
    void refusesToPair();
    void noticesAnotherCertificateUnderAKnownName();
    void forgets();

    void pushesToOne();
    void pushesToMany();
    void putsAllBackWhereOneFails();
    void tellsHowAPushEnded_data();
    void tellsHowAPushEnded();
    void neverFallsBackToLegacy_data();
    void neverFallsBackToLegacy();

    void listsGetsAndTellsTheHistory();
    void restoresAndDeletes();
    void showsTheDifference();

private:
    Ended run(const QStringList &arguments) const
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   arguments +
                                       QStringList{QStringLiteral("--settings"), m_folder->path()});
    }
    Ended run(const QString &arguments) const
    {
        return run(arguments.split(u' ', Qt::SkipEmptyParts));
    }
    static QString lineOf(const SecurePeer &peer)
    {
        return transfer::Pairing{QStringLiteral("127.0.0.1"), peer.port(),
                                 support::firstCertificate().fingerprint(), peer.token()}
            .toLine();
    }
    bool pair(const SecurePeer &peer, const QString &name) const
    {
        return run(QStringLiteral("pair %1 --name %2").arg(lineOf(peer), name)).exitCode == 0;
    }
    QString file(const QByteArray &content) const
    {
        QString path = m_folder->filePath(QStringLiteral("site.conf"));
        support::write(path, content);
        return path;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void CliSecureTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void CliSecureTest::pairs()
{
    SecurePeer peer;
    const Ended ended =
        run(QStringLiteral("pair %1 --name edge-1 --production --json").arg(lineOf(peer)));
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(u"name").toString(), QStringLiteral("edge-1"));
    QCOMPARE(json.value(u"role").toString(), QStringLiteral("push"));
    QCOMPARE(json.value(u"production").toBool(), true);
    const QString tokens = json.value(u"tokenKeptIn").toString();
    QCOMPARE(QFileInfo(tokens).path(), m_folder->path());
    QVERIFY(support::contentOf(tokens).contains(peer.token()));
    QVERIFY(!support::contentOf(m_folder->filePath(QStringLiteral("receivers.json")))
                 .contains(peer.token()));
    QVERIFY(!ended.all().contains(peer.token()));

    const Ended list = run(QStringLiteral("pair list"));
    QVERIFY(list.out.contains("edge-1"));
    QVERIFY(list.out.contains(
        transfer::readableFingerprint(support::firstCertificate().fingerprint()).toLatin1()));
}

void CliSecureTest::pairsByALineOnStdin()
{
    SecurePeer peer;
    const QString command =
        QStringLiteral("printf '%s\\n' '%1' | '%2' pair - --name edge-1 --settings '%3'");
    const Ended ended = support::runProgram(
        QStringLiteral("/bin/sh"),
        {QStringLiteral("-c"),
         command.arg(lineOf(peer), support::builtProgram(QStringLiteral("loopcheck-cli")),
                     m_folder->path())});
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(run(QStringLiteral("rules list edge-1")).exitCode, 0);
}

void CliSecureTest::refusesToPair_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("a line cut short") << "cut" << 2 << QByteArray("token");
    QTest::newRow("another certificate") << "certificate" << 3 << QByteArray("certificateChanged");
    QTest::newRow("a token that is not known") << "token" << 1 << QByteArray("accessDenied");
    QTest::newRow("a name that is none") << "name" << 2 << QByteArray("name");
}

void CliSecureTest::refusesToPair()
{
    QFETCH(QString, fault);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, says);
    SecurePeer peer(fault == QStringLiteral("certificate") ? support::secondCertificate()
                                                           : support::firstCertificate());
    QString line = lineOf(peer);
    if (fault == QStringLiteral("cut"))
        line.chop(1);
    else if (fault == QStringLiteral("token"))
        line.replace(QString(43, u't'), QString(43, u'u'));
    const QString name =
        fault == QStringLiteral("name") ? QStringLiteral("a:1") : QStringLiteral("edge-1");
    const Ended ended = run(QStringLiteral("pair %1 --name %2 --json").arg(line, name));
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    QVERIFY2(ended.out.contains(says), ended.all());
    QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("receivers.json"))));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(QStringLiteral("tokens.json"))));
}

void CliSecureTest::noticesAnotherCertificateUnderAKnownName()
{
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    peer.setCertificate(support::secondCertificate());
    transfer::Pairing other{QStringLiteral("127.0.0.1"), peer.port(),
                            support::secondCertificate().fingerprint(), peer.token()};
    const QString arguments = QStringLiteral("pair %1 --name edge-1").arg(other.toLine());
    const Ended ended = run(arguments);
    QCOMPARE(ended.exitCode, 2);
    for (const auto &certificate : {support::firstCertificate(), support::secondCertificate()})
        QVERIFY(ended.err.contains(
            transfer::readableFingerprint(certificate.fingerprint()).toLatin1()));
    QCOMPARE(run(arguments + QStringLiteral(" --replace")).exitCode, 0);
    QCOMPARE(run(QStringLiteral("rules list edge-1")).exitCode, 0);
}

void CliSecureTest::forgets()
{
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    QCOMPARE(run(QStringLiteral("pair remove edge-1")).exitCode, 0);
    QVERIFY(!support::contentOf(m_folder->filePath(QStringLiteral("tokens.json")))
                 .contains(peer.token()));
    QCOMPARE(run(QStringLiteral("pair remove edge-1")).exitCode, 2);
    QCOMPARE(run(QStringLiteral("rules list edge-1")).exitCode, 2);
}

void CliSecureTest::pushesToOne()
{
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    const QString path = file("deny all;\n");
    const Ended ended = run(QStringLiteral("push %1 edge-1 --json --comment why "
                                           "--probe http://127.0.0.1/ --probe-status 403")
                                .arg(path));
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(u"outcome").toString(), QStringLiteral("applied"));
    QCOMPARE(json.value(u"name").toString(), QStringLiteral("site.conf"));
    QCOMPARE(json.value(u"bytes").toInt(), 10);
    QCOMPARE(json.value(u"version").toInt(), 1);
    QCOMPARE(json.value(u"phases").toArray().size(), 2);
    QCOMPARE(peer.rule("site.conf"), QByteArray("deny all;\n"));
    const auto put = std::find_if(peer.asked().cbegin(), peer.asked().cend(),
                                  [](const HttpAsked &asked) { return asked.verb == "PUT"; });
    QVERIFY(put->query.contains("comment=why") && put->query.contains("probeStatus=403"));

    const Ended again = run(QStringLiteral("push %1 edge-1 --json").arg(path));
    QCOMPARE(again.exitCode, 0);
    QCOMPARE(again.json().value(u"outcome").toString(), QStringLiteral("skipped"));
    const Ended text = run(QStringLiteral("push %1 edge-1 --dry-run").arg(file("allow all;\n")));
    QCOMPARE(text.exitCode, 0);
    QVERIFY2(text.out.contains("Nothing was changed"), text.all());
    QCOMPARE(peer.installs(), 1);
}

void CliSecureTest::pushesToMany()
{
    SecurePeer first;
    SecurePeer second;
    SecurePeer third;
    QVERIFY(pair(first, QStringLiteral("a")) && pair(second, QStringLiteral("b")) &&
            pair(third, QStringLiteral("c")));
    const Ended good =
        run(QStringLiteral("push %1 a b c --canary --json").arg(file("deny all;\n")));
    QVERIFY2(good.exitCode == 0, good.all());
    QCOMPARE(good.json().value(u"results").toArray().size(), 3);

    first.setVerdict(QStringLiteral("failed"), QStringLiteral("testFailed"));
    const Ended bad = run(QStringLiteral("push %1 a b c --canary --json").arg(file("nonsense\n")));
    QCOMPARE(bad.exitCode, 1);
    const QJsonArray results = bad.json().value(u"results").toArray();
    QCOMPARE(results.at(0).toObject().value(u"outcome").toString(), QStringLiteral("failed"));
    QCOMPARE(results.at(0).toObject().value(u"target").toString(), QStringLiteral("a"));
    QCOMPARE(results.at(1).toObject().value(u"outcome").toString(), QStringLiteral("notSent"));
    QCOMPARE(second.rule("site.conf"), QByteArray("deny all;\n"));
}

void CliSecureTest::putsAllBackWhereOneFails()
{
    SecurePeer first;
    SecurePeer second;
    QVERIFY(pair(first, QStringLiteral("a")) && pair(second, QStringLiteral("b")));
    QCOMPARE(run(QStringLiteral("push %1 a b").arg(file("old\n"))).exitCode, 0);
    second.setVerdict(QStringLiteral("failed"), QStringLiteral("probeFailed"));
    const Ended ended =
        run(QStringLiteral("push %1 a b --parallel 1 --roll-back --json").arg(file("new\n")));
    QCOMPARE(ended.exitCode, 1);
    const QJsonObject back =
        ended.json().value(u"results").toArray().at(0).toObject().value(u"rolledBack").toObject();
    QCOMPARE(back.value(u"outcome").toString(), QStringLiteral("applied"));
    QCOMPARE(first.rule("site.conf"), QByteArray("old\n"));
    QCOMPARE(second.rule("site.conf"), QByteArray("old\n"));
}

void CliSecureTest::tellsHowAPushEnded_data()
{
    QTest::addColumn<QString>("verdict");
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("not proved") << "notProved"
                                << "" << 0;
    QTest::newRow("failed") << "failed"
                            << "testFailed" << 1;
}

void CliSecureTest::tellsHowAPushEnded()
{
    QFETCH(QString, verdict);
    QFETCH(QString, code);
    QFETCH(int, exitCode);
    SecurePeer peer;
    peer.setVerdict(verdict, code);
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    const QString arguments = QStringLiteral("push %1 edge-1").arg(file("a"));
    const Ended json = run(arguments + QStringLiteral(" --json"));
    QVERIFY2(json.exitCode == exitCode, json.all());
    QCOMPARE(json.json().value(u"outcome").toString(), verdict);
    QCOMPARE(json.json().value(u"error").toObject().value(u"kind").toString(), code);
    const Ended text = run(arguments + QStringLiteral(" --force"));
    QCOMPARE(text.exitCode, exitCode);
    if (exitCode != 0)
        QVERIFY2(text.out.contains("nginx: output"), text.all()); // nginx's own words
}

void CliSecureTest::neverFallsBackToLegacy_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("a name that is not paired") << "edge-9" << QByteArray("paired");
    QTest::newRow("a paired one and a legacy one")
        << "edge-1 127.0.0.1:1" << QByteArray("FILE and HOST:PORT");
    QTest::newRow("a legacy one with what only HTTPS has")
        << "127.0.0.1:1 --dry-run" << QByteArray("--dry-run");
    QTest::newRow("the same one twice") << "edge-1 edge-1" << QByteArray("more than once");
    QTest::newRow("a probe without its URL")
        << "edge-1 --probe-status 200" << QByteArray("--probe URL");
    QTest::newRow("a probe that is no http URL")
        << "edge-1 --probe file:///x" << QByteArray("no http URL");
}

void CliSecureTest::neverFallsBackToLegacy()
{
    QFETCH(QString, arguments);
    QFETCH(QByteArray, says);
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    const Ended ended = run(QStringLiteral("push %1 %2").arg(file("a"), arguments));
    QVERIFY2(ended.exitCode == 2, ended.all());
    QVERIFY2(ended.err.contains(says), ended.all());
    QCOMPARE(peer.installs(), 0);
}

void CliSecureTest::listsGetsAndTellsTheHistory()
{
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    QCOMPARE(run(QStringLiteral("push %1 edge-1").arg(file("one\n"))).exitCode, 0);
    QCOMPARE(run(QStringLiteral("push %1 edge-1").arg(file("two\n"))).exitCode, 0);

    const Ended list = run(QStringLiteral("rules list edge-1 --json"));
    QVERIFY2(list.exitCode == 0, list.all());
    QCOMPARE(list.json().value(u"rules").toArray().size(), 1);
    QVERIFY(run(QStringLiteral("rules list edge-1")).out.contains("site.conf"));

    QCOMPARE(run(QStringLiteral("rules get edge-1 site.conf")).out, QByteArray("two\n"));
    const QString copy = m_folder->filePath(QStringLiteral("copy.conf"));
    QCOMPARE(
        run(QStringLiteral("rules get edge-1 site.conf --rule-version 1 --output %1").arg(copy))
            .exitCode,
        0);
    QCOMPARE(support::contentOf(copy), QByteArray("one\n"));
    const Ended missing = run(QStringLiteral("rules get edge-1 other.conf --json"));
    QCOMPARE(missing.exitCode, 1);
    QCOMPARE(missing.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("notFound"));

    const Ended history = run(QStringLiteral("rules history edge-1 site.conf --json"));
    const QJsonArray versions = history.json().value(u"versions").toArray();
    QCOMPARE(versions.size(), 2);
    QCOMPARE(versions.at(0).toObject().value(u"version").toInt(), 2);
    QCOMPARE(versions.at(0).toObject().value(u"live").toBool(), true);
}

void CliSecureTest::restoresAndDeletes()
{
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    QCOMPARE(run(QStringLiteral("push %1 edge-1").arg(file("one\n"))).exitCode, 0);
    QCOMPARE(run(QStringLiteral("push %1 edge-1").arg(file("two\n"))).exitCode, 0);
    const Ended restored = run(QStringLiteral("rules restore edge-1 site.conf 1 --json"));
    QVERIFY2(restored.exitCode == 0, restored.all());
    QCOMPARE(restored.json().value(u"action").toString(), QStringLiteral("restore"));
    QCOMPARE(peer.rule("site.conf"), QByteArray("one\n"));
    QCOMPARE(run(QStringLiteral("rules restore edge-1 site.conf x")).exitCode, 2);

    const QString wrong(64, u'0');
    const Ended refused =
        run(QStringLiteral("rules delete edge-1 site.conf --json --expect ") + wrong);
    QCOMPARE(refused.exitCode, 1);
    QCOMPARE(refused.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("changedMeanwhile"));
    QCOMPARE(run(QStringLiteral("rules delete edge-1 site.conf")).exitCode, 0);
    QCOMPARE(peer.rule("site.conf"), QByteArray("(none)"));
}

void CliSecureTest::showsTheDifference()
{
    SecurePeer peer;
    QVERIFY(pair(peer, QStringLiteral("edge-1")));
    peer.setRule("site.conf", "one\ntwo\nthree\n");
    const QString path = file("one\n2\nthree\n");
    const Ended text = run(QStringLiteral("rules diff edge-1 %1 --exit-code").arg(path));
    QCOMPARE(text.exitCode, 1);
    QVERIFY2(text.out.contains("@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n"), text.all());
    const Ended json = run(QStringLiteral("rules diff edge-1 %1 --json").arg(path));
    QCOMPARE(json.exitCode, 0);
    QCOMPARE(json.json().value(u"added").toInt(), 1);
    QCOMPARE(json.json().value(u"removed").toInt(), 1);

    peer.setRule("site.conf", "one\n2\nthree\n");
    const Ended same = run(QStringLiteral("rules diff edge-1 %1 --exit-code").arg(path));
    QCOMPARE(same.exitCode, 0);
    QCOMPARE(same.out, QByteArray());
    const Ended fresh =
        run(QStringLiteral("rules diff edge-1 %1 --name new.conf --json").arg(path));
    QCOMPARE(fresh.json().value(u"added").toInt(), 3);
    QVERIFY(fresh.json().value(u"liveSha256").isNull());
}

QTEST_GUILESS_MAIN(CliSecureTest)
#include "tst_clisecure.moc"
