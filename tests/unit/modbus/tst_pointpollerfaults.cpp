// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/modbus/pointdesk.h"

#include <QTest>

using namespace pointdesk;

/// PointPoller against devices that refuse some of what it asks, or don't answer it.
class PointPollerFaultsTest : public QObject
{
    Q_OBJECT

private slots:
    void aHoleIsFoundAndTheOthersLiveOn();
    void aHoleThatIsFilledComesBackOnDemand();
    void twoHalvesThatCannotBeReadTogether();
    void aDeviceThatTakesShortRequestsOnly();
    void silenceToLongRequestsOnly();
    void aTableThatTheDeviceDoesNotHave();
    void aSilentUnitDoesNotHoldUpTheOthers();
    void aSilentUnitComesBack();
};

void PointPollerFaultsTest::aHoleIsFoundAndTheOthersLiveOn()
{
    HostileServer server;
    server.setBehaviour([&server](const Asked &asked) {
        if (touches(asked, 42))
            refuse(server, asked, 2);
        else
            server.answerWell(asked);
    });
    Desk desk;
    QList<Point> points;
    for (int i = 0; i < 100; ++i)
        points.append(pointAt(i));
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QTRY_VERIFY(desk.isFailed(42));
    for (int i = 0; i < 100; ++i) {
        if (i != 42)
            QTRY_VERIFY(desk.isGood(i));
    }
    QVERIFY(desk.fault(42).contains(QStringLiteral("42")));
    QCOMPARE(desk.faults[0], 0); // it was never without a value
    QTRY_COMPARE(desk.poller.rates().constFirst().requests, 2);

    // From now on nothing is asked for in vain.
    const auto before = server.asked().size();
    const int cycles = desk.counts[0];
    QTRY_VERIFY(desk.counts[0] >= cycles + 5);
    for (auto i = before; i < server.asked().size(); ++i)
        QVERIFY(!touches(server.asked().at(i), 42));
    QVERIFY(server.asked().size() - before <= 2 * (desk.counts[0] - cycles + 1));
    QCOMPARE(desk.counts[42], 1);
}

void PointPollerFaultsTest::aHoleThatIsFilledComesBackOnDemand()
{
    HostileServer server;
    bool hasHole = true;
    server.setBehaviour([&](const Asked &asked) {
        if (hasHole && touches(asked, 5))
            refuse(server, asked, 2);
        else
            server.answerWell(asked);
    });
    Desk desk;
    desk.poller.setPoints(on(server.listen(), {pointAt(4), pointAt(5), pointAt(6)}));
    desk.poller.readOnce();
    QTRY_VERIFY(desk.isFailed(1) && desk.isGood(0) && desk.isGood(2));
    hasHole = false;
    desk.poller.readOnce();
    QTRY_VERIFY(desk.isGood(1));
    QCOMPARE(desk.poller.rates().constFirst().requests, 1);
}

void PointPollerFaultsTest::twoHalvesThatCannotBeReadTogether()
{
    // 15 is in nobody's list, but reading it along is not allowed.
    HostileServer server;
    server.setBehaviour([&server](const Asked &asked) {
        if (touches(asked, 15))
            refuse(server, asked, 2);
        else
            server.answerWell(asked);
    });
    Desk desk;
    desk.poller.setPoints(
        on(server.listen(), {pointAt(10), pointAt(11), pointAt(20), pointAt(21)}));
    desk.poller.start();
    for (int i = 0; i < 4; ++i)
        QTRY_VERIFY(desk.isGood(i));
    QTRY_COMPARE(desk.poller.rates().constFirst().requests, 2);
    const quint64 failures = desk.poller.rates().constFirst().failures;
    const int cycles = desk.counts[0];
    QTRY_VERIFY(desk.counts[0] >= cycles + 3);
    QCOMPARE(desk.poller.rates().constFirst().failures, failures);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(desk.faults[i], 0);
}

void PointPollerFaultsTest::aDeviceThatTakesShortRequestsOnly()
{
    constexpr int kStands = 40;
    HostileServer server;
    server.setBehaviour([&server](const Asked &asked) {
        if (countOf(asked) > kStands)
            refuse(server, asked, 3);
        else
            server.answerWell(asked);
    });
    Desk desk;
    QList<Point> points;
    for (int i = 0; i < 120; ++i)
        points.append(pointAt(i));
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    for (int i = 0; i < 120; ++i)
        QTRY_VERIFY(desk.isGood(i));
    QTRY_COMPARE(desk.poller.rates().constFirst().requests, 3);
    for (int i = 0; i < 120; ++i)
        QCOMPARE(desk.faults[i], 0);
}

void PointPollerFaultsTest::silenceToLongRequestsOnly()
{
    HostileServer server;
    server.setBehaviour([&server](const Asked &asked) {
        if (countOf(asked) <= 60)
            server.answerWell(asked);
    });
    Desk desk(hastyOptions());
    QList<Point> points;
    for (int i = 0; i < 100; ++i)
        points.append(pointAt(i));
    points.append(pointAt(1000)); // shows that the unit is there
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    for (int i = 0; i <= 100; ++i)
        QTRY_VERIFY(desk.isGood(i));
    QTRY_COMPARE(desk.poller.rates().constFirst().requests, 3);
}

void PointPollerFaultsTest::aTableThatTheDeviceDoesNotHave()
{
    HostileServer server;
    server.setBehaviour([&server](const Asked &asked) {
        if (asked.pdu.at(0) == 4)
            refuse(server, asked, 1);
        else
            server.answerWell(asked);
    });
    Desk desk;
    QList<Point> points;
    for (int i = 0; i < 20; ++i) {
        points.append(pointAt(i));
        points.append(pointAt(i));
        points.last().address.table = Table::InputRegisters;
    }
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QTRY_VERIFY(desk.counts[0] >= 3);
    QVERIFY(desk.isGood(0));
    QVERIFY(desk.isFailed(1));
    QVERIFY(!desk.fault(1).isEmpty());
    // Halving would find nothing: one request for all of them says it.
    QVERIFY(server.asked().size() <= 2 * (desk.counts[0] + 1));
}

void PointPollerFaultsTest::aSilentUnitDoesNotHoldUpTheOthers()
{
    HostileServer server;
    int toTheSilent = 0;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 9)
            ++toTheSilent;
        else
            server.answerWell(asked);
    });
    Desk desk(hastyOptions());
    QList<Point> points;
    for (int i = 0; i < 10; ++i) {
        points.append(pointAt(i * 200));
        points.append(pointAt(i * 200));
        points.last().unit = 9;
    }
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QTRY_VERIFY(desk.counts[0] >= 12);
    QVERIFY(desk.isGood(0));
    QVERIFY(desk.isFailed(1) && desk.isFailed(19));
    QVERIFY(!desk.fault(19).isEmpty());
    // Each costs a whole deadline: asked for all its points in each cycle it would be 120.
    QVERIFY2(toTheSilent < 12, qPrintable(QString::number(toTheSilent)));
}

void PointPollerFaultsTest::aSilentUnitComesBack()
{
    HostileServer server;
    bool isSilent = true;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit != 9 || !isSilent)
            server.answerWell(asked);
    });
    Desk desk(hastyOptions());
    QList<Point> points{pointAt(1), pointAt(1), pointAt(700)};
    points[1].unit = points[2].unit = 9;
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QTRY_VERIFY(desk.isFailed(1) && desk.isFailed(2));
    QTRY_VERIFY(desk.faults[1] >= 3);
    isSilent = false;
    QTRY_VERIFY_WITH_TIMEOUT(desk.isGood(1) && desk.isGood(2), 20000);
}

QTEST_GUILESS_MAIN(PointPollerFaultsTest)
#include "tst_pointpollerfaults.moc"
