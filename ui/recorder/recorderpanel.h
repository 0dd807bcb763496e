// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/recorder.h"
#include "modbus/recorder/recordingreader.h"

#include <QWidget>

class QAction;
class QLabel;
class QProgressBar;
class QSettings;
class QToolButton;

namespace ui {

class EventLog;
class RecorderForm;

/// Records what is read, and opens recordings.
class RecorderPanel : public QWidget
{
    Q_OBJECT
public:
    explicit RecorderPanel(EventLog &events, QWidget *parent = nullptr);
    ~RecorderPanel() override;

    QAction *recordAction() const { return m_record; }
    QAction *openAction() const { return m_open; }

    bool isRecording() const { return m_recorder.isRunning(); }
    /// Writes what waits; ended() tells when that is done.
    void stop();
    /// What closing the window now would end, as a sentence; empty for nothing.
    QString underWay() const;
    /// Reads a recording, or a part of it, of which recordingOpened() tells.
    void openRecording(const modbus::recorder::StoreAddress &store,
                       modbus::recorder::Query part = {});

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

public slots:
    void setPoints(const QList<modbus::Point> &points);
    void take(const QList<modbus::Sample> &samples);

signals:
    /// Something that saveState() keeps has changed.
    void edited();
    /// For the dock.
    void titleChanged(const QString &title);
    /// A recording has ended, everything is written or waits in the spool.
    void ended();
    /// `samples` index `points`: point after point, each in the order of time.
    void recordingOpened(const QList<modbus::Point> &points, const QList<modbus::Sample> &samples,
                         const QString &name);

private:
    void makeActions();
    void toggle(bool isWanted);
    void chooseRecording();
    void showStatus(const modbus::recorder::Status &status);
    void showProblem(const modbus::recorder::Problem &problem, bool isPresent);
    void say(const QString &text, bool isProblem = false);
    void showOpened(const modbus::recorder::Recording &recording);
    void showReading(bool isReading);

    EventLog &m_events;
    QAction *m_record;
    QAction *m_open;
    RecorderForm *m_form;
    QLabel *m_status;
    QLabel *m_waiting;
    QLabel *m_problem; ///< of the recording
    QLabel *m_said;    ///< what came of what the user asked for last
    QProgressBar *m_progress;
    QToolButton *m_cancelOpening;
    modbus::recorder::Recorder m_recorder;
    modbus::recorder::RecordingReader m_reader;
    QString m_lastTitle;
};

} // namespace ui
