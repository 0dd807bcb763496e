// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/blockread.h"
#include "modbus/discovery/rangescan.h"
#include "modbus/point.h"
#include "ui/discover/devicetool.h"

class QComboBox;
class QPushButton;

namespace ui {

class FindingsView;
class RangeFields;

/// Finds which addresses of a table can be read.
class AddressesTab : public DeviceTool
{
    Q_OBJECT
public:
    explicit AddressesTab(QWidget *parent = nullptr);

    void cancel() override;
    bool isRunning() const override { return m_scan != nullptr; }

signals:
    /// Of the blocks that the user wants in the point list.
    void pointsFound(const QList<modbus::Point> &points);
    /// A scan has ended with these.
    void blocksFound(const QList<modbus::Block> &blocks);

protected:
    void start() override;
    void forget() override;
    void showTarget() override;

private:
    void finish(const modbus::discovery::RangeScanResult &result);
    void addToPoints();

    RangeFields *m_range;
    QComboBox *m_stride;
    FindingsView *m_findings;
    QPushButton *m_add;
    QPointer<modbus::discovery::RangeScan> m_scan;
    modbus::discovery::RangeScanResult m_result;
};

} // namespace ui
