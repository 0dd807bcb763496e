// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/daemonprocess.h"
#include "tests/support/files.h"
#include "tests/support/naivesender.h"
#include "tests/support/nginxprefix.h"
#include "tests/support/pushrun.h"
#include "transfer/legacy/sender.h"
#include "transfer/relay/client.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using support::contentOf;
using support::DaemonProcess;
using support::pushSite;
using transfer::Outcome;

namespace {

constexpr int kPatience = 60000;

QByteArray ruleThatSays(const QByteArray &text)
{
    return "location = /rule {\n    # end of the world\n    return 200 \"" + text + "\";\n}\n";
}

QStringList receiverArguments(const support::NginxPrefix &nginx)
{
    return {u"--rules-dir"_s,      nginx.rulesDirectory(), u"--legacy-listen"_s,
            u"127.0.0.1:0"_s,      u"--test-command"_s,    nginx.testCommand(),
            u"--reload-command"_s, nginx.reloadCommand()};
}

} // namespace

/// loopcheck-receiver in front of a real nginx.
class TestNginx : public QObject
{
    Q_OBJECT
private slots:
    void servesWhatWasPushed();
    void servesWhatAnOldSenderPushed();
    void keepsServingTheOldOne_data();
    void keepsServingTheOldOne();
    void aNewRuleThatIsBrokenLeavesNothing();
    void nginxIsNotRunning();
    void aRelayPushesForAPeer();
    void aReceiverKilledInTheTestLeavesTheOldRule();
    void killedAgainAndAgain();
};

void TestNginx::servesWhatWasPushed()
{
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    QCOMPARE(nginx.get("/rule"), "404");
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    for (const QByteArray text : {"first", "second"}) {
        const auto result = pushSite(receiver.port(), ruleThatSays(text));
        QVERIFY(result);
        QCOMPARE(result->outcome, Outcome::Reloaded);
        QVERIFY(nginx.comesToServe("/rule", text));
    }
    QCOMPARE(contentOf(nginx.rulesDirectory() + u".loopcheck/versions/site.conf/1"_s),
             ruleThatSays("first"));
    QCOMPARE(QDir(nginx.rulesDirectory()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList(u"site.conf"_s));
}

void TestNginx::servesWhatAnOldSenderPushed()
{
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    const QByteArray rule = ruleThatSays("from the field");
    QCOMPARE(support::pushLineByLine(receiver.port(), "site.conf", rule), "nginx reload succ");
    QVERIFY(nginx.comesToServe("/rule", "from the field"));
    QCOMPARE(contentOf(nginx.rule(u"site.conf"_s)), rule);
    QCOMPARE(support::pushLineByLine(receiver.port(), "../nginx.conf", "broken"),
             "nginx reload error");
    QCOMPARE(support::pushLineByLine(receiver.port(), "site.conf", "broken"), "nginx reload error");
    QCOMPARE(contentOf(nginx.rule(u"site.conf"_s)), rule);
}

void TestNginx::keepsServingTheOldOne_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::newRow("a syntax error") << QByteArray("location = /rule { return 200 \"broken\"\n}\n");
    QTest::newRow("a brace is missing") << QByteArray("location = /rule {\n");
    QTest::newRow("an unknown word") << QByteArray("locations = /rule {}\n");
    QTest::newRow("a duplicate location") << QByteArray("location = /alive { return 200; }\n");
}

void TestNginx::keepsServingTheOldOne()
{
    QFETCH(const QByteArray, rule);
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QCOMPARE(pushSite(receiver.port(), ruleThatSays("good"))->outcome, Outcome::Reloaded);
    QVERIFY(nginx.comesToServe("/rule", "good"));

    const auto result = pushSite(receiver.port(), rule);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::ReloadFailed);
    QCOMPARE(nginx.get("/rule"), "good");
    QCOMPARE(contentOf(nginx.rule(u"site.conf"_s)), ruleThatSays("good"));
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"[emerg]"), kPatience);
    QVERIFY(receiver.log().contains(u"what was there before is back"));

    QCOMPARE(pushSite(receiver.port(), ruleThatSays("better"))->outcome, Outcome::Reloaded);
    QVERIFY(nginx.comesToServe("/rule", "better"));
}

void TestNginx::aNewRuleThatIsBrokenLeavesNothing()
{
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QCOMPARE(pushSite(receiver.port(), "broken")->outcome, Outcome::ReloadFailed);
    QCOMPARE(contentOf(nginx.rule(u"site.conf"_s)), "(none)");
    QCOMPARE(nginx.get("/alive"), "alive");
}

void TestNginx::nginxIsNotRunning()
{
    support::NginxPrefix nginx;
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    const auto result = pushSite(receiver.port(), ruleThatSays("unheard"));
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::ReloadFailed);
    QCOMPARE(result->answer, u"nginx reload error"_s);
    QCOMPARE(contentOf(nginx.rule(u"site.conf"_s)), "(none)");
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"the reload failed: exit status 1"),
                             kPatience);

    QVERIFY(nginx.start());
    QCOMPARE(pushSite(receiver.port(), ruleThatSays("heard"))->outcome, Outcome::Reloaded);
    QVERIFY(nginx.comesToServe("/rule", "heard"));
}

void TestNginx::aRelayPushesForAPeer()
{
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    const QTemporaryDir root;
    QDir(root.path()).mkdir(u"sites"_s);
    DaemonProcess relay(u"loopcheck-relay"_s,
                        {u"--root"_s, root.path(), u"--listen"_s, u"127.0.0.1:0"_s,
                         u"--receiver-port"_s, QString::number(receiver.port()), u"--lock"_s,
                         root.filePath(u"lock"_s), u"--connect-retries"_s, u"0"_s});
    QVERIFY2(relay.isListening(), qPrintable(relay.log()));
    QTRY_VERIFY_WITH_TIMEOUT(relay.log().contains(u"only receivers on this machine"), kPatience);

    const auto ask = [&](const QByteArray &rule, const QString &receiverAddress) {
        QFile file(root.filePath(u"sites/site.conf"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(rule) != rule.size())
            return QString();
        file.close();
        transfer::relay::Client client({u"127.0.0.1"_s, relay.port()}, root.path() + u"/sites/"_s,
                                       u"site.conf"_s, receiverAddress);
        const auto result = support::runToEnd(client);
        return result ? result->answer : QString();
    };
    QCOMPARE(ask(ruleThatSays("relayed"), u"127.0.0.1"_s), u"succ"_s);
    QVERIFY(nginx.comesToServe("/rule", "relayed"));
    QCOMPARE(ask("broken", u"127.0.0.1"_s), u"reload nginx error"_s);
    QCOMPARE(ask(ruleThatSays("far away"), u"192.0.2.1"_s), u"send file error"_s);
    receiver.signal(SIGTERM);
    QCOMPARE(receiver.waitForEnd(), 0);
    QCOMPARE(ask(ruleThatSays("too late"), u"127.0.0.1"_s), u"send file error"_s);
    QCOMPARE(nginx.get("/rule"), "relayed");
    relay.signal(SIGTERM);
    QCOMPARE(relay.waitForEnd(), 0);
}

void TestNginx::aReceiverKilledInTheTestLeavesTheOldRule()
{
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    QStringList arguments = receiverArguments(nginx);
    {
        DaemonProcess receiver(u"loopcheck-receiver"_s, arguments);
        QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
        QCOMPARE(pushSite(receiver.port(), ruleThatSays("old"))->outcome, Outcome::Reloaded);
    }
    {
        QStringList slow = arguments;
        slow[slow.indexOf(u"--test-command"_s) + 1] = u"sleep 1000"_s;
        DaemonProcess receiver(u"loopcheck-receiver"_s, slow);
        QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
        transfer::legacy::Sender sender({u"site.conf"_s, "broken"},
                                        {u"127.0.0.1"_s, receiver.port()});
        QSignalSpy finished(&sender, &transfer::Push::finished);
        sender.start();
        QTRY_COMPARE_WITH_TIMEOUT(contentOf(nginx.rule(u"site.conf"_s)), "broken", kPatience);
        receiver.signal(SIGKILL);
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
        QCOMPARE(finished.first().first().value<transfer::PushResult>().outcome, Outcome::Unknown);
        QTRY_VERIFY_WITH_TIMEOUT(!receiver.isRunning(), kPatience);
    }
    DaemonProcess receiver(u"loopcheck-receiver"_s, arguments);
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"an install of site.conf was interrupted"),
                             kPatience);
    QCOMPARE(contentOf(nginx.rule(u"site.conf"_s)), ruleThatSays("old"));
    QVERIFY(nginx.comesToServe("/rule", "old"));
    QCOMPARE(pushSite(receiver.port(), ruleThatSays("new"))->outcome, Outcome::Reloaded);
    QVERIFY(nginx.comesToServe("/rule", "new"));
}

void TestNginx::killedAgainAndAgain()
{
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    // As far apart as these two are, a mixture of them would be neither.
    const QByteArray good = ruleThatSays("good") + QByteArray(100000, '#');
    const QByteArray bad = "broken;" + QByteArray(50000, '\n');
    int installed = 0;
    for (int round = 0; round < 20; ++round) {
        DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
        QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
        transfer::legacy::Sender sender({u"site.conf"_s, round % 2 == 0 ? good : bad},
                                        {u"127.0.0.1"_s, receiver.port()});
        QSignalSpy finished(&sender, &transfer::Push::finished);
        QTimer::singleShot(300 + 17 * round, this, [&] { receiver.signal(SIGKILL); });
        sender.start();
        QTRY_VERIFY_WITH_TIMEOUT(!finished.isEmpty(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!receiver.isRunning(), kPatience);
        const QByteArray left = contentOf(nginx.rule(u"site.conf"_s));
        QVERIFY(left == good || left == bad || left == "(none)");
        installed += left == good ? 1 : 0;
    }
    DaemonProcess receiver(u"loopcheck-receiver"_s, receiverArguments(nginx));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(nginx.rule(u"site.conf"_s)) != bad, kPatience);
    QCOMPARE(pushSite(receiver.port(), ruleThatSays("after all"))->outcome, Outcome::Reloaded);
    QVERIFY(nginx.comesToServe("/rule", "after all"));
    qInfo() << installed << "of 10 good rules were installed";
}

QTEST_GUILESS_MAIN(TestNginx)
#include "tst_nginx.moc"
