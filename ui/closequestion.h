// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMessageBox>

namespace ui {

/// Asks whether the window is to be closed though that would cut off what is under way.
class CloseQuestion : public QMessageBox
{
    Q_OBJECT
public:
    /// `risk`: what is under way, and what may come of cutting it off.
    CloseQuestion(const QString &risk, QWidget *parent);

signals:
    void closeWanted();
};

} // namespace ui
