// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficlog.h"
#include "ui/page.h"

#include <QWidget>

class QTabWidget;

namespace ui {

class EventLog;
class FramesPanel;
class StatisticsPanel;

/// Everything that goes over the lines of all connections: the frames, and figures about them.
class TrafficPage : public QWidget
{
    Q_OBJECT
public:
    TrafficPage(modbus::TrafficLog &log, EventLog &events, QWidget *parent = nullptr);

    Page asPage();

signals:
    /// Something that settings keep, or whether it is paused.
    void edited();

private:
    void exportStatistics();

    EventLog &m_events;
    QTabWidget *m_tabs;
    FramesPanel *m_frames;
    StatisticsPanel *m_statistics;
};

} // namespace ui
