// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

class QWidget;

namespace ui {

/// A key and what it does.
struct KeyHelp
{
    QString keys;
    QString text;
};

/// The keys of a window: those of its menus and of its pages' buttons, as they are set, and those
/// that its lists and tables know by themselves.
QList<KeyHelp> keysOf(const QWidget &window);

/// Shows the keys of a window in a box that stays open beside the work.
void showKeys(QWidget &window);
/// Shows version and licence.
void showAbout(QWidget &window);

} // namespace ui
