// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/address.h"

#include <QTest>

using modbus::Address;
using modbus::AddressError;
using modbus::Notation;
using modbus::Table;
using Alternative = modbus::AddressReading::Alternative;

Q_DECLARE_METATYPE(Alternative)

namespace {

constexpr Table kCoils = Table::Coils;
constexpr Table kDiscrete = Table::DiscreteInputs;
constexpr Table kInput = Table::InputRegisters;
constexpr Table kHolding = Table::HoldingRegisters;
constexpr std::array kTables{kCoils, kDiscrete, kInput, kHolding};

QByteArray describe(const QString &what, Table table)
{
    return (what + QStringLiteral(" for ") + modbus::tableName(table)).toUtf8();
}

} // namespace

class AddressTest : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatUsersWrite_data();
    void readsWhatUsersWrite();
    void showsWhatElseItCouldMean_data();
    void showsWhatElseItCouldMean();
    void readsTheForcedNotation_data();
    void readsTheForcedNotation();
    void refusesWithAReason_data();
    void refusesWithAReason();
    void roundTripsEveryOffset_data();
    void roundTripsEveryOffset();
    void writesEachNotation_data();
    void writesEachNotation();
    void namesRanges();
    void namesTables();
};

void AddressTest::readsWhatUsersWrite_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Table>("table");
    QTest::addColumn<int>("offset");
    QTest::addColumn<Notation>("notation");
    const auto row = [](const char *name, const char *text, Table table, int offset,
                        Notation notation) {
        QTest::newRow(name) << QString::fromLatin1(text) << table << offset << notation;
    };
    row("a bare number is the PDU address", "100", kHolding, 100, Notation::Pdu);
    row("zero is the first PDU address", "0", kHolding, 0, Notation::Pdu);
    row("65535 is the last PDU address", "65535", kHolding, 65535, Notation::Pdu);
    row("65536 can only be a number", "65536", kHolding, 65535, Notation::Number);
    row("blanks around it do not matter", " \t101 ", kHolding, 101, Notation::Pdu);
    row("leading zeros of a short number do not matter", "0100", kHolding, 100, Notation::Pdu);
    row("leading zeros of a long number do not matter", "0000000100", kCoils, 100, Notation::Pdu);

    row("40101 is Modicon for holding registers", "40101", kHolding, 100, Notation::Modicon);
    row("400101 is Modicon for holding registers", "400101", kHolding, 100, Notation::Modicon);
    row("40001 is the first holding register", "40001", kHolding, 0, Notation::Modicon);
    row("49999 is the last of five digits", "49999", kHolding, 9998, Notation::Modicon);
    row("410000 follows it", "410000", kHolding, 9999, Notation::Modicon);
    row("465536 is the last holding register", "465536", kHolding, 65535, Notation::Modicon);
    row("30001 is the first input register", "30001", kInput, 0, Notation::Modicon);
    row("365536 is the last input register", "365536", kInput, 65535, Notation::Modicon);
    row("10001 is the first discrete input", "10001", kDiscrete, 0, Notation::Modicon);
    row("100001 is the first discrete input", "100001", kDiscrete, 0, Notation::Modicon);
    row("00001 is the first coil", "00001", kCoils, 0, Notation::Modicon);
    row("000001 is the first coil", "000001", kCoils, 0, Notation::Modicon);
    row("065536 is the last coil", "065536", kCoils, 65535, Notation::Modicon);
    row("10001 is a PDU address among coils", "10001", kCoils, 10001, Notation::Pdu);
    row("30001 is a PDU address among holding registers", "30001", kHolding, 30001, Notation::Pdu);
    row("00101 is a PDU address among holding registers", "00101", kHolding, 101, Notation::Pdu);
    row("20001 begins with no table's digit", "20001", kHolding, 20001, Notation::Pdu);
    row("4x101 names its table", "4x101", kHolding, 100, Notation::Modicon);
    row("4X00101 names its table", "4X00101", kHolding, 100, Notation::Modicon);
    row("1x1 names its table", "1x1", kDiscrete, 0, Notation::Modicon);

    row("0x is hexadecimal", "0x64", kHolding, 100, Notation::Hex);
    row("0X is hexadecimal", "0XfFfF", kHolding, 65535, Notation::Hex);
    row("a trailing h is hexadecimal", "64h", kHolding, 100, Notation::Hex);
    row("a trailing h after letters is hexadecimal", "0ffH", kHolding, 255, Notation::Hex);
    row("16# is hexadecimal", "16#64", kHolding, 100, Notation::Hex);

    row("%MW is a holding register", "%MW100", kHolding, 100, Notation::Iec);
    row("%mw is a holding register", "%mw100", kHolding, 100, Notation::Iec);
    row("%QW is a holding register", "%QW100", kHolding, 100, Notation::Iec);
    row("%IW is an input register", "%IW100", kInput, 100, Notation::Iec);
    row("%I is a discrete input", "%I100", kDiscrete, 100, Notation::Iec);
    row("%IX is a discrete input", "%IX100", kDiscrete, 100, Notation::Iec);
    row("%M is a coil", "%M100", kCoils, 100, Notation::Iec);
    row("%Q is a coil", "%Q100", kCoils, 100, Notation::Iec);
    row("%MX is a coil", "%MX100", kCoils, 100, Notation::Iec);
    row("%QX is a coil", "%qx100", kCoils, 100, Notation::Iec);
    row("%MW16# is hexadecimal", "%MW16#64", kHolding, 100, Notation::Iec);
    row("%MW0x is hexadecimal", "%MW0x64", kHolding, 100, Notation::Iec);
    row("%MW65535 is the last one", "%MW65535", kHolding, 65535, Notation::Iec);
    row("blanks around IEC do not matter", "  %MW7 ", kHolding, 7, Notation::Iec);
}

void AddressTest::readsWhatUsersWrite()
{
    QFETCH(QString, text);
    QFETCH(Table, table);
    QFETCH(int, offset);
    QFETCH(Notation, notation);
    const auto reading = modbus::parseAddress(text, table);
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QCOMPARE(reading->address.table, table);
    QCOMPARE(int(reading->address.offset), offset);
    QCOMPARE(reading->notation, notation);
}

void AddressTest::showsWhatElseItCouldMean_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Table>("table");
    QTest::addColumn<QList<Alternative>>("alternatives");
    QTest::addColumn<std::optional<Address>>("elsewhere");
    const auto row = [](const char *name, const char *text, Table table,
                        const QList<Alternative> &alternatives,
                        std::optional<Address> elsewhere = {}) {
        QTest::newRow(name) << QString::fromLatin1(text) << table << alternatives << elsewhere;
    };
    row("40101 could be a PDU address or a number", "40101", kHolding,
        {{{kHolding, 40101}, Notation::Pdu}, {{kHolding, 40100}, Notation::Number}});
    row("400101 is too large for anything else", "400101", kHolding, {});
    row("101 could be a number", "101", kHolding, {{{kHolding, 100}, Notation::Number}});
    row("0 is no number", "0", kHolding, {});
    row("65535 could be a number", "65535", kHolding, {{{kHolding, 65534}, Notation::Number}});
    row("65536 is nothing else", "65536", kHolding, {});
    row("30001 could be an input register", "30001", kHolding,
        {{{kHolding, 30000}, Notation::Number}}, Address{kInput, 0});
    row("30000 could be no input register", "30000", kHolding,
        {{{kHolding, 29999}, Notation::Number}});
    row("00101 could be a PDU address, and as a number it is the same coil", "00101", kCoils,
        {{{kCoils, 101}, Notation::Pdu}});
    row("0x0101 could be coil 101", "0x0101", kCoils, {{{kCoils, 100}, Notation::Modicon}});
    row("0x0101 is no coil elsewhere", "0x0101", kHolding, {});
    row("hexadecimal digits are no coil number", "0xFF", kCoils, {});
    row("IEC is one thing only", "%MW100", kHolding, {});
}

void AddressTest::showsWhatElseItCouldMean()
{
    QFETCH(QString, text);
    QFETCH(Table, table);
    QFETCH(QList<Alternative>, alternatives);
    QFETCH(std::optional<Address>, elsewhere);
    const auto reading = modbus::parseAddress(text, table);
    QVERIFY(reading);
    QCOMPARE(reading->alternatives, alternatives);
    QVERIFY(reading->elsewhere == elsewhere);
}

void AddressTest::readsTheForcedNotation_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Table>("table");
    QTest::addColumn<Notation>("forced");
    QTest::addColumn<int>("offset");
    QTest::addColumn<Notation>("notation");
    const auto row = [](const char *name, const char *text, Table table, Notation forced,
                        int offset, Notation notation) {
        QTest::newRow(name) << QString::fromLatin1(text) << table << forced << offset << notation;
    };
    row("40101 as PDU", "40101", kHolding, Notation::Pdu, 40101, Notation::Pdu);
    row("40101 as number", "40101", kHolding, Notation::Number, 40100, Notation::Number);
    row("40101 as Modicon", "40101", kHolding, Notation::Modicon, 100, Notation::Modicon);
    row("40101 as IEC index", "40101", kHolding, Notation::Iec, 40101, Notation::Iec);
    row("40101 as hexadecimal is too large, 4010 is not", "4010", kHolding, Notation::Hex, 0x4010,
        Notation::Hex);
    row("bare hexadecimal digits", "fF", kHolding, Notation::Hex, 255, Notation::Hex);
    row("a number of 1 is PDU 0", "1", kCoils, Notation::Number, 0, Notation::Number);
    row("65536 as number", "65536", kCoils, Notation::Number, 65535, Notation::Number);
    row("a coil whose zeros a spreadsheet dropped", "17", kCoils, Notation::Modicon, 16,
        Notation::Modicon);
    row("hexadecimal speaks for itself", "0x64", kHolding, Notation::Number, 100, Notation::Hex);
    row("IEC speaks for itself", "%MW100", kHolding, Notation::Modicon, 100, Notation::Iec);
}

void AddressTest::readsTheForcedNotation()
{
    QFETCH(QString, text);
    QFETCH(Table, table);
    QFETCH(Notation, forced);
    QFETCH(int, offset);
    QFETCH(Notation, notation);
    const auto reading = modbus::parseAddress(text, table, forced);
    QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
    QCOMPARE(int(reading->address.offset), offset);
    QCOMPARE(reading->notation, notation);
    QVERIFY(reading->alternatives.isEmpty());
}

void AddressTest::refusesWithAReason_data()
{
    using Kind = AddressError::Kind;
    QTest::addColumn<QString>("text");
    QTest::addColumn<Table>("table");
    QTest::addColumn<std::optional<Notation>>("forced");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *text, Table table, Kind kind,
                        const char *says, std::optional<Notation> forced = {}) {
        QTest::newRow(name) << QString::fromUtf8(text) << table << forced << kind
                            << QString::fromLatin1(says);
    };
    row("nothing", "", kHolding, Kind::Empty, "missing");
    row("blanks", "  \t", kHolding, Kind::Empty, "missing");
    row("a word", "abc", kHolding, Kind::NotAnAddress, "40101");
    row("a fraction", "40101.5", kHolding, Kind::NotAnAddress, "no address");
    row("blanks inside", "40 101", kHolding, Kind::NotAnAddress, "no address");
    row("a sign", "+5", kHolding, Kind::NotAnAddress, "no address");
    row("a prefix alone", "0x", kHolding, Kind::NotAnAddress, "no address");
    row("h alone", "h", kHolding, Kind::NotAnAddress, "no address");
    row("hexadecimal without its digits", "0xZZ", kHolding, Kind::NotAnAddress, "no address");
    row("a table's x alone", "4x", kHolding, Kind::NotAnAddress, "no address");
    row("digits of another script", "\u0661\u0662", kHolding, Kind::NotAnAddress, "no address");
    row("a percent sign alone", "%", kHolding, Kind::NotAnAddress, "no address");
    row("an argument's place holder", "%1", kHolding, Kind::NotAnAddress, "\"%1\" is no address");
    row("IEC without an index", "%MW", kHolding, Kind::NotAnAddress, "no address");
    row("IEC with a sign", "%MW-1", kHolding, Kind::NotAnAddress, "no address");
    row("a bit within a word", "%MW100.3", kHolding, Kind::NotAnAddress, "bit within");
    row("a bit within a byte", "%QX1.3", kCoils, Kind::NotAnAddress, "%M100");
    row("a double word", "%MD50", kHolding, Kind::NotAnAddress, "first register");

    row("a negative address", "-1", kHolding, Kind::OutOfRange, "0 to 65535");
    row("65537", "65537", kHolding, Kind::OutOfRange, "400001 to 465536");
    row("a number that overflows", "99999999999999999999999999", kHolding, Kind::OutOfRange,
        "0 to 65535");
    row("hexadecimal beyond 16 bits", "0x10000", kHolding, Kind::OutOfRange, "0xFFFF");
    row("hexadecimal that overflows", "0xFFFFFFFFFFFFFFFFFFFF", kHolding, Kind::OutOfRange,
        "0xFFFF");
    row("Modicon number zero of five digits", "40000", kHolding, Kind::OutOfRange, "0x9C40");
    row("Modicon number zero of six digits", "400000", kHolding, Kind::OutOfRange, "400001");
    row("Modicon beyond the table", "465537", kHolding, Kind::OutOfRange, "465536");
    row("coil zero", "00000", kCoils, Kind::OutOfRange, "000001 to 065536");
    row("IEC beyond the table", "%MW65536", kHolding, Kind::OutOfRange, "%MW0 to %MW65535");
    row("PDU 65536", "65536", kHolding, Kind::OutOfRange, "0 to 65535", Notation::Pdu);
    row("number 0", "0", kHolding, Kind::OutOfRange, "1 to 65536", Notation::Number);
    row("number 65537", "65537", kHolding, Kind::OutOfRange, "1 to 65536", Notation::Number);
    row("coil number 0 as Modicon", "0", kCoils, Kind::OutOfRange, "000001", Notation::Modicon);

    row("an IEC input register", "%IW100", kHolding, Kind::WrongTable, "%MW100");
    row("an IEC coil", "%M100", kHolding, Kind::WrongTable, "coil 000101 (PDU 100)");
    row("an IEC holding register", "%MW100", kInput, Kind::WrongTable, "%IW100");
    row("six digits of another table", "300001", kHolding, Kind::WrongTable,
        "input register 300001 (PDU 0)");
    row("4x among input registers", "4x101", kInput, Kind::WrongTable, "30101");
    row("Modicon of another table", "30001", kHolding, Kind::WrongTable, "40001",
        Notation::Modicon);
    row("Modicon of a discrete input among coils", "10001", kCoils, Kind::WrongTable,
        "Read the discrete inputs", Notation::Modicon);

    row("too few digits for Modicon", "101", kHolding, Kind::NotAnAddress, "40101",
        Notation::Modicon);
    row("too many digits for Modicon", "4000101", kHolding, Kind::NotAnAddress, "400101",
        Notation::Modicon);
    row("a digit of no table", "20001", kHolding, Kind::NotAnAddress, "begin with 4",
        Notation::Modicon);
    row("no hexadecimal digits", "xyz", kHolding, Kind::NotAnAddress, "0x64", Notation::Hex);
}

void AddressTest::refusesWithAReason()
{
    QFETCH(QString, text);
    QFETCH(Table, table);
    QFETCH(std::optional<Notation>, forced);
    QFETCH(AddressError::Kind, kind);
    QFETCH(QString, says);
    const auto reading = modbus::parseAddress(text, table, forced);
    QVERIFY(!reading);
    QCOMPARE(reading.error().kind, kind);
    QCOMPARE(reading.error().text, text);
    QVERIFY2(reading.error().detail.contains(says), qPrintable(reading.error().detail));
    QVERIFY2(reading.error().detail.endsWith(u'.'), qPrintable(reading.error().detail));
}

void AddressTest::roundTripsEveryOffset_data()
{
    QTest::addColumn<Table>("table");
    QTest::addColumn<Notation>("notation");
    for (const Table table : kTables) {
        QTest::newRow(describe(QStringLiteral("PDU"), table)) << table << Notation::Pdu;
        QTest::newRow(describe(QStringLiteral("hexadecimal"), table)) << table << Notation::Hex;
        QTest::newRow(describe(QStringLiteral("number"), table)) << table << Notation::Number;
        QTest::newRow(describe(QStringLiteral("Modicon"), table)) << table << Notation::Modicon;
        QTest::newRow(describe(QStringLiteral("IEC"), table)) << table << Notation::Iec;
    }
}

void AddressTest::roundTripsEveryOffset()
{
    QFETCH(Table, table);
    QFETCH(Notation, notation);
    for (int offset = 0; offset < modbus::kTableSize; ++offset) {
        const Address address{table, static_cast<quint16>(offset)};
        const QString text = modbus::formatAddress(address, notation);
        const auto reading = modbus::parseAddress(text, table, notation);
        if (!reading || reading->address != address || reading->notation != notation)
            QFAIL(qPrintable(text));
        // Whatever carries its notation needs no forcing.
        if (notation == Notation::Number || notation == Notation::Pdu)
            continue;
        const auto unforced = modbus::parseAddress(text, table);
        if (!unforced || unforced->address != address || unforced->notation != notation)
            QFAIL(qPrintable(text));
    }
}

void AddressTest::writesEachNotation_data()
{
    QTest::addColumn<Address>("address");
    QTest::addColumn<Notation>("notation");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, Address address, Notation notation, const char *text) {
        QTest::newRow(name) << address << notation << QString::fromLatin1(text);
    };
    row("PDU", {kHolding, 100}, Notation::Pdu, "100");
    row("hexadecimal in capitals", {kHolding, 0xabcd}, Notation::Hex, "0xABCD");
    row("number", {kHolding, 65535}, Notation::Number, "65536");
    row("Modicon coil", {kCoils, 0}, Notation::Modicon, "00001");
    row("Modicon up to 9999", {kHolding, 9998}, Notation::Modicon, "49999");
    row("Modicon beyond 9999", {kHolding, 9999}, Notation::Modicon, "410000");
    row("Modicon coil beyond 9999", {kCoils, 9999}, Notation::Modicon, "010000");
    row("IEC coil", {kCoils, 5}, Notation::Iec, "%M5");
    row("IEC discrete input", {kDiscrete, 5}, Notation::Iec, "%I5");
    row("IEC input register", {kInput, 5}, Notation::Iec, "%IW5");
    row("IEC holding register", {kHolding, 5}, Notation::Iec, "%MW5");
}

void AddressTest::writesEachNotation()
{
    QFETCH(Address, address);
    QFETCH(Notation, notation);
    QFETCH(QString, text);
    QCOMPARE(modbus::formatAddress(address, notation), text);
}

void AddressTest::namesRanges()
{
    QCOMPARE(modbus::rangeText({kHolding, 100}, 10),
             QStringLiteral("holding registers 400101..400110 (PDU 100..109)"));
    QCOMPARE(modbus::rangeText({kCoils, 0}, 1), QStringLiteral("coil 000001 (PDU 0)"));
    QCOMPARE(modbus::rangeText({kDiscrete, 65535}, 1),
             QStringLiteral("discrete input 165536 (PDU 65535)"));
}

void AddressTest::namesTables()
{
    for (const Table table : kTables)
        QCOMPARE(modbus::tableFromName(modbus::tableName(table)), std::optional(table));
    QCOMPARE(modbus::tableFromName(u"HOLDING"), std::optional(kHolding));
    QCOMPARE(modbus::tableFromName(u"holdings"), std::optional<Table>());
    QVERIFY(modbus::isBitTable(kCoils) && modbus::isBitTable(kDiscrete));
    QVERIFY(!modbus::isBitTable(kInput) && !modbus::isBitTable(kHolding));
    QVERIFY(modbus::isWritable(kCoils) && modbus::isWritable(kHolding));
    QVERIFY(!modbus::isWritable(kDiscrete) && !modbus::isWritable(kInput));
}

QTEST_GUILESS_MAIN(AddressTest)
#include "tst_address.moc"
