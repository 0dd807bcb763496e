// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <compare>
#include <optional>
#include <tl/expected.hpp>

namespace modbus {

/// The four primary tables (MODBUS Application Protocol V1.1b3, section 4.3).
enum class Table : quint8 { Coils, DiscreteInputs, InputRegisters, HoldingRegisters };

/// Items in each table: PDU addresses 0..65535.
inline constexpr int kTableSize = 65536;

/// True for coils and discrete inputs: one bit an item. Registers carry 16.
bool isBitTable(Table table);
/// True for coils and holding registers.
bool isWritable(Table table);
/// "coil", "discrete", "input", "holding": what the command line takes and files keep.
QString tableName(Table table);
std::optional<Table> tableFromName(QStringView name);
/// "holding registers", or "holding register" where `isOne`, translated.
QString itemsInWords(Table table, bool isOne = false);
/// The digit that Modicon addresses of the table begin with.
QLatin1Char modiconDigit(Table table);

/// Where a datum lives in a server: its table and its PDU address.
/// The address is 0-based as on the wire (MODBUS Application Protocol V1.1b3, section 4.4);
/// what users write ("40001", "%MW0") is Notation's business.
struct Address
{
    Table table = Table::HoldingRegisters;
    quint16 offset = 0; ///< 0..65535
    friend auto operator<=>(const Address &, const Address &) = default;
};

/// The ways in which vendors print an address.
enum class Notation : quint8 {
    Pdu,     ///< 0-based, as on the wire: "100"
    Hex,     ///< the PDU address in hexadecimal: "0x64"
    Number,  ///< 1-based data-model number (section 4.4): "101" is PDU 100
    Modicon, ///< table digit and 1-based number, 5 or 6 digits: "40101", "400101"
    Iec,     ///< IEC 61131-3 direct variable: "%MW100", "%IW100", "%I100", "%M100"/"%Q100"
};

/// What a typed address means, and what else it could have meant.
struct AddressReading
{
    Address address;
    Notation notation = Notation::Pdu;
    /// Other lawful readings of the same text that lead elsewhere in the same table, most likely
    /// first. The user is shown them: "40101" in a PDU-minded manual is PDU 40101.
    struct Alternative
    {
        Address address;
        Notation notation = Notation::Pdu;
        friend bool operator==(const Alternative &, const Alternative &) = default;
    };
    QList<Alternative> alternatives;
    /// What the text names in another table: "30001", asked of the holding registers, is Modicon
    /// for the first input register.
    std::optional<Address> elsewhere = {};
};

/// Why a text is no address. The text typed, and where it helps the lawful range, are in `text`.
struct AddressError
{
    enum class Kind { Empty, NotAnAddress, OutOfRange, WrongTable };
    Kind kind = Kind::NotAnAddress;
    QString text;   ///< what was typed
    QString detail; ///< cause and remedy, a sentence for the user
};

/// Reads an address for `table`. Without `forced`, 5 or 6 digits that begin with the table's own
/// digit (0 coil, 1 discrete input, 3 input register, 4 holding register) are Modicon, any other
/// bare number is the PDU address (65536, which is none, is the number), and what carries its
/// notation speaks for itself: 0x64, 64h, 16#64, %MW100, %MW16#64, 4x101. With `forced` a bare
/// number is read in that notation and in no other.
/// An IEC or Modicon text that names another table than `table` is refused as WrongTable.
tl::expected<AddressReading, AddressError> parseAddress(QStringView text, Table table,
                                                        std::optional<Notation> forced = {});

/// Writes an address so that parseAddress reads the same one back with that notation forced.
/// Modicon takes 5 digits up to number 9999 and 6 beyond.
QString formatAddress(Address address, Notation notation);

/// A range in words, in the 6-digit and the PDU notation, translated:
/// "holding registers 400101..400110 (PDU 100..109)".
QString rangeText(Address first, int count);

} // namespace modbus
