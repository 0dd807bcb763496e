// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/trendsamples.h"
#include "ui/trend/envelope.h"
#include "ui/trend/scale.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendhistory.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>

using namespace trendtest;
using ui::Envelope;
using ui::TrendHistory;
using ui::TrendSeries;

namespace {

constexpr double kStartSeconds = double(kStart) / 1000;

TrendSeries seriesOf(const QList<double> &values, qint64 spacing = 100)
{
    TrendSeries series;
    qint64 time = kStart;
    for (const double value : values) {
        series.append(time, std::isnan(value) ? failed() : good(value));
        time += spacing;
    }
    return series;
}

QList<double> valuesOf(const TrendSeries &series)
{
    QList<double> values;
    for (qsizetype i = 0; i < series.size(); ++i)
        values.append(series.at(i).value);
    return values;
}

const double kNone = std::numeric_limits<double>::quiet_NaN();

} // namespace

class TestTrendHistory : public QObject
{
    Q_OBJECT
private slots:
    void keepsTheLatestReadings();
    void keepsTheLatestWhenItsRoomChanges_data();
    void keepsTheLatestWhenItsRoomChanges();
    void putsAnOlderReadingWhereItBelongs();
    void tellsAPauseFromASlowDevice_data();
    void tellsAPauseFromASlowDevice();
    void takesNoInfiniteValue();
    void knowsWhatWasValidAtATime_data();
    void knowsWhatWasValidAtATime();
    void summarizesAStretchOfTime();
    void followsTagsWhenTheListIsReordered();
    void forgetsAPointWhoseUnitIsAnother();
    void leavesOutWhatCannotBeDrawn();
    void sharesItsRoom();
    void drawsEveryReadingWhereThereAreFew();
    void keepsTheExtremesOfEachColumn();
    void breaksTheLineAtAGap_data();
    void breaksTheLineAtAGap();
    void scalesRoundAndCalm_data();
    void scalesRoundAndCalm();
    void followsTheTimeWhileLive();
    void keepsTheCenterWhenZoomed();
};

void TestTrendHistory::keepsTheLatestReadings()
{
    TrendSeries series(1000);
    for (int i = 0; i < 2500; ++i)
        series.append(kStart + i, good(i));
    QCOMPARE(series.size(), 1000);
    QCOMPARE(series.at(0).value, 1500.0);
    QCOMPARE(series.last().value, 2499.0);
    QCOMPARE(series.lowerBound(kStart + 2000), 500);
    QCOMPARE(series.bytes(), qsizetype(1000 * sizeof(ui::Reading)));
}

void TestTrendHistory::keepsTheLatestWhenItsRoomChanges_data()
{
    QTest::addColumn<int>("room");
    QTest::addColumn<QList<double>>("kept");
    QTest::newRow("less room keeps the latest") << 2 << QList<double>{5, 6};
    QTest::newRow("more room keeps all") << 8 << QList<double>{3, 4, 5, 6};
    QTest::newRow("no room is room for one") << 0 << QList<double>{6};
}

void TestTrendHistory::keepsTheLatestWhenItsRoomChanges()
{
    QFETCH(int, room);
    QFETCH(QList<double>, kept);
    TrendSeries series(4);
    for (int i = 0; i < 7; ++i)
        series.append(kStart + i, good(i));
    series.setCapacity(room);
    QCOMPARE(valuesOf(series), kept);
    series.append(kStart + 7, good(7));
    QCOMPARE(series.last().value, 7.0);
}

void TestTrendHistory::putsAnOlderReadingWhereItBelongs()
{
    TrendSeries series(3);
    series.append(kStart + 10, good(1));
    series.append(kStart + 20, good(2));
    series.append(kStart + 30, good(3));
    series.append(kStart + 15, good(9)); // the clock was set back
    QCOMPARE(valuesOf(series), (QList<double>{9, 2, 3}));
}

void TestTrendHistory::tellsAPauseFromASlowDevice_data()
{
    QTest::addColumn<QList<qint64>>("times");
    QTest::addColumn<QList<bool>>("startsAnew");
    QTest::newRow("in time") << QList<qint64>{0, 100, 200} << QList<bool>{false, false, false};
    QTest::newRow("a second is no pause however short the period")
        << QList<qint64>{0, 100, 1000} << QList<bool>{false, false, false};
    QTest::newRow("a pause of a minute")
        << QList<qint64>{0, 100, 60'000} << QList<bool>{false, false, true};
    QTest::newRow("a device that always takes ten seconds is slow")
        << QList<qint64>{0, 10'000, 20'000} << QList<bool>{false, true, false};
}

void TestTrendHistory::tellsAPauseFromASlowDevice()
{
    QFETCH(QList<qint64>, times);
    QFETCH(QList<bool>, startsAnew);
    TrendSeries series;
    series.setPeriod(std::chrono::milliseconds(100));
    for (const qint64 time : times)
        series.append(kStart + time, good(1));
    QList<bool> found;
    for (qsizetype i = 0; i < series.size(); ++i)
        found.append(series.at(i).startsAnew);
    QCOMPARE(found, startsAnew);
}

void TestTrendHistory::takesNoInfiniteValue()
{
    TrendSeries series;
    series.append(kStart, good(std::numeric_limits<double>::infinity()));
    QVERIFY(series.last().isGap());
    QVERIFY(std::isnan(series.last().value));
}

void TestTrendHistory::knowsWhatWasValidAtATime_data()
{
    QTest::addColumn<qint64>("time");
    QTest::addColumn<QString>("valid");
    QTest::newRow("before the first reading") << qint64(-1) << "unknown";
    QTest::newRow("at a reading") << qint64(100) << "2";
    QTest::newRow("between readings the earlier one counts") << qint64(199) << "2";
    QTest::newRow("in a gap") << qint64(250) << "gap";
    QTest::newRow("within a pause") << qint64(30'000) << "unknown";
    QTest::newRow("at the reading before a pause") << qint64(300) << "4";
    QTest::newRow("after the pause") << qint64(60'100) << "5";
    QTest::newRow("long after the last reading") << qint64(600'000) << "unknown";
}

void TestTrendHistory::knowsWhatWasValidAtATime()
{
    QFETCH(qint64, time);
    QFETCH(QString, valid);
    TrendSeries series = seriesOf({1, 2, kNone, 4});
    series.append(kStart + 60'000, good(5));
    series.append(kStart + 60'100, good(5));
    const auto reading = series.validAt(kStart + time);
    const QString found = !reading           ? QStringLiteral("unknown")
                          : reading->isGap() ? QStringLiteral("gap")
                                             : QString::number(reading->value);
    QCOMPARE(found, valid);
}

void TestTrendHistory::summarizesAStretchOfTime()
{
    const TrendSeries series = seriesOf({1, 5, kNone, 3, 100});
    const ui::Summary summary = series.summary(kStart, kStart + 300);
    QCOMPARE(summary.count, 3);
    QCOMPARE(summary.low, 1.0);
    QCOMPARE(summary.high, 5.0);
    QCOMPARE(summary.mean, 3.0);
    QVERIFY(std::isnan(series.summary(kStart + 200, kStart + 200).mean));
}

void TestTrendHistory::followsTagsWhenTheListIsReordered()
{
    TrendHistory history;
    history.setPoints({point(QStringLiteral("TT-1")), point(QStringLiteral("TT-2"))});
    history.take({sample(0, 0, good(1)), sample(1, 0, good(2))});
    history.setPoints({point(QStringLiteral("TT-3")), point(QStringLiteral("TT-2")),
                       point(QStringLiteral("TT-1"))});
    history.take({sample(2, 1000, good(11)), sample(1, 1000, good(12)), sample(7, 0, good(99)),
                  sample(-1, 0, good(99))});
    QCOMPARE(valuesOf(*history.series(QStringLiteral("TT-1"))), (QList<double>{1, 11}));
    QCOMPARE(valuesOf(*history.series(QStringLiteral("TT-2"))), (QList<double>{2, 12}));
    QVERIFY(history.series(QStringLiteral("TT-3"))->isEmpty());
    history.setPoints({});
    QVERIFY(!history.series(QStringLiteral("TT-1")));
}

void TestTrendHistory::forgetsAPointWhoseUnitIsAnother()
{
    TrendHistory history;
    history.setPoints({point(QStringLiteral("TT-1"))});
    history.take({sample(0, 0, good(1))});
    history.setPoints({point(QStringLiteral("TT-1"), QStringLiteral("bar"))});
    QVERIFY(history.series(QStringLiteral("TT-1"))->isEmpty());
}

void TestTrendHistory::leavesOutWhatCannotBeDrawn()
{
    modbus::Point text = point(QStringLiteral("NAME"));
    text.format.type = modbus::DataType::Ascii;
    TrendHistory history;
    history.setPoints({text, point({}), point(QStringLiteral("TT-1")),
                       point(QStringLiteral("TT-1"), QStringLiteral("bar"))});
    history.take({sample(0, 0, good(1)), sample(1, 0, good(2)), sample(2, 0, good(3)),
                  sample(3, 0, good(4))});
    QCOMPARE(history.points().size(), 1);
    QCOMPARE(valuesOf(*history.series(QStringLiteral("TT-1"))), QList<double>{3});
    QCOMPARE(history.point(QStringLiteral("TT-1"))->engineeringUnit, QStringLiteral("C"));
}

void TestTrendHistory::sharesItsRoom()
{
    QList<modbus::Point> points;
    for (int i = 0; i < 10'000; ++i)
        points.append(point(QStringLiteral("TT-%1").arg(i)));
    TrendHistory history;
    history.setPoints(points);
    history.setShown({QStringLiteral("TT-5")});
    QCOMPARE(history.series(QStringLiteral("TT-5"))->capacity(), 100'000);
    QCOMPARE(history.series(QStringLiteral("TT-6"))->capacity(), 200);
    for (int i = 0; i < 300; ++i)
        history.take({sample(5, i, good(i)), sample(6, i, good(i))});
    QCOMPARE(history.series(QStringLiteral("TT-5"))->size(), 300);
    QCOMPARE(history.series(QStringLiteral("TT-6"))->size(), 200);
    QCOMPARE(history.span({QStringLiteral("TT-5"), QStringLiteral("TT-6")})->first, kStart);
    history.clear();
    QVERIFY(!history.span({QStringLiteral("TT-5")}));
}

void TestTrendHistory::drawsEveryReadingWhereThereAreFew()
{
    const TrendSeries series = seriesOf({1, 2, 3, 4, 5, 6}, 1000);
    Envelope envelope;
    envelope.fill(series, kStartSeconds + 1.5, kStartSeconds + 3.5, 100);
    // What is in sight, and one reading more on each side.
    QCOMPARE(envelope.points(), (QList<QPointF>{{kStartSeconds + 1, 2},
                                                {kStartSeconds + 2, 3},
                                                {kStartSeconds + 3, 4},
                                                {kStartSeconds + 4, 5}}));
    QCOMPARE(envelope.low(), 2.0);
    QCOMPARE(envelope.high(), 5.0);
    QVERIFY(envelope.gaps().isEmpty());
}

void TestTrendHistory::keepsTheExtremesOfEachColumn()
{
    TrendSeries series;
    for (int i = 0; i < 10'000; ++i)
        series.append(kStart + i, good(i == 1234 ? 500 : i == 8765 ? -500 : i % 10));
    Envelope envelope;
    envelope.fill(series, kStartSeconds, kStartSeconds + 10, 100);
    QVERIFY(envelope.points().size() <= 4 * 101);
    QCOMPARE(envelope.high(), 500.0);
    QCOMPARE(envelope.low(), -500.0);
    QVERIFY(envelope.points().contains(QPointF(double(kStart + 1234) / 1000, 500)));
    QVERIFY(envelope.points().contains(QPointF(double(kStart + 8765) / 1000, -500)));
    QVERIFY(std::ranges::is_sorted(envelope.points(), {}, &QPointF::x));
}

void TestTrendHistory::breaksTheLineAtAGap_data()
{
    QTest::addColumn<int>("readings");
    QTest::addColumn<int>("columns");
    QTest::newRow("few readings") << 100 << 1000;
    QTest::newRow("many readings in a column, one of them a gap") << 10'000 << 50;
}

void TestTrendHistory::breaksTheLineAtAGap()
{
    QFETCH(int, readings);
    QFETCH(int, columns);
    TrendSeries series;
    const int gap = readings / 2;
    for (int i = 0; i < readings; ++i)
        series.append(kStart + i * 10, i == gap ? failed() : good(1));
    Envelope envelope;
    envelope.fill(series, kStartSeconds, kStartSeconds + readings * 0.01, columns);
    const auto breaks =
        std::ranges::count_if(envelope.points(), [](QPointF p) { return std::isnan(p.y()); });
    QCOMPARE(breaks, 1);
    QCOMPARE(envelope.gaps().size(), 1);
    QCOMPARE(envelope.gaps().constFirst().from, double(kStart + gap * 10) / 1000);
    QCOMPARE(envelope.gaps().constFirst().to, double(kStart + (gap + 1) * 10) / 1000);
    QCOMPARE(envelope.ends().size(), 1);
    QCOMPARE(envelope.ends().constFirst().x(), double(kStart + (gap - 1) * 10) / 1000);
}

void TestTrendHistory::scalesRoundAndCalm_data()
{
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<double>("expectedLow");
    QTest::addColumn<double>("expectedHigh");
    QTest::newRow("what fits in stays as it is") << 5.0 << 95.0 << 0.0 << 100.0;
    QTest::newRow("what grows out has round ends") << 5.0 << 103.0 << -20.0 << 120.0;
    QTest::newRow("what fills little is shown larger") << 40.0 << 50.0 << 38.0 << 52.0;
    QTest::newRow("one value is in the middle") << 40.0 << 40.0 << 39.975 << 40.025;
}

void TestTrendHistory::scalesRoundAndCalm()
{
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(double, expectedLow);
    QFETCH(double, expectedHigh);
    const ui::ValueRange range = ui::autoRange({0, 100}, low, high);
    QCOMPARE(range.low, expectedLow);
    QCOMPARE(range.high, expectedHigh);
    QCOMPARE(ui::autoRange(range, low, high), range);
}

void TestTrendHistory::followsTheTimeWhileLive()
{
    ui::TimeView view;
    QSignalSpy liveChanges(&view, &ui::TimeView::liveChanged);
    view.setWindow(10);
    view.follow(1000, {});
    QCOMPARE(view.range(), (ui::TimeRange{990, 1000}));
    view.pan(-100);
    QCOMPARE(liveChanges.size(), 1);
    view.follow(1001, {});
    QCOMPARE(view.range(), (ui::TimeRange{890, 900}));
    view.setLive(true);
    view.setWindow(ui::TimeView::kAll);
    view.follow(1002, ui::TimeRange{500, 1001});
    QCOMPARE(view.range(), (ui::TimeRange{500, 1002}));
}

void TestTrendHistory::keepsTheCenterWhenZoomed()
{
    ui::TimeView view;
    view.setRange({100, 200});
    view.zoom(0.5, 150);
    QCOMPARE(view.range(), (ui::TimeRange{125, 175}));
    view.zoom(2, 125);
    QCOMPARE(view.range(), (ui::TimeRange{125, 225}));
    view.zoom(1e-9, 150);
    QVERIFY(view.range().length() >= 0.99 * ui::TimeView::kShortest);
}

QTEST_APPLESS_MAIN(TestTrendHistory)
#include "tst_trendhistory.moc"
