// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/datafields.h"

#include "modbus/pdu.h"
#include "modbus/readwrite.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace modbus::fields {

namespace {

// Offsets in a request, after the function code.
constexpr int kFirst = 1;
constexpr int kQuantity = 3;

QLatin1StringView quantityName(Table table)
{
    switch (table) {
    case Table::Coils:
        return "Quantity of Coils"_L1;
    case Table::DiscreteInputs:
        return "Quantity of Inputs"_L1;
    case Table::InputRegisters:
        return "Quantity of Input Registers"_L1;
    case Table::HoldingRegisters:
        break;
    }
    return "Quantity of Registers"_L1;
}

QLatin1StringView valueName(Table table)
{
    switch (table) {
    case Table::Coils:
        return "Coil Status"_L1;
    case Table::DiscreteInputs:
        return "Input Status"_L1;
    case Table::InputRegisters:
        return "Input Register"_L1;
    case Table::HoldingRegisters:
        break;
    }
    return "Register Value"_L1;
}

/// An address with its 6-digit form beside it.
std::optional<int> takeAddress(PduReader &reader, QLatin1StringView name, Table table)
{
    const auto address = reader.word(name);
    if (address)
        reader.explain(formatAddress({table, quint16(*address)}, Notation::Modicon));
    return address;
}

std::optional<int> takeQuantity(PduReader &reader, QLatin1StringView name, std::optional<int> first,
                                int most)
{
    const auto quantity = reader.word(name);
    if (quantity) {
        reader.mustBe(*quantity >= 1 && *quantity <= most,
                      QStringLiteral("lawful are 1 to %1").arg(most));
        reader.mustBe(!first || *first + *quantity <= kTableSize,
                      QStringLiteral("reaches past PDU address 65535"));
    }
    return quantity;
}

/// Where the items of a list are: by their addresses where the first one's is known, else counted.
QString itemName(QLatin1StringView name, std::optional<int> first, int index, int count = 1)
{
    const int begin = first ? *first + index : index + 1;
    const QString word = first ? QStringLiteral("PDU") : QStringLiteral("item");
    return count == 1
               ? QStringLiteral("%1, %2 %3").arg(name, word).arg(begin)
               : QStringLiteral("%1, %2 %3..%4").arg(name, word).arg(begin).arg(begin + count - 1);
}

/// A byte of up to eight bits, first item first as the tables have them; on the wire it is the
/// lowest (section 6.1).
void bitByte(PduReader &reader, QLatin1StringView name, std::optional<int> first, int index,
             int count)
{
    const auto value = reader.byte(itemName(name, first, index, count));
    if (!value)
        return;
    QString bits;
    for (int i = 0; i < count; ++i)
        bits += *value >> i & 1 ? u'1' : u'0';
    reader.say(QStringLiteral("%1 (0x%2)")
                   .arg(bits, QString::number(*value, 16).toUpper().rightJustified(2, u'0')));
}

void bits(PduReader &reader, QLatin1StringView name, std::optional<int> first, int byteCount,
          std::optional<int> quantity)
{
    for (int i = 0; i < byteCount && reader.left() > 0; ++i) {
        const int known = quantity ? std::max(1, *quantity - 8 * i) : 8;
        bitByte(reader, name, first, 8 * i, std::min(8, known));
    }
}

void registers(PduReader &reader, QLatin1StringView name, std::optional<int> first, int count)
{
    for (int i = 0; i < count && reader.left() > 0; ++i) {
        if (const auto value = reader.word(itemName(name, first, i)))
            reader.say(registerText(quint16(*value)));
    }
}

/// A byte count in front of data. Faulty unless the data has as many bytes, and unless it is
/// `expected` where that is known. Gives the number of data bytes that there are.
int takeByteCount(PduReader &reader, std::optional<int> expected)
{
    const auto count = reader.byte("Byte Count"_L1);
    if (!count)
        return 0;
    reader.mustBe(!expected || *count == *expected,
                  QStringLiteral("%1 bytes were asked").arg(expected.value_or(0)));
    reader.mustBe(*count == reader.left(), QStringLiteral("%1 bytes follow").arg(reader.left()));
    return std::min(*count, reader.left());
}

std::optional<int> bytesFor(Table table, std::optional<int> quantity)
{
    if (!quantity)
        return {};
    return isBitTable(table) ? (*quantity + 7) / 8 : 2 * *quantity;
}

void items(PduReader &reader, Table table, QLatin1StringView name, std::optional<int> first,
           int bytes, std::optional<int> quantity)
{
    if (isBitTable(table)) {
        bits(reader, name, first, bytes, quantity);
    } else {
        reader.mustBe(bytes % 2 == 0, QStringLiteral("registers have two bytes each"));
        registers(reader, name, first, (bytes + 1) / 2);
    }
}

} // namespace

void readRequest(PduReader &reader, Table table)
{
    const auto first = takeAddress(reader, "Starting Address"_L1, table);
    takeQuantity(reader, quantityName(table), first, mostRead(table));
}

void readReply(PduReader &reader, Table table)
{
    const auto quantity = reader.requestWord(kQuantity);
    const int bytes = takeByteCount(reader, bytesFor(table, quantity));
    items(reader, table, valueName(table), reader.requestWord(kFirst), bytes, quantity);
}

void writeSingleCoil(PduReader &reader)
{
    takeAddress(reader, "Output Address"_L1, Table::Coils);
    reader.mustEcho();
    const auto value = reader.word("Output Value"_L1);
    if (value == 0xFF00)
        reader.explain(QStringLiteral("ON"));
    else if (value == 0)
        reader.explain(QStringLiteral("OFF"));
    else
        reader.fault(QStringLiteral("lawful are 0xFF00 (ON) and 0x0000 (OFF)"));
    reader.mustEcho();
}

void writeSingleRegister(PduReader &reader)
{
    takeAddress(reader, "Register Address"_L1, Table::HoldingRegisters);
    reader.mustEcho();
    if (const auto value = reader.word("Register Value"_L1))
        reader.say(registerText(quint16(*value)));
    reader.mustEcho();
}

void writeMultipleRequest(PduReader &reader, Table table)
{
    const bool areBits = isBitTable(table);
    const auto first = takeAddress(reader, "Starting Address"_L1, table);
    const auto name = areBits ? "Quantity of Outputs"_L1 : "Quantity of Registers"_L1;
    const auto quantity = takeQuantity(reader, name, first, mostWritten(table));
    const int bytes = takeByteCount(reader, bytesFor(table, quantity));
    items(reader, table, areBits ? "Outputs Value"_L1 : "Registers Value"_L1, first, bytes,
          quantity);
}

void writeMultipleReply(PduReader &reader, Table table)
{
    takeAddress(reader, "Starting Address"_L1, table);
    reader.mustEcho();
    reader.word(isBitTable(table) ? "Quantity of Outputs"_L1 : "Quantity of Registers"_L1);
    reader.mustEcho();
}

void maskWriteRegister(PduReader &reader)
{
    takeAddress(reader, "Reference Address"_L1, Table::HoldingRegisters);
    reader.mustEcho();
    reader.word("And_Mask"_L1);
    reader.mustEcho();
    reader.word("Or_Mask"_L1);
    reader.mustEcho();
}

void readWriteRequest(PduReader &reader)
{
    const auto readFirst = takeAddress(reader, "Read Starting Address"_L1, Table::HoldingRegisters);
    takeQuantity(reader, "Quantity to Read"_L1, readFirst, kMostRegistersRead);
    const auto writeFirst =
        takeAddress(reader, "Write Starting Address"_L1, Table::HoldingRegisters);
    const auto toWrite =
        takeQuantity(reader, "Quantity to Write"_L1, writeFirst, kMostRegistersReadWritten);
    const int bytes = takeByteCount(reader, bytesFor(Table::HoldingRegisters, toWrite));
    items(reader, Table::HoldingRegisters, "Write Registers Value"_L1, writeFirst, bytes, {});
}

void readWriteReply(PduReader &reader)
{
    const auto toRead = reader.requestWord(kQuantity);
    const int bytes = takeByteCount(reader, bytesFor(Table::HoldingRegisters, toRead));
    items(reader, Table::HoldingRegisters, "Read Registers Value"_L1, reader.requestWord(kFirst),
          bytes, {});
}

void readFifoRequest(PduReader &reader)
{
    takeAddress(reader, "FIFO Pointer Address"_L1, Table::HoldingRegisters);
}

void readFifoReply(PduReader &reader)
{
    if (const auto bytes = reader.word("Byte Count"_L1))
        reader.mustBe(*bytes == reader.left(),
                      QStringLiteral("%1 bytes follow").arg(reader.left()));
    const auto count = reader.word("FIFO Count"_L1);
    if (!count)
        return;
    reader.mustBe(*count <= kMostFifoRegisters,
                  QStringLiteral("at most %1 are lawful").arg(kMostFifoRegisters));
    reader.mustBe(2 * *count == reader.left(),
                  QStringLiteral("%1 bytes of registers follow").arg(reader.left()));
    registers(reader, "FIFO Value Register"_L1, {}, *count);
}

} // namespace modbus::fields
