// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/address.h"
#include "modbus/pdureader.h"

namespace modbus::fields {

// What follows the function code in requests and replies of the functions on bits and registers:
// MODBUS Application Protocol V1.1b3, sections 6.1 to 6.6, 6.11, 6.12, 6.16 to 6.18.

void readRequest(PduReader &reader, Table table);
void readReply(PduReader &reader, Table table);
void writeSingleCoil(PduReader &reader);     ///< the reply is an echo
void writeSingleRegister(PduReader &reader); ///< the reply is an echo
void writeMultipleRequest(PduReader &reader, Table table);
void writeMultipleReply(PduReader &reader, Table table);
void maskWriteRegister(PduReader &reader); ///< the reply is an echo
void readWriteRequest(PduReader &reader);
void readWriteReply(PduReader &reader);
void readFifoRequest(PduReader &reader);
void readFifoReply(PduReader &reader);

} // namespace modbus::fields
