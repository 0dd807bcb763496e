// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/tones.h"

#include <QWidget>

class QPainter;

namespace ui {

/// A hint of the tone over the window's colour, for a bar behind text.
QColor toneGround(Tone tone, const QPalette &palette);

/// A state as a shape, so that colour never carries it alone.
enum class Symbol { Ring, Dot, Check, Cross, Question, Dash, Exclamation };
void paintSymbol(QPainter &painter, const QRectF &area, Symbol symbol, const QColor &color);

/// A symbol that stands in a layout.
class SymbolWidget : public QWidget
{
    Q_OBJECT
public:
    explicit SymbolWidget(QWidget *parent = nullptr);
    void setSymbol(Symbol symbol, Tone tone);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Symbol m_symbol = Symbol::Ring;
    Tone m_tone = Tone::Quiet;
};

} // namespace ui
