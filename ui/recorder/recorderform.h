// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/settings.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QSettings;
class QSpinBox;

namespace ui {

class StoreFields;

/// Where to record, when a new file begins, how much is kept.
class RecorderForm : public QWidget
{
    Q_OBJECT
public:
    explicit RecorderForm(QWidget *parent = nullptr);

    /// What is chosen, or what is wrong with it.
    modbus::recorder::Result<modbus::recorder::Settings> settings() const;

    /// Everything but a password.
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void edited();

private:
    void addLimitsRow(QGridLayout *grid);
    QSpinBox *limitBox(const QString &name, const QString &spoken, const QString &toolTip,
                       const QString &suffix, const QString &anything, int most, int step);
    void showKind();

    StoreFields *m_store;
    QLabel *m_rotateLabel;
    QSpinBox *m_rotateMegabytes;
    QSpinBox *m_rotateHours;
    QLabel *m_keepLabel;
    QSpinBox *m_keepMegabytes;
    QSpinBox *m_keepDays;
};

} // namespace ui
