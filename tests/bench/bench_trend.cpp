// SPDX-License-Identifier: GPL-3.0-or-later
// Eight lines of 100,000 readings each that go on at 20 Hz, drawn without antialiasing: how long
// one drawing takes in the trend's plot, and in a bare QCustomPlot with eight graphs of the same
// readings. Both take turns in one run, so that whatever else the machine does falls on both.
#include "tests/bench/report.h"
#include "tests/bench/trendrig.h"

#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cstdio>

using namespace bench;

namespace {

constexpr int kWarmUp = 20;
constexpr int kDrawings = 200;
constexpr double kBarMs = 16;

class Bare
{
public:
    Bare()
    {
        m_plot.setNotAntialiasedElements(QCP::aeAll);
        m_plot.resize(kTrendSize);
        for (int line = 0; line < kTrendLines; ++line) {
            m_plot.addGraph();
            m_plot.graph()->setPen(QPen(QColor::fromHsl(line * 40, 200, 100)));
        }
        m_plot.yAxis->setRange(-10, 90);
        m_plot.show();
    }
    void take(int number)
    {
        for (int line = 0; line < kTrendLines; ++line) {
            m_plot.graph(line)->addData(timeAt(number), valueAt(line, number));
            if (number >= kTrendReadings)
                m_plot.graph(line)->data()->removeBefore(timeAt(number - kTrendReadings));
        }
    }
    void draw(int number)
    {
        m_plot.xAxis->setRange(timeAt(number - kTrendReadings), timeAt(number));
        m_plot.replot(QCustomPlot::rpQueuedRefresh);
    }

private:
    QCustomPlot m_plot;
};

double percentile(QList<double> values, double share)
{
    std::ranges::sort(values);
    const auto place = static_cast<qsizetype>(share * static_cast<double>(values.size()));
    return values.value(std::min(place, values.size() - 1));
}

template <typename Plot>
double drawingMs(Plot &plot, int number)
{
    QElapsedTimer timer;
    timer.start();
    plot.draw(number);
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void print(const char *what, const QList<double> &times)
{
    std::printf("%-18s: p50 %5.1f ms, p99 %5.1f ms, max %5.1f ms\n", what, percentile(times, 0.5),
                percentile(times, 0.99), percentile(times, 1));
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication app(argc, argv);
    Trend trend;
    Bare bare;
    int number = 0;
    for (; number < kTrendReadings; ++number) {
        trend.take(number);
        bare.take(number);
    }
    QList<double> trendTimes;
    QList<double> bareTimes;
    for (int drawing = 0; drawing < kWarmUp + kDrawings; ++drawing, ++number) {
        trend.take(number);
        bare.take(number);
        const double trendTime = drawingMs(trend, number);
        const double bareTime = drawingMs(bare, number);
        QApplication::processEvents();
        if (drawing < kWarmUp)
            continue;
        trendTimes.append(trendTime);
        bareTimes.append(bareTime);
    }
    std::printf("%d lines of %d readings, one more for each before every drawing, %d x %d px\n",
                kTrendLines, kTrendReadings, kTrendSize.width(), kTrendSize.height());
    print("Loopcheck's trend", trendTimes);
    print("bare QCustomPlot", bareTimes);
    std::printf("ratio of the medians: %.2f\n",
                bench::median(trendTimes) / bench::median(bareTimes));
    const double p99 = percentile(trendTimes, 0.99);
    const bool isMet = p99 < kBarMs;
    std::printf("bar %s: %.1f ms at the 99th percentile, below %.0f ms\n", isMet ? "met" : "MISSED",
                p99, kBarMs);
    return isMet ? 0 : 1;
}
