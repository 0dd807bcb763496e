// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/timeview.h"
#include "ui/trend/trendstyle.h"

#include <QAbstractTableModel>
#include <QIcon>
#include <QPalette>

class QSettings;

namespace ui {

struct Reading;
class TrendHistory;

/// "12.345" with six digits, "on" and "off" for bits, "-" for NaN.
QString valueText(double value, bool isBool = false);

/// The lines of a trend: which points they show, what the points are now, and at the cursors.
class LegendModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        TagColumn,
        ValueColumn,
        UnitColumn,
        StateColumn,
        AtFirstColumn, ///< this and the next five while there are cursors
        AtSecondColumn,
        DifferenceColumn,
        LowColumn,
        HighColumn,
        MeanColumn,
        AxisColumn,
        DescriptionColumn,
        ColumnCount
    };

    explicit LegendModel(QObject *parent = nullptr);

    /// What the lines are drawn from; outlives the model or is replaced.
    void setHistory(const TrendHistory &history);
    const TrendHistory &history() const { return *m_history; }

    struct Line
    {
        QString tag;
        int slot = 0; ///< of its look; stays while other lines come and go
        QString axis; ///< by the user; the point's engineering unit without
    };
    const QList<Line> &lines() const { return m_lines; }
    QStringList tags() const;
    /// Gives back those for which there was no room.
    QStringList add(const QStringList &tags);
    void remove(const QString &tag);
    void setTags(const QStringList &tags);
    /// Tags may be known that were not, units may be others.
    void pointsChanged();

    QString axisOf(int row) const;
    bool isBool(int row) const;
    /// Names of the axes in use, in the order of the lines.
    QStringList axisNames() const;

    /// The times of both cursors; none for no cursors.
    void setCursors(const std::optional<TimeRange> &cursors);
    /// Live values, ages and faults. `now` in ms.
    void refresh(qint64 now);
    void setPalette(const QPalette &palette);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// Other lines, or on other axes: the plot is to be built anew.
    void linesChanged();

private:
    QString text(int row, int column) const;
    QString stateText(int row) const;
    QIcon swatch(int row) const;
    QString cursorText(int row, int column) const;
    std::optional<Reading> atCursor(int row, double time) const;
    int freeSlot() const;

    const TrendHistory *m_history;
    QList<Line> m_lines;
    std::optional<TimeRange> m_cursors;
    qint64 m_now = 0;
    QPalette m_palette;
};

} // namespace ui
