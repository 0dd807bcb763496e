// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/error.h"

#include <QByteArray>
#include <QHostAddress>
#include <QString>
#include <chrono>
#include <optional>

namespace modbus {

/// The two ends of a TCP connection.
struct TcpEnds
{
    QHostAddress local;
    QHostAddress peer;
    quint16 localPort = 0;
    quint16 peerPort = 0;
};

/// One thing that was seen on a Connection's line: an ADU sent or received, or what befell the
/// line.
struct TrafficFrame
{
    enum class Kind : quint8 {
        Opened,        ///< the TCP connection was made
        ConnectFailed, ///< an attempt to make it came to nothing, see `cause`
        Closed,        ///< it ended: closed by us, or lost, see `cause`
        Request,       ///< sent
        Reply,         ///< received: a whole ADU
        Unanswered,    ///< a request's deadline passed
        Debris,        ///< received: bytes that make no ADU
    };
    /// What is wrong with it.
    enum class Flag : quint8 {
        None,
        Exception,          ///< a lawful refusal
        BadReply,           ///< fails a check: function, quantity, echo, no PDU
        ForeignUnit,        ///< another unit than the one asked
        Late,               ///< after the request's deadline
        ForeignTransaction, ///< a transaction id that was not asked, or has been answered already
        Timeout,
        FramingFault, ///< the byte stream makes no sense any more
        BrokenOff,    ///< the first part of an ADU that never became whole
        Lost,
    };

    Kind kind = Kind::Request;
    Flag flag = Flag::None;
    quint8 unit = 0;
    /// Without the exception bit; the one asked where that is known. 0 for what has none.
    quint8 function = 0;
    Error::Kind cause = Error::Kind::Aborted; ///< of ConnectFailed and Closed
    std::chrono::microseconds time{};         ///< UTC since 1970-01-01, see utcNow()
    QByteArray adu; ///< with its MBAP header; at most kMostBytes. Empty for what has no bytes
    /// Counts the requests that the Connection sent, from 1. Of a reply, and of what is unanswered:
    /// the request's; 0 where none is known.
    quint64 serial = 0;
    std::optional<std::chrono::microseconds> latency; ///< of a reply to a known request
    QString detail;                                   ///< what was seen, untranslated

    /// The largest ADU (Messaging V1.0b, section 3.1.2); of debris no more is kept than this.
    static constexpr int kMostBytes = 260;
    bool isSent() const { return kind == Kind::Request; }
    bool isReceived() const { return kind == Kind::Reply || kind == Kind::Debris; }
};

/// MBAP header (Messaging V1.0b, section 3.1.3) and PDU.
QByteArray aduOf(quint16 transactionId, quint8 unit, const QByteArray &pdu);

} // namespace modbus

Q_DECLARE_METATYPE(modbus::TrafficFrame)
