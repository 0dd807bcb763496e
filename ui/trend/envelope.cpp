// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/envelope.h"

#include "ui/trend/trendseries.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double seconds(qint64 time)
{
    return double(time) / 1000.0;
}

/// The readings of one column of pixels, by index.
struct Column
{
    qsizetype first = -1;
    qsizetype low = -1;
    qsizetype high = -1;
    qsizetype last = -1;
    double lowValue = 0;
    double highValue = 0;
    double end = -kInfinity; ///< ms, exclusive

    bool isEmpty() const { return first < 0; }
    void begin(qsizetype index, double value)
    {
        first = low = high = last = index;
        lowValue = highValue = value;
    }
    void add(qsizetype index, double value)
    {
        last = index;
        if (value < lowValue) {
            lowValue = value;
            low = index;
        } else if (value > highValue) {
            highValue = value;
            high = index;
        }
    }
    /// Appends what is to be drawn, in the order of time.
    void moveTo(QList<QPointF> &points, const TrendSeries &series)
    {
        if (isEmpty())
            return;
        qsizetype written = -1;
        for (const qsizetype index : {first, std::min(low, high), std::max(low, high), last}) {
            if (index == written)
                continue;
            points.append({seconds(series.at(index).time), series.at(index).value});
            written = index;
        }
        first = -1;
    }
};

} // namespace

void Envelope::breakLine()
{
    if (!m_points.isEmpty() && !std::isnan(m_points.constLast().y()))
        m_points.append({m_points.constLast().x(), std::numeric_limits<double>::quiet_NaN()});
}

void Envelope::addGap(double from, double to, double column)
{
    if (!m_gaps.isEmpty() && from - m_gaps.constLast().to < column) {
        m_gaps.last().to = to;
        return;
    }
    m_gaps.append({from, to});
    if (!m_points.isEmpty() && !std::isnan(m_points.constLast().y()))
        m_ends.append(m_points.constLast());
}

void Envelope::fill(const TrendSeries &series, double from, double to, int columns)
{
    m_points.clear();
    m_gaps.clear();
    m_ends.clear();
    m_low = kInfinity;
    m_high = -kInfinity;
    if (columns < 1 || !(from < to))
        return;
    const auto fromMs = qint64(std::floor(from * 1000));
    const auto toMs = qint64(std::ceil(to * 1000));
    const qsizetype begin = std::max<qsizetype>(series.lowerBound(fromMs) - 1, 0);
    const qsizetype end = std::min(series.lowerBound(toMs + 1) + 1, series.size());
    const double columnMs = (to - from) * 1000 / columns;
    const double columnSeconds = columnMs / 1000;
    // Where readings are fewer than columns every one is drawn.
    const double width = end - begin <= 2 * qsizetype(columns) ? 0 : columnMs;

    Column column;
    bool isInGap = false;
    qint64 lastGood = -1;
    for (qsizetype i = begin; i < end; ++i) {
        const Reading &reading = series.at(i);
        if (reading.isGap()) {
            column.moveTo(m_points, series);
            const double time = seconds(reading.time);
            if (isInGap)
                m_gaps.last().to = time;
            else
                addGap(time, time, columnSeconds);
            breakLine();
            isInGap = true;
            continue;
        }
        if (isInGap) {
            m_gaps.last().to = seconds(reading.time);
            isInGap = false;
        } else if (reading.startsAnew && lastGood >= 0) {
            column.moveTo(m_points, series);
            addGap(seconds(lastGood), seconds(reading.time), columnSeconds);
            breakLine();
        }
        lastGood = reading.time;
        const auto time = double(reading.time);
        if (column.isEmpty() || time >= column.end) {
            column.moveTo(m_points, series);
            column.begin(i, reading.value);
            column.end = width > 0
                             ? fromMs + (std::floor((time - double(fromMs)) / width) + 1) * width
                             : time;
        } else {
            column.add(i, reading.value);
        }
        m_low = std::min(m_low, reading.value);
        m_high = std::max(m_high, reading.value);
    }
    column.moveTo(m_points, series);
}

} // namespace ui
