// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"
#include "tests/support/closedport.h"
#include "tests/support/hostileserver.h"
#include "tests/support/quickconnection.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

class ConnectionTest : public QObject
{
    Q_OBJECT

private slots:
    void connectsByNameAndByEitherAddressFamily_data();
    void connectsByNameAndByEitherAddressFamily();
    void closedPortIsRefusedAndTriedAgainWithBackOff();
    void unansweredConnectEndsInItsTimeout();
    void unknownHostIsNamed();
    void serverThatComesBackIsFoundAgain();
    void readsAreRepeatedAndWritesAreNot();
    void unitsShareTheWindow();
    void windowIsFilledAndNotOverfilled_data();
    void windowIsFilledAndNotOverfilled();
    void peerThatDropsPipelinedRequestsIsAskedOneAtATime();
    void peerThatResetsOnPipelinedRequestsIsAskedOneAtATime();
    void gapIsKeptBeforeTheNextRequest();
    void silentUnitDoesNotNarrowTheWindowForTheOthers();
    void deadConnectionOfALivelyPeerIsMadeAnew();
    void peerThatNeverAnsweredKeepsItsConnection();
    void writesNeedArming();
    void armingEndsByItselfAndWithTheConnection();
    void socketOptionsAreSet();
};

void ConnectionTest::connectsByNameAndByEitherAddressFamily_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QHostAddress>("listenOn");
    QTest::newRow("IPv4") << kLoopback << QHostAddress(QHostAddress::LocalHost);
    QTest::newRow("host name") << QStringLiteral("localhost") << QHostAddress(QHostAddress::Any);
    if (QTcpServer probe; probe.listen(QHostAddress::LocalHostIPv6)) {
        QTest::newRow("IPv6") << QStringLiteral("::1") << QHostAddress(QHostAddress::LocalHostIPv6);
    }
}

void ConnectionTest::connectsByNameAndByEitherAddressFamily()
{
    QFETCH(QString, host);
    QFETCH(QHostAddress, listenOn);
    QTcpServer server;
    QVERIFY(server.listen(listenOn));
    Connection connection({host, server.serverPort()});
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    QVERIFY(!connection.lastError());
}

void ConnectionTest::closedPortIsRefusedAndTriedAgainWithBackOff()
{
    const ClosedPort closedPort;
    Connection connection({kLoopback, closedPort.number()}, quickOptions());
    QSignalSpy failures(&connection, &Connection::failed);
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    QCOMPARE(outcomes.all[0].error().kind, Error::Kind::Refused);
    QCOMPARE(outcomes.all[0].error().count, 1);
    QTRY_VERIFY(failures.size() >= 4);
    QCOMPARE(connection.lastError()->kind, Error::Kind::Refused);
    QTRY_COMPARE(connection.state(), Connection::State::Waiting);
    QVERIFY(connection.untilNextAttempt() <= 100ms);

    connection.close();
    QCOMPARE(connection.state(), Connection::State::Offline);
    QVERIFY(!connection.lastError());
}

void ConnectionTest::unansweredConnectEndsInItsTimeout()
{
#ifdef Q_OS_UNIX
    // A listening socket whose queue is full: the kernel leaves further connects unanswered.
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QVERIFY(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0);
    socklen_t length = sizeof address;
    QVERIFY(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length) == 0);
    QVERIFY(::listen(listener, 0) == 0);
    const quint16 port = ntohs(address.sin_port);
    std::vector<std::unique_ptr<QTcpSocket>> fillers;
    for (int i = 0; i < 3; ++i) {
        fillers.push_back(std::make_unique<QTcpSocket>());
        fillers.back()->connectToHost(kLoopback, port);
    }
    QTRY_COMPARE(fillers.front()->state(), QAbstractSocket::ConnectedState);

    Connection::Options options = quickOptions();
    options.connectTimeout = 200ms;
    options.backoffFirst = 10s;
    Connection connection({kLoopback, port}, options);
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    QCOMPARE(outcomes.all[0].error().kind, Error::Kind::ConnectTimeout);
    QCOMPARE(connection.state(), Connection::State::Waiting);
    connection.retryNow();
    QCOMPARE(connection.state(), Connection::State::Connecting);
    ::close(listener);
#endif
}

void ConnectionTest::unknownHostIsNamed()
{
    Connection connection({QStringLiteral("no-such-host.invalid"), 502}, quickOptions());
    connection.open();
    QTRY_VERIFY(connection.lastError());
    // Where no name server answers at all the connect may run into its own limit instead.
    const auto kind = connection.lastError()->kind;
    QVERIFY(kind == Error::Kind::HostNotFound || kind == Error::Kind::ConnectTimeout);
}

void ConnectionTest::serverThatComesBackIsFoundAgain()
{
    HostileServer server;
    const quint16 port = server.listen();
    Connection connection({kLoopback, port}, quickOptions());
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(3), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    QVERIFY(outcomes.all[0]);

    server.shutDown();
    QTRY_COMPARE(connection.state(), Connection::State::Waiting);
    QCOMPARE(server.listen(port), port);
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connection.send(registerRequest(3), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2);
    QVERIFY(outcomes.all[1]);
    QVERIFY(connection.statistics().resets >= 1);
}

void ConnectionTest::readsAreRepeatedAndWritesAreNot()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Connection::Options options = quickOptions();
    options.retries = 2;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    QCOMPARE(outcomes.all[0].error().kind, Error::Kind::Timeout);
    QCOMPARE(server.asked().size(), 3);
    QCOMPARE(connection.statistics().timeouts, 3ULL);

    connection.arm();
    connection.send(*writeRequest(1, {Table::HoldingRegisters, 1}, {5}), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2);
    QCOMPARE(outcomes.all[1].error().kind, Error::Kind::Timeout);
    QCOMPARE(server.asked().size(), 4);
}

void ConnectionTest::unitsShareTheWindow()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection::Options options = quickOptions();
    options.responseDeadline = 10s;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes outcomes;
    connection.open();
    for (const quint8 unit : {1, 2, 3, 255, 0})
        connection.send(registerRequest(9, unit), this, outcomes.collect());
    for (const quint8 unit : {1, 2, 3, 255, 0}) {
        QTRY_COMPARE(held.size(), 1);
        QCOMPARE(held.first().unit, unit);
        server.answerWell(held.takeFirst());
    }
    QTRY_COMPARE(outcomes.all.size(), 5);
    for (const Outcome &outcome : outcomes.all)
        QVERIFY(outcome);
}

void ConnectionTest::windowIsFilledAndNotOverfilled_data()
{
    QTest::addColumn<int>("window");
    for (const int window : {1, 2, 16})
        QTest::addRow("window %d", window) << window;
}

void ConnectionTest::windowIsFilledAndNotOverfilled()
{
    QFETCH(int, window);
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection::Options options = quickOptions();
    options.responseDeadline = 10s;
    options.window = window;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes outcomes;
    connection.open();
    constexpr int kRequests = 40;
    for (quint16 i = 0; i < kRequests; ++i)
        connection.send(registerRequest(i), this, outcomes.collect());
    for (int answered = 0; answered < kRequests; ++answered) {
        const int expected = std::min(window, kRequests - answered);
        QTRY_COMPARE(held.size(), expected);
        server.answerWell(held.takeFirst());
    }
    QTRY_COMPARE(outcomes.all.size(), kRequests);
    for (quint16 i = 0; i < kRequests; ++i)
        QCOMPARE(outcomes.all[i]->values, QList<quint16>{i});
}

void ConnectionTest::peerThatDropsPipelinedRequestsIsAskedOneAtATime()
{
    // A gateway with one slow line: while it serves one request it loses what else comes.
    HostileServer server;
    bool isBusy = false;
    server.setBehaviour([&](const Asked &asked) {
        if (isBusy)
            return;
        isBusy = true;
        QTimer::singleShot(10, &server, [&, asked] {
            isBusy = false;
            server.answerWell(asked);
        });
    });
    Connection::Options options = quickOptions();
    options.window = 8;
    Connection connection({kLoopback, server.listen()}, options);
    QSignalSpy notices(&connection, &Connection::noticed);
    Outcomes outcomes;
    connection.open();
    for (quint16 i = 0; i < 20; ++i)
        connection.send(registerRequest(i), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 20);
    for (const Outcome &outcome : outcomes.all)
        QVERIFY(outcome);
    QCOMPARE(connection.effectiveWindow(), 1);
    QVERIFY(!notices.isEmpty());

    connection.setOptions(options);
    QCOMPARE(connection.effectiveWindow(), 8);
}

void ConnectionTest::peerThatResetsOnPipelinedRequestsIsAskedOneAtATime()
{
    HostileServer server;
    QPointer<QTcpSocket> busy;
    server.setBehaviour([&](const Asked &asked) {
        if (busy && busy == asked.socket) {
            HostileServer::reset(asked);
            return;
        }
        busy = asked.socket;
        QTimer::singleShot(10, &server, [&, asked] {
            busy = nullptr;
            server.answerWell(asked);
        });
    });
    Connection::Options options = quickOptions();
    options.window = 4;
    options.responseDeadline = 2s;
    options.retries = 3;
    Connection connection({kLoopback, server.listen()}, options);
    int good = 0;
    int next = 0;
    // As a poll does: ask again after each outcome.
    std::function<void()> askNext = [&] {
        const Connection::Done done = [&](const Outcome &outcome) {
            good += outcome.has_value();
            QTimer::singleShot(5, &connection, askNext);
        };
        connection.send(registerRequest(quint16(next++ % 100)), &connection, done);
    };
    connection.open();
    for (int i = 0; i < 4; ++i)
        askNext();
    QTRY_VERIFY(connection.effectiveWindow() == 1 && good >= 10);
    connection.close();
}

/// The device loses what comes too early.
void ConnectionTest::gapIsKeptBeforeTheNextRequest()
{
    constexpr auto kGap = 60ms;
    HostileServer server;
    QElapsedTimer sinceAnswer;
    int lost = 0;
    server.setBehaviour([&](const Asked &asked) {
        if (sinceAnswer.isValid() && sinceAnswer.elapsed() < kGap.count()) {
            ++lost;
            return;
        }
        sinceAnswer.start();
        server.answerWell(asked);
    });
    Connection::Options options = quickOptions();
    options.gap = kGap;
    options.responseDeadline = 10s;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes outcomes;
    connection.open();
    for (quint16 i = 0; i < 5; ++i)
        connection.send(registerRequest(i), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 5);
    QCOMPARE(lost, 0);
}

void ConnectionTest::silentUnitDoesNotNarrowTheWindowForTheOthers()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit != 66)
            server.answerWell(asked);
    });
    Connection::Options options = quickOptions();
    options.window = 4;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes silent;
    Outcomes lively;
    connection.open();
    connection.send(registerRequest(1, 66), this, silent.collect());
    for (quint16 i = 0; i < 10; ++i)
        connection.send(registerRequest(i, 1), this, lively.collect());
    QTRY_COMPARE(silent.all.size(), 1);
    QCOMPARE(silent.all[0].error().kind, Error::Kind::Timeout);
    QTRY_COMPARE(lively.all.size(), 10);
    QCOMPARE(connection.effectiveWindow(), 4);
}

void ConnectionTest::deadConnectionOfALivelyPeerIsMadeAnew()
{
    // Answers the first request of its first connection only, as behind a firewall that forgot it.
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (server.connections() > 1 || server.asked().size() == 1)
            server.answerWell(asked);
    });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    Outcomes outcomes;
    connection.open();
    for (int i = 0; i <= Connection::kSilentTimeouts; ++i) {
        connection.send(registerRequest(1), this, outcomes.collect());
        QTRY_COMPARE(outcomes.all.size(), i + 1);
    }
    QTRY_COMPARE(server.connections(), 2);
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), Connection::kSilentTimeouts + 2);
    QVERIFY(outcomes.all.last());
}

void ConnectionTest::peerThatNeverAnsweredKeepsItsConnection()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 2)
            server.answerWell(asked);
    });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    Outcomes outcomes;
    connection.open();
    for (int i = 0; i < 2 * Connection::kSilentTimeouts; ++i) {
        connection.send(registerRequest(1, 1), this, outcomes.collect());
        QTRY_COMPARE(outcomes.all.size(), i + 1);
    }
    connection.send(registerRequest(1, 2), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2 * Connection::kSilentTimeouts + 1);
    QVERIFY(outcomes.all.last());
    QCOMPARE(server.connections(), 1);
}

void ConnectionTest::writesNeedArming()
{
    HostileServer server;
    Connection connection({kLoopback, server.listen()}, quickOptions());
    QSignalSpy armings(&connection, &Connection::armedChanged);
    Outcomes outcomes;
    const Request write = *writeRequest(1, {Table::HoldingRegisters, 5}, {77});
    connection.arm();
    QVERIFY(!connection.isArmed()); // nothing to arm yet
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connection.send(write, this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    QCOMPARE(outcomes.all[0].error().kind, Error::Kind::NotArmed);
    QCOMPARE(server.asked().size(), 0);

    connection.arm();
    QVERIFY(connection.armedFor() > 4min);
    connection.send(write, this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2);
    QVERIFY(outcomes.all[1]);
    QCOMPARE(server.holding(5), quint16(77));

    connection.disarm();
    connection.send(write, this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 3);
    QCOMPARE(outcomes.all[2].error().kind, Error::Kind::NotArmed);
    QCOMPARE(server.asked().size(), 1);
    QCOMPARE(armings.size(), 2);
}

void ConnectionTest::armingEndsByItselfAndWithTheConnection()
{
    HostileServer server;
    const quint16 port = server.listen();
    Connection connection({kLoopback, port}, quickOptions());
    QSignalSpy armings(&connection, &Connection::armedChanged);
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connection.arm(30ms);
    QVERIFY(connection.isArmed());
    QTRY_VERIFY(!connection.isArmed());
    QCOMPARE(armings.size(), 2);

    connection.arm();
    server.shutDown();
    QTRY_VERIFY(!connection.isArmed());
    server.listen(port);
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    QVERIFY(!connection.isArmed());

    connection.arm();
    connection.close();
    QVERIFY(!connection.isArmed());
}

void ConnectionTest::socketOptionsAreSet()
{
    HostileServer server;
    Connection connection({kLoopback, server.listen()}, quickOptions());
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    auto *const socket = connection.findChild<QTcpSocket *>();
    QVERIFY(socket);
    QCOMPARE(socket->socketOption(QAbstractSocket::LowDelayOption).toInt(), 1);
    QCOMPARE(socket->socketOption(QAbstractSocket::KeepAliveOption).toInt(), 1);
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "tst_connection.moc"
