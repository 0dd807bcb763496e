// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/measuring.h"
#include "tests/support/hostileserver.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace modbus;
using namespace modbus::discovery;
using namespace support;
using namespace std::chrono_literals;

namespace {

Measuring::Options optionsFor(HostileServer &server, std::chrono::milliseconds deadline = 20s)
{
    Measuring::Options options;
    options.target = {{QStringLiteral("127.0.0.1"), server.listen()}, 1};
    options.deadline = deadline;
    return options;
}

Measurements measure(const Measuring::Options &options)
{
    Measuring measuring(options);
    Measurements measured;
    int ends = 0;
    QObject::connect(&measuring, &Measuring::finished, &measuring, [&](const Measurements &got) {
        measured = got;
        ++ends;
    });
    measuring.start();
    [&] { QTRY_COMPARE_WITH_TIMEOUT(ends, 1, 60000); }();
    return measured;
}

int countOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 3);
}

void refuse(HostileServer &server, const Asked &asked, char code)
{
    Answer answer = server.answerTo(asked);
    answer.pdu = QByteArray(1, char(quint8(asked.pdu[0]) | 0x80)) + code;
    HostileServer::send(asked, answer.bytes());
}

} // namespace

class MeasuringTest : public QObject
{
    Q_OBJECT
private slots:
    void aCapableDeviceGivesAll();
    void longestBlockIsExact_data();
    void longestBlockIsExact();
    void endOfTheRangeIsNoLimitOfLength_data();
    void endOfTheRangeIsNoLimitOfLength();
    void requestsAtOnceAreExact_data();
    void requestsAtOnceAreExact();
    void gapIsFound();
    void sessionsAreCountedOnlyWhenAsked_data();
    void sessionsAreCountedOnlyWhenAsked();
    void nothingToMeasureWithIsSaid();
    void refusedConnectionIsSaid();
    void stopsAtOnce();
    void recommendationFits();
};

void MeasuringTest::aCapableDeviceGivesAll()
{
    HostileServer server;
    const Measurements measured = measure(optionsFor(server));
    QVERIFY2(measured.isComplete, qPrintable(measured.fault));
    QCOMPARE(measured.largestBlock, 125);
    QCOMPARE(measured.inFlight, 16);
    QCOMPARE(measured.gap, 0ms);
    QVERIFY(measured.isGapEnough);
    QCOMPARE(measured.sessions, 0);
    QVERIFY(measured.slowest > 0us);
    QCOMPARE(server.connections(), 1);
    for (const Asked &asked : server.asked())
        QCOMPARE(asked.pdu[0], '\x03');
}

void MeasuringTest::longestBlockIsExact_data()
{
    QTest::addColumn<int>("most");
    for (const int most : {1, 2, 50, 64, 100, 124, 125})
        QTest::addRow("%d registers", most) << most;
}

void MeasuringTest::longestBlockIsExact()
{
    QFETCH(int, most);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        countOf(asked) <= most ? server.answerWell(asked) : refuse(server, asked, 3);
    });
    const Measurements measured = measure(optionsFor(server));
    QVERIFY(measured.isComplete);
    QCOMPARE(measured.largestBlock, most);
    QVERIFY(measured.isBlockByLength);
    QCOMPARE(recommended(measured, {}).largestBlock, most);
}

/// What ends there is the range, not what the device gives at a time.
void MeasuringTest::endOfTheRangeIsNoLimitOfLength_data()
{
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("first");
    QTest::newRow("a range of 40") << 40 << 0;
    QTest::newRow("a range of 1") << 1 << 0;
    QTest::newRow("the end of the table") << kTableSize << kTableSize - 10;
}

void MeasuringTest::endOfTheRangeIsNoLimitOfLength()
{
    QFETCH(int, end);
    QFETCH(int, first);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        const int last = qFromBigEndian<quint16>(asked.pdu.constData() + 1) + countOf(asked);
        last <= end ? server.answerWell(asked) : refuse(server, asked, 2);
    });
    Measuring::Options options = optionsFor(server);
    options.first.offset = quint16(first);
    const Measurements measured = measure(options);
    QVERIFY(measured.isComplete);
    QCOMPARE(measured.largestBlock, end - first);
    QVERIFY(!measured.isBlockByLength);
    QCOMPARE(recommended(measured, {}).largestBlock, kMostRegistersRead);
}

void MeasuringTest::requestsAtOnceAreExact_data()
{
    QTest::addColumn<int>("most");
    for (const int most : {1, 2, 3, 5, 8, 13, 16})
        QTest::addRow("%d at once", most) << most;
}

/// The device answers so many of the requests that come together, and drops the others.
void MeasuringTest::requestsAtOnceAreExact()
{
    QFETCH(int, most);
    HostileServer server;
    int waiting = 0;
    server.setBehaviour([&](const Asked &asked) {
        if (++waiting > most)
            return;
        server.answerWell(asked);
        QTimer::singleShot(0, &server, [&waiting] { waiting = 0; });
    });
    const Measurements measured = measure(optionsFor(server, 300ms));
    QVERIFY(measured.isComplete);
    QCOMPARE(measured.inFlight, most);
}

/// The device is deaf for a moment after each answer.
void MeasuringTest::gapIsFound()
{
    HostileServer server;
    QElapsedTimer since;
    server.setBehaviour([&](const Asked &asked) {
        if (server.asked().size() > 10 && since.isValid() && since.elapsed() < 150)
            return;
        server.answerWell(asked);
        since.start();
    });
    const Measurements measured = measure(optionsFor(server, 200ms));
    QVERIFY(measured.isComplete);
    QVERIFY2(measured.gap == 200ms, qPrintable(QString::number(measured.gap.count())));
    QVERIFY(measured.isGapEnough);
    QCOMPARE(recommended(measured, {}).window, 1);
    QCOMPARE(recommended(measured, {}).gap, 200ms);
}

void MeasuringTest::sessionsAreCountedOnlyWhenAsked_data()
{
    QTest::addColumn<int>("most");
    QTest::newRow("one") << 1;
    QTest::newRow("four") << 4;
    QTest::newRow("more than are tried") << 20;
}

void MeasuringTest::sessionsAreCountedOnlyWhenAsked()
{
    QFETCH(int, most);
    HostileServer server;
    server.setMostSessions(most);
    Measuring::Options options = optionsFor(server);
    options.measuresSessions = true;
    const Measurements measured = measure(options);
    QVERIFY2(measured.isComplete, qPrintable(measured.fault));
    QCOMPARE(measured.sessions, std::min(most, Measuring::kMostSessions));
    QCOMPARE(measured.mayHaveMoreSessions, most > Measuring::kMostSessions);
}

void MeasuringTest::nothingToMeasureWithIsSaid()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { refuse(server, asked, 2); });
    const Measurements measured = measure(optionsFor(server));
    QVERIFY(!measured.isComplete);
    QVERIFY(measured.fault.contains(QLatin1StringView("address")));
    QCOMPARE(server.asked().size(), 1);
}

void MeasuringTest::refusedConnectionIsSaid()
{
    HostileServer server;
    const Measuring::Options options = optionsFor(server);
    server.shutDown();
    const Measurements measured = measure(options);
    QVERIFY(!measured.isComplete);
    QVERIFY(!measured.fault.isEmpty());
}

void MeasuringTest::stopsAtOnce()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Measuring measuring(optionsFor(server));
    QSignalSpy finished(&measuring, &Measuring::finished);
    measuring.start();
    QTRY_COMPARE(server.asked().size(), 1);
    measuring.cancel();
    QCOMPARE(finished.size(), 1);
    QVERIFY(finished[0][0].value<Measurements>().wasCancelled);
    measuring.cancel();
    QCOMPARE(finished.size(), 1);
}

void MeasuringTest::recommendationFits()
{
    Connection::Options present;
    present.retries = 3;
    Measurements measured;
    QCOMPARE(recommended(measured, present), present); // nothing measured, nothing changed
    measured.inFlight = 4;
    measured.slowest = 31ms;
    const Connection::Options options = recommended(measured, present);
    QCOMPARE(options.window, 4);
    QCOMPARE(options.responseDeadline, 350ms);
    QCOMPARE(options.retries, 3);
    measured.slowest = 100us;
    QCOMPARE(recommended(measured, present).responseDeadline, 200ms);
    measured.largestBlock = 320;
    measured.isBlockByLength = true;
    measured.first.table = Table::Coils;
    QCOMPARE(recommended(measured, present).largestBlock, 20);
    measured.largestBlock = 5;
    QCOMPARE(recommended(measured, present).largestBlock, 1);
}

QTEST_GUILESS_MAIN(MeasuringTest)
#include "tst_measuring.moc"
