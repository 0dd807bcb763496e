// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "ui/discover/scanframe.h"

#include <QPointer>

namespace ui {

/// A tool that works on the device that the user is connected to. What it shows belongs to that
/// one and goes with it.
class DeviceTool : public ScanFrame
{
    Q_OBJECT
public:
    using ScanFrame::ScanFrame;

    /// None: the tool says what to do first. Another one ends what runs.
    void setTarget(modbus::Connection *connection, quint8 unit);

protected:
    modbus::Connection *connection() const { return m_connection; }
    quint8 unit() const { return m_unit; }
    /// "unit 1 at 192.168.0.10:502"; empty without a device.
    QString targetInWords() const;

    /// Leaves what the device before gave behind. Called before the target is another one.
    virtual void forget() = 0;
    /// Says what can be done with the target, or without one.
    virtual void showTarget() = 0;

private:
    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
};

} // namespace ui
