// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficlog.h"
#include "tests/support/hostileserver.h"
#include "tests/support/quickconnection.h"
#include "tests/support/trafficframes.h"

#include <QSignalSpy>
#include <QTest>
#include <memory>

using namespace modbus;
using namespace support;

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;

class TrafficLogTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void replyAndRequestKnowEachOther();
    void lateReplyFindsItsRequest();
    void connectionsAreNotMixedUp();
    void oldestFramesGoFirst();
    void replyKnowsItsRequestAfterThatIsGone();
    void memoryIsBoundedWhateverIsSent();
    void clearedLogNumbersOn();
    void requestsUnderWayAreLostWithTheirConnection();
    void sessionsHaveTheEndsOfTheirConnection();
    void logAndConnectionMayEndInEitherOrder();

private:
    Connection m_connection{{QStringLiteral("192.0.2.7"), 502}};
    std::unique_ptr<TrafficLog> m_log;
};

void TrafficLogTest::init()
{
    m_log = std::make_unique<TrafficLog>(1000);
    m_log->tap(m_connection);
}

void TrafficLogTest::replyAndRequestKnowEachOther()
{
    emit m_connection.traffic(requestFrame(1, 10));
    emit m_connection.traffic(requestFrame(2, 20));
    emit m_connection.traffic(replyFrame(2));
    emit m_connection.traffic(replyFrame(1));
    QCOMPARE(m_log->first(), 1ULL);
    QCOMPARE(m_log->end(), 5ULL);
    QCOMPARE(m_log->at(3).counterpart, 2ULL);
    QCOMPARE(m_log->at(2).counterpart, 3ULL);
    QCOMPARE(m_log->at(4).counterpart, 1ULL);
    QCOMPARE(m_log->at(4).requestAdu, requestFrame(1, 10).adu);
    QCOMPARE(m_log->at(4).session->server.host, QStringLiteral("192.0.2.7"));

    // A second reply to the same request is none of it.
    emit m_connection.traffic(replyFrame(1));
    QCOMPARE(m_log->at(5).counterpart, 0ULL);
}

void TrafficLogTest::lateReplyFindsItsRequest()
{
    emit m_connection.traffic(requestFrame(1));
    emit m_connection.traffic(lineFrame(Kind::Unanswered, Flag::Timeout, 1));
    TrafficFrame late = replyFrame(1);
    late.flag = Flag::Late;
    emit m_connection.traffic(late);
    QCOMPARE(m_log->at(2).counterpart, 1ULL);
    QCOMPARE(m_log->at(3).counterpart, 1ULL);
    QCOMPARE(m_log->at(1).counterpart, 3ULL);
}

void TrafficLogTest::connectionsAreNotMixedUp()
{
    Connection other({QStringLiteral("192.0.2.8"), 502});
    m_log->tap(other);
    emit m_connection.traffic(requestFrame(1));
    emit other.traffic(requestFrame(1));
    emit other.traffic(replyFrame(1));
    QCOMPARE(m_log->at(3).counterpart, 2ULL);
    QCOMPARE(m_log->at(3).session->server.host, QStringLiteral("192.0.2.8"));
    QCOMPARE(m_log->at(1).counterpart, 0ULL);
}

void TrafficLogTest::oldestFramesGoFirst()
{
    for (quint64 serial = 1; serial <= 1500; ++serial) {
        emit m_connection.traffic(requestFrame(serial, quint16(serial)));
        emit m_connection.traffic(replyFrame(serial));
    }
    QCOMPARE(m_log->end(), 3001ULL);
    QCOMPARE(m_log->first(), 2001ULL);
    QVERIFY(!m_log->has(2000));
    for (quint64 number = m_log->first(); number < m_log->end(); ++number) {
        QCOMPARE(m_log->at(number).number, number);
        QCOMPARE(m_log->at(number).serial, (number + 1) / 2);
    }
}

void TrafficLogTest::replyKnowsItsRequestAfterThatIsGone()
{
    TrafficLog small(2);
    small.tap(m_connection);
    emit m_connection.traffic(requestFrame(1, 77));
    emit m_connection.traffic(replyFrame(1));
    emit m_connection.traffic(requestFrame(2));
    QVERIFY(!small.has(1));
    QCOMPARE(small.at(2).requestAdu, requestFrame(1, 77).adu);
    QCOMPARE(small.at(2).counterpart, 1ULL);
}

void TrafficLogTest::memoryIsBoundedWhateverIsSent()
{
    TrafficFrame largest = lineFrame(Kind::Debris, Flag::FramingFault);
    largest.detail = QString(10000, u'x');
    qint64 whenFull = 0;
    for (int i = 0; i < 5000; ++i) {
        largest.adu = QByteArray(TrafficFrame::kMostBytes, char(i));
        emit m_connection.traffic(largest);
        if (i == 2000)
            whenFull = m_log->bytes();
    }
    QCOMPARE(m_log->bytes(), whenFull);
    QVERIFY(whenFull < 1000 * 1000);
    QVERIFY(whenFull > 1000 * TrafficFrame::kMostBytes);
    QCOMPARE(m_log->at(5000).detail.size(), TrafficLog::kMostDetail);
}

void TrafficLogTest::clearedLogNumbersOn()
{
    QSignalSpy cleared(m_log.get(), &TrafficLog::cleared);
    for (quint64 serial = 1; serial <= 1200; ++serial)
        emit m_connection.traffic(requestFrame(serial));
    m_log->clear();
    QCOMPARE(cleared.size(), 1);
    QCOMPARE(m_log->first(), 1201ULL);
    QCOMPARE(m_log->end(), 1201ULL);
    emit m_connection.traffic(replyFrame(1200)); // its request is gone
    QCOMPARE(m_log->at(1201).number, 1201ULL);
    QCOMPARE(m_log->at(1201).requestAdu, QByteArray());
    for (quint64 serial = 1201; serial <= 2400; ++serial)
        emit m_connection.traffic(requestFrame(serial));
    QCOMPARE(m_log->end() - m_log->first(), 1000ULL);
    for (quint64 number = m_log->first(); number < m_log->end(); ++number)
        QCOMPARE(m_log->at(number).number, number);
    // The statistics go further back.
    QCOMPARE(m_log->statistics().rows().begin()->second.requests, 2400ULL);
    m_log->clearStatistics();
    QVERIFY(m_log->statistics().rows().empty());
}

void TrafficLogTest::requestsUnderWayAreLostWithTheirConnection()
{
    emit m_connection.traffic(requestFrame(1));
    emit m_connection.traffic(replyFrame(1));
    emit m_connection.traffic(requestFrame(2));
    emit m_connection.traffic(lineFrame(Kind::Unanswered, Flag::Timeout, 2));
    emit m_connection.traffic(requestFrame(3));
    emit m_connection.traffic(requestFrame(4));
    emit m_connection.traffic(lineFrame(Kind::Closed, Flag::Lost));
    const TrafficFigures &figures = m_log->statistics().rows().begin()->second;
    QCOMPARE(figures.lost, 2ULL);
    QCOMPARE(figures.timeouts, 1ULL);
}

void TrafficLogTest::sessionsHaveTheEndsOfTheirConnection()
{
    HostileServer server;
    Connection connection({kLoopback, server.listen()}, quickOptions());
    m_log->tap(connection);
    Outcomes outcomes;
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 1);
    connection.close();
    connection.open();
    connection.send(registerRequest(1), this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), 2);

    QCOMPARE(m_log->end(), 8ULL); // opened, request, reply, closed, opened, request, reply
    const TcpEnds first = m_log->at(1).session->ends;
    const TcpEnds second = m_log->at(5).session->ends;
    QCOMPARE(first.peerPort, server.port());
    QVERIFY(first.localPort != 0);
    QCOMPARE(m_log->at(4).session, m_log->at(1).session);
    QVERIFY(m_log->at(5).session != m_log->at(1).session);
    QCOMPARE(second.peer, QHostAddress(QHostAddress::LocalHost));
}

void TrafficLogTest::logAndConnectionMayEndInEitherOrder()
{
    auto connection = std::make_unique<Connection>(Endpoint{QStringLiteral("192.0.2.9"), 502});
    m_log->tap(*connection);
    emit connection->traffic(requestFrame(1));
    m_log.reset();
    emit connection->traffic(requestFrame(2));

    TrafficLog log;
    log.tap(*connection);
    emit connection->traffic(requestFrame(3));
    connection.reset();
    QCOMPARE(log.at(1).session->server.host, QStringLiteral("192.0.2.9"));
}

QTEST_GUILESS_MAIN(TrafficLogTest)
#include "tst_trafficlog.moc"
