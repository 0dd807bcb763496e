// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/fieldsmodel.h"

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

QString placeText(const modbus::PduField &field)
{
    if (field.length == 0)
        return QStringLiteral("-");
    return field.length == 1
               ? QString::number(field.offset)
               : QStringLiteral("%1..%2").arg(field.offset).arg(field.offset + field.length - 1);
}

QString valueText(const modbus::PduField &field)
{
    if (!field.isFaulty())
        return field.value;
    return field.value.isEmpty() ? field.fault
                                 : QStringLiteral("%1: %2").arg(field.value, field.fault);
}

/// Broken into lines, whatever it says.
QString toolTip(const QString &text)
{
    return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

} // namespace

QString FieldsModel::display(const modbus::PduField &field, int column) const
{
    switch (column) {
    case BytesColumn:
        return placeText(field);
    case HexColumn:
        return bytesText(m_bytes.mid(field.offset, field.length));
    case NameColumn:
        return field.name;
    default:
        return valueText(field);
    }
}

void FieldsModel::setFields(const QList<modbus::PduField> &fields, const QByteArray &bytes)
{
    beginResetModel();
    m_fields = fields;
    m_bytes = bytes;
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
        if (index.column() == HexColumn)
            return toolTip(modbus::spacedHex(m_bytes.mid(field.offset, field.length)));
        return index.column() == ValueColumn ? toolTip(valueText(field)) : QString();
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
    case HexColumn:
        return tr("Hex");
    case NameColumn:
        return tr("Field");
    case ValueColumn:
        return tr("Value");
    default:
        return {};
    }
}

} // namespace ui
