// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/sparkline.h"

#include <QPainter>
#include <QPolygonF>
#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr int kMarginX = 4;
constexpr int kMarginY = 4;
constexpr qreal kDot = 1.8;

struct Range
{
    float least = 0;
    float most = 0;
    bool isEmpty = true;
};

Range rangeOf(const Spark &spark)
{
    Range range;
    for (int i = 0; i < spark.size(); ++i) {
        const float value = spark.at(i);
        if (!std::isfinite(value))
            continue;
        range.least = range.isEmpty ? value : std::min(range.least, value);
        range.most = range.isEmpty ? value : std::max(range.most, value);
        range.isEmpty = false;
    }
    return range;
}

} // namespace

void paintSparkline(QPainter &painter, const QRect &area, const Spark &spark,
                    const SparklineStyle &style)
{
    const Range range = rangeOf(spark);
    if (range.isEmpty)
        return;
    const QRectF inner = QRectF(area).adjusted(kMarginX, kMarginY, -kMarginX, -kMarginY);
    const qreal span = qreal(range.most) - qreal(range.least);
    const qreal step = inner.width() / (Spark::kValues - 1);
    const auto place = [&](int i) {
        const qreal share = span > 0 ? (qreal(spark.at(i)) - qreal(range.least)) / span : 0.5;
        return QPointF(inner.right() - step * (spark.size() - 1 - i),
                       inner.bottom() - share * inner.height());
    };

    painter.save();
    painter.setClipRect(area);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.line, 1.2));
    QPolygonF line;
    const auto flush = [&] {
        if (line.size() == 1)
            painter.drawPoint(line.constFirst());
        else
            painter.drawPolyline(line);
        line.clear();
    };
    for (int i = 0; i < spark.size(); ++i) {
        if (!std::isfinite(spark.at(i))) {
            flush();
            continue;
        }
        const QPointF point = place(i);
        if (style.isStepped && !line.isEmpty())
            line += QPointF(point.x(), line.constLast().y());
        line += point;
    }
    flush();
    if (const int last = spark.size() - 1; std::isfinite(spark.at(last))) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(style.end);
        painter.drawEllipse(place(last), kDot, kDot);
    }
    painter.restore();
}

} // namespace ui
