// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pdufields.h"

#include "modbus/datafields.h"
#include "modbus/diagnostics.h"
#include "modbus/error.h"
#include "modbus/filerecords.h"
#include "modbus/identificationpdus.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace modbus {

namespace {

constexpr quint8 kExceptionBit = 0x80; // V1.1b3, section 7

/// A function's name, and what follows its code both ways.
struct Function
{
    quint8 code;
    QLatin1StringView name;
    void (*request)(PduReader &);
    void (*reply)(PduReader &);
};

void nothing(PduReader & /*reader*/) {}

template <Table table>
void readRequest(PduReader &reader)
{
    fields::readRequest(reader, table);
}

template <Table table>
void readReply(PduReader &reader)
{
    fields::readReply(reader, table);
}

template <Table table>
void writeRequest(PduReader &reader)
{
    fields::writeMultipleRequest(reader, table);
}

template <Table table>
void writeReply(PduReader &reader)
{
    fields::writeMultipleReply(reader, table);
}

constexpr std::array<Function, 19> kFunctions{{
    {1, "Read Coils"_L1, readRequest<Table::Coils>, readReply<Table::Coils>},
    {2, "Read Discrete Inputs"_L1, readRequest<Table::DiscreteInputs>,
     readReply<Table::DiscreteInputs>},
    {3, "Read Holding Registers"_L1, readRequest<Table::HoldingRegisters>,
     readReply<Table::HoldingRegisters>},
    {4, "Read Input Registers"_L1, readRequest<Table::InputRegisters>,
     readReply<Table::InputRegisters>},
    {5, "Write Single Coil"_L1, fields::writeSingleCoil, fields::writeSingleCoil},
    {6, "Write Single Register"_L1, fields::writeSingleRegister, fields::writeSingleRegister},
    {7, "Read Exception Status"_L1, nothing, fields::exceptionStatusReply},
    {8, "Diagnostics"_L1, fields::diagnosticsRequest, fields::diagnosticsReply},
    {11, "Get Comm Event Counter"_L1, nothing, fields::commEventCounterReply},
    {12, "Get Comm Event Log"_L1, nothing, fields::commEventLogReply},
    {15, "Write Multiple Coils"_L1, writeRequest<Table::Coils>, writeReply<Table::Coils>},
    {16, "Write Multiple Registers"_L1, writeRequest<Table::HoldingRegisters>,
     writeReply<Table::HoldingRegisters>},
    {17, "Report Server ID"_L1, nothing, fields::reportServerIdReply},
    {20, "Read File Record"_L1, fields::readFileRequest, fields::readFileReply},
    {21, "Write File Record"_L1, fields::writeFile, fields::writeFile},
    {22, "Mask Write Register"_L1, fields::maskWriteRegister, fields::maskWriteRegister},
    {23, "Read/Write Multiple Registers"_L1, fields::readWriteRequest, fields::readWriteReply},
    {24, "Read FIFO Queue"_L1, fields::readFifoRequest, fields::readFifoReply},
    {43, "Encapsulated Interface Transport"_L1, fields::encapsulatedRequest,
     fields::encapsulatedReply},
}};

const Function *functionOf(int code)
{
    const auto *const found =
        std::find_if(kFunctions.begin(), kFunctions.end(),
                     [code](const Function &function) { return function.code == code; });
    return found == kFunctions.end() ? nullptr : found;
}

/// What the specification keeps a code for that has no public function (section 5, figure 7 and
/// annex A).
QString useOf(quint8 code)
{
    constexpr std::array<quint8, 11> kReserved{9, 10, 13, 14, 41, 42, 90, 91, 125, 126, 127};
    if ((code >= 65 && code <= 72) || (code >= 100 && code <= 110))
        return QStringLiteral("User-defined function");
    if (std::find(kReserved.begin(), kReserved.end(), code) != kReserved.end())
        return QStringLiteral("Reserved function");
    return code == 0 ? QStringLiteral("Not a function") : QStringLiteral("Unassigned function");
}

std::optional<int> functionCode(PduReader &reader)
{
    const auto code = reader.byte("Function Code"_L1);
    if (code)
        reader.explain(functionName(quint8(*code)));
    return code;
}

void exception(PduReader &reader)
{
    if (const auto code = reader.byte("Exception Code"_L1))
        reader.explain(exceptionName(quint8(*code)));
}

} // namespace

QString functionName(quint8 code)
{
    const quint8 plain = code & ~kExceptionBit;
    const Function *const function = functionOf(plain);
    return function ? QString(function->name) : useOf(plain);
}

bool isSerialLineOnly(quint8 code)
{
    return code == 7 || code == 8 || code == 11 || code == 12 || code == 17;
}

QList<PduField> requestFields(const QByteArray &pdu)
{
    PduReader reader(pdu);
    const auto code = functionCode(reader);
    if (const Function *const function = code ? functionOf(*code) : nullptr) {
        function->request(reader);
    } else if (code) {
        reader.mustBe(*code >= 1 && *code < kExceptionBit, QStringLiteral("lawful are 1 to 127"));
        reader.rest("Data"_L1);
    }
    return reader.end();
}

QList<PduField> replyFields(const QByteArray &pdu, const QByteArray &requestPdu)
{
    const bool answers = !pdu.isEmpty() && !requestPdu.isEmpty() &&
                         (quint8(pdu[0]) & ~kExceptionBit) == quint8(requestPdu[0]);
    PduReader reader(pdu, answers ? requestPdu : QByteArray());
    const auto code = functionCode(reader);
    if (!requestPdu.isEmpty() && !answers) {
        reader.fault(QStringLiteral("the request had function code %1")
                         .arg(QString::number(quint8(requestPdu[0]))));
    }
    if (!code)
        return reader.end();
    if (*code & kExceptionBit) {
        reader.explain(QStringLiteral("exception"));
        exception(reader);
    } else if (const Function *const function = functionOf(*code)) {
        function->reply(reader);
    } else {
        reader.mustBe(*code != 0, QStringLiteral("lawful are 1 to 127"));
        reader.rest("Data"_L1);
    }
    return reader.end();
}

QString firstFault(const QList<PduField> &fields)
{
    for (const PduField &field : fields) {
        if (field.isFaulty()) {
            const QString subject =
                field.value.isEmpty() ? field.name : field.name + u' ' + field.value;
            return subject + QStringLiteral(": ") + field.fault;
        }
    }
    return {};
}

} // namespace modbus
