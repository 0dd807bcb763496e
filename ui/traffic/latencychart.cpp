// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/latencychart.h"

#include "modbus/trafficwords.h"
#include "ui/tones.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

namespace {

constexpr int kMargin = 8;

/// Round figures for the axis: "1 ms".
QString decadeText(int power)
{
    static constexpr std::array<int, 3> kFactors{1, 10, 100};
    const int factor = kFactors.at(std::size_t(power % 3));
    if (power < 3)
        return LatencyChart::tr("%1 \u00b5s").arg(factor);
    if (power < 6)
        return LatencyChart::tr("%1 ms").arg(factor);
    return LatencyChart::tr("%1 s").arg(factor);
}

double powerOf(std::chrono::microseconds duration)
{
    return std::log10(double(std::max<std::chrono::microseconds::rep>(duration.count(), 1)));
}

} // namespace

LatencyChart::LatencyChart(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void LatencyChart::show(const QString &what, const modbus::LatencyHistogram &latencies)
{
    m_latencies = latencies;
    m_title = tr("%1: latency of %n replies", nullptr, int(latencies.count())).arg(what);
    const QList<modbus::LatencyHistogram::Bar> bars = latencies.bars();
    if (!bars.isEmpty()) {
        m_firstDecade = std::floor(powerOf(bars.first().from));
        m_lastDecade = std::max(m_firstDecade + 1, std::ceil(powerOf(bars.last().to)));
    }
    setAccessibleDescription(m_title);
    update();
}

void LatencyChart::clear(const QString &why)
{
    m_latencies = {};
    m_title = why;
    setAccessibleDescription(why);
    update();
}

QSize LatencyChart::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 12};
}

QSize LatencyChart::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() * 8};
}

QRectF LatencyChart::plot() const
{
    const int line = fontMetrics().height();
    // Above: the title and a line for each mark; below: the axis.
    return QRectF(rect()).adjusted(4 * kMargin, 3.5 * line, -4 * kMargin, -1.5 * line);
}

double LatencyChart::xOf(std::chrono::microseconds duration) const
{
    const QRectF area = plot();
    const double part = (powerOf(duration) - m_firstDecade) / (m_lastDecade - m_firstDecade);
    return area.left() + std::clamp(part, 0.0, 1.0) * area.width();
}

void LatencyChart::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().base());
    const int line = fontMetrics().height();
    painter.setPen(palette().color(QPalette::Text));
    const QRectF title(kMargin, 0.25 * line, width() - 2 * kMargin, line);
    painter.drawText(title, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_title, Qt::ElideMiddle, int(title.width())));
    if (m_latencies.count() == 0)
        return;
    paintAxis(painter);
    paintBars(painter);
    paintMark(painter, 0.5, tr("median"), 0);
    paintMark(painter, 0.99, tr("99 %"), 1);
}

void LatencyChart::paintAxis(QPainter &painter) const
{
    const QRectF area = plot();
    const QColor quiet = toneColor(Tone::Quiet, palette());
    for (int power = int(m_firstDecade); power <= int(m_lastDecade); ++power) {
        const double x =
            area.left() + (power - m_firstDecade) / (m_lastDecade - m_firstDecade) * area.width();
        painter.setPen(QPen(quiet, 0, Qt::DotLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        painter.setPen(quiet);
        const double half = 8 * fontMetrics().averageCharWidth();
        painter.drawText(QRectF(x - half, area.bottom(), 2 * half, height() - area.bottom()),
                         Qt::AlignCenter, decadeText(power));
    }
    painter.setPen(quiet);
    painter.drawLine(area.bottomLeft(), area.bottomRight());
}

void LatencyChart::paintBars(QPainter &painter) const
{
    const QRectF area = plot();
    const QList<modbus::LatencyHistogram::Bar> bars = m_latencies.bars();
    quint64 highest = 1;
    for (const auto &bar : bars)
        highest = std::max(highest, bar.count);
    for (const auto &bar : bars) {
        if (bar.count == 0)
            continue;
        // One reply among a million still shows.
        const double height = std::max(1.0, double(bar.count) / double(highest) * area.height());
        const double left = xOf(bar.from);
        const double width = std::max(2.0, xOf(bar.to) - left - 1);
        painter.fillRect(QRectF(left, area.bottom() - height, width, height),
                         palette().color(QPalette::Highlight));
    }
}

void LatencyChart::paintMark(QPainter &painter, double part, const QString &name, int line) const
{
    const auto duration = m_latencies.quantile(part);
    if (!duration)
        return;
    const QRectF area = plot();
    const double x = xOf(*duration);
    const double top = area.top() - (2 - line) * fontMetrics().height();
    painter.setPen(palette().color(QPalette::Text));
    painter.drawLine(QPointF(x, top), QPointF(x, area.bottom()));
    const QString text = QStringLiteral("%1 %2").arg(name, modbus::microsecondsText(*duration));
    const double textWidth = fontMetrics().horizontalAdvance(text);
    // On the side where there is room.
    const double left = x + 4 + textWidth < width() ? x + 4 : x - 4 - textWidth;
    painter.drawText(QRectF(left, top, textWidth + 1, fontMetrics().height()), Qt::AlignLeft, text);
}

} // namespace ui
