// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/devicetool.h"

namespace ui {

void DeviceTool::setTarget(modbus::Connection *connection, quint8 unit)
{
    if (m_connection != connection || m_unit != unit) {
        cancel();
        forget();
        showStatus({});
    }
    m_connection = connection;
    m_unit = unit;
    setStartable(connection != nullptr, tr("Connect to a device first (Ctrl+L)."));
    showTarget();
}

QString DeviceTool::targetInWords() const
{
    return m_connection ? tr("unit %1 at %2")
                              .arg(QString::number(m_unit), m_connection->endpoint().toString())
                        : QString();
}

} // namespace ui
