// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connectionreport.h"

#include "ui/connections/words.h"
#include "ui/events/eventlog.h"

namespace ui {

using Severity = EventLog::Severity;

namespace {

constexpr std::chrono::seconds kNoticePause{10};

/// "late reply: transaction 12 ..." and the same of transaction 13 are of one kind.
QString kindOf(QString notice)
{
    notice.removeIf([](QChar character) { return character.isDigit(); });
    return notice;
}

} // namespace

ConnectionReport::ConnectionReport(modbus::Connection &connection, EventLog &events)
    : QObject(&connection)
    , m_events(events)
    , m_name(connection.endpoint().toString())
{
    connect(&connection, &modbus::Connection::stateChanged, this, &ConnectionReport::reportState);
    connect(&connection, &modbus::Connection::failed, this, &ConnectionReport::reportFailure);
    connect(&connection, &modbus::Connection::armedChanged, this, &ConnectionReport::reportArming);
    connect(&connection, &modbus::Connection::noticed, this, &ConnectionReport::reportNotice);
}

void ConnectionReport::reportState(modbus::Connection::State state)
{
    if (state == modbus::Connection::State::Connected) {
        m_events.append(Severity::Info, m_name,
                        m_lastFailure.isEmpty() ? tr("Connected.") : tr("Connected again."));
        m_lastFailure.clear();
    } else if (state == modbus::Connection::State::Offline) {
        m_events.append(Severity::Info, m_name, tr("Disconnected."));
        m_lastFailure.clear();
    }
}

void ConnectionReport::reportFailure(const modbus::Error &error)
{
    const QString sentence = errorSentence(error);
    if (sentence == m_lastFailure)
        return;
    m_lastFailure = sentence;
    m_events.append(Severity::Error, m_name, sentence);
}

void ConnectionReport::reportArming(bool isArmed)
{
    if (isArmed)
        m_events.append(Severity::Warning, m_name,
                        tr("Writes are armed: what is written from now on changes the device."));
    else
        m_events.append(Severity::Info, m_name, tr("Writes are locked again."));
}

void ConnectionReport::reportNotice(const QString &detail)
{
    Notice &notice = m_notices[kindOf(detail)];
    if (!notice.quietUntil.hasExpired()) {
        ++notice.unsaid;
        return;
    }
    const QString text = detail.left(1).toUpper() + detail.mid(1);
    m_events.append(
        Severity::Warning, m_name,
        notice.unsaid == 0
            ? tr("%1.").arg(text)
            : tr("%1. And %2 more like it before: see the counters.").arg(text).arg(notice.unsaid));
    notice = {QDeadlineTimer(kNoticePause), 0};
}

} // namespace ui
