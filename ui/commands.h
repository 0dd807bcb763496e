// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QString>

class QAction;
class QWidget;

namespace ui {

/// Adds a command to a window: with an icon of ours, and a tooltip that ends with its keys.
QAction *addCommand(QWidget &window, const QString &name, const QString &iconName,
                    const QString &text, const QKeySequence &shortcut, const QString &toolTip);

/// What can be asked of the window whatever page it shows.
struct Commands
{
    explicit Commands(QWidget &window);

    QAction *focusConnect;
    QAction *demo;
    QAction *quit;
    QAction *read;
    QAction *togglePolling;
    QAction *cancel;
    QAction *find;
    QAction *filterEvents;
    QAction *shortcuts;
    QAction *about;
};

} // namespace ui
