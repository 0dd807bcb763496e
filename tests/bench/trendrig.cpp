// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/trendrig.h"

#include <QDateTime>
#include <cmath>

namespace bench {

namespace {

qint64 msAt(int number)
{
    static const qint64 start =
        QDateTime::currentMSecsSinceEpoch() - kTrendReadings * kTrendPeriod.count();
    return start + number * kTrendPeriod.count();
}

} // namespace

double valueAt(int line, int number)
{
    const double noise = double((number * 7919 + line * 104'729) % 1000) / 1000;
    return 10 * line + std::sin(number * 1e-3 + line) * 5 + noise;
}

double timeAt(int number)
{
    return double(msAt(number)) / 1000;
}

Trend::Trend()
    : m_plot(m_legend, m_axes, m_view)
{
    QList<modbus::Point> points;
    QStringList tags;
    for (int line = 0; line < kTrendLines; ++line) {
        modbus::Point point;
        point.tag = QStringLiteral("TT-%1").arg(line);
        point.period = kTrendPeriod;
        points.append(point);
        tags.append(point.tag);
    }
    m_history.setPoints(points);
    m_history.setShown(tags);
    m_legend.setHistory(m_history);
    m_legend.add(tags);
    QObject::connect(&m_plot, &QCustomPlot::afterReplot, &m_plot, [this] { ++m_drawings; });
    m_plot.resize(kTrendSize);
    m_plot.show();
}

void Trend::take(int number)
{
    QList<modbus::Sample> samples;
    for (int line = 0; line < kTrendLines; ++line) {
        const double value = valueAt(line, number);
        samples.append({line, msAt(number), {modbus::Quality::Good, value, value, {}}});
    }
    m_history.take(samples);
}

void Trend::draw(int number)
{
    m_view.setRange({timeAt(number - kTrendReadings), timeAt(number)});
    m_view.setLive(true);
    m_plot.replot(QCustomPlot::rpQueuedRefresh);
}

void Trend::goLive()
{
    m_view.setWindow(timeAt(kTrendReadings) - timeAt(0));
    m_view.setLive(true);
}

} // namespace bench
