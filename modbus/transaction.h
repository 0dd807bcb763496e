// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/error.h"
#include "modbus/pdu.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QModbusReply>
#include <QPointer>
#include <chrono>
#include <functional>

namespace modbus {

/// A checked answer to one request.
struct Reply
{
    QByteArray pdu;                      ///< function code first
    QList<quint16> values;               ///< what a read read; bits as 0 and 1
    std::chrono::microseconds latency{}; ///< from the last sending to the reply
};

/// A request with what a Connection needs until it ends.
struct Transaction
{
    Request request;
    QPointer<QObject> context;
    bool hasContext = false;
    std::function<void(const tl::expected<Reply, Error> &)> done;
    QDeadlineTimer queueEnd;
    int repeatsLeft = 0;
    bool isTrial = false; ///< repeated alone, to see whether company was the trouble

    // While it is on the wire:
    quint16 id = 0;
    quint64 serial = 0; ///< of this sending: counts up with each, and never wraps around
    QElapsedTimer sentAt;
    QDeadlineTimer deadline;
    QPointer<QModbusReply> reply;
    bool hadCompany = false; ///< others were on the wire together with it
};

/// An error that concerns this request.
Error errorFor(const Request &request, const Endpoint &endpoint, Error::Kind kind,
               const QString &detail);

/// The same cause, told of this request.
Error retold(const Error &cause, const Request &request, const Endpoint &endpoint);

} // namespace modbus
