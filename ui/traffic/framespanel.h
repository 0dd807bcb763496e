// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/traffic/trafficmodel.h"
#include "ui/traffic/trafficsaver.h"
#include "ui/traffic/trafficsearch.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSettings;
class QSplitter;

namespace ui {

class EventLog;
class FrameDetail;
class FramesTools;
class TrafficView;

/// The frames: the list, the selected one in detail, and what can be done with them.
class FramesPanel : public QWidget
{
    Q_OBJECT
public:
    FramesPanel(modbus::TrafficLog &log, EventLog &events, QWidget *parent = nullptr);
    ~FramesPanel() override;

    void setPaused(bool isPaused);
    bool isPaused() const { return m_model.isPaused(); }
    /// Puts the cursor where a text or bytes to look for are typed.
    void focusSearch();
    /// Ends a search that is under way.
    void cancel();

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    void pausedChanged(bool isPaused);

private:
    void showFrame(quint64 number);
    void showStatus();
    void search(const QString &text, TrafficSearch::Direction direction);
    void say(const QString &text);
    void askWhereToSave(modbus::TrafficFormat format);
    void save(modbus::TrafficFormat format, const QString &path);
    void onSaved(const QString &path, qsizetype frames, const QString &error);

    modbus::TrafficLog &m_log;
    EventLog &m_events;
    TrafficModel m_model;
    TrafficSearch m_search;
    TrafficSaver m_saver;
    FramesTools *m_tools;
    TrafficView *m_view;
    FrameDetail *m_detail;
    QSplitter *m_splitter;
    QLabel *m_status;
    QLabel *m_said;
    QTimer m_statusTimer;
};

} // namespace ui
