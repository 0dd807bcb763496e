// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/registers/blocksettings.h"
#include "ui/registers/plannedwrite.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QPushButton;

namespace modbus {
class Connection;
}

namespace ui {

class RegisterModel;
class PlannedWritesModel;

/// Asks once before something is written: the device, and for each value its address, name, and
/// the old and the new value side by side. The old ones follow what is read meanwhile.
/// "Write" can be pressed only while writes are armed, and is never the default button.
class ConfirmWriteDialog : public QDialog
{
    Q_OBJECT
public:
    ConfirmWriteDialog(const RegisterModel &values, modbus::Connection &connection, quint8 unit,
                       QList<PlannedWrite> writes, QWidget *parent = nullptr);

    /// What was confirmed, with the old values as they were shown last.
    QList<PlannedWrite> writes() const;
    bool isAlwaysMultiple() const;

private:
    void showFunctions();
    void showArmed(bool isArmed);

    modbus::Address m_first;
    quint8 m_unit;
    QString m_target;
    PlannedWritesModel *m_model;
    QLabel *m_heading;
    QLabel *m_locked;
    QCheckBox *m_alwaysMultiple;
    QPushButton *m_write;
};

} // namespace ui
