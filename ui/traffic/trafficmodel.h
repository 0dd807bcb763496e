// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/traffic/trafficfilter.h"

#include <QAbstractTableModel>
#include <QTimer>
#include <deque>

namespace ui {

/// The frames of a TrafficLog that a filter lets through, oldest first. Looks at the log twenty
/// times a second, so that any number of frames costs the views a few insertions: new frames come
/// at the end, those that the log has dropped go from the beginning. Between two looks the log may
/// have dropped frames that still have a row; such a row is empty.
class TrafficModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        NumberColumn,
        TimeColumn,
        ServerColumn,
        DirectionColumn,
        UnitColumn,
        FunctionColumn,
        SummaryColumn,
        LatencyColumn,
        BytesColumn,
        ColumnCount,
    };
    static constexpr std::chrono::milliseconds kPeriod{50};

    explicit TrafficModel(const modbus::TrafficLog &log, QObject *parent = nullptr);

    const modbus::TrafficLog &log() const { return m_log; }
    void setFilter(const TrafficFilter &filter);
    /// Paused: what comes is kept in the log and shown when it goes on.
    void setPaused(bool isPaused);
    bool isPaused() const { return m_isPaused; }
    /// Frames that are kept and not looked at yet, because of the pause.
    quint64 waiting() const;
    /// Looks at the log now.
    void refresh();

    /// Null where the log has dropped it meanwhile.
    const modbus::TrafficEntry *entryAt(int row) const;
    /// 0 for no row.
    quint64 numberAt(int row) const;
    /// -1 where it is not shown.
    int rowOf(quint64 number) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    void dropGone();
    void takeNew();
    void startOver();

    const modbus::TrafficLog &m_log;
    TrafficFilter m_filter;
    std::deque<quint64> m_numbers; ///< of the rows
    quint64 m_next = 0;            ///< the first that was not looked at
    bool m_isPaused = false;
    QTimer m_timer;
};

} // namespace ui
