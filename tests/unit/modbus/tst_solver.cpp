// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/solver.h"

#include <QTest>
#include <cmath>

using modbus::DataType;
using modbus::SolverHit;
using modbus::SolverWindow;
using modbus::Table;
using modbus::WordOrder;
using Fit = SolverHit::Fit;
using Registers = QList<quint16>;

namespace {

constexpr quint16 kOffset = 100;

SolverWindow windowOf(Table table, const Registers &registers, int first = kOffset - 1)
{
    SolverWindow window{table, first, {}};
    for (const quint16 word : registers)
        window.registers.append(word);
    return window;
}

QList<SolverHit> solved(const QString &shown, const QList<SolverWindow> &windows,
                        const std::optional<Table> &asked = {}, quint16 offset = kOffset)
{
    const auto value = modbus::parseShownValue(shown);
    if (!value)
        qFatal("%s", qPrintable(value.error()));
    return modbus::solve(*value, offset, asked, windows);
}

QString inWords(const SolverHit &hit)
{
    return QStringLiteral("%1 %2 %3 %4 e%5")
        .arg(modbus::tableName(hit.address.table))
        .arg(hit.address.offset)
        .arg(modbus::typeName(hit.format.type), modbus::orderName(hit.format.order))
        .arg(hit.exponent);
}

} // namespace

class SolverTest : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatDisplaysShow_data();
    void readsWhatDisplaysShow();
    void refusesWhatDisplaysDontShow_data();
    void refusesWhatDisplaysDontShow();
    void ranksTheRightOneFirst_data();
    void ranksTheRightOneFirst();
    void tellsHowWellItFits_data();
    void tellsHowWellItFits();
    void leavesOutWhatIsOnlyNear();
    void namesNoUnsignedTwin();
    void saysItInWords();
    void prefersTheTableAsked();
    void jumpsOverHoles();
    void staysWithinTheTable_data();
    void staysWithinTheTable();
    void findsNothingInNothing();
    void findsEveryTypeOrderAndScale();
};

void SolverTest::readsWhatDisplaysShow_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("step");
    QTest::addColumn<int>("digits");
    QTest::newRow("a decimal") << QStringLiteral("236.4") << 236.4 << 0.1 << 4;
    QTest::newRow("a whole number") << QStringLiteral("1200") << 1200.0 << 1.0 << 4;
    QTest::newRow("a decimal comma") << QStringLiteral("-0,50") << -0.5 << 0.01 << 2;
    QTest::newRow("thousands parted by blanks")
        << QStringLiteral(" 1 234 567 ") << 1234567.0 << 1.0 << 7;
    QTest::newRow("a typographer's minus") << QString::fromUtf8("−12.0") << -12.0 << 0.1 << 3;
    QTest::newRow("zeros in front count for nothing") << QStringLiteral("007") << 7.0 << 1.0 << 1;
}

void SolverTest::readsWhatDisplaysShow()
{
    QFETCH(QString, text);
    const auto shown = modbus::parseShownValue(text);
    QVERIFY2(shown, qPrintable(shown ? QString() : shown.error()));
    QTEST(shown->value, "value");
    QTEST(shown->step(), "step");
    QTEST(shown->digits, "digits");
}

void SolverTest::refusesWhatDisplaysDontShow_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QString() << QStringLiteral("236.4");
    QTest::newRow("a unit") << QStringLiteral("236.4 C") << QStringLiteral("without the unit");
    QTest::newRow("two points") << QStringLiteral("1.2.3") << QStringLiteral("no number");
    QTest::newRow("an exponent") << QStringLiteral("1e5") << QStringLiteral("no number");
    QTest::newRow("a sign alone") << QStringLiteral("-") << QStringLiteral("holds nothing");
    QTest::newRow("nought") << QStringLiteral("0.00") << QStringLiteral("holds nothing");
    QTest::newRow("more digits than a double") << QString(16, u'9') << QStringLiteral("15");
    QTest::newRow("no end of digits") << QString(5000, u'9') << QStringLiteral("15");
}

void SolverTest::refusesWhatDisplaysDontShow()
{
    QFETCH(QString, text);
    QFETCH(QString, word);
    const auto shown = modbus::parseShownValue(text);
    QVERIFY(!shown);
    QVERIFY2(shown.error().contains(word), qPrintable(shown.error()));
}

void SolverTest::ranksTheRightOneFirst_data()
{
    QTest::addColumn<QString>("shown");
    QTest::addColumn<Registers>("registers"); // holding registers, from one before the address
    QTest::addColumn<QString>("best");
    const auto row = [](const char *name, const char *shown, const Registers &registers,
                        const char *best) {
        QTest::newRow(name) << QString::fromLatin1(shown) << registers << QString::fromLatin1(best);
    };
    row("an int16 in tenths", "236.4", {7, 2364, 9, 9, 9, 9}, "holding 100 int16 ABCD e-1");
    row("a negative one", "-12.5", {7, 0xff83, 9, 9, 9, 9}, "holding 100 int16 ABCD e-1");
    row("a plain uint16", "40000", {7, 40000, 9, 9, 9, 9}, "holding 100 uint16 ABCD e0");
    row("a float32", "100.0", {7, 0x42c8, 0, 9, 9, 9}, "holding 100 float32 ABCD e0");
    row("a float32 with swapped words", "236.4", {7, 0x6666, 0x436c, 9, 9, 9},
        "holding 100 float32 CDAB e0");
    row("a float32 in little-endian", "236.4", {7, 0x6666, 0x6c43, 9, 9, 9},
        "holding 100 float32 DCBA e0");
    row("one below the address", "236.4", {2364, 7, 9, 9, 9, 9}, "holding 99 int16 ABCD e-1");
    row("one above the address", "236.4", {7, 9, 0x436c, 0x6666, 9, 9},
        "holding 101 float32 ABCD e0");
    row("a counter of 32 bits", "1234567", {7, 0x0012, 0xd687, 9, 9, 9},
        "holding 100 int32 ABCD e0");
    row("BCD", "12.34", {7, 0x1234, 9, 9, 9, 9}, "holding 100 bcd16 ABCD e-2");
    row("kilo", "12.5", {7, 12500, 9, 9, 9, 9}, "holding 100 int16 ABCD e-3");
    row("a float64 with swapped words", "98.76", {7, 0x70a4, 0x0a3d, 0xb0a3, 0x4058, 9},
        "holding 100 float64 CDAB e0");
    row("thousands", "25000", {7, 25, 9, 9, 9, 9}, "holding 100 int16 ABCD e3");
}

void SolverTest::ranksTheRightOneFirst()
{
    QFETCH(QString, shown);
    QFETCH(Registers, registers);
    const auto hits = solved(shown, {windowOf(Table::HoldingRegisters, registers),
                                     windowOf(Table::InputRegisters, {1, 1, 1, 1, 1, 1})});
    QVERIFY(!hits.isEmpty());
    QTEST(inWords(hits.constFirst()), "best");
    for (int i = 1; i < hits.size(); ++i)
        QVERIFY(hits.at(i - 1).doubt <= hits.at(i).doubt);
}

void SolverTest::tellsHowWellItFits_data()
{
    QTest::addColumn<quint16>("raw"); // in hundredths
    QTest::addColumn<Fit>("fit");
    QTest::newRow("the very value") << quint16(23640) << Fit::Exact;
    QTest::newRow("rounded up by the display") << quint16(23635) << Fit::Exact;
    QTest::newRow("rounded down by the display") << quint16(23644) << Fit::Exact;
    QTest::newRow("cut off by the display") << quint16(23649) << Fit::LastDigit;
    QTest::newRow("changed meanwhile") << quint16(23700) << Fit::Near;
}

void SolverTest::tellsHowWellItFits()
{
    QFETCH(quint16, raw);
    const auto hits =
        solved(QStringLiteral("236.4"), {windowOf(Table::HoldingRegisters, {1, raw, 1, 1, 1, 1})});
    QVERIFY(!hits.isEmpty());
    QCOMPARE(inWords(hits.constFirst()), QStringLiteral("holding 100 int16 ABCD e-2"));
    QTEST(hits.constFirst().fit, "fit");
}

void SolverTest::leavesOutWhatIsOnlyNear()
{
    const auto hits = solved(QStringLiteral("236.4"),
                             {windowOf(Table::HoldingRegisters, {2370, 2364, 2360, 1, 1, 1})});
    QCOMPARE(hits.size(), 1);
}

void SolverTest::namesNoUnsignedTwin()
{
    const auto hits =
        solved(QStringLiteral("2364"), {windowOf(Table::HoldingRegisters, {1, 2364, 1, 1, 1, 1})});
    for (const SolverHit &hit : hits)
        QVERIFY(hit.format.type != DataType::UInt16);
}

void SolverTest::saysItInWords()
{
    const auto scaled =
        solved(QStringLiteral("236.4"), {windowOf(Table::HoldingRegisters, {1, 2364, 1, 1, 1, 1})});
    QCOMPARE(scaled.constFirst().text,
             QString::fromUtf8("holding register 400101 (PDU 100), int16, × 0.1: shows 236.40"));
    QCOMPARE(scaled.constFirst().scaling(), (modbus::Scaling{0.1, 0}));
    const auto below = solved(QStringLiteral("236.4"),
                              {windowOf(Table::InputRegisters, {0x6666, 0x436c, 1, 1, 1, 1})});
    const SolverHit &hit = below.constFirst();
    QCOMPARE(hit.text, QStringLiteral("input registers 300100..300101 (PDU 99..100), float32 CDAB: "
                                      "shows 236.40"));
    for (const char *word : {"to the last digit", "count from 1", "words swapped"})
        QVERIFY2(hit.why.contains(QLatin1StringView(word)), qPrintable(hit.why));
}

void SolverTest::prefersTheTableAsked()
{
    const Registers registers{1, 2364, 1, 1, 1, 1};
    const QList<SolverWindow> windows{windowOf(Table::HoldingRegisters, registers),
                                      windowOf(Table::InputRegisters, registers)};
    const auto tableOfBest = [&windows](const std::optional<Table> &asked) {
        return solved(QStringLiteral("236.4"), windows, asked).constFirst().address.table;
    };
    QCOMPARE(tableOfBest({}), Table::HoldingRegisters);
    QCOMPARE(tableOfBest(Table::HoldingRegisters), Table::HoldingRegisters);
    QCOMPARE(tableOfBest(Table::InputRegisters), Table::InputRegisters);
}

void SolverTest::jumpsOverHoles()
{
    SolverWindow window = windowOf(Table::HoldingRegisters, {1, 0x436c, 0x6666, 2364, 1, 1});
    window.registers[2].reset();
    const auto hits = solved(QStringLiteral("236.4"), {window});
    for (const SolverHit &hit : hits) // the float has a hole, and PDU 102 is out of reach
        QCOMPARE(hit.fit, Fit::Near);
    window.registers[1] = 2364;
    const auto whole = solved(QStringLiteral("236.4"), {window});
    QCOMPARE(inWords(whole.constFirst()), QStringLiteral("holding 100 int16 ABCD e-1"));
}

void SolverTest::staysWithinTheTable_data()
{
    QTest::addColumn<quint16>("offset");
    QTest::addColumn<int>("first");
    QTest::newRow("at the first address") << quint16(0) << 0;
    QTest::newRow("at the last address") << quint16(65535) << 65534;
}

void SolverTest::staysWithinTheTable()
{
    QFETCH(quint16, offset);
    QFETCH(int, first);
    const auto hits = solved(QStringLiteral("236.4"),
                             {windowOf(Table::HoldingRegisters, {2364, 2364}, first)}, {}, offset);
    QCOMPARE(hits.size(), 2);
    for (const SolverHit &hit : hits)
        QVERIFY(hit.address.offset >= first && hit.address.offset <= first + 1);
}

void SolverTest::findsNothingInNothing()
{
    QVERIFY(solved(QStringLiteral("1"), {}).isEmpty());
    QVERIFY(solved(QStringLiteral("1"), {windowOf(Table::HoldingRegisters, {})}).isEmpty());
    QVERIFY(solved(QStringLiteral("5"), {windowOf(Table::HoldingRegisters, {0, 0, 0, 0, 0, 0})})
                .isEmpty());
    const auto nan = windowOf(Table::HoldingRegisters, {0x7fc0, 0x7fc0, 0x7fc0, 0x7fc0, 1, 1});
    for (const SolverHit &hit : solved(QStringLiteral("32704"), {nan}))
        QVERIFY(std::isfinite(hit.number));
}

void SolverTest::findsEveryTypeOrderAndScale()
{
    for (const DataType type : modbus::allTypes()) {
        modbus::Point point;
        point.format.type = type;
        if (point.isBool() || point.isText() || type == DataType::Hex16 ||
            type == DataType::Binary16)
            continue;
        for (const WordOrder order : modbus::allOrders()) {
            for (int exponent = -4; exponent <= 4; ++exponent) {
                point.format.order = order;
                // 5678 x 10^exponent is what the display shows.
                const auto words = modbus::encode(QStringLiteral("5678"), point.format);
                QVERIFY(words);
                Registers registers{0};
                registers.append(*words);
                registers.resize(6);
                const QString shown =
                    exponent < 0 ? QString::number(5678.0 / std::pow(10, -exponent), 'f', -exponent)
                                 : QStringLiteral("5678") + QString(exponent, u'0');
                const auto hits = solved(shown, {windowOf(Table::HoldingRegisters, registers)});
                const bool isOne = words->size() == 1;
                const bool isFound = std::any_of(hits.begin(), hits.end(), [&](const auto &hit) {
                    const bool hasOrder =
                        hit.format.order == order ||
                        (isOne && (order == WordOrder::CDAB || order == WordOrder::DCBA));
                    const bool isTwin =
                        (type == DataType::UInt16 && hit.format.type == DataType::Int16) ||
                        (type == DataType::UInt32 && hit.format.type == DataType::Int32) ||
                        (type == DataType::UInt64 && hit.format.type == DataType::Int64);
                    return hit.address.offset == kOffset && hasOrder && hit.exponent == exponent &&
                           hit.fit == Fit::Exact && (hit.format.type == type || isTwin);
                });
                QVERIFY2(isFound,
                         qPrintable(QStringLiteral("%1 %2 e%3")
                                        .arg(modbus::typeName(type), modbus::orderName(order))
                                        .arg(exponent)));
            }
        }
    }
}

QTEST_APPLESS_MAIN(SolverTest)
#include "tst_solver.moc"
