// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

class QAbstractItemModel;
class QTableView;

namespace ui {

class AxisModel;
class MarkerModel;
class PointChoice;
class PointPicker;

/// Beside the plot: which points are drawn, their axes, the markers with their notes.
class SidePanel : public QTabWidget
{
    Q_OBJECT
public:
    SidePanel(PointChoice &choice, AxisModel &axes, MarkerModel &markers,
              QWidget *parent = nullptr);

    /// Ready to type a filter.
    void showPoints();
    /// Ready to type the note.
    void editMarker(int row);

signals:
    /// The trend is to show this time; ms.
    void timeWanted(qint64 time);

private:
    QTableView *makeTable(QAbstractItemModel &model, const QString &name, const QString &title);
    void removeMarkers();

    MarkerModel &m_markerModel;
    PointPicker *m_picker;
    QTableView *m_axes;
    QTableView *m_markers;
};

} // namespace ui
