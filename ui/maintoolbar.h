// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QToolBar>

class QToolButton;

namespace ui {

class ArmSwitch;
class ConnectField;

/// Connect field, pages, arm switch. Where the window is too narrow for the pages' names, their
/// icons stand alone, so that the arm switch stays in view. What is dragged over a page's button
/// for a moment brings that page up.
class MainToolBar : public QToolBar
{
    Q_OBJECT
public:
    MainToolBar(ConnectField &connectField, const QList<QAction *> &pages, ArmSwitch &armSwitch,
                QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QToolButton *buttonOf(QAction *action) const;
    void fitNames(int width);

    QWidget *m_connectField;
    QList<QAction *> m_pages;
    QAction *m_armSwitch;
    QAction *m_dragOver = nullptr; ///< the page whose button something is held over
    QTimer m_dragHeld;
};

} // namespace ui
