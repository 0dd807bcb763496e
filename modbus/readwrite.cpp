// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/readwrite.h"

namespace modbus {

Request maskWriteRequest(quint8 unit, quint16 address, quint16 andMask, quint16 orMask)
{
    return Request{unit,
                   QModbusRequest(QModbusPdu::MaskWriteRegister, address, andMask, orMask),
                   {Table::HoldingRegisters, address},
                   1};
}

quint16 maskWritten(quint16 value, quint16 andMask, quint16 orMask)
{
    return quint16((value & andMask) | (orMask & ~andMask));
}

tl::expected<Request, Error> readWriteRequest(quint8 unit, quint16 readFirst, int readCount,
                                              quint16 writeFirst, const QList<quint16> &values)
{
    const auto refused = [&](const QString &detail) {
        Error error = unlawful(unit, detail);
        error.isWrite = true;
        return tl::unexpected(error);
    };
    if (readCount < 1 || readCount > kMostRegistersRead)
        return refused(QStringLiteral("%1 registers to read, lawful are 1 to %2")
                           .arg(readCount)
                           .arg(kMostRegistersRead));
    if (values.isEmpty() || values.size() > kMostRegistersReadWritten)
        return refused(QStringLiteral("%1 registers to write, lawful are 1 to %2")
                           .arg(values.size())
                           .arg(kMostRegistersReadWritten));
    if (readFirst + readCount > kTableSize || writeFirst + values.size() > kTableSize)
        return refused(QStringLiteral("a range reaches past PDU address 65535"));
    const QByteArray data =
        wordBytes({readFirst, quint16(readCount), writeFirst, quint16(values.size())}) +
        char(2 * values.size()) + wordBytes(values);
    return Request{unit,
                   QModbusRequest(QModbusPdu::ReadWriteMultipleRegisters, data),
                   {Table::HoldingRegisters, writeFirst},
                   int(values.size())};
}

Request readFifoRequest(quint8 unit, quint16 pointer)
{
    return Request{unit,
                   QModbusRequest(QModbusPdu::ReadFifoQueue, pointer),
                   {Table::HoldingRegisters, pointer},
                   1};
}

} // namespace modbus
