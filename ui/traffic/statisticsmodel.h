// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficstatistics.h"

#include <QAbstractTableModel>
#include <QList>

namespace ui {

/// The figures of each server and function, a row each, in that order. Rows keep their place while
/// figures change.
class StatisticsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ServerColumn,
        FunctionColumn,
        RequestsColumn,
        RateColumn,
        RepliesColumn,
        ExceptionsColumn,
        TimeoutsColumn,
        LateColumn,
        BadColumn,
        LostColumn,
        LeastColumn,
        MedianColumn,
        P95Column,
        P99Column,
        MostColumn,
        SentColumn,
        ReceivedColumn,
        ColumnCount,
    };

    explicit StatisticsModel(const modbus::TrafficStatistics &statistics,
                             QObject *parent = nullptr);

    /// Takes over what has changed. `now` as modbus::utcNow() tells it.
    void refresh(std::chrono::microseconds now);
    /// Null for no row.
    const modbus::TrafficFigures *figuresAt(int row) const;
    /// "Read Coils at 192.0.2.7:502".
    QString nameAt(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    using Key = modbus::TrafficStatistics::Key;
    void addRows();
    QString display(const Key &key, const modbus::TrafficFigures &figures, int column) const;

    const modbus::TrafficStatistics &m_statistics;
    QList<Key> m_keys;
    std::chrono::microseconds m_now{};
};

} // namespace ui
