// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/customplot.h"
#include "ui/trend/envelope.h"
#include "ui/trend/trendstyle.h"

namespace ui {

class TrendSeries;

/// A series in the plot, drawn from its envelope. Unlike QCPGraph it keeps no copy of the readings,
/// and a gap shows at every zoom: the line ends with a cross, a bar at the bottom says how long.
class TrendLine : public QCPAbstractPlottable
{
    Q_OBJECT
public:
    TrendLine(QCPAxis *keyAxis, QCPAxis *valueAxis, int slot);

    /// nullptr draws nothing.
    void setSeries(const TrendSeries *series) { m_series = series; }
    void setLook(const LineLook &look);
    /// Values stand until the next one: for what is on or off.
    void setStepped(bool isStepped) { m_isStepped = isStepped; }
    /// Drawn heavier than the others.
    void setEmphasized(bool isEmphasized) { m_isEmphasized = isEmphasized; }

    /// Takes what the key axis shows now. To be called before each drawing.
    void prepare(int columns);
    const Envelope &envelope() const { return m_envelope; }

    double selectTest(const QPointF &pos, bool onlySelectable, QVariant *details) const override;
    QCPRange getKeyRange(bool &foundRange, QCP::SignDomain inSignDomain) const override;
    QCPRange getValueRange(bool &foundRange, QCP::SignDomain inSignDomain,
                           const QCPRange &inKeyRange) const override;

protected:
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *painter, const QRectF &rect) const override;

private:
    void toPixels();
    void drawLine(QCPPainter *painter) const;
    void drawMarks(QCPPainter *painter) const;
    void drawGaps(QCPPainter *painter) const;

    const TrendSeries *m_series = nullptr;
    int m_slot;
    LineLook m_look;
    bool m_isStepped = false;
    bool m_isEmphasized = false;
    Envelope m_envelope;
    QList<QPolygonF> m_strokes; ///< in pixels, kept between drawings for their room
};

/// A short piece of a line with its mark.
void drawSwatch(QCPPainter &painter, const LineLook &look, const QRectF &rect);

} // namespace ui
