// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/discovery/linkdoctor.h"
#include "ui/discover/scanframe.h"

#include <QPointer>

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class LadderView;

/// Finds out why a device does not answer, and says so in a paragraph for a mail.
class DoctorTab : public ScanFrame
{
    Q_OBJECT
public:
    explicit DoctorTab(QWidget *parent = nullptr);

    /// Proposes this device. The user may type another one.
    void setTarget(modbus::Connection *connection, quint8 unit);
    void cancel() override;
    bool isRunning() const override { return m_doctor != nullptr; }

protected:
    void start() override;

private:
    void finish(const modbus::discovery::Diagnosis &diagnosis);

    QPointer<modbus::Connection> m_connection;
    QLineEdit *m_device;
    LadderView *m_ladder;
    QPlainTextEdit *m_paragraph;
    QPushButton *m_copy;
    QPointer<modbus::discovery::LinkDoctor> m_doctor;
};

} // namespace ui
