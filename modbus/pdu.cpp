// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pdu.h"

#include "modbus/diagnostics.h"
#include "modbus/filerecords.h"

#include <QtEndian>

namespace modbus {

namespace {

constexpr quint16 kCoilOn = 0xFF00;                // V1.1b3, section 6.5
constexpr quint8 kReadDeviceIdentification = 0x0E; // section 6.19, MEI type

Error invalid(quint8 unit, Address first, int count, bool isWrite, const QString &detail)
{
    Error error;
    error.kind = Error::Kind::InvalidRequest;
    error.detail = detail;
    error.target.unit = unit;
    error.first = first;
    error.count = count;
    error.isWrite = isWrite;
    return error;
}

QString rangeFault(Address first, int count, int most)
{
    if (count < 1 || count > most)
        return QStringLiteral("%1 items asked, one request carries 1 to %2").arg(count).arg(most);
    if (first.offset + count > kTableSize)
        return QStringLiteral("PDU addresses %1..%2 reach past 65535")
            .arg(first.offset)
            .arg(first.offset + count - 1);
    return {};
}

QModbusPdu::FunctionCode readFunction(Table table)
{
    switch (table) {
    case Table::Coils:
        return QModbusPdu::ReadCoils;
    case Table::DiscreteInputs:
        return QModbusPdu::ReadDiscreteInputs;
    case Table::InputRegisters:
        return QModbusPdu::ReadInputRegisters;
    case Table::HoldingRegisters:
        break;
    }
    return QModbusPdu::ReadHoldingRegisters;
}

QByteArray packBits(const QList<quint16> &bits)
{
    QByteArray bytes((bits.size() + 7) / 8, '\0');
    for (qsizetype i = 0; i < bits.size(); ++i) {
        if (bits[i])
            bytes[i / 8] = char(quint8(bytes[i / 8]) | (1U << (i % 8)));
    }
    return bytes;
}

Error badReply(const Request &request, const QByteArray &reply, const QString &detail)
{
    Error error;
    error.function = quint8(request.pdu.functionCode());
    error.reply = reply;
    error.kind = Error::Kind::BadReply;
    error.detail = detail;
    error.first = request.first;
    error.count = request.count;
    error.isWrite = request.isWrite();
    error.target.unit = request.unit;
    return error;
}

tl::expected<QList<quint16>, Error> readValues(const Request &request, const QByteArray &pdu)
{
    const bool areBits = isBitTable(request.first.table);
    const int expectedBytes = areBits ? (request.count + 7) / 8 : request.count * 2;
    const int saidBytes = pdu.size() > 1 ? quint8(pdu[1]) : -1;
    if (saidBytes != expectedBytes || pdu.size() != 2 + expectedBytes) {
        return tl::unexpected(
            badReply(request, pdu,
                     QStringLiteral("%1 data bytes asked, the reply says %2 and carries %3")
                         .arg(expectedBytes)
                         .arg(saidBytes)
                         .arg(std::max<qsizetype>(0, pdu.size() - 2))));
    }
    QList<quint16> values;
    values.reserve(request.count);
    const auto *data = reinterpret_cast<const uchar *>(pdu.constData()) + 2;
    for (int i = 0; i < request.count; ++i) {
        values.append(areBits ? quint16((data[i / 8] >> (i % 8)) & 1U)
                              : qFromBigEndian<quint16>(data + 2 * i));
    }
    return values;
}

/// The registers in a checked reply of FC 20, 23 and 24.
QList<quint16> valuesOf(const QByteArray &pdu)
{
    switch (quint8(pdu[0])) {
    case QModbusPdu::ReadFileRecord: {
        QList<quint16> values;
        for (const QList<quint16> &records : recordsRead(pdu))
            values += records;
        return values;
    }
    case QModbusPdu::ReadWriteMultipleRegisters:
        return wordsIn(pdu.mid(2)); // behind the byte count
    case QModbusPdu::ReadFifoQueue:
        return wordsIn(pdu.mid(5)); // behind byte count and FIFO count
    default:
        return {};
    }
}

} // namespace

int mostRead(Table table)
{
    return isBitTable(table) ? kMostBitsRead : kMostRegistersRead;
}

int mostWritten(Table table)
{
    return isBitTable(table) ? kMostBitsWritten : kMostRegistersWritten;
}

QByteArray wordBytes(const QList<quint16> &words)
{
    QByteArray bytes;
    bytes.reserve(2 * words.size());
    for (const quint16 word : words) {
        bytes.append(char(word >> 8));
        bytes.append(char(word & 0xFF));
    }
    return bytes;
}

QList<quint16> wordsIn(const QByteArray &bytes)
{
    QList<quint16> words;
    words.reserve(bytes.size() / 2);
    for (qsizetype i = 0; i + 1 < bytes.size(); i += 2)
        words.append(qFromBigEndian<quint16>(bytes.constData() + i));
    return words;
}

Error unlawful(quint8 unit, const QString &detail)
{
    return invalid(unit, {}, 0, false, detail);
}

QByteArray Request::bytes() const
{
    return char(pdu.functionCode()) + pdu.data();
}

bool Request::isWrite() const
{
    switch (pdu.functionCode()) {
    case QModbusPdu::ReadCoils:
    case QModbusPdu::ReadDiscreteInputs:
    case QModbusPdu::ReadHoldingRegisters:
    case QModbusPdu::ReadInputRegisters:
    case QModbusPdu::ReadExceptionStatus:
    case QModbusPdu::GetCommEventCounter:
    case QModbusPdu::GetCommEventLog:
    case QModbusPdu::ReportServerId:
    case QModbusPdu::ReadFileRecord:
    case QModbusPdu::ReadFifoQueue:
        return false;
    case QModbusPdu::Diagnostics:
        return pdu.dataSize() < 2 ||
               !isHarmlessDiagnostic(qFromBigEndian<quint16>(pdu.data().constData()));
    case QModbusPdu::EncapsulatedInterfaceTransport:
        return pdu.dataSize() < 1 || quint8(pdu.data()[0]) != kReadDeviceIdentification;
    default:
        return true;
    }
}

tl::expected<Request, Error> readRequest(quint8 unit, Address first, int count)
{
    if (const QString fault = rangeFault(first, count, mostRead(first.table)); !fault.isEmpty())
        return tl::unexpected(invalid(unit, first, count, false, fault));
    return Request{unit, QModbusRequest(readFunction(first.table), first.offset, quint16(count)),
                   first, count};
}

tl::expected<Request, Error> writeRequest(quint8 unit, Address first, const QList<quint16> &values,
                                          bool alwaysMultiple)
{
    const int count = int(values.size());
    if (!isWritable(first.table)) {
        return tl::unexpected(
            invalid(unit, first, count, true, QStringLiteral("the table is read-only")));
    }
    if (const QString fault = rangeFault(first, count, mostWritten(first.table)); !fault.isEmpty())
        return tl::unexpected(invalid(unit, first, count, true, fault));

    const bool areBits = isBitTable(first.table);
    if (count == 1 && !alwaysMultiple) {
        const quint16 value = areBits ? (values[0] ? kCoilOn : 0) : values[0];
        const auto function =
            areBits ? QModbusPdu::WriteSingleCoil : QModbusPdu::WriteSingleRegister;
        return Request{unit, QModbusRequest(function, first.offset, value), first, count};
    }

    QByteArray data = wordBytes({first.offset, quint16(count)});
    if (areBits) {
        const QByteArray bytes = packBits(values);
        data.append(char(bytes.size()));
        data.append(bytes);
    } else {
        data.append(char(2 * count));
        data.append(wordBytes(values));
    }
    const auto function =
        areBits ? QModbusPdu::WriteMultipleCoils : QModbusPdu::WriteMultipleRegisters;
    return Request{unit, QModbusRequest(function, data), first, count};
}

tl::expected<QList<quint16>, Error> checkReply(const Request &request, const QByteArray &pdu)
{
    if (pdu.isEmpty())
        return tl::unexpected(badReply(request, pdu, QStringLiteral("a header without a PDU")));

    const auto asked = quint8(request.pdu.functionCode());
    const auto answered = quint8(pdu[0]);
    if (answered == (asked | QModbusPdu::ExceptionByte)) {
        if (pdu.size() < 2)
            return tl::unexpected(
                badReply(request, pdu, QStringLiteral("an exception without a code")));
        Error error = badReply(request, pdu, {});
        error.kind = Error::Kind::Exception;
        error.exceptionCode = quint8(pdu[1]);
        return tl::unexpected(error);
    }
    if (answered != asked) {
        return tl::unexpected(badReply(
            request, pdu,
            QStringLiteral("function code %1 asked, %2 answered").arg(asked).arg(answered)));
    }

    switch (request.pdu.functionCode()) {
    case QModbusPdu::ReadCoils:
    case QModbusPdu::ReadDiscreteInputs:
    case QModbusPdu::ReadHoldingRegisters:
    case QModbusPdu::ReadInputRegisters:
        return readValues(request, pdu);
    case QModbusPdu::WriteSingleCoil:
    case QModbusPdu::WriteSingleRegister:
    case QModbusPdu::WriteMultipleCoils:
    case QModbusPdu::WriteMultipleRegisters:
        // The first four data bytes come back: address and value, or address and quantity.
        if (pdu.mid(1) != request.pdu.data().left(4)) {
            return tl::unexpected(
                badReply(request, pdu,
                         QStringLiteral("the echo %1 differs from %2")
                             .arg(QString::fromLatin1(pdu.mid(1).toHex()),
                                  QString::fromLatin1(request.pdu.data().left(4).toHex()))));
        }
        return QList<quint16>{};
    default:
        break;
    }
    if (const QString fault = firstFault(replyFields(pdu, request.bytes())); !fault.isEmpty())
        return tl::unexpected(badReply(request, pdu, fault));
    return valuesOf(pdu);
}

} // namespace modbus
