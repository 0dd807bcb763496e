// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pdu.h"
#include "modbus/pdureader.h"

namespace modbus {

/// Sub-functions of FC 8 (V1.1b3, section 6.8.1).
namespace diagnostic {
inline constexpr quint16 kReturnQueryData = 0;
inline constexpr quint16 kRestartCommunications = 1;
inline constexpr quint16 kReturnDiagnosticRegister = 2;
inline constexpr quint16 kChangeAsciiDelimiter = 3;
inline constexpr quint16 kForceListenOnly = 4;
inline constexpr quint16 kClearCounters = 10;
inline constexpr quint16 kBusMessageCount = 11;
inline constexpr quint16 kBusyOrOverrunCount = 18; ///< the last of the counters
inline constexpr quint16 kClearOverrun = 20;
} // namespace diagnostic

struct DiagnosticFunction
{
    quint16 code = 0;
    QString name; ///< as the specification has it
};
/// All of the specification's, in its order.
const QList<DiagnosticFunction> &diagnosticFunctions();
/// Empty for a code that the specification does not have.
QString diagnosticName(quint16 subFunction);
/// True for 0, 2 and 11 to 18, which only look. The others restart, silence or clear something.
bool isHarmlessDiagnostic(quint16 subFunction);

// FC 7, 8, 11 and 12 (sections 6.7 to 6.10): for serial lines only in the specification, but many
// devices and gateways answer them.
Request readExceptionStatusRequest(quint8 unit);
/// `data`: 0x0000 for most sub-functions; any words for Return Query Data, 1 to 125 of them.
tl::expected<Request, Error> diagnosticsRequest(quint8 unit, quint16 subFunction,
                                                const QList<quint16> &data = {0});
Request commEventCounterRequest(quint8 unit);
Request commEventLogRequest(quint8 unit);

/// One byte of the event log in words (section 6.10): "received: ...", "sent: ...".
QString commEventText(quint8 event);

namespace fields {
void exceptionStatusReply(PduReader &reader);
void diagnosticsRequest(PduReader &reader);
void diagnosticsReply(PduReader &reader);
void commEventCounterReply(PduReader &reader);
void commEventLogReply(PduReader &reader);
} // namespace fields

} // namespace modbus
