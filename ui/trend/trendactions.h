// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;
class QMenu;
class QWidget;

namespace ui {

/// What can be asked of a trend. The keys work while one of the page's parts has the focus in which
/// nothing is typed.
struct TrendActions
{
    explicit TrendActions(QWidget &area);

    QAction *live; ///< checked while the trend follows the time
    QAction *zoomIn;
    QAction *zoomOut;
    QAction *zoomArea; ///< checkable
    QAction *everything;
    QAction *autoScale;
    QAction *cursors; ///< checkable
    QAction *marker;
    QAction *copy;
    QAction *save;
    QAction *panel; ///< checkable
    QMenu *menu;    ///< all of them
};

} // namespace ui
