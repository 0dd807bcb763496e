// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>
#include <QTimer>
#include <array>

class QSettings;

namespace ui {

class PointArrangement;
class PointListModel;

/// The table of points: to watch, or to work on the list.
class PointGrid : public QTableView
{
    Q_OBJECT
public:
    enum class Mode { Watch, Edit };
    PointGrid(PointListModel &model, PointArrangement &shown, QWidget *parent = nullptr);

    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    /// Rows of the list that have a selected cell, ascending.
    QList<int> selectedPoints() const;
    /// The list's row in hand; -1 for none.
    int currentPoint() const;
    void showPoint(int point);
    void copySelection() const;
    /// By the column in hand: up, down, then the list's own order.
    void sortByCurrent();
    /// Widths and order of the columns, of each mode.
    void saveColumns(QSettings &settings) const;
    void restoreColumns(const QSettings &settings);

signals:
    void lockedEditAttempted(const QModelIndex &index);
    void selectionEdited();
    /// A column is wider, or elsewhere.
    void columnsEdited();

protected:
    bool edit(const QModelIndex &index, EditTrigger trigger, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void selectionChanged(const QItemSelection &selected,
                          const QItemSelection &deselected) override;

private:
    void fitColumns();
    void arrangeColumns();
    void spanHeadings();
    void sortBy(int column);
    void showSorting();

    PointListModel &m_model;
    PointArrangement &m_shown;
    Mode m_mode = Mode::Watch;
    std::array<QByteArray, 2> m_columns; ///< by mode, as they were left
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    QTimer m_timer;
};

} // namespace ui
