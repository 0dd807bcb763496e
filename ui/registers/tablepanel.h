// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/poller.h"
#include "modbus/writejournal.h"
#include "ui/registers/blocksettings.h"

#include <QElapsedTimer>
#include <QTime>
#include <QWidget>

class QSplitter;

namespace ui {

class BlockForm;
class EventLog;
class PanelTools;
class ReadingsPanel;
class RegisterGrid;
class RegisterModel;
class StatusLine;
class WriteFlow;

/// One table of one unit: what to read of it, its values, their readings, and what is going on.
class TablePanel : public QWidget
{
    Q_OBJECT
public:
    TablePanel(modbus::Table table, EventLog &events, const modbus::WriteJournal &journal,
               QWidget *parent = nullptr);
    ~TablePanel() override;

    modbus::Table table() const { return m_table; }
    /// Shows another unit with what was set for it; polls it when that was set, reads nothing
    /// otherwise.
    void setTarget(modbus::Connection *connection, quint8 unit, const BlockSettings &settings);
    BlockSettings settings() const;

    void read();
    void setPolling(bool on);
    bool isPolling() const { return m_poller.isRunning(); }
    void cancel();
    /// What would be cut off if the panel ended now; empty for nothing.
    QString underWay() const;

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &layout);

signals:
    /// Something that settings() keeps has changed.
    void edited();
    void pollingChanged(bool isPolling);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void connectParts();
    void followPoller();
    void takeShape();
    void takeSample(const modbus::BlockResult &result);
    void reportChange(const modbus::BlockResult &result);
    void followConnection();
    void followArming();
    void showLocked(const QModelIndex &index);
    void showStatus();
    void showDetail();
    void showReadings();
    void requestWrite(int row, const QList<quint16> &registers);
    void writeSeveral();
    void exportCsv();
    QString sourceName() const;

    modbus::Table m_table;
    EventLog &m_events;
    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
    modbus::Poller m_poller;
    RegisterModel *m_model;
    WriteFlow *m_writeFlow;

    PanelTools *m_tools;
    BlockForm *m_form;
    RegisterGrid *m_grid;
    QSplitter *m_splitter;
    ReadingsPanel *m_readings = nullptr; ///< of registers, none of bits
    StatusLine *m_statusLine;

    QTimer m_statusTimer;
    QElapsedTimer m_readingSince;
    QElapsedTimer m_repliedSince;
    int m_itemsRead = 0;
    QTime m_lastRead;
    int m_requests = 0;
    std::chrono::microseconds m_latency{};
    QString m_reported; ///< the failure that the log has last
    bool m_wasConnected = false;
};

} // namespace ui
