// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendline.h"

#include "ui/trend/trendseries.h"

#include <cmath>

namespace ui {

namespace {

constexpr int kMarkSize = 7;
constexpr double kMarkSpacing = 120; ///< px between the marks of a line
constexpr double kMarkStagger = 37;  ///< px by which the next line's marks are shifted
constexpr double kCrossSize = 3;     ///< px, half of it
constexpr double kGapBarHeight = 3;  ///< px
constexpr double kEmphasizedWidth = 2;

QCPScatterStyle::ScatterShape scatterShape(LineLook::Shape shape)
{
    switch (shape) {
    case LineLook::Shape::Disc:
        return QCPScatterStyle::ssDisc;
    case LineLook::Shape::Square:
        return QCPScatterStyle::ssSquare;
    case LineLook::Shape::TriangleUp:
        return QCPScatterStyle::ssTriangle;
    case LineLook::Shape::TriangleDown:
        return QCPScatterStyle::ssTriangleInverted;
    case LineLook::Shape::Diamond:
        return QCPScatterStyle::ssDiamond;
    case LineLook::Shape::Plus:
        return QCPScatterStyle::ssPlus;
    case LineLook::Shape::Cross:
        return QCPScatterStyle::ssCross;
    case LineLook::Shape::Star:
        return QCPScatterStyle::ssStar;
    }
    return QCPScatterStyle::ssDisc;
}

QCPScatterStyle markStyle(const LineLook &look)
{
    return {scatterShape(look.shape), QPen(look.color), QBrush(look.color), kMarkSize};
}

} // namespace

void drawSwatch(QCPPainter &painter, const LineLook &look, const QRectF &rect)
{
    painter.setPen(QPen(look.color, kEmphasizedWidth));
    painter.drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y()));
    const QCPScatterStyle style = markStyle(look);
    style.applyTo(&painter, QPen(look.color));
    style.drawShape(&painter, rect.center());
}

TrendLine::TrendLine(QCPAxis *keyAxis, QCPAxis *valueAxis, int slot)
    : QCPAbstractPlottable(keyAxis, valueAxis)
    , m_slot(slot)
{
    setSelectable(QCP::stNone);
}

void TrendLine::setLook(const LineLook &look)
{
    m_look = look;
    setPen(QPen(look.color, 0));
}

void TrendLine::prepare(int columns)
{
    const QCPRange range = keyAxis()->range();
    if (m_series)
        m_envelope.fill(*m_series, range.lower, range.upper, columns);
    else
        m_envelope = {};
}

double TrendLine::selectTest(const QPointF & /*pos*/, bool /*onlySelectable*/,
                             QVariant * /*details*/) const
{
    return -1;
}

QCPRange TrendLine::getKeyRange(bool &foundRange, QCP::SignDomain /*inSignDomain*/) const
{
    foundRange = m_series && !m_series->isEmpty();
    return foundRange
               ? QCPRange(double(m_series->at(0).time) / 1000, double(m_series->last().time) / 1000)
               : QCPRange();
}

QCPRange TrendLine::getValueRange(bool &foundRange, QCP::SignDomain /*inSignDomain*/,
                                  const QCPRange & /*inKeyRange*/) const
{
    foundRange = m_envelope.hasValues();
    return foundRange ? QCPRange(m_envelope.low(), m_envelope.high()) : QCPRange();
}

void TrendLine::draw(QCPPainter *painter)
{
    toPixels();
    applyDefaultAntialiasingHint(painter);
    drawLine(painter);
    drawGaps(painter);
    drawMarks(painter);
}

void TrendLine::toPixels()
{
    m_strokes.clear();
    QPolygonF stroke;
    const QCPAxis &keys = *keyAxis();
    const QCPAxis &values = *valueAxis();
    for (const QPointF &point : m_envelope.points()) {
        if (std::isnan(point.y())) {
            if (!stroke.isEmpty())
                m_strokes.append(stroke);
            stroke.clear();
            continue;
        }
        const QPointF pixel(keys.coordToPixel(point.x()), values.coordToPixel(point.y()));
        if (m_isStepped && !stroke.isEmpty())
            stroke.append({pixel.x(), stroke.constLast().y()});
        stroke.append(pixel);
    }
    if (!stroke.isEmpty())
        m_strokes.append(stroke);
}

void TrendLine::drawLine(QCPPainter *painter) const
{
    QPen pen(m_look.color, m_isEmphasized ? kEmphasizedWidth : 0);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(pen);
    const bool isOnScreen = !painter->modes().testFlag(QCPPainter::pmVectorized);
    for (const QPolygonF &stroke : m_strokes) {
        if (stroke.size() == 1) {
            painter->drawPoint(stroke.constFirst());
        } else if (m_isEmphasized && isOnScreen) {
            // A wide polyline has its joins computed, which takes many times as long.
            for (qsizetype i = 1; i < stroke.size(); ++i)
                painter->drawLine(QLineF(stroke[i - 1], stroke[i]));
        } else {
            painter->drawPolyline(stroke);
        }
    }
}

void TrendLine::drawMarks(QCPPainter *painter) const
{
    const QCPScatterStyle style = markStyle(m_look);
    style.applyTo(painter, QPen(m_look.color));
    const double left = keyAxis()->axisRect()->left();
    double next = left + std::fmod(kMarkStagger * m_slot, kMarkSpacing);
    for (const QPolygonF &stroke : m_strokes) {
        for (const QPointF &pixel : stroke) {
            if (pixel.x() < next)
                continue;
            style.drawShape(painter, pixel);
            next = pixel.x() + kMarkSpacing;
        }
    }
}

void TrendLine::drawGaps(QCPPainter *painter) const
{
    const QCPAxis &keys = *keyAxis();
    painter->setPen(QPen(m_look.color, 1.5));
    for (const QPointF &end : m_envelope.ends()) {
        const QPointF pixel(keys.coordToPixel(end.x()), valueAxis()->coordToPixel(end.y()));
        const QPointF down(kCrossSize, kCrossSize);
        const QPointF up(kCrossSize, -kCrossSize);
        painter->drawLine(QLineF(pixel - down, pixel + down));
        painter->drawLine(QLineF(pixel - up, pixel + up));
    }
    // A row for each line, so that gaps of several don't hide each other.
    const double bottom = keys.axisRect()->bottom() - m_slot * (kGapBarHeight + 1);
    for (const Envelope::Gap &gap : m_envelope.gaps()) {
        const double from = keys.coordToPixel(gap.from);
        const double to = std::max(keys.coordToPixel(gap.to), from + 1);
        painter->fillRect(QRectF(QPointF(from, bottom - kGapBarHeight), QPointF(to, bottom)),
                          m_look.color);
    }
}

void TrendLine::drawLegendIcon(QCPPainter *painter, const QRectF &rect) const
{
    drawSwatch(*painter, m_look, rect);
}

} // namespace ui
