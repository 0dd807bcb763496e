// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"
#include "modbus/pointcolumns.h"
#include "modbus/pointlistcsv.h"

#include <QStringList>
#include <optional>

namespace modbus {

/// One row of a point list on its way to a point. Every bad cell is named, not the first alone.
class PointRow
{
public:
    /// `columns`, `cells` and `faults` must outlive it. Faults are appended.
    PointRow(const PointColumns &columns, const QStringList &cells, int line, bool decimalComma,
             QList<RowFault> &faults);

    /// The point, unless the row has a fault.
    std::optional<Point> toPoint();

private:
    void readTexts();
    void readDevice();
    void readAddress();
    std::optional<Table> tableOf(const QString &address);
    void readBitOfAddress(QString &address);
    void readType();
    void readOrder();
    void readBit();
    void readLength();
    void readScaling();
    void readLimits();
    void readRest();

    QString textOf(PointColumn column) const;
    void fail(PointColumn column, const QString &reason);
    bool isRegister() const;

    /// The meaning of a cell by one of cell::'s functions; empty where the cell is, or is bad.
    template <typename Read>
    auto valueOf(PointColumn column, const Read &read);
    std::optional<double> numberOf(PointColumn column);

    const PointColumns &m_columns;
    const QStringList &m_cells;
    int m_line;
    bool m_decimalComma;
    QList<RowFault> &m_faults;
    bool m_isBad = false;
    Point m_point;
};

} // namespace modbus
