// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <span>
#include <tl/expected.hpp>
#include <variant>

namespace modbus {

/// How a run of registers is read. Bits of coils and discrete inputs are Bool always.
enum class DataType : quint8 {
    Bool, ///< one register (or bit): 0 is false, anything else true
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Float32,  ///< IEEE 754 binary32
    Float64,  ///< IEEE 754 binary64
    Hex16,    ///< one register as 4 hexadecimal digits
    Binary16, ///< one register as 16 binary digits
    Bcd16,    ///< one register, 4 decimal digits, a nibble each
    Bcd32,    ///< two registers, 8 decimal digits
    Ascii,    ///< two characters a register, ends at the first NUL
    Utf8,     ///< as Ascii, UTF-8 encoded
};

/// Order of a value's bytes on the wire, named for a 32-bit value ABCD with A most significant:
/// ABCD big-endian (the specification's), CDAB words swapped, BADC bytes swapped in each word,
/// DCBA both. For 64-bit values the words are taken in full reverse where ABCD has C before A.
/// For one register CDAB equals ABCD, and BADC and DCBA swap its two bytes. Bool has no order.
/// Strings keep the order of their registers; BADC and DCBA swap the characters in each.
enum class WordOrder : quint8 { ABCD, CDAB, BADC, DCBA };

/// A type with what it needs to be read.
struct ValueFormat
{
    DataType type = DataType::UInt16;
    WordOrder order = WordOrder::ABCD;
    int stringRegisters = 8; ///< length of Ascii and Utf8 in registers, 1..125
    friend bool operator==(const ValueFormat &, const ValueFormat &) = default;
};

/// Registers that one value takes: 1, 2, 4, or stringRegisters.
int registersPerValue(const ValueFormat &format);

/// A decoded value. Hex16 and Binary16 decode to quint64, Bcd to quint64, strings to QString.
using Value = std::variant<bool, qint64, quint64, float, double, QString>;

/// Why registers hold no such value, or a text cannot become one.
struct ValueError
{
    enum class Kind {
        WrongLength,
        NotBcd,
        NotAscii,
        NotUtf8,
        NotANumber,
        NotABool,
        OutOfRange,
        TooLong,
        UnknownName, ///< no type or order is called so
    };
    Kind kind = Kind::NotANumber;
    QString detail; ///< cause and remedy, a sentence for the user
};

/// Registers, in wire order, to a value. `registers` has exactly registersPerValue(format) items.
tl::expected<Value, ValueError> decode(std::span<const quint16> registers,
                                       const ValueFormat &format);

/// A value as typed by the user to registers in wire order. Takes what toText() writes, decimal,
/// 0x and 0b prefixes for integers, "nan" and "inf" for floats, true/false/on/off/1/0 for Bool.
/// Bare digits are hexadecimal for Hex16 and binary for Binary16.
/// Range is checked; strings are padded with NUL to stringRegisters.
tl::expected<QList<quint16>, ValueError> encode(QStringView text, const ValueFormat &format);

/// A value as shown: the fewest digits that read back the same, independent of the locale, floats
/// with an exponent only where they are very large or small, hex as "0x0064", binary as 16 digits
/// in groups of four. Control characters of strings are shown by their pictures (U+2400 and up),
/// which encode() takes back.
QString toText(const Value &value, DataType type);

/// "uint16", "float32", "hex16", ...: what the command line takes and the window shows.
/// Also taken: "hex", "binary", "bcd", "float", "double" and "string".
QString typeName(DataType type);
tl::expected<DataType, ValueError> typeFromName(QStringView name);
QString orderName(WordOrder order);
tl::expected<WordOrder, ValueError> orderFromName(QStringView name);
/// Every type, in the order in which a list should offer them.
QList<DataType> allTypes();
QList<WordOrder> allOrders();

/// One way to read the registers in hand.
struct Reading
{
    ValueFormat format;
    QString text;        ///< the value, or why there is none
    bool isValue = true; ///< false when text is a reason
};

/// Every type in every order that makes a difference, from the first of `registers`; types that
/// need more registers than there are, are left out.
QList<Reading> allReadings(std::span<const quint16> registers);

} // namespace modbus
