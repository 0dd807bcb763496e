// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/trendactions.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QStackedWidget;

namespace ui {

class AxisModel;
class LegendModel;
class LegendView;
class MarkerModel;
class TimeView;
class TrendCursors;
class TrendExport;
class TrendGestures;
class TrendMarkers;
class TrendPlot;

/// The plot with what is done in it, and the legend beneath it. While there are no lines it says
/// what a trend is for.
class TrendArea : public QWidget
{
    Q_OBJECT
public:
    struct Models
    {
        LegendModel &legend;
        AxisModel &axes;
        MarkerModel &markers;
        TimeView &view;
    };
    explicit TrendArea(const Models &models, QWidget *parent = nullptr);

    const TrendActions &actions() const { return m_actions; }
    TrendPlot &plot() { return *m_plot; }
    TrendExport &files() { return *m_export; }

    /// The plot and its legend, or, without lines, what it is for.
    void showLines(bool areAny);
    void showLive(bool isLive);
    /// What became of something, until the next Esc.
    void say(const QString &text, bool isFault);
    void showStatus(const QString &text);
    /// Ends a drag, a zoom or an export.
    void cancel();
    /// Takes the colours of the palette.
    void dress();
    /// The time of the active cursor, else now, else of the middle of what is shown; s.
    double timeInHand() const;

    QByteArray saveLayout() const;
    void restoreLayout(const QByteArray &layout);

signals:
    void panelWanted(bool isWanted);
    void pauseWanted();
    void everythingWanted();
    void markerWanted();
    void removeWanted(const QStringList &tags);
    /// Why a file was not written.
    void failed(const QString &text);

private:
    QWidget *makeEmpty();
    QWidget *makeBeneath();
    void wireActions();
    void wireGestures();
    void showCursors();

    LegendModel &m_legend;
    AxisModel &m_axes;
    TimeView &m_view;
    TrendActions m_actions;
    TrendPlot *m_plot;
    TrendCursors *m_cursors;
    TrendGestures *m_gestures;
    TrendMarkers *m_markers;
    TrendExport *m_export;
    LegendView *m_legendView;
    QStackedWidget *m_stack;
    QLabel *m_cursorText;
    QLabel *m_status;
    QLabel *m_outcome;
    QSplitter *m_rows;
};

} // namespace ui
