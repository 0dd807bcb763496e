// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>

class QKeyEvent;
class QMouseEvent;
class QRubberBand;
class QWheelEvent;

namespace ui {

class TrendCursors;
class TrendPlot;

/// What mouse and keys do in a plot: drag moves the time, Shift and drag zooms into an area, the
/// wheel zooms the time, over an axis its values; cursors are dragged or moved by the arrow keys.
class TrendGestures : public QObject
{
    Q_OBJECT
public:
    TrendGestures(TrendPlot &plot, TrendCursors &cursors);

    /// Drag zooms into an area without Shift.
    void setZoomsArea(bool zoomsArea) { m_zoomsArea = zoomsArea; }
    /// Ends what is under way. False when nothing was.
    bool cancel();
    /// Around the middle, or the active cursor. Live keeps its end.
    void zoom(double factor);

signals:
    /// Ctrl and an arrow: the active cursor goes to the next (1) or previous (-1) reading.
    void jumpWanted(int direction);
    void areaZoomed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Drag { None, Time, Values, Area, Cursor };

    void press(const QMouseEvent &event);
    void move(const QMouseEvent &event);
    void release(const QMouseEvent &event);
    void wheel(const QWheelEvent &event);
    bool key(const QKeyEvent &event);
    void showShape(const QPoint &place);
    void zoomArea(const QRect &area);

    TrendPlot &m_plot;
    TrendCursors &m_cursors;
    QRubberBand *m_band;
    bool m_zoomsArea = false;
    Drag m_drag = Drag::None;
    QPoint m_start;
    QPoint m_last;
    int m_axis = -1;
    int m_cursor = 0;
};

} // namespace ui
