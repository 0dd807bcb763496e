// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"
#include "tests/support/closedport.h"
#include "tests/support/hostileserver.h"
#include "tests/support/quickconnection.h"

#include <QDateTime>
#include <QTest>
#include <QTimer>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

namespace {

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;
using Fault = std::function<void(HostileServer &, const Asked &)>;

/// What a connection tells of its line.
struct Watch
{
    QList<TrafficFrame> all;
    explicit Watch(Connection &connection)
    {
        QObject::connect(&connection, &Connection::traffic, &connection,
                         [this](const TrafficFrame &frame) { all.append(frame); });
    }
    QList<TrafficFrame> of(Kind kind) const
    {
        QList<TrafficFrame> found;
        for (const TrafficFrame &frame : all) {
            if (frame.kind == kind)
                found.append(frame);
        }
        return found;
    }
};

Fault spoilt(const std::function<void(Answer &)> &spoil)
{
    return [spoil](HostileServer &server, const Asked &asked) {
        Answer answer = server.answerTo(asked);
        spoil(answer);
        HostileServer::send(asked, answer.bytes());
    };
}

Fault sends(const char *hex)
{
    return [hex](HostileServer &, const Asked &asked) {
        HostileServer::send(asked, QByteArray::fromHex(hex));
    };
}

} // namespace

Q_DECLARE_METATYPE(Fault)

class ConnectionTraffic : public QObject
{
    Q_OBJECT

private slots:
    void bothWaysAreToldAsTheyWereOnTheWire();
    void requestIsToldBeforeItsReplyAndTheReplyBeforeItsOutcome();
    void timesAreUtcAndDoNotGoBack();
    void faultsAreFlagged_data();
    void faultsAreFlagged();
    void debrisIsToldWithItsBytes_data();
    void debrisIsToldWithItsBytes();
    void longDebrisIsCutShort();
    void lateReplyBelongsToItsRequest();
    void silenceIsToldWhenTheDeadlinePasses();
    void beginningAndEndOfTheConnectionAreTold();
    void refusedConnectIsToldWithItsCause();
};

void ConnectionTraffic::bothWaysAreToldAsTheyWereOnTheWire()
{
    HostileServer server;
    QByteArray answered;
    server.setBehaviour([&](const Asked &asked) {
        answered = server.answerTo(asked).bytes();
        HostileServer::send(asked, answered);
    });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    connection.send(registerRequest(0x1234, 9), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2);

    const QList<TrafficFrame> requests = watch.of(Kind::Request);
    QCOMPARE(requests.size(), 2);
    QCOMPARE(requests[1].adu.toHex(), QByteArray("000100000006"
                                                 "09"
                                                 "0312340001"));
    QCOMPARE(requests[1].unit, quint8(9));
    QCOMPARE(requests[1].function, quint8(3));
    QCOMPARE(requests[1].serial, 2ULL);

    const QList<TrafficFrame> replies = watch.of(Kind::Reply);
    QCOMPARE(replies.size(), 2);
    QCOMPARE(replies[1].adu, answered);
    QCOMPARE(replies[1].flag, Flag::None);
    QCOMPARE(replies[1].serial, 2ULL);
    QCOMPARE(*replies[1].latency, outcomes.all[1]->latency);
}

void ConnectionTraffic::requestIsToldBeforeItsReplyAndTheReplyBeforeItsOutcome()
{
    HostileServer server;
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    qsizetype toldBeforeOutcome = -1;
    connection.open();
    connection.send(registerRequest(1), this,
                    [&](const Outcome &) { toldBeforeOutcome = watch.all.size(); });
    QTRY_COMPARE(toldBeforeOutcome, 3);
    QCOMPARE(watch.all[0].kind, Kind::Opened);
    QCOMPARE(watch.all[1].kind, Kind::Request);
    QCOMPARE(watch.all[2].kind, Kind::Reply);
    QCOMPARE(connection.ends().peerPort, server.port());
    QCOMPARE(connection.ends().peer, QHostAddress(QHostAddress::LocalHost));
    QVERIFY(connection.ends().localPort != 0);
}

void ConnectionTraffic::timesAreUtcAndDoNotGoBack()
{
    HostileServer server;
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    Outcomes outcomes;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    connection.open();
    for (quint16 i = 0; i < 10; ++i)
        connection.send(registerRequest(i), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 10);
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    QCOMPARE(watch.all.size(), 21);
    for (qsizetype i = 1; i < watch.all.size(); ++i)
        QVERIFY(watch.all[i - 1].time <= watch.all[i].time);
    // The wall clock may be corrected by up to a second before it is followed.
    QVERIFY(watch.all.first().time >= std::chrono::milliseconds(before - 1000));
    QVERIFY(watch.all.last().time <= std::chrono::milliseconds(after + 1000));
}

void ConnectionTraffic::faultsAreFlagged_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<Flag>("flag");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<quint64>("serial");
    QTest::newRow("an exception") << sends("00000000000301"
                                           "8302")
                                  << Flag::Exception << QString() << 1ULL;
    QTest::newRow("another unit") << spoilt([](Answer &a) { a.unit = 99; }) << Flag::ForeignUnit
                                  << QStringLiteral("unit 1 asked, unit 99 answered") << 1ULL;
    QTest::newRow("another function")
        << spoilt([](Answer &a) { a.pdu[0] = 4; }) << Flag::BadReply
        << QStringLiteral("function code 3 asked, 4 answered") << 1ULL;
    QTest::newRow("a header without a PDU")
        << spoilt([](Answer &a) { a.pdu.clear(); }) << Flag::BadReply
        << QStringLiteral("a header without a PDU") << 1ULL;
    QTest::newRow("another transaction")
        << spoilt([](Answer &a) { a.transactionId = 4711; }) << Flag::ForeignTransaction
        << QStringLiteral("foreign reply: transaction 4711 was not asked") << 0ULL;
}

void ConnectionTraffic::faultsAreFlagged()
{
    QFETCH(Fault, fault);
    QFETCH(Flag, flag);
    QFETCH(QString, detail);
    QFETCH(quint64, serial);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { fault(server, asked); });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    connection.open();
    connection.send(registerRequest(1), this, {});
    QTRY_COMPARE(watch.of(Kind::Reply).size(), 1);
    const TrafficFrame reply = watch.of(Kind::Reply).first();
    QCOMPARE(reply.flag, flag);
    QCOMPARE(reply.detail, detail);
    QCOMPARE(reply.serial, serial);
    QVERIFY(reply.adu.size() >= 7);
    QCOMPARE(reply.latency.has_value(), serial != 0);
}

void ConnectionTraffic::debrisIsToldWithItsBytes_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<bool>("isReset");
    QTest::addColumn<Flag>("flag");
    QTest::newRow("protocol identifier is not 0")
        << QByteArray::fromHex("0000123400050103020001") << false << Flag::FramingFault;
    QTest::newRow("MBAP length 0")
        << QByteArray::fromHex("000000000000") << false << Flag::FramingFault;
    QTest::newRow("a text protocol")
        << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << false << Flag::FramingFault;
    QTest::newRow("half a reply, then silence")
        << QByteArray::fromHex("000000000005010302") << false << Flag::BrokenOff;
    QTest::newRow("half a reply, then a reset")
        << QByteArray::fromHex("000000000005010302") << true << Flag::BrokenOff;
}

void ConnectionTraffic::debrisIsToldWithItsBytes()
{
    QFETCH(QByteArray, sent);
    QFETCH(bool, isReset);
    QFETCH(Flag, flag);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        HostileServer::send(asked, sent);
        // The end, not a reset: that may overtake the bytes.
        if (isReset)
            asked.socket->disconnectFromHost();
    });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    connection.open();
    connection.send(registerRequest(1), this, {});
    QTRY_COMPARE(watch.of(Kind::Closed).size(), 1);
    const QList<TrafficFrame> debris = watch.of(Kind::Debris);
    QCOMPARE(debris.size(), 1);
    QCOMPARE(debris.first().adu, sent);
    QCOMPARE(debris.first().flag, flag);
    QVERIFY(!debris.first().detail.isEmpty());
    QCOMPARE(watch.of(Kind::Closed).first().flag, Flag::Lost);
}

void ConnectionTraffic::longDebrisIsCutShort()
{
    HostileServer server;
    server.setBehaviour(
        [](const Asked &asked) { HostileServer::send(asked, QByteArray(10000, 'x')); });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    connection.open();
    connection.send(registerRequest(1), this, {});
    QTRY_COMPARE(watch.of(Kind::Debris).size(), 1);
    QVERIFY(watch.of(Kind::Debris).first().adu.size() <= TrafficFrame::kMostBytes);
}

void ConnectionTraffic::lateReplyBelongsToItsRequest()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection connection({kLoopback, server.listen()}, quickOptions());
    const Watch watch(connection);
    connection.open();
    connection.send(registerRequest(1), this, {});
    QTRY_COMPARE(watch.of(Kind::Unanswered).size(), 1);
    server.answerWell(held.takeFirst());
    QTRY_COMPARE(watch.of(Kind::Reply).size(), 1);
    const TrafficFrame reply = watch.of(Kind::Reply).first();
    QCOMPARE(reply.flag, Flag::Late);
    QCOMPARE(reply.serial, 1ULL);
    QCOMPARE(reply.function, quint8(3));
    QVERIFY(*reply.latency >= quickOptions().responseDeadline);
}

void ConnectionTraffic::silenceIsToldWhenTheDeadlinePasses()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Connection::Options options = quickOptions();
    options.retries = 1;
    Connection connection({kLoopback, server.listen()}, options);
    const Watch watch(connection);
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1, 7), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    const QList<TrafficFrame> silences = watch.of(Kind::Unanswered);
    QCOMPARE(silences.size(), 2);
    for (qsizetype i = 0; i < silences.size(); ++i) {
        QCOMPARE(silences[i].flag, Flag::Timeout);
        QCOMPARE(silences[i].serial, quint64(i + 1));
        QCOMPARE(silences[i].unit, quint8(7));
        QVERIFY(silences[i].adu.isEmpty());
    }
    QCOMPARE(watch.of(Kind::Request).size(), 2);
}

void ConnectionTraffic::beginningAndEndOfTheConnectionAreTold()
{
    HostileServer server;
    const quint16 port = server.listen();
    Connection connection({kLoopback, port}, quickOptions());
    const Watch watch(connection);
    connection.open();
    QTRY_COMPARE(watch.of(Kind::Opened).size(), 1);
    server.shutDown();
    QTRY_COMPARE(watch.of(Kind::Closed).size(), 1);
    QCOMPARE(watch.of(Kind::Closed).first().flag, Flag::Lost);
    QCOMPARE(watch.of(Kind::Closed).first().cause, Error::Kind::ConnectionLost);

    server.listen(port);
    QTRY_COMPARE(watch.of(Kind::Opened).size(), 2);
    connection.close();
    QCOMPARE(watch.of(Kind::Closed).size(), 2);
    QCOMPARE(watch.of(Kind::Closed).last().flag, Flag::None);
    connection.close();
    QCOMPARE(watch.of(Kind::Closed).size(), 2);
}

void ConnectionTraffic::refusedConnectIsToldWithItsCause()
{
    const ClosedPort closedPort;
    Connection connection({kLoopback, closedPort.number()}, quickOptions());
    const Watch watch(connection);
    connection.open();
    QTRY_VERIFY(!watch.of(Kind::ConnectFailed).isEmpty());
    QCOMPARE(watch.of(Kind::ConnectFailed).first().cause, Error::Kind::Refused);
    QVERIFY(watch.of(Kind::Opened).isEmpty());
}

QTEST_GUILESS_MAIN(ConnectionTraffic)
#include "tst_connectiontraffic.moc"
