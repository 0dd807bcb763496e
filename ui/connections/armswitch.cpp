// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/armswitch.h"

#include "ui/connections/words.h"
#include "ui/icons.h"

namespace ui {

namespace {

constexpr std::chrono::milliseconds kCountdownPeriod{250};

}

ArmSwitch::ArmSwitch(QObject *parent)
    : QAction(parent)
{
    setObjectName(QStringLiteral("armWrites"));
    setShortcut(QKeySequence(tr("Ctrl+Shift+W")));
    setToolTip(tr("Allow writes to this connection for five minutes, or lock them again "
                  "(Ctrl+Shift+W)"));
    m_countdown.setInterval(kCountdownPeriod);
    connect(&m_countdown, &QTimer::timeout, this, &ArmSwitch::refresh);
    connect(this, &QAction::triggered, this, &ArmSwitch::toggle);
    refresh();
}

void ArmSwitch::setConnection(modbus::Connection *connection)
{
    if (m_connection)
        m_connection->disconnect(this);
    m_connection = connection;
    if (connection) {
        connect(connection, &modbus::Connection::armedChanged, this, &ArmSwitch::refresh);
        connect(connection, &modbus::Connection::stateChanged, this, &ArmSwitch::refresh);
    }
    refresh();
}

void ArmSwitch::toggle()
{
    if (!m_connection)
        return;
    if (m_connection->isArmed())
        m_connection->disarm();
    else
        m_connection->arm();
}

void ArmSwitch::refresh()
{
    const bool armed = isArmed();
    if (armed)
        m_countdown.start();
    else
        m_countdown.stop();
    setEnabled(m_connection && m_connection->state() == modbus::Connection::State::Connected);
    setText(armed ? tr("&Lock writes") : tr("&Arm writes for five minutes"));
    setIconText(armed ? tr("WRITES ARMED %1").arg(remainingText(m_connection->armedFor()))
                      : tr("WRITES LOCKED"));
    setIcon(armed ? ui::icon(QStringLiteral("armed"), Tone::Warning)
                  : ui::icon(QStringLiteral("locked")));
    emit refreshed();
}

QString ArmSwitch::longestText()
{
    return tr("WRITES ARMED %1").arg(QStringLiteral("0:00"));
}

} // namespace ui
