// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QTableWidget;

namespace ui {

class OptionsPanel;

/// One connection in full: what it is doing, what went wrong and what helps, what happens next,
/// its options and what the line has shown.
class ConnectionDetails : public QWidget
{
    Q_OBJECT
public:
    explicit ConnectionDetails(QWidget *parent = nullptr);

    void setConnection(modbus::Connection *connection);

    QAction *retryAction() const { return m_retry; }
    /// "Disconnect" or, where it is disconnected, "Connect".
    QAction *toggleAction() const { return m_toggle; }
    QAction *copyErrorAction() const { return m_copyError; }

signals:
    void optionsChanged();

private:
    QAction *addButtonAction(const QString &name, const QString &iconName, const QString &text,
                             const QString &toolTip);
    QWidget *makeTabs();
    void toggle();
    void copyError() const;
    void refresh();
    void refreshError();
    void refreshCounters();

    QPointer<modbus::Connection> m_connection;
    QAction *m_retry;
    QAction *m_toggle;
    QAction *m_copyError;
    QLabel *m_state;
    QLabel *m_error;
    QLabel *m_remedy;
    OptionsPanel *m_options;
    QTableWidget *m_counters;
    QTimer m_timer; ///< figures and the countdown change faster than anybody reads
};

} // namespace ui
