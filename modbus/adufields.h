// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdufields.h"

namespace modbus {

/// Takes an ADU apart: the MBAP header (MODBUS Messaging on TCP/IP V1.0b, section 3.1.3), then its
/// PDU by requestFields() or replyFields(). Offsets count from the first byte of the ADU. Any bytes
/// will do.
QList<PduField> requestAduFields(const QByteArray &adu);

/// `requestAdu` is the request that it answers; empty where it is not known.
QList<PduField> replyAduFields(const QByteArray &adu, const QByteArray &requestAdu = {});

/// An ADU without its header.
QByteArray pduOf(const QByteArray &adu);

} // namespace modbus
