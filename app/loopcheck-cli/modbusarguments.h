// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/commandline.h"
#include "modbus/connection.h"
#include "modbus/datatype.h"

namespace cli {

/// Values of one table of one unit, as asked for on the command line.
struct Items
{
    modbus::Target target;
    QString typed; ///< the address as written
    modbus::AddressReading reading;
    modbus::ValueFormat format;
    int count = 1; ///< values

    int width() const { return modbus::registersPerValue(format); }
    int length() const { return count * width(); } ///< coils, inputs or registers
    modbus::Address addressOf(int value) const;
    /// "40101  PDU 100": in the notation typed, with the PDU address beside it.
    QString addressText(int value) const;
    /// A value's part of the table's items; a reason where they hold no such value.
    tl::expected<modbus::Value, modbus::ValueError> decoded(const QList<quint16> &items,
                                                            int value) const;
};

/// HOST.
void addTargetParameter(CommandLine &line);
void addUnitOption(CommandLine &line);
/// HOST from the first value, and the unit.
tl::expected<modbus::Target, Failure> targetFrom(const CommandLine &line);
/// host, port, unit.
QJsonObject toJson(const modbus::Target &target);

/// HOST, TABLE and ADDRESS.
void addItemParameters(CommandLine &line);
/// The options that read and write share: unit, type, order, notation, and those of the connection.
void addModbusOptions(CommandLine &line);
/// Times, repeats, window, gap and block length: what connectionOptionsFrom() reads.
void addConnectionOptions(CommandLine &line);

/// HOST, TABLE and ADDRESS from the first three values, and the options.
tl::expected<Items, Failure> itemsFrom(const CommandLine &line);
/// Whether so many values from there on lie within the table.
tl::expected<void, Failure> checkLength(const Items &items);
tl::expected<modbus::Connection::Options, Failure> connectionOptionsFrom(const CommandLine &line);

/// host, port, unit, table, address, count, typed, notation, type and order.
QJsonObject toJson(const Items &items);
/// A value as JSON: a number where JSON's readers keep it exact, a text where not (integers beyond
/// 2^53, nan, inf, hexadecimal and binary).
QJsonValue toJson(const modbus::Value &value, modbus::DataType type);

/// Says on stderr what else the address could have meant.
void noteAlternatives(const Items &items);

} // namespace cli
