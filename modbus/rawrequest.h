// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"

namespace modbus {

/// The longest PDU (V1.1b3, section 4.1).
inline constexpr int kMostPduBytes = 253;

/// Reads bytes as people type or paste them: "2B 0E 01 00", "2b0e0100", "0x2B,0x0E". The error is
/// a sentence that says what is wrong.
tl::expected<QByteArray, QString> parseHex(QStringView text);

/// Any PDU: 1 to 253 bytes, function code 1 to 127 first. It need not be lawful otherwise. For the
/// functions on registers and bits the request knows its range, so that errors can name it.
tl::expected<Request, Error> rawRequest(quint8 unit, const QByteArray &pdu);

} // namespace modbus
