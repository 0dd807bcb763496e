// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/naivesender.h"
#include "tests/support/pushrun.h"
#include "tests/support/receiverdesk.h"
#include "transfer/legacy/sender.h"

#include <QFile>
#include <QTest>
#include <future>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using support::Desk;
using support::Peer;
using transfer::Outcome;

namespace {

constexpr int kPatience = 60000;

QByteArray rulesOf(int lines)
{
    QByteArray text;
    for (int i = 0; i < lines; ++i)
        text += "location = /" + QByteArray::number(i) + " { return 200; }\n";
    return text;
}

const QByteArray kTricky("server_name example.org;\nend\nendif;\nendpoint a;\n\n  # end\nlast");

} // namespace

class TestReceiverListener : public QObject
{
    Q_OBJECT
private slots:
    void servesOldSenders_data();
    void servesOldSenders();
    void servesOurSender_data();
    void servesOurSender();
    void saysWhenItIsNotInstalled();
    void servesSeveralAtOnce();
    void takesWhatComesByteByByte();
    void refusesNames_data();
    void refusesNames();
    void aSenderThatLeavesChangesNothing_data();
    void aSenderThatLeavesChangesNothing();
    void aSenderThatStallsChangesNothing();
    void aStalledSenderHoldsUpNobody();
    void refusesAFileWithoutEnd();
    void refusesAFileThatIsTooLarge();
    void refusesOneConnectionTooMany();
    void installsEvenIfTheSenderLeavesAfterTheEnd();
    void finishesWhatHasBegun();
    void hurriesWhatDoesNotEnd();
};

void TestReceiverListener::servesOldSenders_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("bufferBytes");
    QTest::newRow("a small file") << rulesOf(3) << 1024;
    QTest::newRow("a longer file") << rulesOf(500) << 1024;
    QTest::newRow("lines that begin with end") << kTricky << 1024;
    QTest::newRow("lines that its buffer cuts")
        << QByteArray(350, 'x') + '\n' + QByteArray(120, 'y') + "\nz\n"
        << 100;
    QTest::newRow("an empty file") << QByteArray() << 1024;
}

void TestReceiverListener::servesOldSenders()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, bufferBytes);
    Desk desk;
    auto answer = std::async(std::launch::async, support::pushLineByLine, desk.port(), "site.conf",
                             content, bufferBytes);
    QTRY_VERIFY_WITH_TIMEOUT(answer.wait_for(0s) == std::future_status::ready, kPatience);
    QCOMPARE(answer.get(), "nginx reload succ");
    QCOMPARE(desk.rule(u"site.conf"_s), content);
}

void TestReceiverListener::servesOurSender_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("chunkBytes");
    QTest::newRow("a small file") << rulesOf(3) << 1000;
    QTest::newRow("many chunks") << rulesOf(5000) << 1000;
    QTest::newRow("chunks larger than a segment") << rulesOf(20000) << 65535;
    QTest::newRow("tiny chunks") << rulesOf(20) << 4;
    QTest::newRow("lines that begin with end") << kTricky << 100;
    QTest::newRow("lines that begin with end, tiny chunks") << kTricky << 4;
    QTest::newRow("an empty file") << QByteArray() << 1000;
}

void TestReceiverListener::servesOurSender()
{
    QFETCH(const QByteArray, content);
    QFETCH(const int, chunkBytes);
    Desk desk;
    transfer::PushOptions options;
    options.chunkBytes = chunkBytes;
    transfer::legacy::Sender sender({u"site.conf"_s, content}, {u"127.0.0.1"_s, desk.port()},
                                    options);
    const auto result = support::runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::Reloaded);
    QCOMPARE(result->answer, u"nginx reload succ"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), content);
}

void TestReceiverListener::saysWhenItIsNotInstalled()
{
    Desk desk({}, u"exit 1"_s);
    transfer::legacy::Sender sender({u"site.conf"_s, rulesOf(3)}, {u"127.0.0.1"_s, desk.port()});
    const auto result = support::runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::ReloadFailed);
    QCOMPARE(result->answer, u"nginx reload error"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
}

void TestReceiverListener::servesSeveralAtOnce()
{
    Desk desk;
    const QByteArray small = rulesOf(2);
    const QByteArray large = rulesOf(2000);
    std::vector<std::unique_ptr<transfer::legacy::Sender>> senders;
    int ended = 0;
    for (int i = 0; i < 8; ++i) {
        // Pairs of the same name: one of the two contents must be there, whole.
        senders.push_back(std::make_unique<transfer::legacy::Sender>(
            transfer::RuleFile{u"rule%1.conf"_s.arg(i / 2), i % 2 == 0 ? small : large},
            transfer::Peer{u"127.0.0.1"_s, desk.port()}));
        connect(senders.back().get(), &transfer::Push::finished, this,
                [&](const transfer::PushResult &result) {
                    QCOMPARE(result.outcome, Outcome::Reloaded);
                    ++ended;
                });
    }
    for (const auto &sender : senders)
        sender->start();
    QTRY_COMPARE_WITH_TIMEOUT(ended, 8, kPatience);
    for (int i = 0; i < 4; ++i) {
        const QByteArray content = desk.rule(u"rule%1.conf"_s.arg(i));
        QVERIFY(content == small || content == large);
    }
    QVERIFY(desk.filesIn(u"rules.loopcheck/staging"_s).isEmpty());
}

void TestReceiverListener::takesWhatComesByteByByte()
{
    Desk desk;
    Peer peer(desk.port());
    const auto sayByBytes = [&](const QByteArray &words) {
        for (const char byte : words) {
            peer.say(QByteArray(1, byte));
            QCoreApplication::processEvents();
        }
    };
    sayByBytes("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsg", kPatience);
    sayByBytes(QByteArray("first {\n}\n\0", 11));
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsggoon", kPatience);
    sayByBytes(QByteArray("second {\n}\n\0", 12));
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsggoongoon", kPatience);
    sayByBytes("end");
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsggoongoonnginx reload succ", kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(peer.isClosed(), kPatience);
    QCOMPARE(desk.rule(u"site.conf"_s), "first {\n}\nsecond {\n}\n");
}

void TestReceiverListener::refusesNames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("a path out of the directory") << QByteArray("../evil.conf");
    QTest::newRow("an absolute path") << QByteArray("/etc/passwd");
    QTest::newRow("a hidden file") << QByteArray(".bashrc");
    QTest::newRow("a link") << QByteArray("link.conf");
    QTest::newRow("a line break and colours") << QByteArray("a\n\x1b[31mroot logged in");
    QTest::newRow("bytes that are not UTF-8") << QByteArray("a\xff\xfe.conf");
    QTest::newRow("300 bytes") << QByteArray(300, 'a');
}

void TestReceiverListener::refusesNames()
{
    QFETCH(const QByteArray, name);
    Desk desk;
    QVERIFY(QFile::link(desk.path(u"victim"_s), desk.path(u"rules/link.conf"_s)));
    QTest::ignoreMessage(QtWarningMsg,
                         QRegularExpression(u"^127\\.0\\.0\\.1:\\d+: refused: [^\\x00-\\x1f]*$"_s));
    Peer peer(desk.port());
    peer.say(name);
    QTRY_VERIFY_WITH_TIMEOUT(peer.isClosed(), kPatience);
    QCOMPARE(peer.heard(), "nginx reload error");
    QCOMPARE(desk.filesIn(u"rules"_s), QStringList(u"link.conf"_s));
    QVERIFY(!QFile::exists(desk.path(u"victim"_s)));
    QVERIFY(!QFile::exists(desk.path(u"evil.conf"_s)));
}

void TestReceiverListener::aSenderThatLeavesChangesNothing_data()
{
    QTest::addColumn<QList<QByteArray>>("messages");
    QTest::addColumn<bool>("isReset");
    const QByteArray chunk("half of it {\n\0", 14);
    QTest::newRow("at once") << QList<QByteArray>() << false;
    QTest::newRow("after the name") << QList<QByteArray>{"site.conf"} << false;
    QTest::newRow("after a chunk") << QList<QByteArray>{"site.conf", chunk} << false;
    QTest::newRow("after a chunk, by a reset") << QList<QByteArray>{"site.conf", chunk} << true;
}

void TestReceiverListener::aSenderThatLeavesChangesNothing()
{
    QFETCH(const QList<QByteArray>, messages);
    QFETCH(const bool, isReset);
    Desk desk;
    Peer peer(desk.port());
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 1, kPatience);
    qsizetype answers = 0;
    for (const QByteArray &message : messages) {
        peer.say(message);
        QTRY_VERIFY_WITH_TIMEOUT(peer.heard().size() > answers, kPatience);
        answers = peer.heard().size();
    }
    if (isReset)
        peer.socket().abort();
    else
        peer.socket().disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);
    QVERIFY(desk.filesIn(u"rules"_s).isEmpty());
    QVERIFY(desk.filesIn(u"rules.loopcheck/staging"_s).isEmpty());
}

void TestReceiverListener::aSenderThatStallsChangesNothing()
{
    Desk desk({.silence = 20ms, .stall = 3s});
    Peer silent(desk.port());
    Peer named(desk.port());
    Peer halfway(desk.port());
    named.say("named.conf");
    halfway.say("halfway.conf");
    QTRY_COMPARE_WITH_TIMEOUT(halfway.heard(), "sendmsg", kPatience);
    halfway.say(QByteArray("chunk\0and a half", 16));
    for (Peer *peer : {&silent, &named, &halfway})
        QTRY_VERIFY_WITH_TIMEOUT(peer->isClosed(), kPatience);
    QCOMPARE(silent.heard(), "");
    QCOMPARE(named.heard(), "sendmsg");
    QCOMPARE(halfway.heard(), "sendmsggoon");
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);
    QVERIFY(desk.filesIn(u"rules"_s).isEmpty());
    QVERIFY(desk.filesIn(u"rules.loopcheck/staging"_s).isEmpty());
}

void TestReceiverListener::aStalledSenderHoldsUpNobody()
{
    Desk desk;
    Peer stalled(desk.port());
    stalled.say("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(stalled.heard(), "sendmsg", kPatience);
    transfer::legacy::Sender sender({u"site.conf"_s, rulesOf(3)}, {u"127.0.0.1"_s, desk.port()});
    const auto result = support::runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::Reloaded);
    QVERIFY(!stalled.isClosed());
}

void TestReceiverListener::refusesAFileWithoutEnd()
{
    Desk desk;
    Peer peer(desk.port());
    peer.say("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsg", kPatience);
    peer.say(QByteArray(200000, 'x'));
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsgnginx reload error", kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(peer.isClosed(), kPatience);
    QVERIFY(desk.filesIn(u"rules"_s).isEmpty());
}

void TestReceiverListener::refusesAFileThatIsTooLarge()
{
    Desk desk;
    Peer peer(desk.port());
    peer.say("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsg", kPatience);
    const QByteArray chunk = QByteArray(65535, 'x') + '\0';
    for (int i = 0; i < 1025; ++i)
        peer.socket().write(chunk);
    QTRY_VERIFY_WITH_TIMEOUT(peer.heard().endsWith("nginx reload error"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(peer.isClosed(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);
    QVERIFY(desk.filesIn(u"rules"_s).isEmpty());
    QVERIFY(desk.filesIn(u"rules.loopcheck/staging"_s).isEmpty());
}

void TestReceiverListener::refusesOneConnectionTooMany()
{
    Desk desk;
    desk.listener().setMostSessions(2);
    Peer first(desk.port());
    Peer second(desk.port());
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 2, kPatience);
    Peer third(desk.port());
    QTRY_VERIFY_WITH_TIMEOUT(third.isClosed(), kPatience);
    first.socket().disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 1, kPatience);
    Peer fourth(desk.port());
    fourth.say("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(fourth.heard(), "sendmsg", kPatience);
}

void TestReceiverListener::installsEvenIfTheSenderLeavesAfterTheEnd()
{
    Desk desk;
    Peer peer(desk.port());
    peer.say("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(peer.heard(), "sendmsg", kPatience);
    peer.say(QByteArray("rule\0end\0", 9));
    peer.socket().disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(desk.rule(u"site.conf"_s), "rule", kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);
}

void TestReceiverListener::finishesWhatHasBegun()
{
    Desk desk;
    Peer idle(desk.port());
    Peer begun(desk.port());
    begun.say("site.conf");
    QTRY_COMPARE_WITH_TIMEOUT(begun.heard(), "sendmsg", kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 2, kPatience);
    QSignalSpy finished(&desk.listener(), &LegacyListener::finished);
    const quint16 port = desk.port();
    desk.listener().finish(30s);
    QTRY_VERIFY_WITH_TIMEOUT(idle.isClosed(), kPatience);
    Peer late(port);
    QCOMPARE(late.socket().error(), QAbstractSocket::ConnectionRefusedError);
    QVERIFY(finished.isEmpty());
    begun.say(QByteArray("rule\0end\0", 9));
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(begun.heard(), "sendmsggoonnginx reload succ", kPatience);
    QCOMPARE(desk.rule(u"site.conf"_s), "rule");
}

void TestReceiverListener::hurriesWhatDoesNotEnd()
{
    Desk desk({}, u"sleep 1"_s);
    Peer stalled(desk.port());
    stalled.say("stalled.conf");
    QTRY_COMPARE_WITH_TIMEOUT(stalled.heard(), "sendmsg", kPatience);
    Peer installing(desk.port());
    installing.say(QByteArray("site.conf\0rule\0end\0", 19));
    QTRY_COMPARE_WITH_TIMEOUT(desk.rule(u"site.conf"_s), "rule", kPatience);
    QSignalSpy finished(&desk.listener(), &LegacyListener::finished);
    desk.listener().finish(50ms);
    QTRY_VERIFY_WITH_TIMEOUT(stalled.isClosed(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(installing.heard(), "sendmsggoonnginx reload succ", kPatience);
    QCOMPARE(desk.rule(u"site.conf"_s), "rule");
    QCOMPARE(desk.rule(u"stalled.conf"_s), "(none)");
}

QTEST_GUILESS_MAIN(TestReceiverListener)
#include "tst_receiverlistener.moc"
