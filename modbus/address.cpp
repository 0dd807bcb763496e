// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/address.h"

#include <QCoreApplication>
#include <array>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

constexpr std::array kTables{Table::Coils, Table::DiscreteInputs, Table::InputRegisters,
                             Table::HoldingRegisters};

QString iecPrefix(Table table)
{
    switch (table) {
    case Table::Coils:
        return QStringLiteral("%M");
    case Table::DiscreteInputs:
        return QStringLiteral("%I");
    case Table::InputRegisters:
        return QStringLiteral("%IW");
    case Table::HoldingRegisters:
        break;
    }
    return QStringLiteral("%MW");
}

} // namespace

bool isBitTable(Table table)
{
    return table == Table::Coils || table == Table::DiscreteInputs;
}

bool isWritable(Table table)
{
    return table == Table::Coils || table == Table::HoldingRegisters;
}

QString tableName(Table table)
{
    switch (table) {
    case Table::Coils:
        return QStringLiteral("coil");
    case Table::DiscreteInputs:
        return QStringLiteral("discrete");
    case Table::InputRegisters:
        return QStringLiteral("input");
    case Table::HoldingRegisters:
        break;
    }
    return QStringLiteral("holding");
}

std::optional<Table> tableFromName(QStringView name)
{
    for (const Table table : kTables) {
        if (name.compare(tableName(table), Qt::CaseInsensitive) == 0)
            return table;
    }
    return {};
}

QLatin1Char modiconDigit(Table table)
{
    constexpr std::array digits{'0', '1', '3', '4'};
    return QLatin1Char(digits.at(static_cast<size_t>(table)));
}

QString itemsInWords(Table table, bool isOne)
{
    switch (table) {
    case Table::Coils:
        return isOne ? Text::tr("coil") : Text::tr("coils");
    case Table::DiscreteInputs:
        return isOne ? Text::tr("discrete input") : Text::tr("discrete inputs");
    case Table::InputRegisters:
        return isOne ? Text::tr("input register") : Text::tr("input registers");
    case Table::HoldingRegisters:
        break;
    }
    return isOne ? Text::tr("holding register") : Text::tr("holding registers");
}

QString formatAddress(Address address, Notation notation)
{
    const int number = address.offset + 1;
    switch (notation) {
    case Notation::Hex:
        return QStringLiteral("0x%1").arg(QString::number(address.offset, 16).toUpper());
    case Notation::Number:
        return QString::number(number);
    case Notation::Modicon:
        return modiconDigit(address.table) +
               QString::number(number).rightJustified(number > 9999 ? 5 : 4, QLatin1Char('0'));
    case Notation::Iec:
        return iecPrefix(address.table) + QString::number(address.offset);
    case Notation::Pdu:
        break;
    }
    return QString::number(address.offset);
}

QString rangeText(Address first, int count)
{
    const auto sixDigits = [&first](int offset) {
        return modiconDigit(first.table) +
               QString::number(offset + 1).rightJustified(5, QLatin1Char('0'));
    };
    if (count <= 1)
        return Text::tr("%1 %2 (PDU %3)")
            .arg(itemsInWords(first.table, true), sixDigits(first.offset))
            .arg(first.offset);
    const int last = first.offset + count - 1;
    return Text::tr("%1 %2..%3 (PDU %4..%5)")
        .arg(itemsInWords(first.table, false), sixDigits(first.offset), sixDigits(last))
        .arg(first.offset)
        .arg(last);
}

} // namespace modbus
