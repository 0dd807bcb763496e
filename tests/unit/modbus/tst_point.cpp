// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/point.h"

#include <QTest>
#include <cmath>
#include <limits>

using modbus::DataType;
using modbus::Point;
using modbus::PointValue;
using modbus::Quality;
using modbus::Scaling;
using modbus::Table;
using modbus::ValueError;
using modbus::WordOrder;
using Registers = QList<quint16>;

namespace {

Point registersOf(DataType type, WordOrder order = WordOrder::ABCD, const Scaling &scaling = {})
{
    Point point;
    point.tag = QStringLiteral("TT-101");
    point.format = {type, order};
    point.scaling = scaling;
    return point;
}

Point bitOf(int bit, WordOrder order = WordOrder::ABCD)
{
    Point point = registersOf(DataType::Bool, order);
    point.bit = bit;
    return point;
}

Point coil()
{
    Point point = registersOf(DataType::Bool);
    point.address.table = Table::Coils;
    return point;
}

PointValue valueOf(const Point &point, const Registers &registers)
{
    return modbus::evaluate(point, registers);
}

} // namespace

class PointTest : public QObject
{
    Q_OBJECT

private slots:
    void drawsALineThroughTwoPairs();
    void hasNoLineThroughEqualValues_data();
    void hasNoLineThroughEqualValues();
    void takesItsRegisters_data();
    void takesItsRegisters();
    void shows_data();
    void shows();
    void saysWhyThereIsNoValue_data();
    void saysWhyThereIsNoValue();
    void writes_data();
    void writes();
    void refusesToWrite_data();
    void refusesToWrite();
    void keepsTheOtherBits();
    void readsBackWhatItWrites();
    void knowsItsLimits();
};

void PointTest::drawsALineThroughTwoPairs()
{
    const auto scaling = Scaling::through(0, 27648, 0, 400);
    QVERIFY(scaling);
    QCOMPARE(scaling->toEngineering(13824), 200.0);
    QCOMPARE(scaling->toRaw(400), 27648.0);

    const auto falling = Scaling::through(4000, 20000, 100, 0);
    QVERIFY(falling);
    QCOMPARE(falling->toEngineering(4000), 100.0);
    QCOMPARE(falling->toEngineering(20000), 0.0);
}

void PointTest::hasNoLineThroughEqualValues_data()
{
    QTest::addColumn<double>("rawLow");
    QTest::addColumn<double>("rawHigh");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::newRow("equal raw values") << 5.0 << 5.0 << 0.0 << 1.0;
    QTest::newRow("equal engineering values") << 0.0 << 5.0 << 1.0 << 1.0;
    QTest::newRow("all equal") << 1.0 << 1.0 << 1.0 << 1.0;
    QTest::newRow("not a number") << std::nan("") << 5.0 << 0.0 << 1.0;
    QTest::newRow("without end") << 0.0 << HUGE_VAL << 0.0 << 1.0;
    QTest::newRow("a slope beyond double") << 0.0 << 1e-300 << 0.0 << 1e300;
}

void PointTest::hasNoLineThroughEqualValues()
{
    QFETCH(double, rawLow);
    QFETCH(double, rawHigh);
    QFETCH(double, low);
    QFETCH(double, high);
    QVERIFY(!Scaling::through(rawLow, rawHigh, low, high));
}

void PointTest::takesItsRegisters_data()
{
    QTest::addColumn<Point>("point");
    QTest::addColumn<int>("size");
    QTest::newRow("int16") << registersOf(DataType::Int16) << 1;
    QTest::newRow("float32") << registersOf(DataType::Float32) << 2;
    QTest::newRow("float64") << registersOf(DataType::Float64) << 4;
    QTest::newRow("a bit, whatever the type says") << [] {
        Point point = bitOf(3);
        point.format.type = DataType::Float64;
        return point;
    }() << 1;
    QTest::newRow("a coil, whatever the type says") << [] {
        Point point = coil();
        point.format.type = DataType::Float64;
        return point;
    }() << 1;
    QTest::newRow("text") << [] {
        Point point = registersOf(DataType::Ascii);
        point.format.stringRegisters = 20;
        return point;
    }() << 20;
    QTest::newRow("text beyond a request") << [] {
        Point point = registersOf(DataType::Ascii);
        point.format.stringRegisters = 2000;
        return point;
    }() << 125;
}

void PointTest::takesItsRegisters()
{
    QFETCH(Point, point);
    QTEST(point.size(), "size");
}

void PointTest::shows_data()
{
    QTest::addColumn<Point>("point");
    QTest::addColumn<Registers>("registers");
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const Point &point, const Registers &registers,
                        double number, const char *text) {
        QTest::newRow(name) << point << registers << number << QString::fromUtf8(text);
    };
    using enum DataType;
    using enum WordOrder;
    row("an int16 in tenths", registersOf(Int16, ABCD, {0.1, 0}), {0xffff}, -0.1, "-0.1");
    row("scaling leaves no stray digits", registersOf(Int16, ABCD, {0.1, 0}), {3}, 0.3, "0.3");
    row("scale and offset", registersOf(UInt16, ABCD, {0.5, -40}), {200}, 60, "60");
    row("float32 with swapped words", registersOf(Float32, CDAB), {0, 0x42c8}, 100, "100");
    row("a scaled float32 shows what it can tell", registersOf(Float32, ABCD, {1000, 0}),
        {0x3dcc, 0xcccd}, 1000.0 * double(0.1F), "100");
    row("uint64 keeps all its digits", registersOf(UInt64), {0xffff, 0xffff, 0xffff, 0xffff},
        18446744073709551616.0, "18446744073709551615");
    row("hex16", registersOf(Hex16), {0x00ff}, 255, "0x00FF");
    row("a scaled hex16 is a number", registersOf(Hex16, ABCD, {2, 0}), {0x00ff}, 510, "510");
    row("BCD", registersOf(Bcd16, ABCD, {0.01, 0}), {0x1234}, 12.34, "12.34");
    row("a register as on or off", registersOf(Bool), {7}, 1, "1");
    row("a coil that is off", coil(), {0}, 0, "0");
    row("bit 0", bitOf(0), {0x0001}, 1, "1");
    row("bit 15", bitOf(15), {0x7fff}, 0, "0");
    row("bit 0 of swapped bytes", bitOf(0, BADC), {0x0100}, 1, "1");
    row(
        "a bit is not scaled",
        [] {
            Point point = bitOf(2);
            point.scaling = {10, 5};
            return point;
        }(),
        {4}, 1, "1");
    row("an endless float", registersOf(Float32), {0x7f80, 0}, HUGE_VAL, "inf");
}

void PointTest::shows()
{
    QFETCH(Point, point);
    QFETCH(Registers, registers);
    const PointValue value = valueOf(point, registers);
    QCOMPARE(value.quality, Quality::Good);
    QCOMPARE(value.fault, QString());
    QTEST(value.number, "number");
    QTEST(modbus::toText(point, value), "text");
}

void PointTest::saysWhyThereIsNoValue_data()
{
    QTest::addColumn<Point>("point");
    QTest::addColumn<Registers>("registers");
    QTest::addColumn<Quality>("quality");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, Point point, std::optional<quint64> pattern,
                        const Registers &registers, Quality quality, const char *word) {
        point.notAvailable = pattern;
        QTest::newRow(name) << point << registers << quality << QString::fromUtf8(word);
    };
    using enum DataType;
    using enum WordOrder;
    row("the point's own pattern", registersOf(Int16), 0x8000, {0x8000}, Quality::NotAvailable,
        "0x8000");
    row("a small pattern in full width", registersOf(Int16), 0x7f, {0x7f}, Quality::NotAvailable,
        "0x007F");
    row("the pattern after the words are put in order", registersOf(UInt32, CDAB), 0x80000000,
        {0x0000, 0x8000}, Quality::NotAvailable, "0x80000000");
    row("the pattern of a bit's register", bitOf(1), 0xffff, {0xffff}, Quality::NotAvailable,
        "0xFFFF");
    row("the pattern of what is no BCD", registersOf(Bcd16), 0xffff, {0xffff},
        Quality::NotAvailable, "0xFFFF");
    row("NaN needs no pattern", registersOf(Float32), {}, {0x7fc0, 0}, Quality::NotAvailable,
        "NaN");
    row("a float64 NaN", registersOf(Float64), {}, {0x7ff8, 0, 0, 1}, Quality::NotAvailable, "NaN");
    row("no BCD", registersOf(Bcd16), {}, {0x00fa}, Quality::Undecodable, "BCD");
    row("too few registers", registersOf(Float32), {}, {1}, Quality::Undecodable, "2 registers");
    row("no registers at all", bitOf(1), {}, {}, Quality::Undecodable, "1 registers");
}

void PointTest::saysWhyThereIsNoValue()
{
    QFETCH(Point, point);
    QFETCH(Registers, registers);
    QFETCH(QString, word);
    const PointValue value = valueOf(point, registers);
    QTEST(value.quality, "quality");
    QVERIFY2(value.fault.contains(word), qPrintable(value.fault));
    QVERIFY(std::isnan(value.number));
    QCOMPARE(modbus::toText(point, value), QString());
}

void PointTest::writes_data()
{
    QTest::addColumn<Point>("point");
    QTest::addColumn<QString>("text");
    QTest::addColumn<Registers>("registers");
    const auto row = [](const char *name, const Point &point, const char *text,
                        const Registers &registers) {
        QTest::newRow(name) << point << QString::fromUtf8(text) << registers;
    };
    using enum DataType;
    using enum WordOrder;
    row("tenths", registersOf(Int16, ABCD, {0.1, 0}), "-12.3", {0xff85});
    row("the nearest raw value", registersOf(Int16, ABCD, {0.1, 0}), "12.36", {124});
    row("no minus zero", registersOf(UInt16, ABCD, {0.1, 0}), "-0.04", {0});
    row("an offset", registersOf(UInt16, ABCD, {0.5, -40}), "60", {200});
    row("a plus sign and blanks", registersOf(UInt16, ABCD, {0.1, 0}), " +1.5 ", {15});
    row("swapped words", registersOf(Float32, CDAB), "100", {0, 0x42c8});
    row("a scaled float", registersOf(Float32, ABCD, {0.001, 0}), "0.1", {0x42c8, 0});
    row("unscaled integers take hexadecimal", registersOf(UInt16), "0x10", {16});
    row("a scaled hex16 takes decimal digits", registersOf(Hex16, ABCD, {2, 0}), "510", {255});
    row("scaled BCD", registersOf(Bcd16, ABCD, {0.01, 0}), "12.34", {0x1234});
    row("a coil", coil(), "on", {1});
    row("text", registersOf(Ascii), "AB", {0x4142, 0, 0, 0, 0, 0, 0, 0});
}

void PointTest::writes()
{
    QFETCH(Point, point);
    QFETCH(QString, text);
    const auto registers = modbus::encode(point, text);
    QVERIFY2(registers, qPrintable(registers ? QString() : registers.error().detail));
    QTEST(*registers, "registers");
}

void PointTest::refusesToWrite_data()
{
    QTest::addColumn<Point>("point");
    QTest::addColumn<QString>("text");
    QTest::addColumn<ValueError::Kind>("kind");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const Point &point, const char *text,
                        ValueError::Kind kind, const char *word) {
        QTest::newRow(name) << point << QString::fromUtf8(text) << kind << QString::fromUtf8(word);
    };
    using enum DataType;
    using enum WordOrder;
    using Kind = ValueError::Kind;
    const Scaling tenths{0.1, 0};
    row("more than the register holds", registersOf(Int16, ABCD, tenths), "4000", Kind::OutOfRange,
        "40000 in the device");
    row("less than the register holds", registersOf(UInt16, ABCD, tenths), "-1", Kind::OutOfRange,
        "-10");
    row("far beyond 64 bits", registersOf(UInt64, ABCD, tenths), "1e300", Kind::OutOfRange,
        "uint64");
    row("nan for an integer", registersOf(Int16, ABCD, tenths), "nan", Kind::NotANumber, "nan");
    row("a word", registersOf(Int16, ABCD, tenths), "high", Kind::NotANumber, "decimal point");
    row("nothing", registersOf(Int16, ABCD, tenths), "", Kind::NotANumber, "no number");
    row("a decimal comma", registersOf(Int16, ABCD, tenths), "1,5", Kind::NotANumber, "point");
    row("a fraction of what has none", registersOf(Int16), "1.5", Kind::NotANumber, "whole");
    row("a coil is on or off", coil(), "2", Kind::NotABool, "on nor off");
    row("a bit without its register", bitOf(1), "1", Kind::WrongLength, "Read it first");
}

void PointTest::refusesToWrite()
{
    QFETCH(Point, point);
    QFETCH(QString, text);
    QFETCH(QString, word);
    const auto registers = modbus::encode(point, text);
    QVERIFY(!registers);
    QTEST(registers.error().kind, "kind");
    QVERIFY2(registers.error().detail.contains(word), qPrintable(registers.error().detail));
}

void PointTest::keepsTheOtherBits()
{
    QCOMPARE(*modbus::encode(bitOf(0), u"1", 0x8000), Registers{0x8001});
    QCOMPARE(*modbus::encode(bitOf(15), u"off", 0xffff), Registers{0x7fff});
    QCOMPARE(*modbus::encode(bitOf(0, WordOrder::BADC), u"on", 0x0080), Registers{0x0180});
}

void PointTest::readsBackWhatItWrites()
{
    for (const DataType type : modbus::allTypes()) {
        for (const WordOrder order : modbus::allOrders()) {
            for (const Scaling &scaling : {Scaling{}, Scaling{0.1, 0}, Scaling{-0.5, 1000}}) {
                const Point point = registersOf(type, order, scaling);
                const QString text = point.isBool() ? QStringLiteral("1")
                                     : scaling.isIdentity() && type == DataType::Binary16
                                         ? QStringLiteral("0000 0000 0110 0100")
                                     : scaling.isIdentity() && type == DataType::Hex16
                                         ? QStringLiteral("0x0064")
                                         : QStringLiteral("100");
                const auto registers = modbus::encode(point, text);
                QVERIFY2(registers, qPrintable(modbus::typeName(type)));
                QCOMPARE(modbus::toText(point, valueOf(point, *registers)), text);
            }
        }
    }
}

void PointTest::knowsItsLimits()
{
    using modbus::LimitState;
    Point point = registersOf(DataType::Float32);
    QCOMPARE(modbus::limitState(point, 1e9), LimitState::Within);
    point.lowLimit = 0;
    point.highLimit = 400;
    QCOMPARE(modbus::limitState(point, 0), LimitState::Within);
    QCOMPARE(modbus::limitState(point, 400), LimitState::Within);
    QCOMPARE(modbus::limitState(point, -0.1), LimitState::Low);
    QCOMPARE(modbus::limitState(point, 400.1), LimitState::High);
    QCOMPARE(modbus::limitState(point, std::nan("")), LimitState::Within);
}

QTEST_APPLESS_MAIN(PointTest)
#include "tst_point.moc"
