// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendgestures.h"

#include "ui/trend/axismodel.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendcursors.h"
#include "ui/trend/trendplot.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QRubberBand>
#include <QWheelEvent>
#include <cmath>

namespace ui {

namespace {

constexpr double kWheelStep = 0.8;  ///< what is left of the range after one notch
constexpr double kWheelNotch = 120; ///< eighths of a degree
constexpr double kPanShare = 0.1;   ///< of the range, for an arrow key
constexpr int kLeastArea = 6;       ///< px; less was a click
constexpr double kCursorStep = 1;   ///< px
constexpr double kCursorLeap = 10;  ///< px, with Shift

} // namespace

TrendGestures::TrendGestures(TrendPlot &plot, TrendCursors &cursors)
    : QObject(&plot)
    , m_plot(plot)
    , m_cursors(cursors)
    , m_band(new QRubberBand(QRubberBand::Rectangle, &plot))
{
    m_band->setObjectName(QStringLiteral("trendZoomBand"));
    m_band->hide();
    plot.setMouseTracking(true);
    plot.installEventFilter(this);
}

bool TrendGestures::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        press(*static_cast<QMouseEvent *>(event));
        break;
    case QEvent::MouseMove:
        move(*static_cast<QMouseEvent *>(event));
        break;
    case QEvent::MouseButtonRelease:
        release(*static_cast<QMouseEvent *>(event));
        break;
    case QEvent::MouseButtonDblClick:
        if (const int axis = m_plot.axisAt(static_cast<QMouseEvent *>(event)->pos()); axis >= 0)
            m_plot.axes().setAutomatic(axis);
        break;
    case QEvent::Wheel:
        wheel(*static_cast<QWheelEvent *>(event));
        return true;
    case QEvent::KeyPress:
        if (key(*static_cast<QKeyEvent *>(event)))
            return true;
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void TrendGestures::press(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton)
        return;
    m_start = m_last = event.pos();
    m_axis = m_plot.axisAt(event.pos());
    const auto cursor = m_cursors.at(event.pos());
    if (m_axis >= 0) {
        m_drag = Drag::Values;
    } else if (!m_plot.area().contains(event.pos())) {
        m_drag = Drag::None;
    } else if (cursor) {
        m_drag = Drag::Cursor;
        m_cursor = *cursor;
        m_cursors.setActive(m_cursor);
    } else if (m_zoomsArea || event.modifiers().testFlag(Qt::ShiftModifier)) {
        m_drag = Drag::Area;
    } else {
        m_drag = Drag::Time;
    }
}

void TrendGestures::move(const QMouseEvent &event)
{
    const QPoint place = event.pos();
    switch (m_drag) {
    case Drag::None:
        showShape(place);
        return;
    case Drag::Time:
        if (place.x() != m_last.x())
            m_plot.view().pan(m_plot.timeAt(m_last.x()) - m_plot.timeAt(place.x()));
        break;
    case Drag::Values:
        if (const int down = place.y() - m_last.y(); down != 0)
            m_plot.axes().zoom(m_axis, m_plot.valuesBetween(m_axis, m_plot.area().top() - down,
                                                            m_plot.area().bottom() - down));
        break;
    case Drag::Area:
        m_band->setGeometry(QRect(m_start, place).normalized().intersected(m_plot.area()));
        m_band->show();
        break;
    case Drag::Cursor:
        m_cursors.place(m_cursor, m_plot.timeAt(place.x()));
        break;
    }
    m_last = place;
}

void TrendGestures::release(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton)
        return;
    const Drag ended = std::exchange(m_drag, Drag::None);
    m_band->hide();
    if (ended == Drag::Area)
        zoomArea(QRect(m_start, event.pos()).normalized().intersected(m_plot.area()));
    showShape(event.pos());
}

void TrendGestures::zoomArea(const QRect &area)
{
    if (area.width() < kLeastArea)
        return;
    const TimeRange range{m_plot.timeAt(area.left()), m_plot.timeAt(area.right())};
    if (area.height() >= kLeastArea) {
        for (int axis = 0; axis < m_plot.axes().rowCount({}); ++axis)
            m_plot.axes().zoom(axis, m_plot.valuesBetween(axis, area.top(), area.bottom()));
    }
    m_plot.view().setRange(range);
    emit areaZoomed();
}

void TrendGestures::wheel(const QWheelEvent &event)
{
    const double factor = std::pow(kWheelStep, event.angleDelta().y() / kWheelNotch);
    const QPoint place = event.position().toPoint();
    if (const int axis = m_plot.axisAt(place); axis >= 0) {
        const ValueRange range =
            m_plot.valuesBetween(axis, m_plot.area().top(), m_plot.area().bottom());
        const double center = m_plot.valuesBetween(axis, place.y(), place.y()).low;
        m_plot.axes().zoom(axis, {center - (center - range.low) * factor,
                                  center + (range.high - center) * factor});
    } else {
        m_plot.view().zoom(factor, m_plot.timeAt(place.x()));
    }
}

void TrendGestures::zoom(double factor)
{
    const TimeRange range = m_plot.view().range();
    double center = range.from + range.length() / 2;
    if (const auto times = m_cursors.times())
        center = m_cursors.active() == 0 ? times->from : times->to;
    m_plot.view().zoom(factor, center);
}

bool TrendGestures::key(const QKeyEvent &event)
{
    if (event.key() != Qt::Key_Left && event.key() != Qt::Key_Right) {
        if (event.key() != Qt::Key_X || event.modifiers() != Qt::NoModifier ||
            !m_cursors.areShown())
            return false;
        m_cursors.setActive(1 - m_cursors.active());
        return true;
    }
    const int direction = event.key() == Qt::Key_Left ? -1 : 1;
    if (!m_cursors.areShown())
        m_plot.view().pan(direction * kPanShare * m_plot.view().range().length());
    else if (event.modifiers().testFlag(Qt::ControlModifier))
        emit jumpWanted(direction);
    else
        m_cursors.move(direction *
                       (event.modifiers().testFlag(Qt::ShiftModifier) ? kCursorLeap : kCursorStep));
    return true;
}

void TrendGestures::showShape(const QPoint &place)
{
    if (m_plot.axisAt(place) >= 0)
        m_plot.setCursor(Qt::SizeVerCursor);
    else if (m_cursors.at(place))
        m_plot.setCursor(Qt::SizeHorCursor);
    else
        m_plot.setCursor(m_zoomsArea ? Qt::CrossCursor : Qt::ArrowCursor);
}

bool TrendGestures::cancel()
{
    m_band->hide();
    if (std::exchange(m_drag, Drag::None) != Drag::None)
        return true;
    if (!m_plot.axes().isZoomed())
        return false;
    m_plot.axes().endZoom();
    return true;
}

} // namespace ui
