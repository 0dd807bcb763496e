// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/diagnostics.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace modbus {

namespace {

constexpr int kMostQueryWords = 125; // a PDU has 253 bytes
constexpr int kMostEvents = 64;

// Bits of an event byte (V1.1b3, section 6.10).
constexpr quint8 kReceiveEvent = 0x80;
constexpr quint8 kSendEvent = 0x40;

struct EventBit
{
    quint8 mask;
    QLatin1StringView meaning;
};

QStringList meanings(quint8 event, std::initializer_list<EventBit> bits)
{
    QStringList set;
    for (const EventBit &bit : bits) {
        if (event & bit.mask)
            set.append(bit.meaning);
    }
    return set;
}

QString labelled(const QString &label, const QStringList &set)
{
    return set.isEmpty() ? label : label + QStringLiteral(": ") + set.join(QStringLiteral(", "));
}

/// A status word that says whether the server is at work on an earlier command.
void status(PduReader &reader)
{
    const auto status = reader.word("Status"_L1);
    if (status == 0xFFFF)
        reader.explain(QStringLiteral("busy with an earlier command"));
    else if (status == 0)
        reader.explain(QStringLiteral("ready"));
    else if (status)
        reader.explain(QStringLiteral("not in the specification"));
}

QString dataName(int subFunction)
{
    if (subFunction == diagnostic::kReturnDiagnosticRegister)
        return QStringLiteral("Diagnostic Register Contents");
    if (subFunction >= diagnostic::kBusMessageCount &&
        subFunction <= diagnostic::kBusyOrOverrunCount)
        return diagnosticName(quint16(subFunction)).mid(QStringLiteral("Return ").size());
    return QStringLiteral("Data");
}

bool isKnown(int subFunction)
{
    return !diagnosticName(quint16(subFunction)).isEmpty();
}

std::optional<int> subFunction(PduReader &reader)
{
    const auto code = reader.word("Sub-function"_L1);
    if (code) {
        reader.explain(isKnown(*code) ? diagnosticName(quint16(*code))
                                      : QStringLiteral("not in the specification"));
    }
    return code;
}

/// The words that a sub-function's request must carry (section 6.8.1).
void checkRequestData(PduReader &reader, int code, int data)
{
    switch (code) {
    case diagnostic::kReturnQueryData:
        break;
    case diagnostic::kRestartCommunications:
        if (data == 0xFF00)
            reader.explain(QStringLiteral("clears the communications event log"));
        else
            reader.mustBe(data == 0, QStringLiteral("lawful are 0x0000 and 0xFF00"));
        break;
    case diagnostic::kChangeAsciiDelimiter:
        reader.mustBe((data & 0xFF) == 0, QStringLiteral("the low byte is 0x00"));
        break;
    default:
        reader.mustBe(data == 0, QStringLiteral("lawful is 0x0000"));
    }
}

} // namespace

const QList<DiagnosticFunction> &diagnosticFunctions()
{
    static const QList<DiagnosticFunction> functions{
        {0, QStringLiteral("Return Query Data")},
        {1, QStringLiteral("Restart Communications Option")},
        {2, QStringLiteral("Return Diagnostic Register")},
        {3, QStringLiteral("Change ASCII Input Delimiter")},
        {4, QStringLiteral("Force Listen Only Mode")},
        {10, QStringLiteral("Clear Counters and Diagnostic Register")},
        {11, QStringLiteral("Return Bus Message Count")},
        {12, QStringLiteral("Return Bus Communication Error Count")},
        {13, QStringLiteral("Return Bus Exception Error Count")},
        {14, QStringLiteral("Return Server Message Count")},
        {15, QStringLiteral("Return Server No Response Count")},
        {16, QStringLiteral("Return Server NAK Count")},
        {17, QStringLiteral("Return Server Busy Count")},
        {18, QStringLiteral("Return Bus Character Overrun Count")},
        {20, QStringLiteral("Clear Overrun Counter and Flag")},
    };
    return functions;
}

QString diagnosticName(quint16 subFunction)
{
    for (const DiagnosticFunction &function : diagnosticFunctions()) {
        if (function.code == subFunction)
            return function.name;
    }
    return {};
}

bool isHarmlessDiagnostic(quint16 subFunction)
{
    return subFunction == diagnostic::kReturnQueryData ||
           subFunction == diagnostic::kReturnDiagnosticRegister ||
           (subFunction >= diagnostic::kBusMessageCount &&
            subFunction <= diagnostic::kBusyOrOverrunCount);
}

Request readExceptionStatusRequest(quint8 unit)
{
    return Request{unit, QModbusRequest(QModbusPdu::ReadExceptionStatus), {}, 0};
}

tl::expected<Request, Error> diagnosticsRequest(quint8 unit, quint16 subFunction,
                                                const QList<quint16> &data)
{
    const bool isQuery = subFunction == diagnostic::kReturnQueryData;
    if (data.isEmpty() || data.size() > (isQuery ? kMostQueryWords : 1)) {
        return tl::unexpected(
            unlawful(unit, QStringLiteral("sub-function %1 takes %2 words of data, not %3")
                               .arg(QString::number(subFunction),
                                    isQuery ? QStringLiteral("1 to %1").arg(kMostQueryWords)
                                            : QStringLiteral("one"),
                                    QString::number(data.size()))));
    }
    QByteArray bytes = wordBytes({subFunction});
    bytes += wordBytes(data);
    return Request{unit, QModbusRequest(QModbusPdu::Diagnostics, bytes), {}, 0};
}

Request commEventCounterRequest(quint8 unit)
{
    return Request{unit, QModbusRequest(QModbusPdu::GetCommEventCounter), {}, 0};
}

Request commEventLogRequest(quint8 unit)
{
    return Request{unit, QModbusRequest(QModbusPdu::GetCommEventLog), {}, 0};
}

QString commEventText(quint8 event)
{
    if (event & kReceiveEvent) {
        return labelled(QStringLiteral("received"),
                        meanings(event, {
                                            {0x02, "communication error"_L1},
                                            {0x10, "character overrun"_L1},
                                            {0x20, "currently in listen only mode"_L1},
                                            {0x40, "broadcast"_L1},
                                        }));
    }
    if (event & kSendEvent) {
        return labelled(QStringLiteral("sent"),
                        meanings(event, {
                                            {0x01, "read exception (codes 1 to 3)"_L1},
                                            {0x02, "server abort exception (code 4)"_L1},
                                            {0x04, "server busy exception (codes 5 and 6)"_L1},
                                            {0x08, "server program NAK exception (code 7)"_L1},
                                            {0x10, "write time-out"_L1},
                                            {0x20, "currently in listen only mode"_L1},
                                        }));
    }
    if (event == 0x04)
        return QStringLiteral("entered listen only mode");
    if (event == 0x00)
        return QStringLiteral("communications restarted");
    return QStringLiteral("not in the specification");
}

namespace fields {

void exceptionStatusReply(PduReader &reader)
{
    if (const auto status = reader.byte("Output Data"_L1)) {
        reader.explain(QStringLiteral("exception outputs 7..0: %1")
                           .arg(QString::number(*status, 2).rightJustified(8, u'0')));
    }
}

void diagnosticsRequest(PduReader &reader)
{
    const auto code = subFunction(reader);
    if (code == diagnostic::kReturnQueryData && reader.left() != 2) {
        reader.bytes(QStringLiteral("Data"), std::max(2, reader.left()));
        return;
    }
    if (code && !isKnown(*code)) {
        reader.rest("Data"_L1);
        return;
    }
    const auto data = reader.word("Data"_L1);
    if (code && data)
        checkRequestData(reader, *code, *data);
}

void diagnosticsReply(PduReader &reader)
{
    const auto code = subFunction(reader);
    reader.mustEcho();
    if (code && !isKnown(*code)) {
        reader.rest("Data"_L1);
    } else if (code == diagnostic::kReturnQueryData ||
               (code && !isHarmlessDiagnostic(quint16(*code)))) {
        const qsizetype asked = reader.request().size() - reader.position();
        reader.bytes(QStringLiteral("Data"),
                     reader.hasRequest() ? int(asked) : std::max(2, reader.left()));
        reader.mustEcho();
    } else {
        reader.word(dataName(code.value_or(0)));
    }
}

void commEventCounterReply(PduReader &reader)
{
    status(reader);
    reader.word("Event Count"_L1);
}

void commEventLogReply(PduReader &reader)
{
    constexpr int kBytesBeforeEvents = 6;
    const auto bytes = reader.byte("Byte Count"_L1);
    if (bytes) {
        reader.mustBe(*bytes == reader.left(),
                      QStringLiteral("%1 bytes follow").arg(reader.left()));
        reader.mustBe(*bytes >= kBytesBeforeEvents && *bytes <= kBytesBeforeEvents + kMostEvents,
                      QStringLiteral("lawful are 6 to 70"));
    }
    status(reader);
    reader.word("Event Count"_L1);
    reader.word("Message Count"_L1);
    const int events = bytes ? std::min(*bytes - kBytesBeforeEvents, reader.left()) : 0;
    for (int i = 0; i < events; ++i) {
        // The latest event comes first.
        if (const auto event = reader.byte(QStringLiteral("Event %1").arg(i)))
            reader.explain(commEventText(quint8(*event)));
    }
}

} // namespace fields

} // namespace modbus
