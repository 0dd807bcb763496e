// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficstatistics.h"
#include "tests/support/trafficframes.h"

#include <QTest>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;
using Figure = quint64 TrafficFigures::*;

Q_DECLARE_METATYPE(Figure)

class TrafficStatisticsTest : public QObject
{
    Q_OBJECT

private slots:
    void eachServerAndFunctionHasItsOwnRow();
    void eachFaultHasItsOwnFigure_data();
    void eachFaultHasItsOwnFigure();
    void onlyAnswersInTimeCountAsLatency();
    void bytesAreCountedBothWays();
    void whatBefallsTheLineMakesNoRow();
    void rowsHaveALimit();
    void rateIsThatOfTheLastWholeSeconds();
    void rateForgetsWhatIsLongAgo();

private:
    const Endpoint m_server{QStringLiteral("192.0.2.7"), 502};
};

void TrafficStatisticsTest::eachServerAndFunctionHasItsOwnRow()
{
    TrafficStatistics statistics;
    TrafficFrame write = requestFrame(2);
    write.function = 6;
    statistics.count(m_server, requestFrame(1));
    statistics.count(m_server, write);
    statistics.count({m_server.host, 503}, requestFrame(1));
    statistics.count({m_server.host, 503}, requestFrame(2));
    QCOMPARE(statistics.rows().size(), std::size_t(3));
    QCOMPARE(statistics.rows().at({m_server, 3}).requests, 1ULL);
    QCOMPARE(statistics.rows().at({m_server, 6}).requests, 1ULL);
    QCOMPARE(statistics.rows().at({{m_server.host, 503}, 3}).requests, 2ULL);
    statistics.clear();
    QVERIFY(statistics.rows().empty());
}

void TrafficStatisticsTest::eachFaultHasItsOwnFigure_data()
{
    QTest::addColumn<TrafficFrame>("frame");
    QTest::addColumn<Figure>("figure");
    QTest::newRow("an exception") << exceptionFrame(1) << &TrafficFigures::exceptions;
    const auto flagged = [](Flag flag) {
        TrafficFrame frame = replyFrame(1);
        frame.flag = flag;
        return frame;
    };
    QTest::newRow("a bad reply") << flagged(Flag::BadReply) << &TrafficFigures::badReplies;
    QTest::newRow("another unit") << flagged(Flag::ForeignUnit) << &TrafficFigures::foreignUnits;
    QTest::newRow("not asked") << flagged(Flag::ForeignTransaction)
                               << &TrafficFigures::foreignTransactions;
    QTest::newRow("late") << flagged(Flag::Late) << &TrafficFigures::lateReplies;
    QTest::newRow("no reply in time")
        << lineFrame(Kind::Unanswered, Flag::Timeout, 1) << &TrafficFigures::timeouts;
}

void TrafficStatisticsTest::eachFaultHasItsOwnFigure()
{
    QFETCH(TrafficFrame, frame);
    QFETCH(Figure, figure);
    TrafficStatistics statistics;
    statistics.count(m_server, requestFrame(1));
    statistics.count(m_server, frame);
    const TrafficFigures &figures = statistics.rows().at({m_server, 3});
    QCOMPARE(figures.*figure, 1ULL);
    QCOMPARE(figures.faults(), 1ULL);
    QCOMPARE(figures.replies, 0ULL);
}

void TrafficStatisticsTest::onlyAnswersInTimeCountAsLatency()
{
    TrafficStatistics statistics;
    TrafficFrame late = replyFrame(3, "0007", 5s);
    late.flag = Flag::Late;
    statistics.count(m_server, replyFrame(1, "0007", 250us));
    statistics.count(m_server, exceptionFrame(2));
    statistics.count(m_server, late);
    const LatencyHistogram &latencies = statistics.rows().at({m_server, 3}).latencies;
    QCOMPARE(latencies.count(), 2ULL);
    QCOMPARE(latencies.most()->count(), 250);
}

void TrafficStatisticsTest::bytesAreCountedBothWays()
{
    TrafficStatistics statistics;
    statistics.count(m_server, requestFrame(1));
    statistics.count(m_server, replyFrame(1));
    const TrafficFigures &figures = statistics.rows().at({m_server, 3});
    QCOMPARE(figures.bytesSent, 12ULL);
    QCOMPARE(figures.bytesReceived, 11ULL);
}

void TrafficStatisticsTest::whatBefallsTheLineMakesNoRow()
{
    TrafficStatistics statistics;
    statistics.count(m_server, lineFrame(Kind::Opened));
    statistics.count(m_server, lineFrame(Kind::Closed, Flag::Lost));
    statistics.count(m_server, lineFrame(Kind::ConnectFailed, Flag::Lost));
    QVERIFY(statistics.rows().empty());
}

void TrafficStatisticsTest::rowsHaveALimit()
{
    TrafficStatistics statistics;
    for (quint16 port = 1; port <= TrafficStatistics::kMostRows + 100; ++port)
        statistics.count({m_server.host, port}, requestFrame(1));
    QCOMPARE(statistics.rows().size(), TrafficStatistics::kMostRows);
    QVERIFY(statistics.bytes() < 16 * 1024 * 1024);
    // Those that have a row go on counting.
    statistics.count({m_server.host, 1}, requestFrame(2));
    QCOMPARE(statistics.rows().at({{m_server.host, 1}, 3}).requests, 2ULL);
}

void TrafficStatisticsTest::rateIsThatOfTheLastWholeSeconds()
{
    RequestRate rate;
    QCOMPARE(rate.perSecond(1000s), 0.0);
    for (int second = 0; second < 20; ++second) {
        for (int i = 0; i < 10 * (second < 10 ? 1 : 3); ++i)
            rate.count(1000s + second * 1s + i * 1ms);
    }
    QCOMPARE(rate.perSecond(1020s), 30.0);
    QCOMPARE(rate.perSecond(1019s + 900ms), 30.0); // the second that is not over does not count

    RequestRate young;
    young.count(1000s);
    QCOMPARE(young.perSecond(1000s + 500ms), 0.0); // nothing whole yet
    young.count(1001s);
    young.count(1001s);
    QCOMPARE(young.perSecond(1002s), 1.5); // three in two seconds
}

void TrafficStatisticsTest::rateForgetsWhatIsLongAgo()
{
    RequestRate rate;
    for (int i = 0; i < 50; ++i)
        rate.count(1000s);
    QCOMPARE(rate.perSecond(1005s), 10.0);
    QCOMPARE(rate.perSecond(1006s), 0.0);
    QCOMPARE(rate.perSecond(5000s), 0.0);
    rate.count(5000s);
    QCOMPARE(rate.perSecond(5001s), 0.2);
    rate.count(900s); // the clock was set back: not worth a crash
    QCOMPARE(rate.perSecond(5001s), 0.2);
}

QTEST_APPLESS_MAIN(TrafficStatisticsTest)
#include "tst_trafficstatistics.moc"
