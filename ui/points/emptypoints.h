// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace ui {

/// What the page says while there is no point: what it is for, and the ways to fill it.
class EmptyPoints : public QWidget
{
    Q_OBJECT
public:
    EmptyPoints(const QAction &open, const QAction &paste, const QAction &insert,
                QWidget *parent = nullptr);

signals:
    void openWanted();
    void demoWanted();
    void pasteWanted();
    void insertWanted();
};

} // namespace ui
