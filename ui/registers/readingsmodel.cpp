// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/readingsmodel.h"

#include <QFont>
#include <QGuiApplication>
#include <QPalette>
#include <algorithm>

namespace ui {

ReadingsModel::ReadingsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void ReadingsModel::setRegisters(const QList<quint16> &registers)
{
    QList<modbus::Reading> readings =
        modbus::allReadings({registers.data(), static_cast<size_t>(registers.size())});
    QList<modbus::DataType> types;
    for (const modbus::Reading &reading : std::as_const(readings)) {
        if (types.isEmpty() || types.last() != reading.format.type)
            types += reading.format.type;
    }
    if (types == m_types) {
        m_readings = std::move(readings);
        if (!m_types.isEmpty())
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_readings = std::move(readings);
    m_types = std::move(types);
    endResetModel();
}

void ReadingsModel::setCurrentFormat(const modbus::ValueFormat &format)
{
    m_current = format;
    if (!m_types.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

std::optional<modbus::ValueFormat> ReadingsModel::formatAt(const QModelIndex &index) const
{
    const modbus::Reading *reading = readingAt(index);
    return reading ? std::optional(reading->format) : std::nullopt;
}

const modbus::Reading *ReadingsModel::readingAt(const QModelIndex &index) const
{
    const auto order = modbus::allOrders().value(index.column());
    const auto type = m_types.value(index.row());
    const auto found = std::find_if(
        m_readings.begin(), m_readings.end(), [order, type](const modbus::Reading &reading) {
            return reading.format.type == type && reading.format.order == order;
        });
    return found == m_readings.end() ? nullptr : &*found;
}

bool ReadingsModel::isCurrent(const modbus::ValueFormat &format) const
{
    return format.type == m_current.type && format.order == m_current.order;
}

int ReadingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_types.size());
}

int ReadingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(modbus::allOrders().size());
}

QVariant ReadingsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    const modbus::Reading *reading = readingAt(index);
    if (!reading)
        return {};
    const bool isMarked = isCurrent(reading->format);
    switch (role) {
    case Qt::DisplayRole:
        if (!reading->isValue)
            return QStringLiteral("\u2013");
        return reading->text;
    case Qt::EditRole:
        return reading->text;
    case Qt::ToolTipRole:
        return tr("%1 %2: %3\nDouble click to use this type and order.")
            .arg(modbus::typeName(reading->format.type), modbus::orderName(reading->format.order),
                 reading->text);
    case Qt::FontRole: {
        QFont font;
        font.setBold(isMarked);
        font.setUnderline(isMarked);
        return font;
    }
    case Qt::ForegroundRole:
        if (!reading->isValue)
            return QGuiApplication::palette().brush(QPalette::Disabled, QPalette::Text);
        return {};
    default:
        return {};
    }
}

QVariant ReadingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(
            (orientation == Qt::Horizontal ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? modbus::orderName(modbus::allOrders().value(section))
                                         : modbus::typeName(m_types.value(section));
}

} // namespace ui
