// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QPushButton;

namespace ui {

/// Asks in the page, before a request that may change a device is sent: which device, what will
/// change. "Write" can be pressed only while writes are armed, and no Enter presses it by chance.
class ChangeQuestion : public QFrame
{
    Q_OBJECT
public:
    explicit ChangeQuestion(QWidget *parent = nullptr);

    void ask(modbus::Connection &connection, const QString &target, const QString &change);
    void dismiss();
    bool isAsking() const { return !isHidden(); }

signals:
    void confirmed();

private:
    void showArmed(bool isArmed);

    QPointer<modbus::Connection> m_connection;
    QLabel *m_question;
    QLabel *m_locked;
    QPushButton *m_write;
    QPushButton *m_cancel;
};

} // namespace ui
