// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/solver.h"

#include <QAbstractTableModel>

namespace ui {

/// What the solver found, the most likely first.
class SolverModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Fit, Address, Type, Order, Scale, Shows, Why, ColumnCount };

    explicit SolverModel(QObject *parent = nullptr);

    void setHits(const QList<modbus::SolverHit> &hits);
    /// The hit of a row; null for none.
    const modbus::SolverHit *hitAt(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QList<modbus::SolverHit> m_hits;
};

} // namespace ui
