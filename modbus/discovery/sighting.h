// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/probesocket.h"
#include "modbus/pdu.h"

namespace modbus::discovery {

/// What an answer to one request is, seen from beneath Connection.
struct Sighting
{
    enum class Kind {
        Nothing,          ///< silence
        Closed,           ///< the peer ended the connection without a byte
        Values,           ///< all that was asked for
        Exception,        ///< of the device
        GatewayException, ///< 0A or 0B: a gateway speaks for a device that is not there
        HeaderOnly,       ///< an MBAP header without a PDU
        Unlawful,         ///< Modbus TCP, but not an answer to this request
        Rtu,              ///< the answer in RTU framing: a serial line behind plain TCP
        Incomplete,       ///< the beginning of an answer, then silence
        OtherProtocol,
    };
    Kind kind = Kind::Nothing;
    quint8 exceptionCode = 0;
    QString detail; ///< what was seen, untranslated: "53 53 48 2D ..." or which check fails
    /// The device itself answered so that this program can work with it.
    bool isLawful() const { return kind == Kind::Values || kind == Kind::Exception; }
    /// Something that speaks Modbus TCP answered.
    bool isModbus() const;
};

Sighting sightingOf(const Heard &answer, const Request &request, quint16 transactionId);

/// The sighting in words, for evidence: "exception 02 Illegal data address", translated.
QString sightingText(const Sighting &sighting);

} // namespace modbus::discovery
