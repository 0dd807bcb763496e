// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/daemonprocess.h"
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/pushrun.h"
#include "transfer/legacy/sender.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using support::contentOf;
using support::DaemonProcess;
using support::pushSite;
using support::write;
using transfer::Outcome;

namespace {

constexpr int kPatience = 60000;

bool isAlive(qint64 process)
{
    const QByteArray state = contentOf(u"/proc/%1/stat"_s.arg(process));
    return state != "(none)" && !state.contains(") Z ");
}

/// A rule directory and the arguments of a receiver for it.
class Site
{
public:
    Site() { QDir(m_directory.path()).mkdir(u"rules"_s); }

    QString path(const QString &name) const { return m_directory.filePath(name); }
    QByteArray rule() const { return contentOf(path(u"rules/site.conf"_s)); }
    QStringList arguments(const QStringList &more = {}, const QString &test = u"true"_s) const
    {
        return QStringList{u"--rules-dir"_s,      path(u"rules"_s),
                           u"--legacy-listen"_s,  u"127.0.0.1:0"_s,
                           u"--test-command"_s,   test,
                           u"--reload-command"_s, u"true"_s} +
               more;
    }

private:
    QTemporaryDir m_directory;
};

/// The processes that said that they serve, in order.
QList<qint64> workersIn(const QString &log)
{
    static const QRegularExpression line(u"\\[(\\d+)\\] info: serving on"_s);
    QList<qint64> workers;
    for (auto found = line.globalMatch(log); found.hasNext();)
        workers.append(found.next().captured(1).toLongLong());
    return workers;
}

const auto kReceiver = u"loopcheck-receiver"_s;

} // namespace

/// The daemons as processes: start, signals, end.
class TestReceiverDaemon : public QObject
{
    Q_OBJECT
private slots:
    void saysWhatItIs_data();
    void saysWhatItIs();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
    void refusesToStart_data();
    void refusesToStart();
    void aSecondInstanceIsRefused();
    void aSecondOneWithALockOfItsOwnIsRefusedAsWell();
    void signalsAtTheStartAreNotFatal_data();
    void signalsAtTheStartAreNotFatal();
    void readsItsConfigurationAgain();
    void onlyAllowedSendersAreServed();
    void finishesThePushInFlight();
    void aSenderThatIsKilledChangesNothing();
    void startsACrashedWorkerAgain();
    void runsAsADaemon();
    void logsNothingUnescaped();
};

void TestReceiverDaemon::saysWhatItIs_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("words");
    for (const QString &program : {kReceiver, u"loopcheck-relay"_s}) {
        for (const auto &[option, words] : {std::pair(u"-h"_s, QByteArray("--supervise")),
                                            std::pair(u"--help"_s, QByteArray("--supervise")),
                                            std::pair(u"-V"_s, program.toUtf8() + ' '),
                                            std::pair(u"--version"_s, program.toUtf8() + ' ')})
            QTest::addRow("%s %s", qPrintable(program), qPrintable(option))
                << program << option << words;
    }
}

void TestReceiverDaemon::saysWhatItIs()
{
    QFETCH(const QString, program);
    QFETCH(const QString, option);
    QFETCH(const QByteArray, words);
    const auto ended = support::runProgram(support::builtProgram(program), {option});
    QCOMPARE(ended.exitCode, 0);
    QVERIFY(ended.out.contains(words));
    QCOMPARE(ended.err, "");
}

void TestReceiverDaemon::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("complaint");
    const Site site;
    const QStringList relay{u"--root"_s, u"/"_s, u"--listen"_s, u"127.0.0.1:0"_s,
                            u"--receiver-port"_s};
    QTest::newRow("receiver without arguments") << kReceiver << QStringList() << u"--rules-dir"_s;
    QTest::newRow("receiver with an unknown option")
        << kReceiver << site.arguments({u"--none"_s}) << u"none"_s;
    QTest::newRow("receiver on a host name")
        << kReceiver << site.arguments({u"--legacy-listen"_s, u"here:1"_s}) << u"ADDR:PORT"_s;
    QTest::newRow("receiver that listens nowhere")
        << kReceiver << site.arguments({u"--legacy-listen"_s, QString()}) << u"--https-listen"_s;
    QTest::newRow("legacy handshake for everybody")
        << kReceiver << site.arguments({u"--legacy-listen"_s, u"0.0.0.0:0"_s})
        << u"--legacy-allow"_s;
    QTest::newRow("receiver with an empty command")
        << kReceiver << site.arguments({}, u" "_s) << u"--test-command"_s;
    QTest::newRow("relay without arguments")
        << u"loopcheck-relay"_s << QStringList() << u"--root"_s;
    QTest::newRow("relay with port 0")
        << u"loopcheck-relay"_s << relay + QStringList{u"0"_s} << u"--receiver-port"_s;
    QTest::newRow("relay that allows a name")
        << u"loopcheck-relay"_s << relay + QStringList{u"9"_s, u"--allow"_s, u"here"_s}
        << u"--allow"_s;
}

void TestReceiverDaemon::refusesWrongUsage()
{
    QFETCH(const QString, program);
    QFETCH(const QStringList, arguments);
    QFETCH(const QString, complaint);
    DaemonProcess process(program, arguments);
    QCOMPARE(process.waitForEnd(), 2);
    QVERIFY2(process.log().contains(complaint), qPrintable(process.log()));
}

void TestReceiverDaemon::refusesToStart_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("without the rule directory")
        << QStringList{u"--rules-dir"_s, u"/none/such"_s} << u"/none/such"_s;
    QTest::newRow("with its state on another file system")
        << QStringList{u"--state-dir"_s, u"/dev/shm/loopcheck-none/.."_s} << u"/dev/shm"_s;
    QTest::newRow("with a lock nowhere")
        << QStringList{u"--lock"_s, u"/none/such/lock"_s} << u"lock"_s;
    QTest::newRow("on an address that is not ours")
        << QStringList{u"--legacy-listen"_s, u"192.0.2.1:9000"_s, u"--legacy-allow"_s,
                       u"192.0.2.0/24"_s}
        << u"192.0.2.1:9000"_s;
    QTest::newRow("without a certificate")
        << QStringList{u"--https-listen"_s, u"127.0.0.1:0"_s} << u"loopcheck-receiver init"_s;
}

void TestReceiverDaemon::refusesToStart()
{
    QFETCH(const QStringList, more);
    QFETCH(const QString, complaint);
    const Site site;
    DaemonProcess receiver(kReceiver, site.arguments(more));
    QCOMPARE(receiver.waitForEnd(), 1);
    QVERIFY2(receiver.log().contains(complaint), qPrintable(receiver.log()));
}

void TestReceiverDaemon::aSecondInstanceIsRefused()
{
    const Site site;
    DaemonProcess first(kReceiver, site.arguments());
    QVERIFY2(first.isListening(), qPrintable(first.log()));
    DaemonProcess second(kReceiver, site.arguments());
    QCOMPARE(second.waitForEnd(), 1);
    QVERIFY2(second.log().contains(
                 u"another instance (process %1) runs already"_s.arg(first.processId())),
             qPrintable(second.log()));
    QCOMPARE(pushSite(first.port(), "rule")->outcome, Outcome::Reloaded);
    first.signal(SIGKILL);
    QCOMPARE(first.waitForEnd(), -1);
    DaemonProcess third(kReceiver, site.arguments());
    QVERIFY2(third.isListening(), qPrintable(third.log()));
}

void TestReceiverDaemon::aSecondOneWithALockOfItsOwnIsRefusedAsWell()
{
    const Site site;
    DaemonProcess first(kReceiver, site.arguments());
    QVERIFY2(first.isListening(), qPrintable(first.log()));
    DaemonProcess second(kReceiver, site.arguments({u"--lock"_s, site.path(u"lock"_s)}));
    QCOMPARE(second.waitForEnd(), 1);
    QVERIFY2(second.log().contains(u"another receiver uses the directory"),
             qPrintable(second.log()));
    QCOMPARE(pushSite(first.port(), "rule")->outcome, Outcome::Reloaded);
}

void TestReceiverDaemon::signalsAtTheStartAreNotFatal_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("alone") << QStringList();
    QTest::newRow("with a parent") << QStringList(u"--supervise"_s);
}

void TestReceiverDaemon::signalsAtTheStartAreNotFatal()
{
    QFETCH(const QStringList, more);
    const Site site;
    DaemonProcess receiver(kReceiver, site.arguments(more));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    receiver.signal(SIGHUP);
    QCOMPARE(pushSite(receiver.port(), "rule")->outcome, Outcome::Reloaded);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"the configuration was read again"),
                             kPatience);
    QCOMPARE(workersIn(receiver.log()).size(), 1);

    const Site another;
    DaemonProcess brief(kReceiver, another.arguments(more));
    QVERIFY2(brief.isListening(), qPrintable(brief.log()));
    brief.signal(SIGTERM);
    QCOMPARE(brief.waitForEnd(), 0);
}

void TestReceiverDaemon::readsItsConfigurationAgain()
{
    const Site site;
    const QString configuration = site.path(u"receiver.conf"_s);
    const QByteArray common = "# all of it\nreload-command=true\nlegacy-listen=127.0.0.1:0\n"
                              "rules-dir=" +
                              site.path(u"rules"_s).toUtf8() + '\n';
    write(configuration, common + "test-command=true\n");
    DaemonProcess receiver(kReceiver, {u"--config"_s, configuration});
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QCOMPARE(pushSite(receiver.port(), "first")->outcome, Outcome::Reloaded);

    write(configuration, common + "test-command=false\n");
    receiver.signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"the configuration was read again"),
                             kPatience);
    QCOMPARE(pushSite(receiver.port(), "second")->outcome, Outcome::ReloadFailed);

    write(configuration, common + "test-comand=true\n");
    receiver.signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"the settings stay as they are"), kPatience);
    QVERIFY(receiver.log().contains(u"test-comand"));
    QCOMPARE(pushSite(receiver.port(), "third")->outcome, Outcome::ReloadFailed);
    QCOMPARE(site.rule(), "first");
}

void TestReceiverDaemon::onlyAllowedSendersAreServed()
{
    const Site site;
    DaemonProcess receiver(kReceiver, site.arguments({u"--legacy-listen"_s, u"0.0.0.0:0"_s,
                                                      u"--legacy-allow"_s, u"192.0.2.0/24"_s}));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QCOMPARE(pushSite(receiver.port(), "rule")->outcome, Outcome::NotSent);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"no allowed sender"), kPatience);
    const Site other;
    DaemonProcess allowing(kReceiver, other.arguments({u"--legacy-listen"_s, u"0.0.0.0:0"_s,
                                                       u"--legacy-allow"_s, u"127.0.0.0/8"_s}));
    QVERIFY2(allowing.isListening(), qPrintable(allowing.log()));
    QCOMPARE(pushSite(allowing.port(), "rule")->outcome, Outcome::Reloaded);
}

void TestReceiverDaemon::finishesThePushInFlight()
{
    const Site site;
    const QString gate = site.path(u"gate"_s);
    const QString waiting = u"sh -c \"until test -e %1; do sleep 0.02; done\""_s.arg(gate);
    DaemonProcess receiver(kReceiver, site.arguments({}, waiting));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    transfer::legacy::Sender sender({u"site.conf"_s, "in flight"},
                                    {u"127.0.0.1"_s, receiver.port()});
    QSignalSpy finished(&sender, &transfer::Push::finished);
    sender.start();
    QTRY_COMPARE_WITH_TIMEOUT(site.rule(), "in flight", kPatience);
    receiver.signal(SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"ending: 1 connections are open"), kPatience);
    QCOMPARE(pushSite(receiver.port(), "too late")->outcome, Outcome::NotSent);
    QVERIFY(finished.isEmpty());
    write(gate, {});
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QCOMPARE(finished.first().first().value<transfer::PushResult>().outcome, Outcome::Reloaded);
    QCOMPARE(receiver.waitForEnd(), 0);
    QCOMPARE(site.rule(), "in flight");
}

void TestReceiverDaemon::aSenderThatIsKilledChangesNothing()
{
    const Site site;
    DaemonProcess receiver(kReceiver, site.arguments({u"--stall-timeout"_s, u"2"_s}));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QCOMPARE(pushSite(receiver.port(), "whole")->outcome, Outcome::Reloaded);
    for (const bool isKilled : {true, false}) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), receiver.port());
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, kPatience);
        socket.write("site.conf");
        QTRY_COMPARE_WITH_TIMEOUT(socket.bytesAvailable(), 7, kPatience);
        socket.write(QByteArray("half a file\0", 12));
        QTRY_COMPARE_WITH_TIMEOUT(socket.bytesAvailable(), 11, kPatience);
        if (isKilled)
            socket.abort();
        QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::UnconnectedState, kPatience);
    }
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"it closed the connection"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"nothing complete for 2 s"), kPatience);
    QCOMPARE(site.rule(), "whole");
}

void TestReceiverDaemon::startsACrashedWorkerAgain()
{
    const Site site;
    DaemonProcess receiver(kReceiver, site.arguments({u"--supervise"_s}));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QTRY_COMPARE_WITH_TIMEOUT(workersIn(receiver.log()).size(), 1, kPatience);
    QCOMPARE(pushSite(receiver.port(), "first")->outcome, Outcome::Reloaded);

    const qint64 first = workersIn(receiver.log()).constLast();
    QVERIFY(first != receiver.processId());
    ::kill(pid_t(first), SIGKILL);
    // Nobody listens on a new port, and whoever comes now waits for the next worker.
    QCOMPARE(pushSite(receiver.port(), "second")->outcome, Outcome::Reloaded);
    QCOMPARE(site.rule(), "second");
    QTRY_VERIFY_WITH_TIMEOUT(
        receiver.log().contains(u"the worker %1 ended (killed by signal 9)"_s.arg(first)),
        kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(workersIn(receiver.log()).size(), 2, kPatience);
    const qint64 second = workersIn(receiver.log()).constLast();

    receiver.signal(SIGHUP);
    QTRY_VERIFY_WITH_TIMEOUT(
        receiver.log().contains(u"[%1] info: the configuration was read again"_s.arg(second)),
        kPatience);
    receiver.signal(SIGTERM);
    QCOMPARE(receiver.waitForEnd(), 0);
    QVERIFY(!isAlive(second));
    QCOMPARE(pushSite(receiver.port(), "third")->outcome, Outcome::NotSent);
}

void TestReceiverDaemon::runsAsADaemon()
{
    const Site site;
    const QString lock = site.path(u"lock"_s);
    // It leaves for /, but its commands' paths are still those of its start.
    write(site.path(u"test.sh"_s), "exit 0\n");
    const QString test = u"sh "_s + QDir().relativeFilePath(site.path(u"test.sh"_s));
    DaemonProcess start(kReceiver,
                        site.arguments({u"-d"_s, u"--supervise"_s, u"--lock"_s, lock}, test));
    QVERIFY2(start.isListening(), qPrintable(start.log()));
    QCOMPARE(start.waitForEnd(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(lock).endsWith('\n'), kPatience);
    const auto process = contentOf(lock).trimmed().toInt();
    QVERIFY(process > 1);
    QVERIFY(isAlive(process));
    const auto result = pushSite(start.port(), "by a daemon");
    ::kill(process, SIGTERM);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(process), kPatience);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::Reloaded);
    QCOMPARE(site.rule(), "by a daemon");
    QCOMPARE(start.log(), QString());
}

void TestReceiverDaemon::logsNothingUnescaped()
{
    const Site site;
    const QString script = site.path(u"test.sh"_s);
    write(script, "printf '\\033[2Jcleared\\r\\n'\ncat \"$1\"\n");
    DaemonProcess receiver(
        kReceiver, site.arguments({}, u"sh %1 %2"_s.arg(script, site.path(u"rules/site.conf"_s))));
    QVERIFY2(receiver.isListening(), qPrintable(receiver.log()));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), receiver.port());
    QTRY_COMPARE_WITH_TIMEOUT(socket.state(), QAbstractSocket::ConnectedState, kPatience);
    socket.write("a\x1b[31m\r\nroot logged in");
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"refused"), kPatience);
    QCOMPARE(pushSite(receiver.port(), "\x1b[1mcontent\r\n")->outcome, Outcome::Reloaded);
    QTRY_VERIFY_WITH_TIMEOUT(receiver.log().contains(u"cleared"), kPatience);
    const QStringList lines = receiver.log().split(u'\n', Qt::SkipEmptyParts);
    static const QRegularExpression sound(u"^\\d{4}-.* loopcheck-receiver\\[\\d+\\] \\w+: "_s);
    for (const QString &line : lines) {
        QVERIFY2(sound.match(line).hasMatch(), qPrintable(line));
        QVERIFY(!line.contains(QChar(0x1b)) && !line.contains(u'\r'));
    }
}

QTEST_GUILESS_MAIN(TestReceiverDaemon)
#include "tst_receiverdaemon.moc"
