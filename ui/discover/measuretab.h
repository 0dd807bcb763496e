// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/measuring.h"
#include "ui/discover/devicetool.h"

class QCheckBox;
class QPushButton;

namespace ui {

class FindingsView;
class RangeFields;

/// Measures what a device stands and offers the connection's options that fit.
class MeasureTab : public DeviceTool
{
    Q_OBJECT
public:
    explicit MeasureTab(QWidget *parent = nullptr);

    void cancel() override;
    bool isRunning() const override { return m_measuring != nullptr; }

signals:
    /// The connection has these options now.
    void optionsUsed(modbus::Connection *connection);

protected:
    void start() override;
    void forget() override;
    void showTarget() override;

private:
    void finish(const modbus::discovery::Measurements &measured);
    void useOptions();

    RangeFields *m_where;
    QCheckBox *m_sessions;
    FindingsView *m_findings;
    QPushButton *m_use;
    QPointer<modbus::discovery::Measuring> m_measuring;
    modbus::discovery::Measurements m_measured;
};

} // namespace ui
