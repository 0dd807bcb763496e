// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/datatype.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <limits>

using modbus::DataType;
using modbus::Value;
using modbus::ValueError;
using modbus::ValueFormat;
using modbus::WordOrder;
using Registers = QList<quint16>;

class DataTypeTest : public QObject
{
    Q_OBJECT

private slots:
    void decodes_data();
    void decodes();
    void encodesWhatIsTyped_data();
    void encodesWhatIsTyped();
    void refusesText_data();
    void refusesText();
    void refusesRegisters_data();
    void refusesRegisters();
    void roundTripsInEveryOrder_data();
    void roundTripsInEveryOrder();
    void roundTripsEveryRegister_data();
    void roundTripsEveryRegister();
    void writesFloatsWithTheFewestDigits_data();
    void writesFloatsWithTheFewestDigits();
    void roundTripsManyFloats();
    void keepsStringsOfEveryLength();
    void namesTypesAndOrders();
    void givesAllReadings();
    void givesFewerReadingsOfFewerRegisters();
};

void DataTypeTest::decodes_data()
{
    QTest::addColumn<Registers>("registers");
    QTest::addColumn<ValueFormat>("format");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Registers &registers, const ValueFormat &format,
                        const char *text) {
        QTest::newRow(name) << registers << format << QString::fromUtf8(text);
    };
    using enum DataType;
    using enum WordOrder;
    row("bool 0", {0}, {Bool}, "false");
    row("bool 1", {1}, {Bool}, "true");
    row("bool of any bit", {0x8000}, {Bool, DCBA}, "true");
    row("int16 minus one", {0xffff}, {Int16}, "-1");
    row("int16 least", {0x8000}, {Int16}, "-32768");
    row("int16 bytes swapped", {0x0100}, {Int16, BADC}, "1");
    row("int16 of swapped words is itself", {0x0100}, {Int16, CDAB}, "256");
    row("int16 of both is bytes swapped", {0x0100}, {Int16, DCBA}, "1");
    row("uint16 most", {0xffff}, {UInt16}, "65535");
    row("int32 ABCD", {0x0102, 0x0304}, {Int32, ABCD}, "16909060");
    row("int32 CDAB", {0x0304, 0x0102}, {Int32, CDAB}, "16909060");
    row("int32 BADC", {0x0201, 0x0403}, {Int32, BADC}, "16909060");
    row("int32 DCBA", {0x0403, 0x0201}, {Int32, DCBA}, "16909060");
    row("int32 least", {0x8000, 0}, {Int32}, "-2147483648");
    row("uint32 most", {0xffff, 0xffff}, {UInt32}, "4294967295");
    row("int64 ABCD", {0x0102, 0x0304, 0x0506, 0x0708}, {Int64, ABCD}, "72623859790382856");
    row("int64 words in reverse", {0x0708, 0x0506, 0x0304, 0x0102}, {Int64, CDAB},
        "72623859790382856");
    row("int64 bytes swapped", {0x0201, 0x0403, 0x0605, 0x0807}, {Int64, BADC},
        "72623859790382856");
    row("int64 all in reverse", {0x0807, 0x0605, 0x0403, 0x0201}, {Int64, DCBA},
        "72623859790382856");
    row("int64 least", {0x8000, 0, 0, 0}, {Int64}, "-9223372036854775808");
    row("uint64 most", {0xffff, 0xffff, 0xffff, 0xffff}, {UInt64}, "18446744073709551615");
    row("float32 ABCD", {0x42c8, 0x0000}, {Float32, ABCD}, "100");
    row("float32 CDAB", {0x0000, 0x42c8}, {Float32, CDAB}, "100");
    row("float32 BADC", {0xc842, 0x0000}, {Float32, BADC}, "100");
    row("float32 DCBA", {0x0000, 0xc842}, {Float32, DCBA}, "100");
    row("float32 nan", {0x7fc0, 0}, {Float32}, "nan");
    row("float32 negative nan", {0xffff, 0xffff}, {Float32}, "nan");
    row("float32 infinity", {0x7f80, 0}, {Float32}, "inf");
    row("float32 minus infinity", {0xff80, 0}, {Float32}, "-inf");
    row("float32 minus zero", {0x8000, 0}, {Float32}, "-0");
    row("float64", {0x3ff8, 0, 0, 0}, {Float64}, "1.5");
    row("float64 words in reverse", {0, 0, 0, 0x3ff8}, {Float64, CDAB}, "1.5");
    row("hex16", {0x64}, {Hex16}, "0x0064");
    row("hex16 in capitals", {0xabcd}, {Hex16}, "0xABCD");
    row("binary16", {0x8421}, {Binary16}, "1000 0100 0010 0001");
    row("binary16 of zero", {0}, {Binary16}, "0000 0000 0000 0000");
    row("bcd16", {0x1234}, {Bcd16}, "1234");
    row("bcd16 of zeros", {0x0001}, {Bcd16}, "1");
    row("bcd32", {0x1234, 0x5678}, {Bcd32}, "12345678");
    row("bcd32 words swapped", {0x5678, 0x1234}, {Bcd32, CDAB}, "12345678");
    row("ascii", {0x4142, 0x4344}, {Ascii, ABCD, 2}, "ABCD");
    row("ascii ends at NUL", {0x4142, 0x0044}, {Ascii, ABCD, 2}, "AB");
    row("ascii of nothing", {0, 0}, {Ascii, ABCD, 2}, "");
    row("ascii with characters swapped", {0x4241, 0x4443}, {Ascii, BADC, 2}, "ABCD");
    row("ascii keeps the order of its registers", {0x4142, 0x4344}, {Ascii, CDAB, 2}, "ABCD");
    row("ascii shows control characters", {0x411b, 0x0a7f}, {Ascii, ABCD, 2}, "A␛␊␡");
    row("utf8", {0xc2b0, 0x4300}, {Utf8, ABCD, 2}, "°C");
    row("utf8 of four bytes", {0xf09f, 0x9880}, {Utf8, ABCD, 2}, "😀");
}

void DataTypeTest::decodes()
{
    QFETCH(Registers, registers);
    QFETCH(ValueFormat, format);
    QFETCH(QString, text);
    const auto value = modbus::decode(registers, format);
    QVERIFY2(value, value ? "" : qPrintable(value.error().detail));
    QCOMPARE(modbus::toText(*value, format.type), text);
}

void DataTypeTest::encodesWhatIsTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ValueFormat>("format");
    QTest::addColumn<Registers>("registers");
    const auto row = [](const char *name, const char *text, const ValueFormat &format,
                        const Registers &registers) {
        QTest::newRow(name) << QString::fromUtf8(text) << format << registers;
    };
    using enum DataType;
    using enum WordOrder;
    for (const char *yes : {"1", "on", "On", "true", "TRUE", " 1 "})
        row(qPrintable(QStringLiteral("bool \"%1\"").arg(QLatin1StringView(yes))), yes, {Bool},
            {1});
    for (const char *no : {"0", "off", "False"})
        row(qPrintable(QStringLiteral("bool \"%1\"").arg(QLatin1StringView(no))), no, {Bool}, {0});
    row("bool has no byte order", "1", {Bool, BADC}, {1});
    row("a negative number", "-2", {Int16}, {0xfffe});
    row("a sign that is not needed", "+2", {Int16}, {2});
    row("minus zero", "-0", {UInt16}, {0});
    row("hexadecimal", "0xfF", {UInt16}, {255});
    row("negative hexadecimal", "-0x1", {Int16}, {0xffff});
    row("binary", "0b101", {UInt16}, {5});
    row("leading zeros are decimal", "010", {UInt16}, {10});
    row("blanks around a number", " 12 ", {UInt16}, {12});
    row("uint64 most", "18446744073709551615", {UInt64}, {0xffff, 0xffff, 0xffff, 0xffff});
    row("int64 least", "-9223372036854775808", {Int64}, {0x8000, 0, 0, 0});
    row("float32", "100.0", {Float32}, {0x42c8, 0});
    row("float32 words swapped", "100", {Float32, CDAB}, {0, 0x42c8});
    row("float32 with a plus", "+12.5", {Float32}, {0x4148, 0});
    row("float32 with an exponent", "1e-3", {Float32}, {0x3a83, 0x126f});
    row("float32 is rounded once", "1.00000005960464477539062500001", {Float32}, {0x3f80, 0x0001});
    row("float32 nan", "nan", {Float32}, {0x7fc0, 0});
    row("float32 NaN", "NaN", {Float32}, {0x7fc0, 0});
    row("float32 inf", "inf", {Float32}, {0x7f80, 0});
    row("float32 minus infinity", "-Infinity", {Float32}, {0xff80, 0});
    row("float32 denormal", "1e-45", {Float32}, {0, 1});
    row("float64", "0.1", {Float64}, {0x3fb9, 0x9999, 0x9999, 0x999a});
    row("hex16 without its prefix", "ff", {Hex16}, {0xff});
    row("hex16 with its prefix", "0xFF", {Hex16}, {0xff});
    row("hex16 that looks binary", "0b11", {Hex16}, {0x0b11});
    row("hex16 bytes swapped", "0x1234", {Hex16, BADC}, {0x3412});
    row("binary16 in groups", "1000 0100 0010 0001", {Binary16}, {0x8421});
    row("binary16 without groups", "101", {Binary16}, {5});
    row("binary16 as hexadecimal", "0x8421", {Binary16}, {0x8421});
    row("bcd16", "1234", {Bcd16}, {0x1234});
    row("bcd16 of few digits", "7", {Bcd16}, {0x0007});
    row("bcd32", "12345678", {Bcd32}, {0x1234, 0x5678});
    row("ascii is padded", "ABC", {Ascii, ABCD, 3}, {0x4142, 0x4300, 0});
    row("ascii that fills its registers", "ABCD", {Ascii, ABCD, 2}, {0x4142, 0x4344});
    row("ascii keeps blanks", " A ", {Ascii, ABCD, 2}, {0x2041, 0x2000});
    row("ascii with characters swapped", "ABC", {Ascii, DCBA, 2}, {0x4241, 0x0043});
    row("ascii takes pictures of control characters", "A␊", {Ascii, ABCD, 1}, {0x410a});
    row("utf8", "°C", {Utf8, ABCD, 2}, {0xc2b0, 0x4300});
    row("an empty text", "", {Utf8, ABCD, 1}, {0});
}

void DataTypeTest::encodesWhatIsTyped()
{
    QFETCH(QString, text);
    QFETCH(ValueFormat, format);
    QFETCH(Registers, registers);
    const auto encoded = modbus::encode(text, format);
    QVERIFY2(encoded, encoded ? "" : qPrintable(encoded.error().detail));
    QCOMPARE(*encoded, registers);
}

void DataTypeTest::refusesText_data()
{
    using Kind = ValueError::Kind;
    QTest::addColumn<QString>("text");
    QTest::addColumn<ValueFormat>("format");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *text, const ValueFormat &format, Kind kind,
                        const char *says) {
        QTest::newRow(name) << QString::fromUtf8(text) << format << kind << QString::fromUtf8(says);
    };
    using enum DataType;
    using enum WordOrder;
    row("bool of 2", "2", {Bool}, Kind::NotABool, "neither on nor off");
    row("bool of nothing", "", {Bool}, Kind::NotABool, "neither on nor off");
    row("an empty number", "", {UInt16}, Kind::NotANumber, "whole numbers");
    row("a sign alone", "-", {Int16}, Kind::NotANumber, "whole numbers");
    row("two signs", "--1", {Int16}, Kind::NotANumber, "whole numbers");
    row("a sign after the prefix", "0x-1", {Int16}, Kind::NotANumber, "hexadecimal");
    row("a prefix alone", "0x", {UInt16}, Kind::NotANumber, "hexadecimal");
    row("a word", "ten", {UInt16}, Kind::NotANumber, "\"ten\" is no value for uint16");
    row("a fraction for an integer", "1.5", {Int32}, Kind::NotANumber, "whole numbers");
    row("a binary digit of 2", "102", {Binary16}, Kind::NotANumber, "0 and 1");
    row("digits of another script", "١٢", {UInt16}, Kind::NotANumber, "whole numbers");
    row("int16 too large", "32768", {Int16}, Kind::OutOfRange, "-32768 to 32767");
    row("int16 too small", "-32769", {Int16}, Kind::OutOfRange, "-32768 to 32767");
    row("uint16 too large", "65536", {UInt16}, Kind::OutOfRange, "0 to 65535");
    row("uint16 negative", "-1", {UInt16}, Kind::OutOfRange, "0 to 65535");
    row("int32 too large", "2147483648", {Int32}, Kind::OutOfRange, "2147483647");
    row("uint32 too large", "4294967296", {UInt32}, Kind::OutOfRange, "4294967295");
    row("int64 too large", "9223372036854775808", {Int64}, Kind::OutOfRange, "9223372036854775807");
    row("int64 too small", "-9223372036854775809", {Int64}, Kind::OutOfRange,
        "-9223372036854775808");
    row("uint64 too large", "18446744073709551616", {UInt64}, Kind::OutOfRange,
        "18446744073709551615");
    row("hexadecimal too large", "0x10000", {UInt16}, Kind::OutOfRange, "65535");
    row("binary16 of 17 digits", "1 0000 0000 0000 0000", {Binary16}, Kind::OutOfRange, "65535");
    row("bcd16 of five digits", "12345", {Bcd16}, Kind::OutOfRange, "0 to 9999");
    row("bcd16 negative", "-1", {Bcd16}, Kind::OutOfRange, "0 to 9999");
    row("bcd32 of nine digits", "123456789", {Bcd32}, Kind::OutOfRange, "99999999");
    row("bcd16 in hexadecimal", "0x12", {Bcd16}, Kind::NotANumber, "whole numbers");
    row("a decimal comma", "12,5", {Float32}, Kind::NotANumber, "decimal point");
    row("an empty float", " ", {Float32}, Kind::NotANumber, "decimal point");
    row("a float with two signs", "+-1", {Float32}, Kind::NotANumber, "decimal point");
    row("a float with a unit", "12.5 bar", {Float32}, Kind::NotANumber, "decimal point");
    row("float32 too large", "1e39", {Float32}, Kind::OutOfRange, "3.4028235e+38");
    row("float32 too small to tell from zero", "1e-60", {Float32}, Kind::OutOfRange, "float32");
    row("float64 too large", "-1e309", {Float64}, Kind::OutOfRange, "1.7976931348623157e+308");
    row("ascii with an umlaut", "pümp", {Ascii, ABCD, 8}, Kind::NotAscii, "\"ü\"");
    row("ascii too long", "ABCDE", {Ascii, ABCD, 2}, Kind::TooLong, "5 bytes");
    row("utf8 too long in bytes", "°°°", {Utf8, ABCD, 2}, Kind::TooLong, "6 bytes");
    row("a place holder", "%2", {UInt16}, Kind::NotANumber, "\"%2\" is no value");
}

void DataTypeTest::refusesText()
{
    QFETCH(QString, text);
    QFETCH(ValueFormat, format);
    QFETCH(ValueError::Kind, kind);
    QFETCH(QString, says);
    const auto encoded = modbus::encode(text, format);
    QVERIFY(!encoded);
    QVERIFY2(encoded.error().detail.contains(says), qPrintable(encoded.error().detail));
    QCOMPARE(encoded.error().kind, kind);
}

void DataTypeTest::refusesRegisters_data()
{
    using Kind = ValueError::Kind;
    QTest::addColumn<Registers>("registers");
    QTest::addColumn<ValueFormat>("format");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("says");
    using enum DataType;
    using enum WordOrder;
    QTest::newRow("no register") << Registers{} << ValueFormat{UInt16} << Kind::WrongLength
                                 << QStringLiteral("uint16 takes 1 registers, here are 0");
    QTest::newRow("one register of a float")
        << Registers{1} << ValueFormat{Float32} << Kind::WrongLength
        << QStringLiteral("float32 takes 2 registers, here are 1");
    QTest::newRow("one register too many") << Registers{1, 2} << ValueFormat{Int16}
                                           << Kind::WrongLength << QStringLiteral("here are 2");
    QTest::newRow("bcd16 with a digit beyond 9")
        << Registers{0x0a00} << ValueFormat{Bcd16} << Kind::NotBcd << QStringLiteral("0x0A00");
    QTest::newRow("bcd32 with its last digit beyond 9")
        << Registers{0x1234, 0x567f} << ValueFormat{Bcd32} << Kind::NotBcd
        << QStringLiteral("0x1234567F");
    QTest::newRow("ascii beyond 7 bits") << Registers{0x41e9} << ValueFormat{Ascii, ABCD, 1}
                                         << Kind::NotAscii << QStringLiteral("0xe9");
    QTest::newRow("utf8 that starts in the middle")
        << Registers{0xb041} << ValueFormat{Utf8, ABCD, 1} << Kind::NotUtf8
        << QStringLiteral("Not UTF-8");
    QTest::newRow("utf8 that ends in the middle") << Registers{0x41c2} << ValueFormat{Utf8, ABCD, 1}
                                                  << Kind::NotUtf8 << QStringLiteral("Not UTF-8");
    QTest::newRow("utf8 of a surrogate") << Registers{0xeda0, 0x8000} << ValueFormat{Utf8, ABCD, 2}
                                         << Kind::NotUtf8 << QStringLiteral("Not UTF-8");
}

void DataTypeTest::refusesRegisters()
{
    QFETCH(Registers, registers);
    QFETCH(ValueFormat, format);
    QFETCH(ValueError::Kind, kind);
    QFETCH(QString, says);
    const auto value = modbus::decode(registers, format);
    QVERIFY(!value);
    QCOMPARE(value.error().kind, kind);
    QVERIFY2(value.error().detail.contains(says), qPrintable(value.error().detail));
}

void DataTypeTest::roundTripsInEveryOrder_data()
{
    QTest::addColumn<DataType>("type");
    QTest::addColumn<QString>("text");
    const auto row = [](DataType type, const QString &text) {
        QTest::newRow(qPrintable(modbus::typeName(type) + u' ' + text)) << type << text;
    };
    using enum DataType;
    for (const qint64 value : {0LL, 1LL, -1LL, 12345LL, -32768LL, 32767LL})
        row(Int16, QString::number(value));
    for (const qint64 value : {0LL, 1LL, 255LL, 256LL, 65535LL})
        row(UInt16, QString::number(value));
    for (const qint64 value : {0LL, -1LL, 65536LL, -2147483648LL, 2147483647LL})
        row(Int32, QString::number(value));
    for (const qint64 value : {0LL, 1LL, 65535LL, 65536LL, 4294967295LL})
        row(UInt32, QString::number(value));
    for (const qint64 value : {qint64(0), qint64(-1), std::numeric_limits<qint64>::min(),
                               std::numeric_limits<qint64>::max(), qint64(0x0102030405060708)})
        row(Int64, QString::number(value));
    for (const quint64 value :
         {quint64(0), quint64(1), std::numeric_limits<quint64>::max(), quint64(0x8000000000000000)})
        row(UInt64, QString::number(value));
    for (const char *value : {"0", "-0", "1", "-1", "0.1", "12.5", "1e-45", "1.1754944e-38",
                              "3.4028235e+38", "-3.4028235e+38", "inf", "-inf", "nan"})
        row(Float32, QString::fromLatin1(value));
    for (const char *value : {"0", "-0", "0.1", "1e-06", "5e-324", "2.2250738585072014e-308",
                              "1.7976931348623157e+308", "inf", "-inf", "nan"})
        row(Float64, QString::fromLatin1(value));
    for (const char *value : {"0x0000", "0x1234", "0xFFFF"})
        row(Hex16, QString::fromLatin1(value));
    for (const char *value : {"0000 0000 0000 0000", "1010 0101 1100 0011", "1111 1111 1111 1111"})
        row(Binary16, QString::fromLatin1(value));
    for (const char *value : {"0", "9", "9999", "1020"})
        row(Bcd16, QString::fromLatin1(value));
    for (const char *value : {"0", "9", "99999999", "10200304"})
        row(Bcd32, QString::fromLatin1(value));
    row(Bool, QStringLiteral("true"));
    row(Bool, QStringLiteral("false"));
    row(Ascii, QStringLiteral("TT-101 ␛"));
    row(Utf8, QStringLiteral("温度 °C 😀"));
    row(Utf8, QString());
}

void DataTypeTest::roundTripsInEveryOrder()
{
    QFETCH(DataType, type);
    QFETCH(QString, text);
    QList<Registers> seen;
    for (const WordOrder order : modbus::allOrders()) {
        const ValueFormat format{type, order, 8};
        const auto registers = modbus::encode(text, format);
        QVERIFY(registers);
        QCOMPARE(int(registers->size()), modbus::registersPerValue(format));
        const auto value = modbus::decode(*registers, format);
        QVERIFY(value);
        QCOMPARE(modbus::toText(*value, type), text);
        seen.append(*registers);
    }
    const bool isPalindrome = text == QStringLiteral("0") || text == QStringLiteral("-1");
    if (modbus::registersPerValue({type}) == 2 && !isPalindrome) {
        Registers wordsSwapped{seen.at(0).at(1), seen.at(0).at(0)};
        QCOMPARE(seen.at(1), wordsSwapped);
    }
}

void DataTypeTest::roundTripsEveryRegister_data()
{
    QTest::addColumn<DataType>("type");
    for (const DataType type :
         {DataType::Int16, DataType::UInt16, DataType::Hex16, DataType::Binary16})
        QTest::newRow(qPrintable(modbus::typeName(type))) << type;
}

void DataTypeTest::roundTripsEveryRegister()
{
    QFETCH(DataType, type);
    for (const WordOrder order : {WordOrder::ABCD, WordOrder::BADC}) {
        const ValueFormat format{type, order};
        for (int i = 0; i <= 0xffff; ++i) {
            const Registers registers{static_cast<quint16>(i)};
            const auto value = modbus::decode(registers, format);
            QVERIFY(value);
            const auto again = modbus::encode(modbus::toText(*value, type), format);
            if (!again || *again != registers)
                QFAIL(qPrintable(modbus::toText(*value, type)));
        }
    }
}

void DataTypeTest::writesFloatsWithTheFewestDigits_data()
{
    QTest::addColumn<Value>("value");
    QTest::addColumn<DataType>("type");
    QTest::addColumn<QString>("text");
    const auto row = [](const Value &value, const char *text) {
        const bool isFloat = std::holds_alternative<float>(value);
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(isFloat ? QStringLiteral("float32")
                                                                     : QStringLiteral("float64"),
                                                             QLatin1StringView(text))))
            << value << (isFloat ? DataType::Float32 : DataType::Float64)
            << QString::fromLatin1(text);
    };
    row(0.1F, "0.1");
    row(100.0F, "100");
    row(100000.0F, "100000");
    row(16777216.0F, "16777216");
    row(3.1415927F, "3.1415927");
    row(1e9F, "1e+09");
    row(1.5e-5F, "0.000015");
    row(1e-6F, "1e-06");
    row(std::numeric_limits<float>::denorm_min(), "1e-45");
    row(0.1, "0.1");
    row(double(0.1F), "0.10000000149011612");
    row(123456789.125, "123456789.125");
    row(1e14, "100000000000000");
    row(1e15, "1e+15");
    row(1.0 / 3, "0.3333333333333333");
}

void DataTypeTest::writesFloatsWithTheFewestDigits()
{
    QFETCH(Value, value);
    QFETCH(DataType, type);
    QFETCH(QString, text);
    QCOMPARE(modbus::toText(value, type), text);
}

void DataTypeTest::roundTripsManyFloats()
{
    const ValueFormat format{DataType::Float32, WordOrder::CDAB};
    // A stride that is prime to 2^32 visits all exponents and mantissas alike.
    quint32 bits = 0;
    for (int i = 0; i < 100'000; ++i, bits += 2654435761U) {
        const auto value = std::bit_cast<float>(bits);
        if (std::isnan(value))
            continue;
        const QString text = modbus::toText(value, DataType::Float32);
        const auto registers = modbus::encode(text, format);
        if (!registers || ((quint32(registers->at(1)) << 16) | registers->at(0)) != bits)
            QFAIL(qPrintable(text));
    }
}

void DataTypeTest::keepsStringsOfEveryLength()
{
    for (int length = 1; length <= 125; ++length) {
        const ValueFormat format{DataType::Ascii, WordOrder::BADC, length};
        const QString text(length * 2, QLatin1Char('x'));
        const auto registers = modbus::encode(text, format);
        QVERIFY(registers);
        QCOMPARE(int(registers->size()), length);
        const auto value = modbus::decode(*registers, format);
        QVERIFY(value);
        QCOMPARE(std::get<QString>(*value), text);
    }
}

void DataTypeTest::namesTypesAndOrders()
{
    QCOMPARE(modbus::allTypes().size(), 15);
    for (const DataType type : modbus::allTypes()) {
        QCOMPARE(modbus::typeFromName(modbus::typeName(type)), type);
        QCOMPARE(modbus::typeFromName(modbus::typeName(type).toUpper()), type);
    }
    QCOMPARE(modbus::typeName(DataType::Float32), QStringLiteral("float32"));
    QCOMPARE(modbus::typeFromName(u"hex"), DataType::Hex16);
    const auto unknown = modbus::typeFromName(u"float16");
    QVERIFY(!unknown);
    QVERIFY(unknown.error().detail.contains(QStringLiteral("float32")));

    QCOMPARE(modbus::allOrders().size(), 4);
    for (const WordOrder order : modbus::allOrders())
        QCOMPARE(modbus::orderFromName(modbus::orderName(order).toLower()), order);
    const auto disorder = modbus::orderFromName(u"ABDC");
    QVERIFY(!disorder);
    QVERIFY(disorder.error().detail.contains(QStringLiteral("CDAB")));
}

void DataTypeTest::givesAllReadings()
{
    const Registers registers{0x0000, 0x42c8, 0xffff, 0xffff};
    const QList<modbus::Reading> readings = modbus::allReadings(registers);
    // bool; 5 types of one register and 2 of text in 2 orders; 7 types of several in 4 orders.
    QCOMPARE(readings.size(), 1 + 7 * 2 + 7 * 4);
    int hundreds = 0;
    for (const modbus::Reading &reading : readings) {
        if (reading.format.type == DataType::Float32 && reading.text == QStringLiteral("100")) {
            QCOMPARE(reading.format.order, WordOrder::CDAB);
            ++hundreds;
        }
        if (reading.format.type == DataType::Bcd32 && reading.format.order == WordOrder::ABCD) {
            QVERIFY(!reading.isValue);
            QVERIFY(reading.text.contains(QStringLiteral("0x000042C8")));
        }
        if (reading.format.type == DataType::Ascii)
            QCOMPARE(reading.format.stringRegisters, 4);
    }
    QCOMPARE(hundreds, 1);
}

void DataTypeTest::givesFewerReadingsOfFewerRegisters()
{
    QVERIFY(modbus::allReadings({}).isEmpty());
    QCOMPARE(modbus::allReadings(Registers{1}).size(), 1 + 7 * 2);
    QCOMPARE(modbus::allReadings(Registers{1, 2}).size(), 1 + 7 * 2 + 4 * 4);
    QCOMPARE(modbus::allReadings(Registers(300, 0x4141)).size(), 1 + 7 * 2 + 7 * 4);
}

QTEST_GUILESS_MAIN(DataTypeTest)
#include "tst_datatype.moc"
