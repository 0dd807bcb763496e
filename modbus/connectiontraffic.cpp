// SPDX-License-Identifier: GPL-3.0-or-later
// What a Connection tells of its line, for whoever watches it.
#include "modbus/connection.h"

#include "modbus/utcclock.h"

#include <QMetaMethod>

namespace modbus {

bool Connection::isWatched() const
{
    static const QMetaMethod signal = QMetaMethod::fromSignal(&Connection::traffic);
    return isSignalConnected(signal);
}

void Connection::tell(TrafficFrame frame)
{
    if (!isWatched())
        return;
    frame.time = utcNow();
    emit traffic(frame);
}

void Connection::tellOpened()
{
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Opened;
    tell(std::move(frame));
}

void Connection::tellSent(const Transaction &transaction)
{
    if (!isWatched())
        return;
    const QModbusRequest &pdu = transaction.request.pdu;
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Request;
    frame.unit = transaction.request.unit;
    frame.function = quint8(pdu.functionCode());
    frame.adu = aduOf(transaction.id, frame.unit, char(frame.function) + pdu.data());
    frame.serial = transaction.serial;
    tell(std::move(frame));
}

void Connection::tellReply(const Frame &received, const Transaction &asked, TrafficFrame::Flag flag,
                           const QString &detail, std::chrono::microseconds latency)
{
    if (!isWatched())
        return;
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Reply;
    frame.flag = flag;
    frame.unit = received.unit;
    frame.function = quint8(asked.request.pdu.functionCode());
    frame.adu = aduOf(received.transactionId, received.unit, received.pdu);
    frame.serial = asked.serial;
    frame.latency = latency;
    frame.detail = detail;
    tell(std::move(frame));
}

/// A reply that nobody waits for: `givenUp` is the request that it comes too late for.
void Connection::tellUnasked(const Frame &received, const std::optional<InFlight::GivenUp> &givenUp,
                             const QString &detail)
{
    if (!isWatched())
        return;
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Reply;
    frame.unit = received.unit;
    frame.adu = aduOf(received.transactionId, received.unit, received.pdu);
    frame.detail = detail;
    if (givenUp) {
        frame.flag = TrafficFrame::Flag::Late;
        frame.function = givenUp->function;
        frame.serial = givenUp->serial;
        frame.latency = std::chrono::microseconds(givenUp->sentAt.nsecsElapsed() / 1000);
    } else {
        frame.flag = TrafficFrame::Flag::ForeignTransaction;
        frame.function = received.pdu.isEmpty() ? 0 : quint8(received.pdu[0]) & 0x7FU;
    }
    tell(std::move(frame));
}

void Connection::tellUnanswered(const Transaction &transaction, const QString &detail)
{
    if (!isWatched())
        return;
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Unanswered;
    frame.flag = TrafficFrame::Flag::Timeout;
    frame.unit = transaction.request.unit;
    frame.function = quint8(transaction.request.pdu.functionCode());
    frame.serial = transaction.serial;
    frame.detail = detail;
    tell(std::move(frame));
}

void Connection::tellDebris(const QByteArray &bytes, TrafficFrame::Flag flag, const QString &detail)
{
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Debris;
    frame.flag = flag;
    frame.adu = bytes.left(TrafficFrame::kMostBytes);
    frame.detail = detail;
    tell(std::move(frame));
}

void Connection::tellClosed(const Error &why)
{
    if (const QByteArray &partial = m_link.tap().partialFrame(); !partial.isEmpty()) {
        tellDebris(partial, TrafficFrame::Flag::BrokenOff,
                   QStringLiteral("the connection ended in the middle of a reply"));
    }
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::Closed;
    frame.cause = why.kind;
    if (why.kind != Error::Kind::Aborted)
        frame.flag = TrafficFrame::Flag::Lost;
    frame.detail = why.detail;
    tell(std::move(frame));
}

void Connection::tellConnectFailed(const Error &why)
{
    TrafficFrame frame;
    frame.kind = TrafficFrame::Kind::ConnectFailed;
    frame.flag = TrafficFrame::Flag::Lost;
    frame.cause = why.kind;
    frame.detail = why.detail;
    tell(std::move(frame));
}

} // namespace modbus
