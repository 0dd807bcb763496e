// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::connections", text);
}

QString waitingText(const modbus::Connection &connection)
{
    const QString cause =
        connection.lastError() ? shortCause(*connection.lastError()) : tr("not connected");
    return tr("%1, next attempt in %2").arg(cause, remainingText(connection.untilNextAttempt()));
}

} // namespace

QString latencyText(std::chrono::microseconds latency)
{
    const double ms = double(latency.count()) / 1000.0;
    if (latency.count() <= 0)
        return {};
    if (ms >= 1000)
        return tr("%1 s").arg(ms / 1000.0, 0, 'f', 1);
    return tr("%1 ms").arg(ms, 0, 'f', ms < 1 ? 2 : ms < 100 ? 1 : 0);
}

QString remainingText(std::chrono::milliseconds left)
{
    const qint64 rounded = (left.count() + 500) / 1000;
    const qint64 seconds = qMax<qint64>(left.count() > 0 ? 1 : 0, rounded);
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString shortCause(const modbus::Error &error)
{
    using Kind = modbus::Error::Kind;
    switch (error.kind) {
    case Kind::InvalidRequest:
        return tr("not a lawful request");
    case Kind::NotArmed:
        return tr("writes locked");
    case Kind::HostNotFound:
        return tr("host not found");
    case Kind::Refused:
        return tr("refused");
    case Kind::Unreachable:
        return tr("unreachable");
    case Kind::ConnectTimeout:
    case Kind::Timeout:
        return tr("no answer");
    case Kind::NotConnected:
        return tr("not connected");
    case Kind::ConnectionLost:
        return tr("connection lost");
    case Kind::Exception:
        return modbus::exceptionName(error.exceptionCode);
    case Kind::BadReply:
        return tr("unlawful reply");
    case Kind::Aborted:
        return tr("ended");
    }
    return {};
}

QString errorSentence(const modbus::Error &error)
{
    const modbus::Explanation explanation = modbus::explain(error);
    return explanation.remedy.isEmpty() ? explanation.text
                                        : explanation.text + u' ' + explanation.remedy;
}

QString stateText(const modbus::Connection &connection)
{
    switch (connection.state()) {
    case modbus::Connection::State::Offline:
        return tr("disconnected");
    case modbus::Connection::State::Connecting:
        return tr("connecting");
    case modbus::Connection::State::Connected:
        return connection.isArmed() ? tr("connected, WRITES ARMED") : tr("connected");
    case modbus::Connection::State::Waiting:
        return waitingText(connection);
    }
    return {};
}

QList<Counter> countersOf(const modbus::Statistics &statistics)
{
    const QLocale locale;
    const auto number = [&locale](quint64 count) { return locale.toString(count); };
    const auto odd = [&number](const QString &name, quint64 count, const QString &meaning) {
        return Counter{name, number(count), meaning, count > 0};
    };
    const auto latency = [](std::chrono::microseconds time) {
        return time.count() > 0 ? latencyText(time) : QStringLiteral("-");
    };
    return {
        {tr("Requests sent"), number(statistics.requests), tr("Repeats included."), false},
        {tr("Replies"), number(statistics.replies), tr("Checked and believed."), false},
        {tr("Latency, last"), latency(statistics.lastLatency),
         tr("From sending a request to its reply."), false},
        {tr("Latency, least"), latency(statistics.leastLatency), tr("The fastest reply so far."),
         false},
        {tr("Latency, most"), latency(statistics.mostLatency), tr("The slowest reply so far."),
         false},
        odd(tr("Exceptions"), statistics.exceptions,
            tr("The device answered that it cannot do what was asked: see the address or the "
               "function.")),
        odd(tr("Timeouts"), statistics.timeouts,
            tr("No reply within the response deadline. Many: raise the deadline, read fewer "
               "registers at once, or check the unit identifier.")),
        odd(tr("Late replies"), statistics.lateReplies,
            tr("Replies that came after their deadline and were not used. Raise the response "
               "deadline.")),
        odd(tr("Bad replies"), statistics.badReplies,
            tr("Replies that failed a check (function, quantity, length) and were not shown.")),
        odd(tr("Foreign transactions"), statistics.foreignTransactions,
            tr("Replies with a transaction identifier that was never asked: a gateway that mixes "
               "up its clients.")),
        odd(tr("Foreign units"), statistics.foreignUnits,
            tr("Replies in another unit's name: a gateway that mixes up its devices. They were "
               "not shown.")),
        odd(tr("Split replies"), statistics.splitReplies,
            tr("Replies that came in more than one TCP segment. Lawful, yet other programs fail "
               "on them.")),
        odd(tr("Framing faults"), statistics.framingFaults,
            tr("The byte stream made no sense any more; the connection was dropped and made "
               "anew.")),
        odd(tr("Resets"), statistics.resets,
            tr("Connections that the device closed. Often: its few TCP sessions are taken by "
               "others.")),
    };
}

} // namespace ui
