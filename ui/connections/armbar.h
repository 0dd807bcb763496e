// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace ui {

class ArmSwitch;

/// The amber bar across the window while writes are armed: hazard stripes, words, the time left
/// and the way back.
class ArmBar : public QWidget
{
    Q_OBJECT
public:
    explicit ArmBar(ArmSwitch &armSwitch, QWidget *parent = nullptr);

signals:
    void shownChanged(bool isShown);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString sentence() const;
    void refresh();

    ArmSwitch &m_switch;
    QLabel *m_text;
    bool m_isShown = false;
};

} // namespace ui
