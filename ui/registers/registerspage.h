// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "ui/page.h"
#include "ui/registers/blocksettings.h"

#include <QPointer>
#include <QWidget>
#include <map>

class QSettings;
class QStackedLayout;
class QTabWidget;

namespace ui {

class EventLog;
class TablePanel;

/// Panels for the four tables of one unit of one connection, and the readings of what is selected.
class RegistersPage : public QWidget
{
    Q_OBJECT
public:
    /// `journalPath`: where writes are kept; empty keeps none.
    RegistersPage(EventLog &events, const QString &journalPath, QWidget *parent = nullptr);
    ~RegistersPage() override;

    /// What the window needs to know of it.
    Page asPage();

    /// Shows another unit, with its panels as they were left; nullptr shows the empty page. A unit
    /// that was never shown before has its holding registers 0..9 read at once and then polled
    /// every second.
    void setTarget(modbus::Connection *connection, quint8 unit);
    /// What the holding registers of a target are to open with when it is shown the next time.
    void prepare(const modbus::Target &target, const BlockSettings &holdingRegisters);
    /// Reads the current panel's block at once (F5).
    void read();
    /// Starts or pauses polling of the current panel (Space).
    void togglePolling();
    bool isPolling() const;
    /// Ends readings under way (Esc).
    void cancel();
    /// Writes that closing the window would cut off, as sentences; empty for none.
    QString underWay() const;
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// Something that saveState() keeps has changed.
    void edited();

private:
    /// What is remembered of a target, a block for each table.
    struct Memory
    {
        std::map<modbus::Table, BlockSettings> blocks;
        modbus::Table current = modbus::Table::HoldingRegisters;
    };
    static Memory firstMemory();
    Memory shown() const;
    TablePanel *currentPanel() const;
    void showPollingMarks();

    QTabWidget *m_tabs;
    QStackedLayout *m_stack;
    QList<TablePanel *> m_panels;
    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
    QString m_target; ///< shown now; empty when none
    std::map<QString, Memory> m_memories;
    bool m_isChanging = false;
};

} // namespace ui
