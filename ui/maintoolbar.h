// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QToolButton;

namespace ui {

class ArmSwitch;
class ConnectField;

/// Connect field, pages, arm switch. Where the window is too narrow for the pages' names, their
/// icons stand alone, so that the arm switch stays in view.
class MainToolBar : public QToolBar
{
    Q_OBJECT
public:
    MainToolBar(ConnectField &connectField, const QList<QAction *> &pages, ArmSwitch &armSwitch,
                QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *buttonOf(QAction *action) const;
    void fitNames(int width);

    QWidget *m_connectField;
    QList<QAction *> m_pages;
    QAction *m_armSwitch;
};

} // namespace ui
