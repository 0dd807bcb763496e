// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "ui/registers/panelstatus.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

/// Beneath a panel's grid: what is going on, how far a long reading is, whether writes are armed,
/// and in full what the row in hand has too little room for.
class StatusLine : public QWidget
{
    Q_OBJECT
public:
    explicit StatusLine(modbus::Table table, QWidget *parent = nullptr);

    void showStatus(const PanelStatus &status);
    /// Plain text; none is no line.
    void showDetail(const QString &text);
    /// Of a reading that takes long, with a way to end it.
    void showProgress(int items, int total);
    void hideProgress();
    void showArmed(bool isArmed);

signals:
    void cancelAsked();

private:
    QLabel *m_detail;
    QLabel *m_status;
    QProgressBar *m_progress;
    QPushButton *m_cancel;
    QLabel *m_writing;
};

} // namespace ui
