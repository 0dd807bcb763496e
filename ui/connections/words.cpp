// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/words.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>

namespace ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ui::connections", text);
}

/// Something that a healthy line does not show.
struct Trouble
{
    const char *name;
    quint64 modbus::Statistics::*count;
    const char *meaning;
};

constexpr std::array kTroubles{
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Exceptions"), &modbus::Statistics::exceptions,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "The device answered that it cannot do what was asked: see the address or the "
                "function.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Timeouts"), &modbus::Statistics::timeouts,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "No reply within the response deadline. Many: raise the deadline, read fewer "
                "registers at once, or check the unit identifier.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Late replies"), &modbus::Statistics::lateReplies,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "Replies that came after their deadline and were not used. Raise the response "
                "deadline.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Bad replies"), &modbus::Statistics::badReplies,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "Replies that failed a check (function, quantity, length) and were not shown.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Foreign transactions"),
            &modbus::Statistics::foreignTransactions,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "Replies with a transaction identifier that was never asked: a gateway that "
                "mixes up its clients.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Foreign units"),
            &modbus::Statistics::foreignUnits,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "Replies in another unit's name: a gateway that mixes up its devices. They were "
                "not shown.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Split replies"),
            &modbus::Statistics::splitReplies,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "Replies that came in more than one TCP segment. Lawful, yet other programs "
                "fail on them.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Framing faults"),
            &modbus::Statistics::framingFaults,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "The byte stream made no sense any more; the connection was dropped and made "
                "anew.")},
    Trouble{QT_TRANSLATE_NOOP("ui::connections", "Resets"), &modbus::Statistics::resets,
            QT_TRANSLATE_NOOP(
                "ui::connections",
                "Connections that the device closed. Often: its few TCP sessions are taken by "
                "others.")},
};

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
    case Kind::NoTurn:
        return tr("line busy");
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
    const auto latency = [](std::chrono::microseconds time) {
        return time.count() > 0 ? latencyText(time) : QStringLiteral("-");
    };
    QList<Counter> counters{
        {tr("Requests sent"), locale.toString(statistics.requests), tr("Repeats included."), false},
        {tr("Replies"), locale.toString(statistics.replies), tr("Checked and believed."), false},
        {tr("Latency, last"), latency(statistics.lastLatency),
         tr("From sending a request to its reply."), false},
        {tr("Latency, least"), latency(statistics.leastLatency), tr("The fastest reply so far."),
         false},
        {tr("Latency, most"), latency(statistics.mostLatency), tr("The slowest reply so far."),
         false},
    };
    for (const Trouble &trouble : kTroubles) {
        const quint64 count = statistics.*trouble.count;
        counters.append({tr(trouble.name), locale.toString(count), tr(trouble.meaning), count > 0});
    }
    return counters;
}

} // namespace ui
