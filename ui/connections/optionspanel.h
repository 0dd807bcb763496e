// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QSpinBox;

namespace ui {

/// Deadlines, repeats, window, gap and block length of a connection. A change holds at once.
class OptionsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit OptionsPanel(QWidget *parent = nullptr);

    void setConnection(modbus::Connection *connection);
    /// Shows what the window has come down to by itself.
    void refresh();

signals:
    void optionsChanged();

private:
    QSpinBox *addField(const QString &name, const QString &label, const QString &toolTip, int least,
                       int most, const QString &suffix);
    void show(const modbus::Connection::Options &options);
    void apply();

    QPointer<modbus::Connection> m_connection;
    QSpinBox *m_connectTimeout;
    QSpinBox *m_deadline;
    QSpinBox *m_retries;
    QSpinBox *m_window;
    QSpinBox *m_backoffMost;
    QSpinBox *m_gap;
    QSpinBox *m_largestBlock;
    QLabel *m_effectiveWindow;
};

} // namespace ui
