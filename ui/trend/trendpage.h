// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/sample.h"
#include "ui/page.h"
#include "ui/trend/axismodel.h"
#include "ui/trend/legendmodel.h"
#include "ui/trend/markermodel.h"
#include "ui/trend/pointchoice.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendhistory.h"

#include <QTimer>
#include <QWidget>
#include <chrono>
#include <functional>
#include <memory>

class QSettings;
class QSplitter;

namespace ui {

class EventLog;
class RecordingBanner;
class SidePanel;
class TrendArea;

/// Points over time: live, standing still, or of a recording.
class TrendPage : public QWidget
{
    Q_OBJECT
public:
    explicit TrendPage(EventLog &events, QWidget *parent = nullptr);
    ~TrendPage() override;

    /// What the window needs to know of it.
    Page asPage();

    /// Draws these instead of what it drew.
    void setShown(const QStringList &tags);
    QStringList shown() const { return m_legend.tags(); }
    /// Draws these as well, as far as they are points with numbers; says so where none is. False
    /// then.
    bool addPoints(QStringList tags);

    /// Shows a recording instead of the plant; readings go on being kept. `samples` refer to
    /// `points`. `name` is said in the banner.
    void showRecording(const QList<modbus::Point> &points, const QList<modbus::Sample> &samples,
                       const QString &name = {});
    void endRecording();
    bool isRecording() const { return m_recording != nullptr; }

    /// No drawing delays what is due before it is over: see TrendPlot.
    void setUntilPoll(std::function<std::chrono::milliseconds()> untilPoll);

    /// Lets the picture stand still, or follow the time again (Space).
    void togglePause();
    bool isLive() const { return m_view.isLive(); }
    /// Writes what is shown; the name's ending says how: .png, .pdf or .csv.
    void exportTo(const QString &path);
    /// Ends a drag, a zoom or an export (Esc).
    void cancel();
    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

public slots:
    /// What the samples' points are from now on.
    void setPoints(const QList<modbus::Point> &points);
    void take(const QList<modbus::Sample> &samples);

signals:
    /// Something that saveState() keeps has changed.
    void edited();
    void liveChanged(bool isLive);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void wireArea(EventLog &events);
    void wireModels();
    void addLines(const QStringList &tags);
    void followLines();
    void showEverything();
    void addMarker();
    void goTo(qint64 time);
    void showPanel(bool isWanted);
    void refresh();
    QString statusText() const;
    const TrendHistory &history() const { return m_recording ? *m_recording : m_history; }

    TrendHistory m_history;
    std::unique_ptr<TrendHistory> m_recording;
    QStringList m_liveTags; ///< while a recording is shown
    LegendModel m_legend;
    AxisModel m_axes;
    MarkerModel m_markerModel;
    PointChoice m_choice;
    TimeView m_view;

    TrendArea *m_area;
    SidePanel *m_side;
    RecordingBanner *m_banner;
    QSplitter *m_columns;
    QTimer m_refreshes;
};

} // namespace ui
