// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

class QComboBox;

namespace ui {

class TimeView;
struct TrendActions;

/// The trend's actions, and how long a stretch of time it shows.
class TrendToolBar : public QToolBar
{
    Q_OBJECT
public:
    TrendToolBar(const TrendActions &actions, TimeView &view, QWidget *parent = nullptr);

private:
    void showWindow(double seconds);

    QComboBox *m_window;
};

} // namespace ui
