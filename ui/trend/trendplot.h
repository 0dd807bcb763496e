// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/customplot.h"
#include "ui/trend/scale.h"

#include <QSharedPointer>
#include <QTimer>
#include <chrono>
#include <functional>

namespace ui {

class AxisModel;
class LegendModel;
class TimeView;
class TrendLine;

/// Draws the lines of a legend over the time of a view: at most 25 times a second, only what is
/// visible, and without antialiasing while it is live.
class TrendPlot : public QCustomPlot
{
    Q_OBJECT
public:
    TrendPlot(LegendModel &legend, AxisModel &axes, TimeView &view, QWidget *parent = nullptr);

    /// How long until the plant is asked again, for a drawing takes milliseconds: one that would
    /// delay the request waits for it.
    using UntilPoll = std::function<std::chrono::milliseconds()>;
    void setUntilPoll(UntilPoll untilPoll) { m_untilPoll = std::move(untilPoll); }
    /// Draws soon; many wishes are one drawing.
    void wantReplot() { m_isStale = true; }
    /// Draws the line of this row heavier; -1 for none.
    void emphasize(int row);
    /// Takes what the time axis shows, for a drawing of so many pixels.
    void prepare(int columns);
    /// Colours of lines, axes and grounds.
    void dress(const QPalette &palette);

    TimeView &view() { return m_view; }
    AxisModel &axes() { return m_axes; }
    QRect area() const;
    double timeAt(double x) const { return xAxis->pixelToCoord(x); }
    double pixelOf(double time) const { return xAxis->coordToPixel(time); }
    /// The row of the value axis that is drawn at a place; -1 for none.
    int axisAt(const QPoint &place) const;
    /// What is between two heights on an axis.
    ValueRange valuesBetween(int axisRow, double top, double bottom) const;
    const QList<TrendLine *> &lines() const { return m_lines; }

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void build();
    void labelAxes();
    void showRange();
    void setSmooth(bool isSmooth);
    void tick();
    bool isPutOff();

    LegendModel &m_legend;
    AxisModel &m_axes;
    TimeView &m_view;
    QList<TrendLine *> m_lines;   ///< parallel to the legend's lines
    QList<QCPAxis *> m_valueAxes; ///< parallel to the model's axes
    QSharedPointer<QCPAxisTickerDateTime> m_ticker;
    QTimer m_ticks;
    int m_emphasized = -1;
    bool m_isStale = true;
    bool m_isPutOff = false; ///< once, or short periods would leave no time to draw at all
    UntilPoll m_untilPoll;
};

} // namespace ui
