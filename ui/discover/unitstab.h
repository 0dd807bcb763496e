// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/unitscan.h"
#include "ui/discover/scanframe.h"

#include <QPointer>

class QCheckBox;
class QSpinBox;

namespace ui {

class FindingsView;

/// Asks which unit identifiers answer behind one address.
class UnitsTab : public ScanFrame
{
    Q_OBJECT
public:
    explicit UnitsTab(QWidget *parent = nullptr);

    void setConnection(modbus::Connection *connection);
    void cancel() override;
    bool isRunning() const override { return m_scan != nullptr; }

signals:
    void connectWanted(const modbus::Target &target);

protected:
    void start() override;

private:
    void take(const modbus::discovery::UnitFinding &finding);
    void finish(const modbus::discovery::UnitScanResult &result);

    QPointer<modbus::Connection> m_connection;
    QCheckBox *m_others;
    QCheckBox *m_showSilent;
    QSpinBox *m_deadline;
    FindingsView *m_findings;
    QPointer<modbus::discovery::UnitScan> m_scan;
};

} // namespace ui
