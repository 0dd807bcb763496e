// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/requestrun.h"

#include <QAbstractTableModel>
#include <QDateTime>

namespace ui {

/// A request of this session and what became of it.
struct PastRequest
{
    QDateTime time;
    QString target;
    modbus::Request request;
    modbus::RequestOutcome outcome;
};

/// The latest kMost of them, newest first.
class RequestHistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    static constexpr int kMost = 500;
    enum Column {
        TimeColumn,
        TargetColumn,
        FunctionColumn,
        RequestColumn,
        OutcomeColumn,
        LatencyColumn,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;

    void append(PastRequest past);
    const PastRequest &at(int row) const { return m_requests.at(row); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString display(const PastRequest &past, int column) const;

    QList<PastRequest> m_requests;
};

} // namespace ui
