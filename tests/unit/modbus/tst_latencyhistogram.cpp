// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/latencyhistogram.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace modbus;
using namespace std::chrono_literals;
using std::chrono::microseconds;

class LatencyHistogramTest : public QObject
{
    Q_OBJECT

private slots:
    void emptyHasNoFigures();
    void oneDurationIsEveryQuantile_data();
    void oneDurationIsEveryQuantile();
    void quantilesAreWithinASixteenthOfTheTrueOnes_data();
    void quantilesAreWithinASixteenthOfTheTrueOnes();
    void barsCoverAllThatWasCounted();
};

void LatencyHistogramTest::emptyHasNoFigures()
{
    const LatencyHistogram histogram;
    QVERIFY(!histogram.least());
    QVERIFY(!histogram.most());
    QVERIFY(!histogram.quantile(0.5));
    QVERIFY(histogram.bars().isEmpty());
}

void LatencyHistogramTest::oneDurationIsEveryQuantile_data()
{
    QTest::addColumn<qint64>("duration");
    QTest::addColumn<qint64>("kept");
    for (const qint64 duration : {0LL, 1LL, 15LL, 16LL, 31LL, 32LL, 33LL, 1000LL, 60'000'000LL})
        QTest::addRow("%lld us", static_cast<long long>(duration)) << duration << duration;
    QTest::newRow("a week") << qint64(604'800'000'000) << qint64(604'800'000'000);
    QTest::newRow("less than nothing") << qint64(-5) << qint64(0);
}

void LatencyHistogramTest::oneDurationIsEveryQuantile()
{
    QFETCH(qint64, duration);
    QFETCH(qint64, kept);
    LatencyHistogram histogram;
    histogram.add(microseconds(duration));
    QCOMPARE(histogram.count(), 1ULL);
    for (const double part : {0.0, 0.5, 0.99, 1.0})
        QCOMPARE(histogram.quantile(part)->count(), kept);
    QCOMPARE(histogram.least()->count(), kept);
    QCOMPARE(histogram.most()->count(), kept);
}

void LatencyHistogramTest::quantilesAreWithinASixteenthOfTheTrueOnes_data()
{
    QTest::addColumn<double>("mean"); // of the logarithm
    QTest::newRow("around 20 us") << 3.0;
    QTest::newRow("around 1 ms") << 7.0;
    QTest::newRow("around 1 s") << 13.8;
}

void LatencyHistogramTest::quantilesAreWithinASixteenthOfTheTrueOnes()
{
    QFETCH(double, mean);
    std::mt19937 random(1);
    std::lognormal_distribution<double> durations(mean, 1.0);
    LatencyHistogram histogram;
    std::vector<qint64> all;
    for (int i = 0; i < 10000; ++i) {
        all.push_back(qint64(durations(random)));
        histogram.add(microseconds(all.back()));
    }
    std::sort(all.begin(), all.end());
    for (const double part : {0.01, 0.5, 0.95, 0.99}) {
        const auto exact = double(all[std::size_t(part * 10000) - 1]);
        const auto told = double(histogram.quantile(part)->count());
        QVERIFY2(std::abs(told - exact) <= exact / 16,
                 qPrintable(QStringLiteral("%1: %2 for %3").arg(part).arg(told).arg(exact)));
    }
    QCOMPARE(histogram.least()->count(), all.front());
    QCOMPARE(histogram.most()->count(), all.back());
}

void LatencyHistogramTest::barsCoverAllThatWasCounted()
{
    LatencyHistogram histogram;
    for (const microseconds duration : {microseconds(3), microseconds(40), microseconds(41),
                                        microseconds(1000), microseconds(2500)})
        histogram.add(duration);
    const QList<LatencyHistogram::Bar> bars = histogram.bars();
    quint64 count = 0;
    for (qsizetype i = 0; i < bars.size(); ++i) {
        QVERIFY(bars[i].from < bars[i].to);
        if (i > 0)
            QCOMPARE(bars[i].from.count(), bars[i - 1].to.count());
        count += bars[i].count;
    }
    QCOMPARE(count, 5ULL);
    QVERIFY(bars.first().from <= 3us && bars.first().to > 3us);
    QVERIFY(bars.last().from <= 2500us && bars.last().to > 2500us);
}

QTEST_APPLESS_MAIN(LatencyHistogramTest)
#include "tst_latencyhistogram.moc"
