// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/requests/pdufieldsmodel.h"

#include "modbus/pdureader.h"
#include "ui/icons.h"

namespace ui {

namespace {

constexpr int kMostBytesShown = 8;

QString bytesText(const QByteArray &bytes)
{
    const QString text = modbus::spacedHex(bytes.left(kMostBytesShown));
    return bytes.size() > kMostBytesShown ? text + QStringLiteral(" \u2026") : text;
}

QString valueText(const modbus::PduField &field)
{
    if (!field.isFaulty())
        return field.value;
    return field.value.isEmpty() ? field.fault
                                 : field.value + QStringLiteral(" \u2014 ") + field.fault;
}

} // namespace

void PduFieldsModel::setFields(const QByteArray &pdu, const QList<modbus::PduField> &fields)
{
    beginResetModel();
    m_pdu = pdu;
    m_fields = fields;
    endResetModel();
}

int PduFieldsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size());
}

int PduFieldsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant PduFieldsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const modbus::PduField &field = m_fields.at(index.row());
    const QByteArray bytes = m_pdu.mid(field.offset, field.length);
    if (role == Qt::DisplayRole) {
        switch (index.column()) {
        case OffsetColumn:
            return field.offset;
        case BytesColumn:
            return bytesText(bytes);
        case NameColumn:
            return field.name;
        default:
            return valueText(field);
        }
    }
    if (role == Qt::ToolTipRole)
        return index.column() == BytesColumn ? modbus::spacedHex(bytes) : valueText(field);
    if (role == Qt::TextAlignmentRole && index.column() == OffsetColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && index.column() == ValueColumn && field.isFaulty())
        return icon(QStringLiteral("warning"), Tone::Warning);
    return {};
}

QVariant PduFieldsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case OffsetColumn:
        return tr("Byte");
    case BytesColumn:
        return tr("Hex");
    case NameColumn:
        return tr("Field");
    default:
        return tr("Value");
    }
}

} // namespace ui
