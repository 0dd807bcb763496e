// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/plannedwritesmodel.h"

#include "ui/registers/registermodel.h"
#include "ui/registers/registertext.h"

#include <QFont>

namespace ui {

PlannedWritesModel::PlannedWritesModel(const RegisterModel &values, QList<PlannedWrite> writes,
                                       QObject *parent)
    : QAbstractTableModel(parent)
    , m_values(values)
    , m_writes(std::move(writes))
{
    connect(&values, &RegisterModel::sampled, this, &PlannedWritesModel::followValues);
}

void PlannedWritesModel::followValues()
{
    for (PlannedWrite &write : m_writes) {
        const auto row = m_values.rowOf(write.address);
        if (row)
            write.oldRegisters = m_values.registersAt(*row);
    }
    emit dataChanged(index(0, OldColumn), index(rowCount() - 1, OldColumn));
}

int PlannedWritesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_writes.size());
}

int PlannedWritesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PlannedWritesModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const PlannedWrite &write = m_writes[index.row()];
    if (role == Qt::TextAlignmentRole && index.column() != NameColumn)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::FontRole && index.column() == NewColumn) {
        QFont font;
        font.setBold(true);
        return font;
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case AddressColumn:
        return m_values.addressText(write.address);
    case NameColumn:
        return m_values.names().value(write.address.offset);
    case OldColumn:
        return write.oldRegisters.isEmpty()
                   ? tr("not known")
                   : valueText(write.oldRegisters, m_values.shape().format);
    case NewColumn:
        return valueText(write.newRegisters, m_values.shape().format);
    case RawColumn:
        return hexText({write.newRegisters.data(), static_cast<size_t>(write.newRegisters.size())});
    default:
        return {};
    }
}

QVariant PlannedWritesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case AddressColumn:
        return tr("Address");
    case NameColumn:
        return tr("Name");
    case OldColumn:
        return tr("Now");
    case NewColumn:
        return tr("New");
    case RawColumn:
        return tr("New (hex)");
    default:
        return {};
    }
}

} // namespace ui
