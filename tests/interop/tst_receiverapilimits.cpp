// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"
#include "tests/support/files.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QSslSocket>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using support::ApiDesk;
using support::contentOf;

namespace {

constexpr int kPatience = 60000;

/// A line of /proc/PID/status, in KiB.
qint64 memoryOf(qint64 process, const QByteArray &name)
{
    for (const QByteArray &line : contentOf(u"/proc/%1/status"_s.arg(process)).split('\n')) {
        if (line.startsWith(name + ':'))
            return line.simplified().split(' ').value(1).toLongLong();
    }
    return -1;
}

QStringList filesIn(const QString &directory)
{
    return QDir(directory).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

/// curl in the background.
std::unique_ptr<QProcess> pushing(const ApiDesk &desk, const QString &name, const QString &file)
{
    auto process = std::make_unique<QProcess>();
    process->start(u"curl"_s,
                   desk.curlArguments(u"/v1/rules/"_s + name, {u"-T"_s, file}, desk.token()));
    return process;
}

/// A TLS client of which each byte is ours to choose.
std::unique_ptr<QSslSocket> connectTo(const ApiDesk &desk)
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->connectToHostEncrypted(u"127.0.0.1"_s, desk.port());
    static_cast<void>(QTest::qWaitFor([&] { return socket->isEncrypted(); }, kPatience));
    return socket;
}

} // namespace

/// The API under clients that ask for too much.
class TestReceiverApiLimits : public QObject
{
    Q_OBJECT
private slots:
    void servesWhileManyAreIdle();
    void refusesMoreConnectionsOfAPeer();
    void slowSendersAreGivenUp_data();
    void slowSendersAreGivenUp();
    void tooManyRequestsAreTurnedAway();
    void aLargeFileTakesNoMemory();
    void aFileThatIsTooLargeIsRefusedInTheStream();
    void aHeaderThatIsTooLargeIsRefused();
    void parallelPushesOfOneName();
    void othersWaitForTheirTurnWithALimit();
    void aClientThatLeavesChangesNothing();
    void aDiskThatIsFullChangesNothing();
};

void TestReceiverApiLimits::servesWhileManyAreIdle()
{
    ApiDesk desk(
        {u"--https-idle-timeout"_s, u"3"_s, u"--https-max-connections-per-peer"_s, u"600"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    std::vector<std::unique_ptr<QTcpSocket>> idle;
    for (int i = 0; i < 500; ++i) {
        idle.push_back(std::make_unique<QTcpSocket>());
        idle.back()->connectToHost(QHostAddress(QHostAddress::LocalHost), desk.port());
    }
    const auto open = [&] {
        return std::count_if(idle.cbegin(), idle.cend(), [](const auto &socket) {
            return socket->state() == QAbstractSocket::ConnectedState;
        });
    };
    QTRY_COMPARE_WITH_TIMEOUT(open(), 500, kPatience);
    for (const QByteArray text : {"first", "second", "third"}) {
        const auto answer = desk.push(u"site.conf"_s, text);
        QVERIFY2(answer.status == 200, answer.all().constData());
        QCOMPARE(desk.rule(u"site.conf"_s), text);
    }
    QTRY_COMPARE_WITH_TIMEOUT(open(), 0, kPatience);
    QCOMPARE(desk.push(u"site.conf"_s, "last").status, 200);
}

void TestReceiverApiLimits::refusesMoreConnectionsOfAPeer()
{
    ApiDesk desk({u"--https-max-connections-per-peer"_s, u"2"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto first = connectTo(desk);
    const auto second = connectTo(desk);
    QVERIFY(first->isEncrypted() && second->isEncrypted());
    QTcpSocket third;
    third.connectToHost(QHostAddress(QHostAddress::LocalHost), desk.port());
    QTRY_COMPARE_WITH_TIMEOUT(third.state(), QAbstractSocket::UnconnectedState, kPatience);
    first->disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(first->state(), QAbstractSocket::UnconnectedState, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.curl(u"/v1/health"_s).status, 200, kPatience);
}

void TestReceiverApiLimits::slowSendersAreGivenUp_data()
{
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("says nothing") << QByteArray();
    QTest::newRow("does not end its head") << QByteArray("PUT /v1/rules/site.conf HTTP/1.1\r\n");
    QTest::newRow("does not end its body")
        << QByteArray("PUT /v1/rules/site.conf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN"
                      "\r\nContent-Length: 1000\r\n\r\nhalf");
    QTest::newRow("does not end a chunk")
        << QByteArray("PUT /v1/rules/site.conf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer TOKEN"
                      "\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nhalf");
}

void TestReceiverApiLimits::slowSendersAreGivenUp()
{
    QFETCH(QByteArray, words);
    ApiDesk desk({u"--https-idle-timeout"_s, u"1"_s, u"--https-transfer-timeout"_s, u"1.5"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto socket = connectTo(desk);
    QVERIFY(socket->isEncrypted());
    socket->write(words.replace("TOKEN", desk.token()));
    // Some more every now and then does not keep it.
    QTimer drip;
    connect(&drip, &QTimer::timeout, socket.get(), [&] {
        if (!words.isEmpty())
            socket->write("a");
    });
    drip.start(200);
    QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, kPatience);
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
    QTRY_VERIFY_WITH_TIMEOUT(filesIn(desk.state() + u"/staging"_s).isEmpty(), kPatience);
    QCOMPARE(desk.push(u"site.conf"_s, "rule").status, 200);
}

void TestReceiverApiLimits::tooManyRequestsAreTurnedAway()
{
    ApiDesk desk({u"--https-max-requests-per-peer"_s, u"1"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QString url = desk.url(u"/v1/health"_s);
    // One connection, so that it takes no time.
    const auto many = support::runProgram(
        u"curl"_s, desk.curlArguments(u"/v1/health"_s, QStringList(30, url), desk.token()));
    QVERIFY2(many.out.count("HTTP/1.1 200") >= 2, many.all().constData());
    QVERIFY2(many.out.count("HTTP/1.1 429") >= 5, many.all().constData());
    QVERIFY(many.out.contains("Retry-After: 1"));
    QVERIFY(many.out.contains("tooManyRequests"));
    QVERIFY(QTest::qWaitFor([&] { return desk.curl(u"/v1/health"_s).status == 200; }, kPatience));
}

void TestReceiverApiLimits::aLargeFileTakesNoMemory()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    QCOMPARE(desk.push(u"site.conf"_s, "small").status, 200);
    const qint64 before = memoryOf(desk.receiver().processId(), "VmHWM");
    const QByteArray large(64 << 20, 'x');
    const auto answer = desk.push(u"large.conf"_s, large);
    QVERIFY2(answer.status == 200, answer.all().constData());
    QCOMPARE(QFileInfo(desk.rules() + u"/large.conf"_s).size(), large.size());
    const auto fetched = desk.curl(u"/v1/rules/large.conf"_s);
    QVERIFY(fetched.body == large);
    const qint64 after = memoryOf(desk.receiver().processId(), "VmHWM");
    QVERIFY(before > 0);
    QVERIFY2(after - before < 8 * 1024,
             qPrintable(u"%1 KiB before, %2 KiB after"_s.arg(before).arg(after)));
}

void TestReceiverApiLimits::aFileThatIsTooLargeIsRefusedInTheStream()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    support::write(desk.path(u"large"_s), QByteArray((64 << 20) + 1, 'x'));
    const auto announced = desk.curl(u"/v1/rules/site.conf"_s, {u"-T"_s, desk.path(u"large"_s)});
    QVERIFY2(announced.status == 413, announced.all().constData());
    const auto streamed =
        desk.curl(u"/v1/rules/site.conf"_s,
                  {u"-T"_s, desk.path(u"large"_s), u"-H"_s, u"Transfer-Encoding: chunked"_s});
    QVERIFY2(streamed.status == 413, streamed.all().constData());
    QCOMPARE(streamed.code(), u"tooLarge"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
    QVERIFY(filesIn(desk.state() + u"/staging"_s).isEmpty());
}

void TestReceiverApiLimits::aHeaderThatIsTooLargeIsRefused()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto answer = desk.curl(u"/v1/health"_s, {u"-H"_s, u"X-Long: "_s + QString(60000, u'x')});
    QVERIFY2(answer.status == 431 || answer.status == 413 || answer.exitCode != 0,
             answer.all().constData());
    QCOMPARE(desk.curl(u"/v1/health"_s).status, 200);
}

void TestReceiverApiLimits::parallelPushesOfOneName()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    std::vector<std::unique_ptr<QProcess>> pushes;
    for (const QString &text : {u"a"_s, u"b"_s, u"c"_s, u"d"_s}) {
        support::write(desk.path(text), text.toUtf8().repeated(100000));
        pushes.push_back(pushing(desk, u"site.conf"_s, desk.path(text)));
    }
    for (const auto &push : pushes) {
        QTRY_COMPARE_WITH_TIMEOUT(push->state(), QProcess::NotRunning, kPatience);
        const QByteArray said = push->readAllStandardOutput();
        QVERIFY2(said.contains("\"verdict\":\"notProved\""), said.constData());
    }
    const QByteArray left = desk.rule(u"site.conf"_s);
    QCOMPARE(left, left.left(1).repeated(100000));
    const auto versions =
        desk.curl(u"/v1/rules/site.conf/versions"_s).json()[u"versions"].toArray();
    QCOMPARE(versions.size(), 4);
    QCOMPARE(versions[0][u"version"].toInt(), 4);
}

void TestReceiverApiLimits::othersWaitForTheirTurnWithALimit()
{
    const QTemporaryDir place;
    const QString gate = place.filePath(u"gate"_s);
    ApiDesk desk({u"--queue-timeout"_s, u"0.5"_s, u"--reload-command"_s, u"true"_s,
                  u"--test-command"_s,
                  u"sh -c \"until test -e %1; do sleep 0.02; done\""_s.arg(gate)});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    support::write(desk.path(u"one"_s), "one");
    const auto first = pushing(desk, u"one.conf"_s, desk.path(u"one"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk.rule(u"one.conf"_s), "one", kPatience);
    const auto health = desk.curl(u"/v1/health"_s);
    QCOMPARE(health.json()[u"installing"].toBool(), true);
    const auto second = desk.push(u"two.conf"_s, "two");
    QCOMPARE(second.status, 503);
    QCOMPARE(second.code(), u"busy"_s);
    QVERIFY(second.head.contains("Retry-After: 1"));
    support::write(gate, {});
    QTRY_COMPARE_WITH_TIMEOUT(first->state(), QProcess::NotRunning, kPatience);
    QVERIFY(first->readAllStandardOutput().contains("\"verdict\":\"notProved\""));
    QCOMPARE(desk.push(u"two.conf"_s, "two").status, 200);
}

void TestReceiverApiLimits::aClientThatLeavesChangesNothing()
{
    ApiDesk desk;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto socket = connectTo(desk);
    socket->write("PUT /v1/rules/site.conf HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                  desk.token() + "\r\nContent-Length: 1000\r\n\r\nhalf");
    QTRY_COMPARE_WITH_TIMEOUT(filesIn(desk.state() + u"/staging"_s).size(), 1, kPatience);
    socket->abort();
    QTRY_VERIFY_WITH_TIMEOUT(filesIn(desk.state() + u"/staging"_s).isEmpty(), kPatience);
    QCOMPARE(desk.rule(u"site.conf"_s), "(none)");
}

void TestReceiverApiLimits::aDiskThatIsFullChangesNothing()
{
    // A limit on the size of its files is to the receiver what a full disk is: write() fails.
    ApiDesk desk;
    const QString command =
        u"trap '' XFSZ; ulimit -f 64; exec %1 --rules-dir %2 --https-listen 127.0.0.1:0 "
        "--test-command true --reload-command true"_s.arg(
            support::builtProgram(u"loopcheck-receiver"_s), desk.rules());
    QVERIFY2(desk.startAs(u"/bin/sh"_s, {u"-c"_s, command}), qPrintable(desk.log()));
    QCOMPARE(desk.push(u"site.conf"_s, "small").status, 200);
    const auto answer = desk.push(u"site.conf"_s, QByteArray(200000, 'x'));
    QVERIFY2(answer.status == 500, answer.all().constData());
    QCOMPARE(answer.code(), u"notStored"_s);
    QCOMPARE(desk.rule(u"site.conf"_s), "small");
    QVERIFY(filesIn(desk.state() + u"/staging"_s).isEmpty());
    QCOMPARE(desk.push(u"site.conf"_s, "small again").status, 200);
}

QTEST_GUILESS_MAIN(TestReceiverApiLimits)
#include "tst_receiverapilimits.moc"
