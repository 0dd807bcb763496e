// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/scale.h"

#include <QAbstractTableModel>
#include <QMap>
#include <optional>

class QSettings;

namespace ui {

/// The value axes of a trend, by name: on which side they stand, and whether they scale by
/// themselves or show a fixed range. What is set for an axis is remembered while it is not in use.
class AxisModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, SideColumn, FixedColumn, LowColumn, HighColumn, ColumnCount };
    enum class Side { Left, Right };

    struct Axis
    {
        QString name;
        Side side = Side::Left;
        std::optional<ValueRange> fixed;  ///< set by the user; scales by itself without
        std::optional<ValueRange> zoomed; ///< for the time being; not remembered
        ValueRange shown;
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// The axes in use. New ones are put left and right in turn.
    void setNames(const QStringList &names);
    const QList<Axis> &axes() const { return m_axes; }
    int rowOf(const QString &name) const;
    void zoom(int row, const ValueRange &range);
    void endZoom();
    bool isZoomed() const;
    /// Back to scaling by itself.
    void setAutomatic(int row);
    /// The range of an axis now that the data reach from `low` to `high`; NaN for no data.
    ValueRange scale(int row, double low, double high);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    void saveState(QSettings &settings) const;
    void restoreState(const QSettings &settings);

signals:
    /// Another side, or other axes: the plot is to be built anew.
    void layoutWanted();
    void rangesChanged();
    /// The user has set something that saveState() keeps.
    void edited();

private:
    void remember(const Axis &axis);
    bool setBound(Axis &axis, int column, const QString &text);

    QList<Axis> m_axes;
    QMap<QString, Axis> m_known;
};

} // namespace ui
