// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/endpoint.h"

#include <QString>

namespace modbus {

/// Why a request, or a connection, came to nothing; with where it happened, so that explain() can
/// make the whole sentence.
struct Error
{
    enum class Kind {
        InvalidRequest, ///< never sent: count, range or value is not lawful
        NotArmed,       ///< never sent: a write while writes are not armed
        HostNotFound,
        Refused,     ///< TCP reset on connect
        Unreachable, ///< no route, network down, not permitted
        ConnectTimeout,
        NotConnected,   ///< never sent: there is no connection
        NoTurn,         ///< never sent: others kept the line busy for too long
        ConnectionLost, ///< closed, reset or given up while the request was under way
        Timeout,        ///< no reply within the deadline, retries included
        Exception,      ///< the server answered with an exception code
        BadReply,       ///< an answer that fails a check: unit, function, protocol, quantity, frame
        Aborted,        ///< ended by the user
    };
    Kind kind = Kind::InvalidRequest;
    quint8 exceptionCode = 0; ///< 1..255 when kind is Exception
    QString detail;           ///< what was seen, for the log, untranslated

    quint8 function = 0; ///< code of the request; 0 when there was no such request
    QByteArray reply;    ///< the PDU that came, when kind is Exception or BadReply and one came

    Target target; ///< whom it concerns
    Address first; ///< first address of the request; meaningful when count > 0
    int count = 0; ///< items of the request; 0 when there was no such request
    bool isWrite = false;
};

/// "timeout", "exception", ...: stable names for JSON and tests.
QString kindName(Error::Kind kind);

/// True when a request that failed so cannot have reached the server.
bool isNeverSent(Error::Kind kind);

/// The specification's name of an exception code (MODBUS Application Protocol V1.1b3, section 7),
/// for example "Illegal data address"; "Unknown exception" for the others.
QString exceptionName(quint8 code);
/// With the code before it, in two hexadecimal digits as the specification writes it:
/// "0B Gateway target device failed to respond".
QString exceptionText(quint8 code);

/// What the user reads. Translatable (context "modbus").
struct Explanation
{
    QString text;   ///< what failed and why, one or two sentences
    QString remedy; ///< what to try
};
Explanation explain(const Error &error);

} // namespace modbus
