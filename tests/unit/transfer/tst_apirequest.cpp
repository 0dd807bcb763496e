// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/changeparameters.h"
#include "transfer/receiver/api/ratelimit.h"
#include "transfer/receiver/api/requesttarget.h"
#include "transfer/receiver/api/resultbook.h"
#include "transfer/receiver/api/route.h"
#include "transfer/receiver/api/tokenbook.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using namespace transfer::receiver::api;

namespace {

using Query = QHash<QString, QString>;
using Headers = QHash<QByteArray, QByteArray>;

QByteArray bearer(const QByteArray &token)
{
    return "Bearer " + token;
}

} // namespace

/// What a request says, before anything is done.
class TestApiRequest : public QObject
{
    Q_OBJECT
private slots:
    void decodesATargetOnce();
    void refusesTargets_data();
    void refusesTargets();
    void anyBytesAreATargetOrNot();
    void readsWhatAChangeSays();
    void probesOnlyAllowedAddresses_data();
    void probesOnlyAllowedAddresses();
    void limitsRequests();
    void limitsAllPeersTogether();
    void aNetworkIsOnePeer();
    void remembersResults();
    void tokensAreKeptHashed();
    void tokensExpireAndAreRevokedAtOnce();
    void aFileThatOthersMayWriteLetsNobodyIn();
};

void TestApiRequest::decodesATargetOnce()
{
    const auto target =
        RequestTarget::parse("/v1/rules/a%2Fb+c%2520?comment=1%202%26&dryRun=true&x");
    QVERIFY(target);
    QCOMPARE(target->segments, (QStringList{u"v1"_s, u"rules"_s, u"a/b+c%20"_s}));
    QCOMPARE(target->query.value(u"comment"_s), u"1 2&"_s);
    QCOMPARE(target->query.value(u"dryRun"_s), u"true"_s);
    QVERIFY(target->query.contains(u"x"_s));
    QVERIFY(RequestTarget::parse("/")->segments.isEmpty());
    QCOMPARE(RequestTarget::parse("/a%00b")->segments[0].size(), 3);
}

void TestApiRequest::refusesTargets_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a whole URL") << QByteArray("http://other.example.com/v1/rules");
    QTest::newRow("an asterisk") << QByteArray("*");
    QTest::newRow("half an escape") << QByteArray("/a%4");
    QTest::newRow("no hexadecimal digits") << QByteArray("/a%4g");
    QTest::newRow("not UTF-8") << QByteArray("/a%ff");
    QTest::newRow("raw bytes that are not UTF-8") << QByteArray("/a\xff");
    QTest::newRow("overlong UTF-8") << QByteArray("/%c0%ae%c0%ae");
    QTest::newRow("half a surrogate pair") << QByteArray("/%ed%a0%80");
    QTest::newRow("a wrong escape in the query") << QByteArray("/a?b=%zz");
    QTest::newRow("a parameter that comes twice") << QByteArray("/a?b=1&b=2");
    QTest::newRow("twice in another spelling") << QByteArray("/a?b=1&%62=2");
}

void TestApiRequest::refusesTargets()
{
    QFETCH(const QByteArray, text);
    const auto target = RequestTarget::parse(text);
    QVERIFY(!target);
    QVERIFY(!target.error().isEmpty());
}

void TestApiRequest::anyBytesAreATargetOrNot()
{
    // Two bytes anywhere in a target: nothing but a result or an error comes.
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            QByteArray text("/v1/rules/a?b=c");
            text[11] = char(first);
            text[13] = char(second);
            static_cast<void>(RequestTarget::parse(text));
        }
    }
    QVERIFY(RequestTarget::parse(QByteArray(100000, '/')));
}

void TestApiRequest::readsWhatAChangeSays()
{
    const AllowList probed;
    const QByteArray digest(64, 'A');
    const auto change =
        changeFrom({{u"dryRun"_s, u"true"_s},
                    {u"comment"_s, u"für Köln"_s},
                    {u"probeUrl"_s, u"http://localhost:8080/a?b"_s},
                    {u"probeStatus"_s, u"403"_s},
                    {u"probeHeader"_s, u"X-Rules:  7 "_s},
                    {u"probeTimeout"_s, u"2.5"_s}},
                   {{"if-match", '"' + digest + '"'}, {"idempotency-key", "k.1_2-3"}}, probed);
    QVERIFY2(change, change ? "" : qPrintable(change.error().cause));
    QVERIFY(change->isDryRun);
    QCOMPARE(change->comment, u"für Köln"_s);
    QCOMPARE(change->precondition.sha256, digest.toLower());
    QCOMPARE(change->key, "k.1_2-3");
    QCOMPARE(change->probe->url, QUrl(u"http://127.0.0.1:8080/a?b"_s));
    QCOMPARE(change->probe->status, 403);
    QCOMPARE(change->probe->headerName, "X-Rules");
    QCOMPARE(change->probe->headerValue, "7");
    QCOMPARE(change->probe->limit, 2500ms);

    const auto plain = changeFrom({}, {}, probed);
    QVERIFY(plain && !plain->isDryRun && !plain->probe);
    QCOMPARE(plain->precondition.kind, Precondition::Kind::None);
    QCOMPARE(changeFrom({}, {{"if-match", "*"}}, probed)->precondition.kind,
             Precondition::Kind::Exists);
    QCOMPARE(changeFrom({}, {{"if-none-match", "*"}}, probed)->precondition.kind,
             Precondition::Kind::Absent);
    QVERIFY(!changeFrom({}, {{"if-none-match", "*"}, {"if-match", "*"}}, probed));
    QVERIFY(!changeFrom({{u"comment"_s, QString(1001, u'x')}}, {}, probed));
    QVERIFY(!changeFrom({{u"comment"_s, u"two\nlines"_s}}, {}, probed));
}

void TestApiRequest::probesOnlyAllowedAddresses_data()
{
    QTest::addColumn<QString>("there");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("loopback") << u"127.0.0.1/"_s << true;
    QTest::newRow("IPv6 loopback") << u"[::1]/"_s << true;
    QTest::newRow("another machine") << u"192.0.2.9/"_s << false;
    QTest::newRow("the cloud's metadata") << u"169.254.169.254/latest"_s << false;
    QTest::newRow("a name") << u"inner.example.com/"_s << false;
    QTest::newRow("a number that means loopback to some") << u"2130706433/"_s << true;
    QTest::newRow("a port that is none") << u"127.0.0.1:99999/"_s << false;
    QTest::newRow("with a password") << u"a:b@127.0.0.1/"_s << false;
}

void TestApiRequest::probesOnlyAllowedAddresses()
{
    QFETCH(const QString, there);
    QFETCH(const bool, isTaken);
    const auto isProbed = [&](const QString &scheme) {
        return changeFrom({{u"probeUrl"_s, scheme + u"://"_s + there}}, {}, AllowList())
            .has_value();
    };
    QCOMPARE(isProbed(u"http"_s), isTaken);
    QVERIFY(!isProbed(u"https"_s));
    QVERIFY(!isProbed(u"file"_s));
}

void TestApiRequest::limitsRequests()
{
    RateLimit limit(10, 1000);
    const QHostAddress anna(u"192.0.2.1"_s);
    const QHostAddress ben(u"192.0.2.2"_s);
    auto now = RateLimit::Clock::time_point(1h);
    int admitted = 0;
    for (int i = 0; i < 100; ++i)
        admitted += limit.admits(anna, now) ? 1 : 0;
    QCOMPARE(admitted, 20);
    QVERIFY(limit.admits(ben, now));
    now += 150ms;
    QVERIFY(limit.admits(anna, now));
    QVERIFY(!limit.admits(anna, now));
}

void TestApiRequest::limitsAllPeersTogether()
{
    RateLimit limit(10, 50);
    const auto now = RateLimit::Clock::time_point(1h);
    int admitted = 0;
    for (quint32 peer = 0; peer < 30000; ++peer)
        admitted += limit.admits(QHostAddress(peer), now) ? 1 : 0;
    QCOMPARE(admitted, 100);
    QVERIFY(limit.peerCount() <= 10000);
}

void TestApiRequest::aNetworkIsOnePeer()
{
    RateLimit limit(1, 1000);
    const auto now = RateLimit::Clock::time_point(1h);
    QVERIFY(limit.admits(QHostAddress(u"2001:db8::1"_s), now));
    QVERIFY(limit.admits(QHostAddress(u"2001:db8::2"_s), now));
    QVERIFY(!limit.admits(QHostAddress(u"2001:db8::3"_s), now));
    QVERIFY(limit.admits(QHostAddress(u"2001:db8:0:1::3"_s), now));
}

void TestApiRequest::remembersResults()
{
    using Answer = ResultBook::Answer;
    ResultBook book;
    QList<int> told;
    const auto waiter = [&](const ResultBook::Result &result) { told.append(result.status); };
    QCOMPARE(book.begin("k", "change", waiter), Answer::New);
    QVERIFY(book.isPending("k"));
    QCOMPARE(book.begin("k", "change", waiter), Answer::Pending);
    QCOMPARE(book.begin("k", "other", waiter), Answer::Other);
    book.end("k", {422, {}}, true);
    QCOMPARE(told, QList<int>{422});
    QCOMPARE(book.begin("k", "change", waiter), Answer::Done);
    QCOMPARE(told, (QList<int>{422, 422}));
    QCOMPARE(book.begin("busy", "change", waiter), Answer::New);
    book.end("busy", {503, {}}, false);
    QCOMPARE(book.begin("busy", "change", waiter), Answer::New);
    for (int i = 0; i < 2000; ++i)
        book.remember(QByteArray::number(i), "change", {});
    QVERIFY(book.find("k") == nullptr);
    QVERIFY(book.find("1999") != nullptr);
    QVERIFY(book.isPending("busy"));
}

void TestApiRequest::tokensAreKeptHashed()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"tokens.json"_s);
    TokenBook book(path);
    const auto token = book.add(u"Anna"_s, Role::Push, std::nullopt);
    QVERIFY(token);
    QCOMPARE(token->size(), 43);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains(*token));
    QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
    QVERIFY(!book.add(u"Anna"_s, Role::Read, std::nullopt));
    QVERIFY(!book.add(QString(), Role::Read, std::nullopt));
    QVERIFY(!book.add(u"two\nlines"_s, Role::Read, std::nullopt));
    const auto known = book.find(bearer(*token));
    QVERIFY(known);
    QCOMPARE(known->name, u"Anna"_s);
    QCOMPARE(known->role, Role::Push);
    QVERIFY(book.find("bearer " + *token));
    QCOMPARE(book.find("").error().code, "noToken");
    QCOMPARE(book.find("Basic " + *token).error().code, "noToken");
    QCOMPARE(book.find(bearer("")).error().code, "unknownToken");
    QCOMPARE(book.find(bearer(token->chopped(1))).error().code, "unknownToken");
    QCOMPARE(book.find(bearer(known->sha256)).error().code, "unknownToken");
}

void TestApiRequest::tokensExpireAndAreRevokedAtOnce()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"tokens.json"_s);
    TokenBook ofTheDaemon(path);
    TokenBook ofTheCommand(path);
    const auto now = QDateTime::currentDateTimeUtc();
    const auto old = ofTheCommand.add(u"old"_s, Role::Read, now.addSecs(-1));
    const auto fresh = ofTheCommand.add(u"fresh"_s, Role::Read, now.addDays(1));
    QVERIFY(old && fresh);
    QCOMPARE(ofTheDaemon.find(bearer(*old)).error().code, "expiredToken");
    QVERIFY(ofTheDaemon.find(bearer(*fresh)));
    QVERIFY(ofTheCommand.revoke(u"fresh"_s));
    QCOMPARE(ofTheDaemon.find(bearer(*fresh)).error().code, "unknownToken");
    QVERIFY(!ofTheCommand.revoke(u"fresh"_s));
    QFile::remove(path);
    QCOMPARE(ofTheDaemon.find(bearer(*old)).error().code, "unknownToken");
}

void TestApiRequest::aFileThatOthersMayWriteLetsNobodyIn()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"tokens.json"_s);
    TokenBook book(path);
    const auto token = book.add(u"Anna"_s, Role::Push, std::nullopt);
    QVERIFY(token);
    QFile::setPermissions(path, QFile::permissions(path) | QFile::WriteOther);
    QCOMPARE(book.find(bearer(*token)).error().code, "unknownToken");
}

QTEST_GUILESS_MAIN(TestApiRequest)
#include "tst_apirequest.moc"
