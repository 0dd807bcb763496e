// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAction;

namespace ui {

/// What is shown before there is a connection: what the page is for, and the ways to fill it.
class WelcomePage : public QWidget
{
    Q_OBJECT
public:
    WelcomePage(QAction *connectAction, QAction *demoAction, QWidget *parent = nullptr);
};

} // namespace ui
