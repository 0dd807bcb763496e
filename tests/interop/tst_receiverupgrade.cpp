// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"
#include "tests/support/files.h"

#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <memory>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;
using support::ApiDesk;
using support::contentOf;

namespace {

constexpr int kPatience = 60000;

pid_t processIn(const QString &lock)
{
    return contentOf(lock).trimmed().toInt();
}

bool isAlive(qint64 process)
{
    const QByteArray state = contentOf(u"/proc/%1/stat"_s.arg(process));
    return state != "(none)" && !state.contains(") Z ");
}

/// Ends the process that took over, which is not the test's child.
class Heir
{
public:
    explicit Heir(QString lock)
        : m_lock(std::move(lock))
    {
    }
    ~Heir()
    {
        const pid_t process = processIn(m_lock);
        if (process <= 1 || !isAlive(process))
            return;
        ::kill(process, SIGTERM);
        static_cast<void>(QTest::qWaitFor([&] { return !isAlive(process); }, kPatience));
    }
    Heir(const Heir &) = delete;
    Heir &operator=(const Heir &) = delete;

private:
    QString m_lock;
};

/// Pushes one file after the other until it is told to stop.
class Client : public QObject
{
public:
    Client(const ApiDesk &desk, const QString &name)
        : m_desk(desk)
        , m_name(name)
        , m_file(desk.path(u"client-"_s + name))
    {
        connect(&m_process, &QProcess::finished, this, [this] { ended(); });
        push();
    }
    void stop() { m_isStopped = true; }
    bool isDone() const { return m_isStopped && m_process.state() == QProcess::NotRunning; }
    int count = 0;
    QList<QByteArray> failures;

private:
    void push()
    {
        support::write(m_file, m_name.toUtf8() + QByteArray::number(count));
        m_process.start(u"curl"_s, m_desk.curlArguments(u"/v1/rules/"_s + m_name, {u"-T"_s, m_file},
                                                        m_desk.token()));
    }
    void ended()
    {
        const QByteArray said =
            m_process.readAllStandardOutput() + m_process.readAllStandardError();
        if (!said.contains("\"verdict\":\"notProved\""))
            failures.append(said);
        ++count;
        if (!m_isStopped)
            push();
    }

    const ApiDesk &m_desk;
    QString m_name;
    QString m_file;
    QProcess m_process;
    bool m_isStopped = false;
};

} // namespace

/// A new process takes the port over from the old one.
class TestReceiverUpgrade : public QObject
{
    Q_OBJECT
private slots:
    void aSuccessorTakesOver_data();
    void aSuccessorTakesOver();
    void whatIsInFlightIsFinished();
    void aSuccessorThatFailsLeavesTheOldOne();
    void noPushIsLost();
    void theRelayDoesTheSame();
    void takesASocketFromSystemd();
    void tellsSystemdThatItIsReady();
};

void TestReceiverUpgrade::aSuccessorTakesOver_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::newRow("alone") << QStringList();
    QTest::newRow("with a parent") << QStringList{u"--supervise"_s};
}

void TestReceiverUpgrade::aSuccessorTakesOver()
{
    QFETCH(const QStringList, options);
    ApiDesk desk(options);
    const QString lock = desk.state() + u"/lock"_s;
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    QCOMPARE(desk.push(u"site.conf"_s, "before").status, 200);
    const pid_t first = processIn(lock);
    QCOMPARE(qint64(first), desk.receiver().processId());
    const Heir heir(lock);
    desk.receiver().signal(SIGUSR2);
    QCOMPARE(desk.receiver().waitForEnd(), 0);
    const pid_t second = processIn(lock);
    QVERIFY(second != first && isAlive(second));
    const auto answer = desk.push(u"site.conf"_s, "after");
    QVERIFY2(answer.status == 200, answer.all().constData());
    QCOMPARE(answer.json()[u"version"].toInt(), 2);
    // The successor has a successor.
    ::kill(second, SIGUSR2);
    QTRY_VERIFY_WITH_TIMEOUT(!isAlive(second), kPatience);
    QVERIFY2(isAlive(processIn(lock)), qPrintable(desk.log()));
    QCOMPARE(desk.push(u"site.conf"_s, "after that").status, 200);
    // It holds what keeps a second instance out.
    ApiDesk other({}, desk.rules());
    QVERIFY(!other.start());
}

void TestReceiverUpgrade::whatIsInFlightIsFinished()
{
    const QTemporaryDir place;
    const QString gate = place.filePath(u"gate"_s);
    ApiDesk desk({u"--reload-command"_s, u"true"_s, u"--test-command"_s,
                  u"sh -c \"until test -e %1; do sleep 0.02; done\""_s.arg(gate)});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QString lock = desk.state() + u"/lock"_s;
    const Heir heir(lock);
    support::write(desk.path(u"one"_s), "one");
    support::write(desk.path(u"two"_s), "two");
    QProcess one;
    one.start(u"curl"_s, desk.curlArguments(u"/v1/rules/one.conf"_s, {u"-T"_s, desk.path(u"one"_s)},
                                            desk.token()));
    QTRY_COMPARE_WITH_TIMEOUT(desk.rule(u"one.conf"_s), "one", kPatience);
    desk.receiver().signal(SIGUSR2);
    QTRY_VERIFY_WITH_TIMEOUT(desk.log().contains(u"ending: "), kPatience);
    // The new one takes a push, which waits for the old one's.
    QProcess two;
    two.start(u"curl"_s, desk.curlArguments(u"/v1/rules/two.conf"_s, {u"-T"_s, desk.path(u"two"_s)},
                                            desk.token()));
    QTRY_COMPARE_WITH_TIMEOUT(desk.curl(u"/v1/health"_s).json()[u"waiting"].toInt(), 1, kPatience);
    QCOMPARE(one.state(), QProcess::Running);
    QCOMPARE(desk.rule(u"two.conf"_s), "(none)");
    support::write(gate, {});
    QTRY_COMPARE_WITH_TIMEOUT(one.state(), QProcess::NotRunning, kPatience);
    QVERIFY(one.readAllStandardOutput().contains("\"verdict\":\"notProved\""));
    QTRY_COMPARE_WITH_TIMEOUT(two.state(), QProcess::NotRunning, kPatience);
    QVERIFY(two.readAllStandardOutput().contains("\"verdict\":\"notProved\""));
    QCOMPARE(desk.receiver().waitForEnd(), 0);
    QCOMPARE(desk.rule(u"two.conf"_s), "two");
}

void TestReceiverUpgrade::aSuccessorThatFailsLeavesTheOldOne()
{
    ApiDesk desk;
    const QString configuration = desk.path(u"receiver.conf"_s);
    const QByteArray sound = "rules-dir=" + desk.rules().toUtf8() +
                             "\nhttps-listen=127.0.0.1:0\ntest-command=true\n"
                             "reload-command=true\n";
    support::write(configuration, sound);
    for (const QString &more : {QString(), u"--supervise"_s}) {
        QStringList arguments{u"--config"_s, configuration};
        if (!more.isEmpty())
            arguments << more;
        QVERIFY2(desk.startAs(u"loopcheck-receiver"_s, arguments), qPrintable(desk.log()));
        support::write(configuration, "nonsense=1\n");
        desk.receiver().signal(SIGUSR2);
        QTRY_VERIFY_WITH_TIMEOUT(desk.log().contains(u"goes on"), kPatience);
        QCOMPARE(desk.push(u"site.conf"_s, "rule").status, 200);
        QVERIFY(desk.receiver().isRunning());
        QCOMPARE(qint64(processIn(desk.state() + u"/lock"_s)), desk.receiver().processId());
        support::write(configuration, sound);
        desk.receiver().signal(SIGTERM);
        QCOMPARE(desk.receiver().waitForEnd(), 0);
    }
}

void TestReceiverUpgrade::noPushIsLost()
{
    // LOOPCHECK_UPGRADES=50 asks for more than a run of all tests has time for.
    const int asked = qEnvironmentVariableIntValue("LOOPCHECK_UPGRADES");
    const int upgrades = asked > 0 ? asked : 5;
    const int least = upgrades * (asked > 0 ? 40 : 10);
    ApiDesk desk({u"--https-max-requests-per-peer"_s, u"1000"_s, u"--queue-timeout"_s, u"60"_s});
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const QString lock = desk.state() + u"/lock"_s;
    const Heir heir(lock);
    constexpr int kClients = 8;
    std::vector<std::unique_ptr<Client>> clients;
    clients.reserve(kClients);
    for (int i = 0; i < kClients; ++i)
        clients.push_back(std::make_unique<Client>(desk, u"rule%1.conf"_s.arg(i)));
    const auto pushes = [&] {
        int count = 0;
        for (const auto &client : clients)
            count += client->count;
        return count;
    };
    for (int i = 1; i <= upgrades; ++i) {
        QTRY_VERIFY_WITH_TIMEOUT(pushes() >= least * i / upgrades, kPatience);
        const pid_t before = processIn(lock);
        ::kill(before, SIGUSR2);
        QTRY_VERIFY_WITH_TIMEOUT(!isAlive(before), kPatience);
        QVERIFY(isAlive(processIn(lock)));
    }
    for (const auto &client : clients)
        client->stop();
    for (const auto &client : clients) {
        QTRY_VERIFY_WITH_TIMEOUT(client->isDone(), kPatience);
        QVERIFY2(client->failures.isEmpty(), client->failures.value(0).constData());
    }
    qInfo() << pushes() << "pushes during" << upgrades << "upgrades, 0 failed";
}

void TestReceiverUpgrade::theRelayDoesTheSame()
{
    const QTemporaryDir place;
    const QString lock = place.filePath(u"lock"_s);
    support::DaemonProcess relay(u"loopcheck-relay"_s,
                                 {u"--root"_s, place.path(), u"--listen"_s, u"127.0.0.1:0"_s,
                                  u"--receiver-port"_s, u"9"_s, u"--lock"_s, lock});
    QVERIFY2(relay.isListening(), qPrintable(relay.log()));
    const Heir heir(lock);
    const pid_t first = processIn(lock);
    const auto answer = [&] {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), relay.port());
        socket.write("no request\n");
        static_cast<void>(QTest::qWaitFor(
            [&] { return socket.state() == QAbstractSocket::UnconnectedState; }, kPatience));
        return socket.readAll();
    };
    QCOMPARE(answer(), "send file error");
    relay.signal(SIGUSR2);
    QCOMPARE(relay.waitForEnd(), 0);
    QVERIFY(processIn(lock) != first && isAlive(processIn(lock)));
    QCOMPARE(answer(), "send file error");
}

void TestReceiverUpgrade::takesASocketFromSystemd()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const int inherited = ::dup(int(server.socketDescriptor())); // not closed by exec
    const quint16 port = server.serverPort();
    server.close();
    ApiDesk desk;
    const QString command =
        u"exec 3<&%1; LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=https exec %2 --rules-dir %3 "
        "--https-listen 127.0.0.1:0 --test-command true --reload-command true"_s.arg(
            QString::number(inherited), support::builtProgram(u"loopcheck-receiver"_s),
            desk.rules());
    QVERIFY2(desk.startAs(u"/bin/sh"_s, {u"-c"_s, command}), qPrintable(desk.log()));
    ::close(inherited);
    QCOMPARE(desk.port(), port);
    QCOMPARE(desk.push(u"site.conf"_s, "rule").status, 200);
}

void TestReceiverUpgrade::tellsSystemdThatItIsReady()
{
    // The other end of NOTIFY_SOCKET, without systemd.
    ApiDesk desk;
    const QString path = desk.path(u"notify"_s);
    QProcess manager;
    manager.start(u"python3"_s, {u"-uc"_s,
                                 u"import socket, sys\n"
                                 "s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                                 "s.bind(sys.argv[1])\n"
                                 "print('bound')\n"
                                 "while True: print(s.recv(1000).decode().replace('\\n', ' '))\n"_s,
                                 path});
    QTRY_VERIFY_WITH_TIMEOUT(manager.canReadLine(), kPatience);
    const QString command =
        u"NOTIFY_SOCKET=%1 exec %2 --rules-dir %3 --https-listen 127.0.0.1:0 --test-command true "
        "--reload-command true"_s.arg(path, support::builtProgram(u"loopcheck-receiver"_s),
                                      desk.rules());
    QVERIFY2(desk.startAs(u"/bin/sh"_s, {u"-c"_s, command}), qPrintable(desk.log()));
    const Heir heir(desk.state() + u"/lock"_s);
    QByteArray heard;
    const auto hears = [&](const QByteArray &words) {
        heard += manager.readAllStandardOutput();
        return heard.contains(words);
    };
    const QByteArray first = QByteArray::number(desk.receiver().processId());
    QTRY_VERIFY_WITH_TIMEOUT(hears("MAINPID=" + first + " READY=1"), kPatience);
    desk.receiver().signal(SIGUSR2);
    QCOMPARE(desk.receiver().waitForEnd(), 0);
    const QByteArray second = QByteArray::number(processIn(desk.state() + u"/lock"_s));
    QVERIFY(second != first);
    QTRY_VERIFY_WITH_TIMEOUT(hears("MAINPID=" + second + " READY=1"), kPatience);
    QVERIFY(!heard.contains("STOPPING"));
    manager.kill();
    QTRY_COMPARE_WITH_TIMEOUT(manager.state(), QProcess::NotRunning, kPatience);
}

QTEST_GUILESS_MAIN(TestReceiverUpgrade)
#include "tst_receiverupgrade.moc"
