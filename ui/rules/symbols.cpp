// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/symbols.h"

#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace ui {

QColor toneGround(Tone tone, const QPalette &palette)
{
    constexpr double kShare = 0.14;
    const QColor tint = toneColor(tone, palette);
    const QColor ground = palette.color(QPalette::Window);
    const auto channel = [](int a, int b) { return qRound(a * kShare + b * (1 - kShare)); };
    return {channel(tint.red(), ground.red()), channel(tint.green(), ground.green()),
            channel(tint.blue(), ground.blue())};
}

void paintSymbol(QPainter &painter, const QRectF &area, Symbol symbol, const QColor &color)
{
    const double side = qMin(area.width(), area.height());
    const QPointF centre = area.center();
    const double radius = side * 0.44;
    const auto at = [&](double x, double y) { return centre + QPointF(x, y) * radius; };
    QPen pen(color, qMax(1.5, side / 9.0));
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(centre, radius, radius);
    switch (symbol) {
    case Symbol::Ring:
        break;
    case Symbol::Dot:
        painter.setBrush(color);
        painter.drawEllipse(centre, radius * 0.4, radius * 0.4);
        break;
    case Symbol::Check:
        painter.drawPolyline(QPolygonF{at(-0.45, 0.05), at(-0.1, 0.4), at(0.5, -0.35)});
        break;
    case Symbol::Cross:
        painter.drawLine(at(-0.35, -0.35), at(0.35, 0.35));
        painter.drawLine(at(-0.35, 0.35), at(0.35, -0.35));
        break;
    case Symbol::Dash:
        painter.drawLine(at(-0.4, 0), at(0.4, 0));
        break;
    case Symbol::Exclamation:
        painter.drawLine(at(0, -0.5), at(0, 0.1));
        painter.drawPoint(at(0, 0.5));
        break;
    case Symbol::Question: {
        QPainterPath path(at(-0.32, -0.25));
        path.cubicTo(at(-0.3, -0.75), at(0.45, -0.7), at(0.35, -0.2));
        path.cubicTo(at(0.3, 0), at(0, 0), at(0, 0.2));
        painter.drawPath(path);
        painter.drawPoint(at(0, 0.55));
        break;
    }
    }
    painter.restore();
}

SymbolWidget::SymbolWidget(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SymbolWidget::setSymbol(Symbol symbol, Tone tone)
{
    m_symbol = symbol;
    m_tone = tone;
    update();
}

QSize SymbolWidget::sizeHint() const
{
    const int side = fontMetrics().height() * 3 / 2;
    return {side, side};
}

void SymbolWidget::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event)
    QPainter painter(this);
    paintSymbol(painter, rect(), m_symbol, toneColor(m_tone, palette()));
}

} // namespace ui
