// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"
#include "tests/support/files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using support::ApiDesk;
using support::contentOf;

namespace {

constexpr int kPatience = 60000;

QString digest(const QByteArray &content)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
}

QStringList header(const QString &line)
{
    return {u"-H"_s, line};
}

QStringList phases(const ApiDesk::Answer &answer)
{
    QStringList names;
    for (const QJsonValue phase : answer.json()[u"phases"].toArray())
        names.append(phase[u"phase"].toString());
    return names;
}

} // namespace

/// The HTTPS API of a receiver that runs, asked by curl.
class TestReceiverApi : public QObject
{
    Q_OBJECT
private slots:
    void pushesListsAndFetches();
    void tellsWhoAsks();
    void aDryRunInstallsNothing();
    void aFileThatFailsLeavesTheOldOne();
    void twoPeopleDoNotOverwriteEachOther();
    void aRetryIsNotInstalledTwice();
    void aRetryAfterARestartIsNotInstalledTwice();
    void restoresAndDeletes();
    void aDamagedUploadChangesNothing();
    void refusesHostileNames_data();
    void refusesHostileNames();
    void refusesWrongRequests_data();
    void refusesWrongRequests();
    void probesOnlyWhatItMay();
};

void TestReceiverApi::pushesListsAndFetches()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QByteArray content("location = /a { return 200 \"\xc3\xa9\\0\"; }\r\n\0x\n", 48);
    const auto pushed =
        desk.push(u"b%C3%BCro%20a.conf"_s, content,
                  header(u"X-Content-SHA256: "_s + digest(content)), u"?comment=first%20try"_s);
    QVERIFY2(pushed.status == 200, pushed.all().constData());
    QCOMPARE(pushed.json()[u"verdict"].toString(), u"notProved"_s);
    QCOMPARE(pushed.json()[u"name"].toString(), u"büro a.conf"_s);
    QCOMPARE(pushed.json()[u"version"].toInt(), 1);
    QCOMPARE(phases(pushed),
             (QStringList{u"staged"_s, u"installed"_s, u"tested"_s, u"reloaded"_s}));
    QCOMPARE(desk.rule(u"büro a.conf"_s), content);

    const auto list = desk.curl(u"/v1/rules"_s);
    QCOMPARE(list.status, 200);
    const QJsonArray rules = list.json()[u"rules"].toArray();
    QCOMPARE(rules.size(), 1);
    QCOMPARE(rules[0][u"sha256"].toString(), digest(content));
    QCOMPARE(rules[0][u"size"].toInt(), content.size());

    const auto fetched = desk.curl(u"/v1/rules/b%c3%bcro%20a.conf"_s);
    QCOMPARE(fetched.status, 200);
    QCOMPARE(fetched.body, content);
    QVERIFY(fetched.head.contains("ETag: \"" + digest(content).toLatin1() + '"'));

    const auto versions = desk.curl(u"/v1/rules/b%C3%BCro%20a.conf/versions"_s);
    const QJsonObject version = versions.json()[u"versions"][0].toObject();
    QCOMPARE(version[u"comment"].toString(), u"first try"_s);
    QCOMPARE(version[u"by"].toString(), u"first"_s);
    QVERIFY(version[u"from"].toString().startsWith(u"127.0.0.1:"));
    QCOMPARE(version[u"live"].toBool(), true);
    const auto bytes = desk.curl(u"/v1/rules/b%C3%BCro%20a.conf/versions/1"_s);
    QCOMPARE(bytes.body, content);
    QCOMPARE(desk.curl(u"/v1/rules/none.conf"_s).code(), u"noSuchRule"_s);
}

void TestReceiverApi::tellsWhoAsks()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto health = desk.curl(u"/v1/health"_s);
    QCOMPARE(health.status, 200);
    QCOMPARE(health.json()[u"token"].toString(), u"first"_s);
    QCOMPARE(health.json()[u"role"].toString(), u"push"_s);
    QCOMPARE(health.json()[u"nginx"][u"watched"].toBool(true), false);
}

void TestReceiverApi::aDryRunInstallsNothing()
{
    ApiDesk desk({u"--test-command"_s, u"grep -rq good"_s, u"--reload-command"_s, u"true"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto good = desk.push(u"site.conf"_s, "good", {}, u"?dryRun=true"_s);
    QVERIFY2(good.status == 200 || good.status == 422, good.all().constData());
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
    QCOMPARE(good.json()[u"dryRun"].toBool(), true);
    QVERIFY(good.json()[u"version"].isNull());
}

void TestReceiverApi::aFileThatFailsLeavesTheOldOne()
{
    ApiDesk desk({u"--test-command"_s, u"sh -c \"echo here: line 7; exit 3\""_s,
                  u"--reload-command"_s, u"true"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    support::write(desk.rules() + u"/site.conf"_s, "old");
    const auto answer = desk.push(u"site.conf"_s, "bad");
    QCOMPARE(answer.status, 422);
    QCOMPARE(answer.json()[u"verdict"].toString(), u"failed"_s);
    QCOMPARE(answer.code(), u"testFailed"_s);
    QCOMPARE(phases(answer),
             (QStringList{u"staged"_s, u"installed"_s, u"tested"_s, u"restored"_s}));
    const QJsonValue tested = answer.json()[u"phases"][2];
    QCOMPARE(tested[u"exitStatus"].toInt(), 3);
    QCOMPARE(tested[u"passed"].toBool(true), false);
    QCOMPARE(tested[u"output"].toString(), u"here: line 7\n"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), "old");
}

void TestReceiverApi::twoPeopleDoNotOverwriteEachOther()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    QCOMPARE(desk.push(u"site.conf"_s, "first").status, 200);
    const auto match = header(u"If-Match: \"%1\""_s.arg(digest("first")));
    QCOMPARE(desk.push(u"site.conf"_s, "Anna's", match).status, 200);
    const auto late = desk.push(u"site.conf"_s, "Ben's", match);
    QCOMPARE(late.status, 412);
    QCOMPARE(late.code(), u"preconditionFailed"_s);
    QCOMPARE(late.json()[u"currentSha256"].toString(), digest("Anna's"));
    QCOMPARE(desk.push(u"site.conf"_s, "new", header(u"If-None-Match: *"_s)).status, 412);
    QCOMPARE(desk.rule(u"site.conf"_s), "Anna's");
}

void TestReceiverApi::aRetryIsNotInstalledTwice()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto key = header(u"Idempotency-Key: k.1"_s);
    const auto first = desk.push(u"site.conf"_s, "first", key);
    QCOMPARE(first.status, 200);
    QCOMPARE(desk.push(u"site.conf"_s, "second").status, 200);
    const auto again = desk.push(u"site.conf"_s, "first", key);
    QCOMPARE(again.status, 200);
    QVERIFY(again.head.contains("Idempotent-Replayed: true"));
    QCOMPARE(again.json(), first.json());
    QCOMPARE(desk.rule(u"site.conf"_s), "second");
    QCOMPARE(desk.push(u"site.conf"_s, "other", key).code(), u"keyReused"_s);
    QCOMPARE(desk.curl(u"/v1/results/k.1"_s).json(), first.json());
    QCOMPARE(desk.curl(u"/v1/results/k.2"_s).code(), u"noSuchResult"_s);
    // Another token's key is another key.
    const QByteArray other = ApiDesk::tokenOf(desk.admin({u"token"_s, u"add"_s, u"b"_s}).out);
    QCOMPARE(desk.curl(u"/v1/results/k.1"_s, {}, other).code(), u"noSuchResult"_s);
}

void TestReceiverApi::aRetryAfterARestartIsNotInstalledTwice()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto key = header(u"Idempotency-Key: k1"_s);
    const auto first = desk.push(u"site.conf"_s, "first", key);
    QCOMPARE(first.status, 200);
    desk.receiver().signal(SIGKILL);
    QCOMPARE(desk.receiver().waitForEnd(), -1);
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto again = desk.push(u"site.conf"_s, "first", key);
    QVERIFY(again.head.contains("Idempotent-Replayed: true"));
    QCOMPARE(again.json(), first.json());
    QCOMPARE(desk.curl(u"/v1/rules/site.conf/versions"_s).json()[u"versions"].toArray().size(), 1);
}

void TestReceiverApi::restoresAndDeletes()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    for (const QByteArray content : {"one", "two", "three"})
        QCOMPARE(desk.push(u"site.conf"_s, content).status, 200);
    const auto restore = [&](const QByteArray &json) {
        return desk.curl(u"/v1/rules/site.conf/restore?comment=back"_s,
                         {u"--json"_s, QString::fromUtf8(json)});
    };
    const auto restored = restore("{\"version\":1}");
    QVERIFY2(restored.status == 200, restored.all().constData());
    QCOMPARE(restored.json()[u"action"].toString(), u"restore"_s);
    QCOMPARE(restored.json()[u"version"].toInt(), 4);
    QCOMPARE(restored.json()[u"previousSha256"].toString(), digest("three"));
    QCOMPARE(desk.rule(u"site.conf"_s), "one");

    const auto deleted = desk.curl(u"/v1/rules/site.conf"_s, {u"-X"_s, u"DELETE"_s});
    QVERIFY2(deleted.status == 200, deleted.all().constData());
    QVERIFY(deleted.json()[u"sha256"].isNull());
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
    QCOMPARE(desk.curl(u"/v1/rules/site.conf"_s, {u"-X"_s, u"DELETE"_s}).code(), u"noSuchRule"_s);
    QCOMPARE(desk.curl(u"/v1/rules/site.conf/versions/5"_s).code(), u"noSuchVersion"_s);

    QCOMPARE(restore("{\"version\":2}").status, 200);
    QCOMPARE(desk.rule(u"site.conf"_s), "two");
    QCOMPARE(restore("{\"version\":99}").code(), u"noSuchVersion"_s);
    QCOMPARE(restore("{\"version\":\"x\"}").code(), u"badRequest"_s);
    QCOMPARE(restore("not json").code(), u"badRequest"_s);
    const QJsonArray versions =
        desk.curl(u"/v1/rules/site.conf/versions"_s).json()[u"versions"].toArray();
    QCOMPARE(versions.size(), 6);
    QCOMPARE(versions[0][u"restoredFrom"].toInt(), 2);
    QCOMPARE(versions[0][u"live"].toBool(), true);
    QCOMPARE(versions[4][u"live"].toBool(true), false);
    QCOMPARE(versions[1][u"action"].toString(), u"delete"_s);
}

void TestReceiverApi::aDamagedUploadChangesNothing()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto answer =
        desk.push(u"site.conf"_s, "arrived", header(u"X-Content-SHA256: "_s + digest("sent")));
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.code(), u"digestMismatch"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
}

void TestReceiverApi::refusesHostileNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("code");
    QTest::newRow("up") << u".."_s << u"badName"_s;
    QTest::newRow("up and away") << u"..%2F..%2Fetc%2Fpasswd"_s << u"badName"_s;
    QTest::newRow("a path") << u"../../etc/passwd"_s << u"noSuchResource"_s;
    QTest::newRow("a slash") << u"a%2Fb"_s << u"badName"_s;
    QTest::newRow("a backslash") << u"a%5Cb"_s << u"badName"_s;
    QTest::newRow("NUL") << u"a%00.conf"_s << u"badName"_s;
    QTest::newRow("300 bytes") << QString(300, u'a') << u"badName"_s;
    QTest::newRow("100 bytes in 50 letters")
        << QString(50 * 3, u'x').replace(u"xxx"_s, u"%C3%A9"_s) + u"x"_s << u"badName"_s;
    QTest::newRow("not UTF-8") << u"a%FF.conf"_s << u"badRequest"_s;
    QTest::newRow("overlong UTF-8") << u"a%C0%AEb"_s << u"badRequest"_s;
    QTest::newRow("half an escape") << u"a%2"_s << u"badRequest"_s;
    QTest::newRow("line separator") << u"a%E2%80%A8b"_s << u"badName"_s;
    QTest::newRow("a hidden file") << u".htaccess"_s << u"badName"_s;
    QTest::newRow("an option") << u"-rf"_s << u"badName"_s;
    QTest::newRow("nothing") << QString() << u"badName"_s;
    QTest::newRow("a planted link") << u"link.conf"_s << u"badName"_s;
    QTest::newRow("a folder") << u"folder"_s << u"badName"_s;
}

void TestReceiverApi::refusesHostileNames()
{
    QFETCH(const QString, name);
    QFETCH(const QString, code);
    static ApiDesk desk;
    if (QTest::currentDataTag() == QByteArray("up")) {
        QVERIFY2(desk.start(), qPrintable(desk.log()));
        QVERIFY(QFile::link(desk.path(u"outside"_s), desk.rules() + u"/link.conf"_s));
        QVERIFY(QDir(desk.rules()).mkdir(u"folder"_s));
    }
    const auto answer =
        desk.curl(u"/v1/rules/"_s + name, {u"-X"_s, u"PUT"_s, u"--data-binary"_s, u"planted"_s});
    QVERIFY2(answer.status == 400 || answer.status == 404, answer.all().constData());
    QCOMPARE(answer.code(), code);
    QVERIFY(!answer.json()[u"error"][u"cause"].toString().isEmpty());
    QVERIFY(!answer.json()[u"error"][u"remedy"].toString().isEmpty());
    QCOMPARE(QDir(desk.rules())
                 .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot),
             (QStringList{u"folder"_s, u"link.conf"_s}));
    QCOMPARE(contentOf(desk.path(u"outside"_s)), "(none)");
}

void TestReceiverApi::refusesWrongRequests_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    const QStringList put{u"-X"_s, u"PUT"_s, u"-d"_s, u"x"_s};
    QTest::newRow("another path") << u"/v2/rules"_s << QStringList() << 404 << u"noSuchResource"_s;
    QTest::newRow("the root") << u"/"_s << QStringList() << 404 << u"noSuchResource"_s;
    QTest::newRow("another method")
        << u"/v1/rules/a"_s << QStringList{u"-X"_s, u"PATCH"_s} << 405 << u"badMethod"_s;
    QTest::newRow("an unknown parameter")
        << u"/v1/rules/a?dryrun=true"_s << put << 400 << u"badRequest"_s;
    QTest::newRow("a parameter that comes twice")
        << u"/v1/rules/a?dryRun=true&dryRun=false"_s << put << 400 << u"badRequest"_s;
    QTest::newRow("neither true nor false")
        << u"/v1/rules/a?dryRun=1"_s << put << 400 << u"badRequest"_s;
    QTest::newRow("a precondition that is none")
        << u"/v1/rules/a"_s << put + header(u"If-Match: \"abc\""_s) << 400 << u"badRequest"_s;
    QTest::newRow("a digest that is none")
        << u"/v1/rules/a"_s << put + header(u"X-Content-SHA256: abc"_s) << 400 << u"badRequest"_s;
    QTest::newRow("a key that is none")
        << u"/v1/rules/a"_s << put + header(u"Idempotency-Key: a b"_s) << 400 << u"badRequest"_s;
    QTest::newRow("a file that is announced too large")
        << u"/v1/rules/a"_s << put + header(u"Content-Length: 67108865"_s) << 413 << u"tooLarge"_s;
    QTest::newRow("a version that is none")
        << u"/v1/rules/a/versions/0x1"_s << QStringList() << 404 << u"noSuchVersion"_s;
    QTest::newRow("a probe without URL")
        << u"/v1/rules/a?probeStatus=200"_s << put << 400 << u"badRequest"_s;
}

void TestReceiverApi::refusesWrongRequests()
{
    QFETCH(const QString, path);
    QFETCH(const QStringList, options);
    QFETCH(const int, status);
    QFETCH(const QString, code);
    static ApiDesk desk;
    if (QTest::currentDataTag() == QByteArray("another path"))
        QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto answer = desk.curl(path, options);
    QVERIFY2(answer.status == status, answer.all().constData());
    QCOMPARE(answer.code(), code);
    QCOMPARE(desk.rule(u"a"_s), "(none)");
}

void TestReceiverApi::probesOnlyWhatItMay()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    for (const QString &url :
         {u"http%3A%2F%2F192.0.2.1%2F"_s, u"http%3A%2F%2Finner.example.com%2F"_s,
          u"file%3A%2F%2F%2Fetc%2Fpasswd"_s, u"https%3A%2F%2F127.0.0.1%2F"_s}) {
        const auto answer = desk.push(u"site.conf"_s, "x", {}, u"?probeUrl="_s + url);
        QCOMPARE(answer.code(), u"badRequest"_s);
    }
    const auto answer = desk.push(u"site.conf"_s, "x", {},
                                  u"?probeTimeout=0.3&probeUrl=http%3A%2F%2F127.0.0.1%3A"_s +
                                      QString::number(desk.port()));
    QCOMPARE(answer.status, 422);
    QCOMPARE(answer.code(), u"probeFailed"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
    QTRY_VERIFY_WITH_TIMEOUT(desk.log().contains(u"probe: "_s), kPatience);
}

QTEST_GUILESS_MAIN(TestReceiverApi)
#include "tst_receiverapi.moc"
