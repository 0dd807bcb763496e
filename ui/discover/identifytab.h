// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/identify.h"
#include "ui/discover/devicetool.h"

#include <memory>

namespace ui {

class FindingsView;

/// Asks the device who it is: device identification (FC 43/14) and server id (FC 17).
class IdentifyTab : public DeviceTool
{
    Q_OBJECT
public:
    explicit IdentifyTab(QWidget *parent = nullptr);

    void cancel() override;
    bool isRunning() const override { return m_waiting != nullptr; }

protected:
    void start() override;
    void forget() override;
    void showTarget() override;

private:
    void finish(const modbus::Identification &identification);

    FindingsView *m_findings;
    std::unique_ptr<QObject> m_waiting; ///< context of what is under way
};

} // namespace ui
