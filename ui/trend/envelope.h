// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QPointF>

namespace ui {

class TrendSeries;

/// A series as it is drawn: of each column of pixels the first, the lowest, the highest and the
/// last reading, none of them invented. A gap breaks the line however short it is: no line ever
/// passes over it. Times are in seconds since 1970-01-01 UTC.
class Envelope
{
public:
    struct Gap
    {
        double from; ///< the first reading without a value, or the last one before a pause
        double to;   ///< the next good reading; the latest one where there is none yet
    };

    /// Whatever is within the range, and the readings next to it, so that lines run to the edges.
    void fill(const TrendSeries &series, double from, double to, int columns);

    /// y is NaN where the line breaks.
    const QList<QPointF> &points() const { return m_points; }
    /// Gaps closer together than a column are one.
    const QList<Gap> &gaps() const { return m_gaps; }
    /// Good readings after which a gap begins.
    const QList<QPointF> &ends() const { return m_ends; }
    bool hasValues() const { return m_low <= m_high; }
    double low() const { return m_low; }
    double high() const { return m_high; }

private:
    void breakLine();
    void addGap(double from, double to, double column);

    QList<QPointF> m_points;
    QList<Gap> m_gaps;
    QList<QPointF> m_ends;
    double m_low = 0;
    double m_high = -1;
};

} // namespace ui
