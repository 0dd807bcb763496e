// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/hostscan.h"
#include "ui/discover/scanframe.h"

#include <QPointer>

class QCheckBox;
class QLineEdit;
class QSpinBox;

namespace ui {

class FindingsView;

/// Looks for devices in a range of addresses.
class HostsTab : public ScanFrame
{
    Q_OBJECT
public:
    explicit HostsTab(QWidget *parent = nullptr);

    void cancel() override;
    bool isRunning() const override { return m_scan != nullptr; }

signals:
    void connectWanted(const modbus::Target &target);

protected:
    void start() override;

private:
    void take(const modbus::discovery::HostFinding &finding);
    void finish(const modbus::discovery::HostScanResult &result);

    QLineEdit *m_range;
    QLineEdit *m_ports;
    QSpinBox *m_rate;
    QCheckBox *m_mayScan;
    FindingsView *m_findings;
    QPointer<modbus::discovery::HostScan> m_scan;
};

} // namespace ui
