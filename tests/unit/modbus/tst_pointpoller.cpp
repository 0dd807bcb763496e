// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/modbus/pointdesk.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>
#include <cmath>

using namespace pointdesk;
using namespace std::chrono_literals;

/// PointPoller against devices that are well, slow or gone.
class PointPollerTest : public QObject
{
    Q_OBJECT

private slots:
    void readsEveryTableAndScales();
    void neighboursShareARequest();
    void requestsKeepToTheConnectionsLargestBlock();
    void readsOnceOnDemand();
    void eachPeriodHasItsOwnRhythm();
    void startTimesStayOnTheirGrid();
    void keepsToTheWindow();
    void longPeriodsAreServedOnALineThatIsTooSlow();

    void aSilentDeviceGetsNoBurst();
    void aDeadDeviceDoesNotHoldUpTheOthers();
    void anOutageIsToldOfAndOutlived();

    void pointsThatCannotBeAskedSayWhy();
    void aNewListForgetsTheOldOne();
    void stopsWhileSamplesAreTold();
    void outlivesItsConnection();
};

void PointPollerTest::readsEveryTableAndScales()
{
    HostileServer server;
    Desk desk;
    QList<Point> points;
    for (const Table table :
         {Table::Coils, Table::DiscreteInputs, Table::InputRegisters, Table::HoldingRegisters}) {
        Point point = pointAt(7);
        point.address.table = table;
        points.append(point);
    }
    points[3].scaling = {0.5, 10};
    Point twoRegisters = pointAt(1);
    twoRegisters.format.type = DataType::UInt32;
    twoRegisters.format.order = WordOrder::CDAB;
    points.append(twoRegisters);
    Point bit = pointAt(5);
    bit.bit = 2;
    points.append(bit);
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QVERIFY(desk.poller.isRunning());
    for (int i = 0; i < int(points.size()); ++i)
        QTRY_VERIFY(desk.isGood(i));
    QCOMPARE(desk.number(0), 1.0);
    QCOMPARE(desk.number(1), 1.0);
    QCOMPARE(desk.number(2), 7.0);
    QCOMPARE(desk.number(3), 13.5);
    QCOMPARE(desk.number(4), 2.0 * 65536 + 1);
    QCOMPARE(desk.number(5), 1.0);
    QVERIFY(desk.latest[0].time > 1'600'000'000'000);
    QVERIFY(desk.poller.untilNextStart() <= points[0].period);
    desk.poller.stop();
    QCOMPARE(desk.poller.untilNextStart(), std::chrono::milliseconds(24h));
}

void PointPollerTest::neighboursShareARequest()
{
    HostileServer server;
    Desk desk;
    QList<Point> points;
    for (int i = 0; i < 100; ++i)
        points.append(pointAt((i * 37) % 100)); // in no order
    points.append(pointAt(50));                 // twice
    points.append(pointAt(400));
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.readOnce();
    for (int i = 0; i < int(points.size()); ++i)
        QTRY_VERIFY(desk.isGood(i));
    for (int i = 0; i < int(points.size()); ++i)
        QCOMPARE(desk.number(i), double(points.at(i).address.offset));
    QCOMPARE(server.asked().size(), 2);
    QCOMPARE(desk.poller.rates().size(), 1);
    QCOMPARE(desk.poller.rates().constFirst().requests, 2);
}

void PointPollerTest::requestsKeepToTheConnectionsLargestBlock()
{
    HostileServer server;
    Connection::Options options = patientOptions();
    options.largestBlock = 40;
    Desk desk(options);
    QList<Point> points;
    for (int i = 0; i < 100; ++i)
        points.append(pointAt(i));
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.readOnce();
    for (int i = 0; i < int(points.size()); ++i)
        QTRY_VERIFY(desk.isGood(i));
    QCOMPARE(server.asked().size(), 3);
    QCOMPARE(desk.poller.rates().constFirst().requests, 3);
}

void PointPollerTest::readsOnceOnDemand()
{
    HostileServer server;
    Desk desk;
    desk.poller.setPoints(on(server.listen(), {pointAt(1)}));
    desk.poller.readOnce();
    desk.poller.readOnce();
    QTRY_VERIFY(desk.isGood(0));
    QCOMPARE(server.asked().size(), 1);
    QVERIFY(!desk.poller.isRunning());
    desk.poller.readOnce();
    QTRY_COMPARE(desk.counts[0], 2);
}

void PointPollerTest::eachPeriodHasItsOwnRhythm()
{
    HostileServer server;
    Desk desk;
    QSignalSpy ratesChanged(&desk.poller, &PointPoller::ratesChanged);
    desk.poller.setPoints(on(server.listen(), {pointAt(1, 50ms), pointAt(2, 1h)}));
    desk.poller.start();
    QTRY_VERIFY(desk.counts[0] >= 8);
    QCOMPARE(desk.counts[1], 1);
    const QList<PollRate> rates = desk.poller.rates();
    QCOMPARE(rates.size(), 2);
    QCOMPARE(rates.at(0).period, 50ms);
    QVERIFY(rates.at(0).cycles >= 8);
    QVERIFY(rates.at(0).achieved > 0us);
    QCOMPARE(rates.at(1).period, std::chrono::milliseconds(1h));
    QCOMPARE(rates.at(1).cycles, quint64(1));
    QTRY_VERIFY(!ratesChanged.isEmpty());
}

void PointPollerTest::startTimesStayOnTheirGrid()
{
    // However late single starts are on a busy machine, cycles and skipped periods together are
    // what has passed: a schedule that starts over with each cycle falls behind it.
    HostileServer server;
    Desk desk;
    desk.poller.setPoints(on(server.listen(), {pointAt(1, 50ms)}));
    QElapsedTimer clock;
    desk.poller.start();
    QTRY_COMPARE(desk.counts[0], 1);
    clock.start();
    QTRY_VERIFY(desk.counts[0] >= 20);
    const qint64 passed = clock.elapsed();
    const PollRate rate = desk.poller.rates().constFirst();
    const qint64 turns = qint64(rate.cycles + rate.skipped) - 1;
    QVERIFY2(std::abs(turns - passed / 50) <= 1,
             qPrintable(QStringLiteral("%1 turns in %2 ms").arg(turns).arg(passed)));
}

void PointPollerTest::keepsToTheWindow()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection::Options options = patientOptions();
    options.window = 3;
    Desk desk(options);
    QList<Point> points;
    for (int i = 0; i < 10; ++i) {
        Point point = pointAt(i * 200, i % 2 == 0 ? 50ms : 60ms);
        point.unit = quint8(1 + i % 3);
        points.append(point);
    }
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QTRY_COMPARE(held.size(), 3);
    QTRY_VERIFY(desk.poller.rates().at(0).skipped >= 2);
    QCOMPARE(held.size(), 3);
    while (desk.latest.size() < 10) {
        QTRY_VERIFY(!held.isEmpty());
        QVERIFY(held.size() <= 3);
        const auto told = desk.latest.size();
        server.answerWell(held.takeFirst());
        QTRY_VERIFY(desk.latest.size() > told);
    }
}

void PointPollerTest::longPeriodsAreServedOnALineThatIsTooSlow()
{
    // Each request takes 30 ms. Those of 50 ms fill the line, and those of 100 ms what they leave.
    HostileServer server;
    server.setBehaviour([&server](const Asked &asked) {
        QTimer::singleShot(30ms, Qt::PreciseTimer, &server,
                           [&server, asked] { server.answerWell(asked); });
    });
    Desk desk(patientOptions());
    QList<Point> points;
    for (int i = 0; i < 3; ++i)
        points.append({pointAt(i * 1000), pointAt(i * 1000 + 10'000, 100ms)});
    points.append(pointAt(60'000, 500ms));
    desk.poller.setPoints(on(server.listen(), points));
    desk.poller.start();
    QTRY_VERIFY_WITH_TIMEOUT(desk.counts[0] >= 30, 30'000); // 90 ms each at least
    QVERIFY2(desk.counts[6] >= 3, qPrintable(QString::number(desk.counts[6])));
}

void PointPollerTest::aSilentDeviceGetsNoBurst()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Desk desk(patientOptions());
    desk.poller.setPoints(on(server.listen(), {pointAt(1), pointAt(500)}));
    desk.poller.start();
    QTRY_VERIFY(desk.poller.rates().constFirst().skipped >= 6);
    QCOMPARE(server.asked().size(), 1);
    QCOMPARE(desk.poller.rates().constFirst().cycles, quint64(1));
    QVERIFY(desk.latest.empty());

    // Had requests piled up, they would go out now, ahead of the marker.
    QObject::connect(&desk.poller, &PointPoller::sampled, &desk.poller, &PointPoller::stop);
    server.setBehaviour({});
    server.answerWell(held.first());
    QTRY_VERIFY(desk.isGood(0));
    bool isMarkerAnswered = false;
    desk.connections.begin()->second->send(*readRequest(9, {Table::Coils, 0}, 1), this,
                                           [&](const auto &) { isMarkerAnswered = true; });
    QTRY_VERIFY(isMarkerAnswered);
    QVERIFY(server.asked().size() <= 3);
}

void PointPollerTest::aDeadDeviceDoesNotHoldUpTheOthers()
{
    HostileServer silent;
    silent.setBehaviour([](const Asked &) {});
    HostileServer healthy;
    Desk desk(patientOptions());
    QList<Point> points = on(silent.listen(), {pointAt(1)}) + on(healthy.listen(), {pointAt(2)});
    desk.poller.setPoints(points);
    desk.poller.start();
    QTRY_VERIFY(desk.counts[1] >= 10);
    QCOMPARE(silent.asked().size(), 1);
    QCOMPARE(desk.counts[0], 0);
    QCOMPARE(desk.poller.rates().size(), 2);
}

void PointPollerTest::anOutageIsToldOfAndOutlived()
{
    HostileServer server;
    const quint16 port = server.listen();
    Desk desk(hastyOptions());
    desk.poller.setPoints(on(port, {pointAt(1), pointAt(2), pointAt(300)}));
    desk.poller.start();
    QTRY_VERIFY(desk.isGood(0) && desk.isGood(2));
    server.shutDown();
    QTRY_VERIFY(desk.isFailed(0) && desk.isFailed(1) && desk.isFailed(2));
    QTRY_VERIFY(desk.faults[2] >= 5);
    QVERIFY(desk.fault(2).contains(QString::number(port)));
    QVERIFY(desk.poller.rates().constFirst().skipped > 0);

    const auto before = server.asked().size();
    const quint64 cycles = desk.poller.rates().constFirst().cycles;
    server.listen(port);
    QTRY_VERIFY(desk.isGood(0) && desk.isGood(2));
    // Two requests for each cycle that began since, and none for those that didn't.
    const quint64 since = desk.poller.rates().constFirst().cycles - cycles;
    QVERIFY(quint64(server.asked().size() - before) <= 2 * (since + 1));
}

void PointPollerTest::pointsThatCannotBeAskedSayWhy()
{
    HostileServer server;
    Desk desk;
    QList<Point> points{pointAt(1), pointAt(2), pointAt(65535), pointAt(3)};
    points[1].device = QStringLiteral("no:such:device");
    points[2].format.type = DataType::Float32;
    points[2].device = local(server.listen());
    points[3].device = local(server.port());
    desk.poller.setPoints(points);
    desk.poller.start();
    QTRY_VERIFY(desk.isGood(3));
    for (int i = 0; i < 3; ++i) {
        QTRY_VERIFY(desk.isFailed(i));
        QVERIFY(!desk.fault(i).isEmpty());
        QVERIFY(std::isnan(desk.number(i)));
    }
    desk.poller.setDefaultDevice(Endpoint{QStringLiteral("127.0.0.1"), server.port()});
    QTRY_VERIFY(desk.isGood(0));
    desk.poller.setDefaultDevice({});
    QTRY_VERIFY(desk.isFailed(0));
}

void PointPollerTest::aNewListForgetsTheOldOne()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Desk desk(patientOptions());
    QSignalSpy changes(&desk.poller, &PointPoller::pointsChanged);
    const quint16 port = server.listen();
    desk.poller.setPoints(on(port, {pointAt(1, 1h), pointAt(2, 1h)}));
    desk.poller.start();
    QTRY_COMPARE(held.size(), 1);
    desk.poller.setPoints(on(port, {pointAt(77, 1h)}));
    QCOMPARE(changes.size(), 2);
    server.answerWell(held.takeFirst());
    QTRY_COMPARE(held.size(), 1);
    server.answerWell(held.takeFirst());
    QTRY_VERIFY(desk.isGood(0));
    QCOMPARE(desk.number(0), 77.0);
    QCOMPARE(desk.counts[0], 1);
    QVERIFY(!desk.latest.contains(1));
}

void PointPollerTest::stopsWhileSamplesAreTold()
{
    HostileServer server;
    Desk desk;
    const quint16 port = server.listen();
    QObject::connect(&desk.poller, &PointPoller::sampled, &desk.poller, [&desk, port] {
        desk.poller.stop();
        desk.poller.setPoints(on(port, {pointAt(9)}));
    });
    QSignalSpy running(&desk.poller, &PointPoller::runningChanged);
    desk.poller.setPoints(on(port, {pointAt(1), pointAt(1000)}));
    desk.poller.start();
    QTRY_COMPARE(running.size(), 2);
    QVERIFY(!desk.poller.isRunning());
    desk.poller.readOnce();
    QTRY_COMPARE(desk.number(0), 9.0);
}

void PointPollerTest::outlivesItsConnection()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Desk desk(patientOptions());
    desk.poller.setPoints(on(server.listen(), {pointAt(1)}));
    desk.poller.start();
    QTRY_COMPARE(server.asked().size(), 1);
    server.setBehaviour({});
    delete std::exchange(desk.connections[server.port()], nullptr);
    QTRY_VERIFY(desk.isGood(0));
    QCOMPARE(server.connections(), 2);
}

QTEST_GUILESS_MAIN(PointPollerTest)
#include "tst_pointpoller.moc"
