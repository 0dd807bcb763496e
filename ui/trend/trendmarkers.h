// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>

class QCPAbstractItem;

namespace ui {

class MarkerModel;
class TrendPlot;

/// Draws the markers of a model in a plot: a numbered flag at the top, a line, the note beside it.
class TrendMarkers : public QObject
{
    Q_OBJECT
public:
    TrendMarkers(MarkerModel &model, TrendPlot &plot);
    void dress();

private:
    void build();

    MarkerModel &m_model;
    TrendPlot &m_plot;
    QList<QCPAbstractItem *> m_items;
};

} // namespace ui
