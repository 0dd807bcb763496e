// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdufields.h"

#include <QAbstractTableModel>

namespace ui {

/// The fields of one frame or PDU: which bytes, what they are called, what they say and what is
/// wrong.
class FieldsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { BytesColumn, HexColumn, NameColumn, ValueColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// `bytes`: what the offsets count from, shown in hexadecimal.
    void setFields(const QList<modbus::PduField> &fields, const QByteArray &bytes);
    const QList<modbus::PduField> &fields() const { return m_fields; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QString display(const modbus::PduField &field, int column) const;

    QList<modbus::PduField> m_fields;
    QByteArray m_bytes;
};

} // namespace ui
