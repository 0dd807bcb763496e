// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QObject>

namespace ui {

class EventLog;

/// Tells the event log in words what becomes of a connection. Says the same failure once, however
/// often the attempt is repeated, and of a kind of notice one every ten seconds: the counters have
/// the rest. Belongs to the connection.
class ConnectionReport : public QObject
{
    Q_OBJECT
public:
    ConnectionReport(modbus::Connection &connection, EventLog &events);

private:
    void reportState(modbus::Connection::State state);
    void reportFailure(const modbus::Error &error);
    void reportArming(bool isArmed);
    void reportNotice(const QString &detail);

    EventLog &m_events;
    QString m_name;
    QString m_lastFailure; ///< what was said of the outage under way

    struct Notice
    {
        QDeadlineTimer quietUntil;
        int unsaid = 0;
    };
    QHash<QString, Notice> m_notices; ///< by their text without figures
};

} // namespace ui
