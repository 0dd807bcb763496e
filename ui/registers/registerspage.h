// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QPointer>
#include <QWidget>

class QSettings;

namespace ui {

class EventLog;

/// Panels for the four tables of one unit of one connection, and the readings of what is selected.
class RegistersPage : public QWidget
{
    Q_OBJECT
public:
    /// `journalPath`: where writes are kept; empty keeps none.
    RegistersPage(EventLog &events, QString journalPath, QWidget *parent = nullptr);
    ~RegistersPage() override;

    /// Shows and reads another unit; nullptr shows the empty page. Each target's panels are
    /// remembered while the page lives.
    void setTarget(modbus::Connection *connection, quint8 unit);
    /// Reads the panels that have the focus' table at once (F5), or all visible ones.
    void read();
    /// Starts or pauses polling of the current panel (Space).
    void togglePolling();
    /// Ends readings under way (Esc).
    void cancel();
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace ui
