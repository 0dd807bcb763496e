// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/fieldsmodel.h"

#include "ui/icons.h"

namespace ui {

namespace {

QString display(const modbus::PduField &field, int column)
{
    switch (column) {
    case FieldsModel::BytesColumn:
        if (field.length == 0)
            return QStringLiteral("-");
        return field.length == 1 ? QString::number(field.offset)
                                 : QStringLiteral("%1..%2")
                                       .arg(field.offset)
                                       .arg(field.offset + field.length - 1);
    case FieldsModel::NameColumn:
        return field.name;
    case FieldsModel::ValueColumn:
        if (!field.isFaulty())
            return field.value;
        return field.value.isEmpty() ? field.fault
                                     : QStringLiteral("%1: %2").arg(field.value, field.fault);
    default:
        return {};
    }
}

} // namespace

void FieldsModel::setFields(const QList<modbus::PduField> &fields)
{
    beginResetModel();
    m_fields = fields;
    endResetModel();
}

int FieldsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size());
}

int FieldsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant FieldsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const modbus::PduField &field = m_fields.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return display(field, index.column());
    case Qt::ToolTipRole:
        return index.column() == ValueColumn
                   ? QStringLiteral("<p>%1</p>").arg(display(field, ValueColumn).toHtmlEscaped())
                   : QString();
    case Qt::DecorationRole:
        return field.isFaulty() && index.column() == ValueColumn
                   ? QVariant(icon(QStringLiteral("error"), Tone::Bad))
                   : QVariant();
    default:
        return {};
    }
}

QVariant FieldsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case BytesColumn:
        return tr("Byte");
    case NameColumn:
        return tr("Field");
    case ValueColumn:
        return tr("Value");
    default:
        return {};
    }
}

} // namespace ui
