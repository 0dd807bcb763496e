// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendactions.h"

#include "ui/commands.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <QWidget>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::TrendActions", text);
}

} // namespace

TrendActions::TrendActions(QWidget &area)
    // Space is the window's key; here it is only told.
    : live(addCommand(
          area, QStringLiteral("trendLive"), QStringLiteral("trend-live"), tr("Live"), {},
          tr("Follow the time, or let the picture stand still; readings go on (Space)")))
    , zoomIn(addCommand(area, QStringLiteral("trendZoomIn"), QStringLiteral("trend-zoom-in"),
                        tr("Zoom in"), QKeySequence(Qt::Key_Plus),
                        tr("Show less time; the wheel does so too")))
    , zoomOut(addCommand(area, QStringLiteral("trendZoomOut"), QStringLiteral("trend-zoom-out"),
                         tr("Zoom out"), QKeySequence(Qt::Key_Minus), tr("Show more time")))
    , zoomArea(addCommand(area, QStringLiteral("trendZoomArea"), QStringLiteral("trend-zoom-area"),
                          tr("Zoom area"), QKeySequence(Qt::Key_Z),
                          tr("Drag zooms into an area instead of moving the time; Shift and drag "
                             "does so at any time")))
    , everything(addCommand(area, QStringLiteral("trendEverything"), QStringLiteral("trend-all"),
                            tr("All"), QKeySequence(Qt::Key_Home),
                            tr("Show everything that is kept")))
    , autoScale(addCommand(area, QStringLiteral("trendAutoScale"),
                           QStringLiteral("trend-auto-scale"), tr("Auto scale"),
                           QKeySequence(Qt::Key_A), tr("End the zoom of the value axes")))
    , cursors(addCommand(area, QStringLiteral("trendCursors"), QStringLiteral("trend-cursors"),
                         tr("Cursors"), QKeySequence(Qt::Key_C),
                         tr("Two cursors with values and differences; arrow keys move one, with "
                            "Ctrl from reading to reading, X changes to the other")))
    , marker(addCommand(area, QStringLiteral("trendMarker"), QStringLiteral("trend-marker"),
                        tr("Marker"), QKeySequence(Qt::Key_M),
                        tr("Mark a time, the active cursor's or now, and note something")))
    , copy(addCommand(area, QStringLiteral("trendCopy"), QStringLiteral("copy"), tr("Copy picture"),
                      QKeySequence::Copy, tr("Copy the picture")))
    , save(addCommand(area, QStringLiteral("trendSave"), QStringLiteral("trend-save"),
                      tr("Save as..."), QKeySequence::Save,
                      tr("Write what is shown as PNG, PDF or CSV")))
    , panel(addCommand(area, QStringLiteral("trendPanel"), QStringLiteral("trend-panel"),
                       tr("Add points"), QKeySequence(Qt::Key_P),
                       tr("Show or hide the lists of points, axes and markers")))
    , menu(new QMenu(tr("Trend"), &area))
{
    menu->setObjectName(QStringLiteral("trendMenu"));
    for (QAction *action : {live, zoomArea, cursors, panel})
        action->setCheckable(true);
    for (QAction *action : {live, zoomIn, zoomOut, zoomArea, everything, autoScale, cursors, marker,
                            copy, save, panel}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        menu->addAction(action);
    }
    zoomIn->setShortcuts({QKeySequence(Qt::Key_Plus), QKeySequence(Qt::Key_Equal)});
}

} // namespace ui
