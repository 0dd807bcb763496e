// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/registers/plannedwrite.h"

#include <QAbstractTableModel>

namespace ui {

class RegisterModel;

/// Planned writes as a table, old and new side by side. The old values follow the RegisterModel,
/// which must outlive it.
class PlannedWritesModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { AddressColumn, NameColumn, OldColumn, NewColumn, RawColumn, ColumnCount };

    PlannedWritesModel(const RegisterModel &values, QList<PlannedWrite> writes, QObject *parent);
    const QList<PlannedWrite> &writes() const { return m_writes; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void followValues();

    const RegisterModel &m_values;
    QList<PlannedWrite> m_writes;
};

} // namespace ui
