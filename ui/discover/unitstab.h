// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/unitscan.h"
#include "ui/discover/devicetool.h"

class QCheckBox;
class QSpinBox;

namespace ui {

class FindingsView;

/// Asks which unit identifiers answer behind one address. Its target's own unit does not matter.
class UnitsTab : public DeviceTool
{
    Q_OBJECT
public:
    explicit UnitsTab(QWidget *parent = nullptr);

    void cancel() override;
    bool isRunning() const override { return m_scan != nullptr; }

signals:
    void connectWanted(const modbus::Target &target);

protected:
    void start() override;
    void forget() override;
    void showTarget() override;

private:
    void take(const modbus::discovery::UnitFinding &finding);
    void finish(const modbus::discovery::UnitScanResult &result);

    QCheckBox *m_others;
    QCheckBox *m_showSilent;
    QSpinBox *m_deadline;
    FindingsView *m_findings;
    QPointer<modbus::discovery::UnitScan> m_scan;
};

} // namespace ui
