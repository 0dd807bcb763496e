// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/rawrequest.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <optional>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

struct Shape
{
    Table table = Table::HoldingRegisters;
    bool hasCount = false; ///< else it concerns one item
    int offset = 0;        ///< of the address among the data bytes
};

/// Where the functions on registers and bits have their address and count.
std::optional<Shape> shapeOf(quint8 function)
{
    switch (function) {
    case QModbusPdu::ReadCoils:
    case QModbusPdu::WriteMultipleCoils:
        return Shape{Table::Coils, true, 0};
    case QModbusPdu::ReadDiscreteInputs:
        return Shape{Table::DiscreteInputs, true, 0};
    case QModbusPdu::ReadHoldingRegisters:
    case QModbusPdu::WriteMultipleRegisters:
        return Shape{Table::HoldingRegisters, true, 0};
    case QModbusPdu::ReadInputRegisters:
        return Shape{Table::InputRegisters, true, 0};
    case QModbusPdu::WriteSingleCoil:
        return Shape{Table::Coils, false, 0};
    case QModbusPdu::WriteSingleRegister:
    case QModbusPdu::MaskWriteRegister:
    case QModbusPdu::ReadFifoQueue:
        return Shape{Table::HoldingRegisters, false, 0};
    case QModbusPdu::ReadWriteMultipleRegisters:
        return Shape{Table::HoldingRegisters, true, 4};
    default:
        return {};
    }
}

} // namespace

tl::expected<QByteArray, QString> parseHex(QStringView text)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,;:_-]+|0[xX]"));
    static const QRegularExpression notHex(QStringLiteral("[^0-9a-fA-F]"));
    QString digits = text.toString();
    digits.remove(separators);
    if (digits.isEmpty())
        return tl::unexpected(Text::tr("There are no bytes. Type them in hexadecimal, as in "
                                       "\"2B 0E 01 00\"."));
    if (const auto wrong = notHex.match(digits); wrong.hasMatch())
        return tl::unexpected(
            Text::tr("\"%1\" is no hexadecimal digit (0 to 9, A to F).").arg(wrong.captured()));
    if (digits.size() % 2 != 0)
        return tl::unexpected(Text::tr("%1 digits are no whole bytes: each has two, as in "
                                       "\"03 00 6B\".")
                                  .arg(digits.size()));
    return QByteArray::fromHex(digits.toLatin1());
}

tl::expected<Request, Error> rawRequest(quint8 unit, const QByteArray &pdu)
{
    if (pdu.isEmpty() || pdu.size() > kMostPduBytes)
        return tl::unexpected(unlawful(
            unit,
            QStringLiteral("%1 bytes, a PDU has 1 to %2").arg(pdu.size()).arg(kMostPduBytes)));
    const auto function = quint8(pdu[0]);
    if (function < 1 || function > 127)
        return tl::unexpected(
            unlawful(unit, QStringLiteral("function code %1, lawful are 1 to 127").arg(function)));

    const QByteArray data = pdu.mid(1);
    Request request{unit, QModbusRequest(QModbusPdu::FunctionCode(function), data), {}, 0};
    if (const auto shape = shapeOf(function)) {
        const QList<quint16> words = wordsIn(data.mid(shape->offset, 4));
        if (words.size() == 2 || (!shape->hasCount && !words.isEmpty())) {
            request.first = {shape->table, words[0]};
            request.count = shape->hasCount ? words[1] : 1;
        }
    }
    return request;
}

} // namespace modbus
