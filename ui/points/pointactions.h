// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QAction;
class QUndoStack;
class QWidget;

namespace ui {

/// What can be asked of the points page, each with its keys while the page is shown.
struct PointActions
{
    PointActions(QWidget &page, QUndoStack &undoStack);

    QAction *open;
    QAction *save;
    QAction *saveAs;
    QAction *exportValues;
    QAction *undo;
    QAction *redo;
    QAction *insert;
    QAction *duplicate;
    QAction *remove;
    QAction *paste;
    QAction *editList; ///< checked while the list is worked on
    QAction *resetStatistics;
    QAction *sort;
    QAction *showTrend;
    QAction *writeValue;
    QAction *setOn;
    QAction *setOff;
    QAction *invert;
    QAction *pulse;

    /// Which of them have something to work on.
    enum class View { Empty, List, Preview };
    void follow(View view) const;
};

} // namespace ui
