// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointlint.h"
#include "modbus/pointlistcsv.h"

#include <QAbstractTableModel>

namespace ui {

/// The rows of a point list that is about to be imported, good and bad, in the file's order.
class ImportModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Line, Status, Tag, Address, Type, Device, Scale, Remark, ColumnCount };
    enum class State : quint8 {
        Good,
        Warning, ///< comes along, with a remark
        Error,   ///< comes along, and won't do what is meant
        LeftOut, ///< is no point
    };
    enum Role { StateRole = Qt::UserRole }; ///< int of State

    explicit ImportModel(QObject *parent = nullptr);

    void show(const modbus::PointListReading &reading, const QList<modbus::Finding> &findings);

    int leftOut() const { return m_leftOut; } ///< rows

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

private:
    struct Row
    {
        int line = 0;
        int point = -1; ///< index, or -1 for a row left out
        State state = State::Good;
        QList<int> remarks; ///< indexes of findings, or of faults for a row left out
    };
    QString text(const Row &row, int column) const;
    QStringList remarks(const Row &row) const;

    QList<modbus::Point> m_points;
    QList<modbus::RowFault> m_faults;
    QList<modbus::Finding> m_findings;
    QList<Row> m_rows;
    int m_leftOut = 0;
};

} // namespace ui
