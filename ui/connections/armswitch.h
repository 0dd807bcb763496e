// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QAction>
#include <QPointer>
#include <QTimer>

namespace ui {

/// Locks and arms writes of one connection: "WRITES LOCKED", "WRITES ARMED 4:59".
class ArmSwitch : public QAction
{
    Q_OBJECT
public:
    explicit ArmSwitch(QObject *parent = nullptr);

    void setConnection(modbus::Connection *connection);
    modbus::Connection *connection() const { return m_connection; }
    bool isArmed() const { return m_connection && m_connection->isArmed(); }

    /// The longest text that it shows, for a button that does not change its width.
    static QString longestText();

signals:
    /// Armed, locked, or the countdown went on.
    void refreshed();

private:
    void toggle();
    void refresh();

    QPointer<modbus::Connection> m_connection;
    QTimer m_countdown;
};

} // namespace ui
