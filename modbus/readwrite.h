// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"

namespace modbus {

/// The most registers that FC 23 may write (V1.1b3, section 6.17).
inline constexpr int kMostRegistersReadWritten = 121;
/// The most registers that FC 24 gives (section 6.18).
inline constexpr int kMostFifoRegisters = 31;

/// FC 22, Mask Write Register (section 6.16).
Request maskWriteRequest(quint8 unit, quint16 address, quint16 andMask, quint16 orMask);
/// What a register holds after it: (value AND and) OR (or AND NOT and).
quint16 maskWritten(quint16 value, quint16 andMask, quint16 orMask);

/// FC 23, Read/Write Multiple Registers (section 6.17): the server writes first, then reads.
/// Reads 1..125, writes 1..121 holding registers.
tl::expected<Request, Error> readWriteRequest(quint8 unit, quint16 readFirst, int readCount,
                                              quint16 writeFirst, const QList<quint16> &values);

/// FC 24, Read FIFO Queue (section 6.18), of the queue whose count stands at an address.
Request readFifoRequest(quint8 unit, quint16 pointer);

} // namespace modbus
