// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdufields.h"

#include <QAbstractTableModel>

namespace ui {

/// A PDU field by field: where its bytes are, what they are called and what they say.
class PduFieldsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { OffsetColumn, BytesColumn, NameColumn, ValueColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setFields(const QByteArray &pdu, const QList<modbus::PduField> &fields);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    QByteArray m_pdu;
    QList<modbus::PduField> m_fields;
};

} // namespace ui
