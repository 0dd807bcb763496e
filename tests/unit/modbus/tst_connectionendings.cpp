// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"
#include "tests/support/hostileserver.h"
#include "tests/support/quickconnection.h"

#include <QTest>
#include <algorithm>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

/// Each request ends exactly once, whatever becomes of its connection meanwhile.
class ConnectionEndings : public QObject
{
    Q_OBJECT

private slots:
    void closeEndsWhatIsUnderWayWithAborted();
    void destroyedConnectionEndsItsRequests();
    void destroyedConnectionEndsWhatItsCallbacksSend();
    void closingWhileItReconnectsIsFinal();
    void openingWhileItClosesConnects();
    void requestAfterABrokenReplyGoesOutOnTheNextConnection();
    void writeThatStillWaitsIsNotSentWhenItCloses();
    void transactionNumbersMayWrapAround();
    void requestOfADestroyedContextIsNotReported();
    void waitingForATurnHasALimit();
    void requestWhileThereIsNoConnectionEndsAtOnceWithTheReason();
};

void ConnectionEndings::closeEndsWhatIsUnderWayWithAborted()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Connection connection({kLoopback, server.listen()}, quickOptions());
    Outcomes outcomes;
    connection.open();
    for (quint16 i = 0; i < 3; ++i)
        connection.send(registerRequest(i), this, outcomes.collect());
    QTRY_COMPARE(server.asked().size(), 1);
    connection.close();
    QCOMPARE(outcomes.all.size(), 3);
    for (const Outcome &outcome : outcomes.all)
        QCOMPARE(outcome.error().kind, Error::Kind::Aborted);
}

void ConnectionEndings::destroyedConnectionEndsItsRequests()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    auto connection = std::make_unique<Connection>(Endpoint{kLoopback, server.listen()});
    Outcomes outcomes;
    connection->open();
    for (quint16 i = 0; i < 3; ++i)
        connection->send(registerRequest(i), this, outcomes.collect());
    QTRY_COMPARE(server.asked().size(), 1);
    connection.reset();
    QCOMPARE(outcomes.all.size(), 3);
    for (const Outcome &outcome : outcomes.all)
        QCOMPARE(outcome.error().kind, Error::Kind::Aborted);
}

void ConnectionEndings::destroyedConnectionEndsWhatItsCallbacksSend()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    auto connection = std::make_unique<Connection>(Endpoint{kLoopback, server.listen()});
    Outcomes second;
    connection->open();
    connection->send(registerRequest(1), this,
                     [&second, this, ending = connection.get()](const Outcome &) {
                         ending->send(registerRequest(2), this, second.collect());
                     });
    QTRY_COMPARE(server.asked().size(), 1);
    connection.reset();
    QCOMPARE(second.all.size(), 1);
    QCOMPARE(second.all[0].error().kind, Error::Kind::NotConnected);
}

void ConnectionEndings::closingWhileItReconnectsIsFinal()
{
    HostileServer server;
    const quint16 port = server.listen();
    server.setBehaviour([&](const Asked &asked) {
        server.answerWell(asked);
        asked.socket->disconnectFromHost();
    });
    Connection connection({kLoopback, port}, quickOptions());
    int connected = 0;
    connect(&connection, &Connection::stateChanged, this, [&](Connection::State state) {
        connected += state == Connection::State::Connected;
        if (connected > 0 && state == Connection::State::Connecting)
            connection.close();
    });
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    QTRY_COMPARE(connection.state(), Connection::State::Offline);

    // Another one connects and is served meanwhile; the closed one stays closed.
    Connection other({kLoopback, port}, quickOptions());
    other.open();
    other.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2);
    QCOMPARE(connection.state(), Connection::State::Offline);
    QCOMPARE(connected, 1);
}

void ConnectionEndings::openingWhileItClosesConnects()
{
    HostileServer server;
    Connection connection({kLoopback, server.listen()}, quickOptions());
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connect(&connection, &Connection::stateChanged, this, [&](Connection::State state) {
        if (state == Connection::State::Offline)
            connection.open();
    });
    connection.close();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    QTRY_COMPARE(server.connections(), 2);
}

void ConnectionEndings::requestAfterABrokenReplyGoesOutOnTheNextConnection()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (server.asked().size() == 2)
            HostileServer::send(asked, server.answerTo(asked).bytes().first(9));
        else
            server.answerWell(asked);
    });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    connection.send(registerRequest(2), this, [&](const Outcome &broken) {
        outcomes.all.append(broken);
        connection.send(registerRequest(3), this, outcomes.collect());
    });
    QTRY_COMPARE(outcomes.all.size(), 3);
    QVERIFY(!outcomes.all[1]);
    QVERIFY(outcomes.all[2]);
    QCOMPARE(server.asked().size(), 3);
    QCOMPARE(server.connections(), 2);
}

void ConnectionEndings::writeThatStillWaitsIsNotSentWhenItCloses()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Connection connection({kLoopback, server.listen()}, quickOptions());
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connection.arm();
    const Request write = *writeRequest(1, {Table::HoldingRegisters, 5}, {77});
    Outcomes outcomes;
    connection.send(write, this, outcomes.collect());
    connection.send(write, this, outcomes.collect());
    QTRY_COMPARE(server.asked().size(), 1);
    connection.close();
    QCOMPARE(outcomes.all.size(), 2);
    QCOMPARE(outcomes.all[0].error().kind, Error::Kind::Aborted);
    QCOMPARE(outcomes.all[1].error().kind, Error::Kind::NotConnected);
}

void ConnectionEndings::transactionNumbersMayWrapAround()
{
    HostileServer server;
    Connection::Options options = quickOptions();
    options.responseDeadline = 10s;
    options.queueLimit = 60s;
    options.window = 16;
    Connection connection({kLoopback, server.listen()}, options);
    constexpr int kRequests = 65536 + 100;
    int good = 0;
    connection.open();
    for (int i = 0; i < kRequests; ++i) {
        connection.send(registerRequest(quint16(i)), this, [&good, i](const Outcome &outcome) {
            good += outcome && outcome->values.first() == quint16(i);
        });
    }
    QTRY_COMPARE_WITH_TIMEOUT(good, kRequests, 60000);
    QCOMPARE(connection.statistics().foreignTransactions, 0ULL);
}

void ConnectionEndings::requestOfADestroyedContextIsNotReported()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection::Options options = quickOptions();
    options.responseDeadline = 10s;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes dropped;
    Outcomes kept;
    auto context = std::make_unique<QObject>();
    connection.open();
    connection.send(registerRequest(1), context.get(), dropped.collect());
    connection.send(registerRequest(2), context.get(), dropped.collect());
    connection.send(registerRequest(3), this, kept.collect());
    QTRY_COMPARE(held.size(), 1);
    context.reset();
    server.setBehaviour({});
    server.answerWell(held.first());
    QTRY_COMPARE(kept.all.size(), 1);
    QCOMPARE(dropped.all.size(), 0);
    QCOMPARE(server.asked().size(), 2); // the one that waited was never sent
}

void ConnectionEndings::waitingForATurnHasALimit()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Connection::Options options = quickOptions();
    options.queueLimit = 100ms;
    Connection connection({kLoopback, server.listen()}, options);
    Outcomes outcomes;
    connection.open();
    for (quint16 i = 0; i < 50; ++i)
        connection.send(registerRequest(i), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 50);
    const auto timedOut = server.asked().size();
    QVERIFY(timedOut < 5);
    QCOMPARE(std::count_if(outcomes.all.begin(), outcomes.all.end(),
                           [](const Outcome &outcome) {
                               return outcome.error().kind == Error::Kind::Timeout;
                           }),
             timedOut);
    QCOMPARE(outcomes.all.last().error().kind, Error::Kind::NoTurn);
}

void ConnectionEndings::requestWhileThereIsNoConnectionEndsAtOnceWithTheReason()
{
    Connection connection({kLoopback, 1}, quickOptions());
    Outcomes outcomes;
    connection.send(registerRequest(1), this, outcomes.collect());
    QCOMPARE(outcomes.all.size(), 0); // never from inside send()
    QTRY_COMPARE(outcomes.all.size(), 1);
    QCOMPARE(outcomes.all[0].error().kind, Error::Kind::NotConnected);
}

QTEST_GUILESS_MAIN(ConnectionEndings)
#include "tst_connectionendings.moc"
