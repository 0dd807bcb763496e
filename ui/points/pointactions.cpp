// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointactions.h"

#include "ui/commands.h"
#include "ui/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QUndoStack>
#include <QWidget>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::PointActions", text);
}

QAction *named(QAction *action, const QString &name, const QString &iconName,
               const QKeySequence &keys, QWidget &page)
{
    action->setObjectName(name);
    action->setIcon(icon(iconName));
    action->setShortcut(keys);
    page.addAction(action);
    return action;
}

} // namespace

PointActions::PointActions(QWidget &page, QUndoStack &undoStack)
    : open(addCommand(page, QStringLiteral("pointsOpen"), QStringLiteral("open"),
                      tr("&Open list..."), QKeySequence::Open,
                      tr("Open a point list (CSV, or any separator)")))
    , save(addCommand(page, QStringLiteral("pointsSave"), QStringLiteral("save"), tr("&Save"),
                      QKeySequence::Save, tr("Save the list to its file")))
    , saveAs(addCommand(page, QStringLiteral("pointsSaveAs"), QStringLiteral("save"),
                        tr("Save &as..."), QKeySequence(tr("Ctrl+Shift+S")),
                        tr("Save the list to another file")))
    , exportValues(addCommand(page, QStringLiteral("pointsExport"), QStringLiteral("save"),
                              tr("&Export values..."), {},
                              tr("Save what is shown, with values and times, as CSV")))
    , undo(named(undoStack.createUndoAction(&page, tr("Undo")), QStringLiteral("pointsUndo"),
                 QStringLiteral("undo"), QKeySequence::Undo, page))
    , redo(named(undoStack.createRedoAction(&page, tr("Redo")), QStringLiteral("pointsRedo"),
                 QStringLiteral("redo"), QKeySequence(tr("Ctrl+Y")), page))
    , insert(addCommand(page, QStringLiteral("pointsInsert"), QStringLiteral("insert"),
                        tr("&Insert point"), QKeySequence::New,
                        tr("Insert a point below the selected one")))
    , duplicate(addCommand(page, QStringLiteral("pointsDuplicate"), QStringLiteral("copy"),
                           tr("&Duplicate"), QKeySequence(tr("Ctrl+D")),
                           tr("Insert the selected points again, below them")))
    , remove(addCommand(page, QStringLiteral("pointsRemove"), QStringLiteral("remove"),
                        tr("&Remove"), QKeySequence(tr("Ctrl+Del")),
                        tr("Take the selected points off the list")))
    , paste(addCommand(page, QStringLiteral("pointsPaste"), QStringLiteral("copy"), tr("&Paste"),
                       QKeySequence::Paste,
                       tr("Put cells from a spreadsheet in, or a list with its header")))
    , editList(addCommand(page, QStringLiteral("pointsEditList"), QStringLiteral("options"),
                          tr("&Edit list"), QKeySequence(tr("Ctrl+E")),
                          tr("Show what defines the points, to work on it")))
    , resetStatistics(addCommand(page, QStringLiteral("pointsResetStatistics"),
                                 QStringLiteral("clear"), tr("Reset s&tatistics"),
                                 QKeySequence(tr("Ctrl+R")),
                                 tr("Begin minimum, maximum, mean and count anew")))
    , sort(
          addCommand(page, QStringLiteral("pointsSort"), QStringLiteral("sort"),
                     tr("S&ort by this column"), QKeySequence(tr("Ctrl+Alt+S")),
                     tr("Up, down, then the list's own order; a click on the heading does so too")))
    , showTrend(addCommand(page, QStringLiteral("pointsTrend"), QStringLiteral("trend"),
                           tr("Show in &trend"), QKeySequence(tr("Ctrl+T")),
                           tr("Draw the selected points over time")))
    , writeValue(addCommand(page, QStringLiteral("pointsWrite"), QStringLiteral("armed"),
                            tr("&Write value..."), {},
                            tr("Type a new engineering value for the point in hand (F2)")))
    , setOn(addCommand(page, QStringLiteral("pointsSetOn"), QStringLiteral("armed"), tr("Set &on"),
                       QKeySequence(tr("Ctrl+Up")), tr("Write on")))
    , setOff(addCommand(page, QStringLiteral("pointsSetOff"), QStringLiteral("armed"),
                        tr("Set o&ff"), QKeySequence(tr("Ctrl+Down")), tr("Write off")))
    , invert(addCommand(page, QStringLiteral("pointsInvert"), QStringLiteral("armed"),
                        tr("&Invert"), QKeySequence(tr("Ctrl+I")),
                        tr("Write the opposite of what the point is now")))
    , pulse(addCommand(page, QStringLiteral("pointsPulse"), QStringLiteral("armed"), tr("&Pulse"),
                       QKeySequence(tr("Ctrl+U")), tr("Write the opposite, wait, and write back")))
{
    editList->setCheckable(true);
    undo->setToolTip(tr("Undo the last change of the list"));
    redo->setToolTip(tr("Do again what was undone"));
}

void PointActions::follow(View view) const
{
    for (QAction *action : {exportValues, duplicate, remove, resetStatistics, sort, showTrend,
                            writeValue, setOn, setOff, invert, pulse})
        action->setEnabled(view == View::List);
    for (QAction *action : {insert, paste})
        action->setEnabled(view != View::Preview);
}

} // namespace ui
