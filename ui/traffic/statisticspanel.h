// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficlog.h"
#include "ui/traffic/statisticsmodel.h"

#include <QTimer>
#include <QWidget>

class QAction;
class QLabel;
class QSplitter;
class QTableView;

namespace ui {

class LatencyChart;

/// The statistics as a table, and how the latencies of the selected row spread.
class StatisticsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit StatisticsPanel(modbus::TrafficLog &log, QWidget *parent = nullptr);

    StatisticsModel &model() { return m_model; }

signals:
    void exportAsked();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QTableView *makeTable();
    void refresh();
    void showChart();
    void copy() const;

    modbus::TrafficLog &m_log;
    StatisticsModel m_model;
    QTableView *m_table;
    LatencyChart *m_chart;
    QLabel *m_empty;
    QTimer m_timer;
};

} // namespace ui
