// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/datatype.h"

#include <QAbstractTableModel>
#include <optional>

namespace ui {

/// The same registers read in every type (a row each) and order (a column each).
class ReadingsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit ReadingsModel(QObject *parent = nullptr);

    void setRegisters(const QList<quint16> &registers);
    /// The format in use, which is marked.
    void setCurrentFormat(const modbus::ValueFormat &format);
    /// The format of a cell; empty where the order makes no difference or there is no value.
    std::optional<modbus::ValueFormat> formatAt(const QModelIndex &index) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    const modbus::Reading *readingAt(const QModelIndex &index) const;
    bool isCurrent(const modbus::ValueFormat &format) const;

    QList<modbus::DataType> m_types;
    QList<modbus::Reading> m_readings; ///< type by type
    modbus::ValueFormat m_current;
};

} // namespace ui
