// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"
#include "modbus/replytap.h"

#include <QByteArray>
#include <QList>

namespace modbus::discovery {

/// MBAP header and PDU (MODBUS Messaging on TCP/IP V1.0b, section 3.1.3).
QByteArray tcpFrame(const Request &request, quint16 transactionId);

/// What a peer has sent, taken for Modbus TCP as far as that goes.
struct Stream
{
    QList<Frame> frames;
    bool isBroken = false; ///< not Modbus TCP: protocol id not 0, or a length that is none
    qsizetype used = 0;    ///< bytes that the frames took
};
Stream takeFrames(const QByteArray &bytes);

/// Unit identifier, PDU and CRC, as on a serial line (MODBUS over Serial Line V1.02,
/// section 2.5.1).
QByteArray rtuFrame(const Request &request);
/// True when the bytes begin with an answer to `request` in RTU framing, exceptions included.
bool isRtuAnswer(const QByteArray &bytes, const Request &request);
/// The CRC of the serial line, low byte first on the wire.
quint16 crc16(const QByteArray &bytes);

} // namespace modbus::discovery
