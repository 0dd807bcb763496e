// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointlistcsv.h"

#include <QRandomGenerator>
#include <QTest>

using modbus::DataType;
using modbus::Point;
using modbus::Table;

namespace {

/// One of the items, by chance.
template <typename T>
T anyOf(QRandomGenerator &random, const QList<T> &items)
{
    return items.at(random.bounded(static_cast<int>(items.size())));
}

QString anyText(QRandomGenerator &random)
{
    static const QStringList pieces{
        QStringLiteral("a"),   QStringLiteral("\""),   QStringLiteral(","), QStringLiteral(";"),
        QStringLiteral("\n"),  QStringLiteral("\t"),   QStringLiteral("="), QStringLiteral("-"),
        QStringLiteral("'"),   QStringLiteral("@"),    QStringLiteral("+"), QString::fromUtf8("度"),
        QStringLiteral("\r"),  QString::fromUtf8("°"), QStringLiteral(" "), QStringLiteral("#"),
        QString::fromUtf8("😀")};
    QString text;
    for (int i = random.bounded(8); i > 0; --i)
        text += anyOf(random, pieces);
    return text.trimmed(); // blanks around a cell are no part of it
}

double anyNumber(QRandomGenerator &random)
{
    return (random.generateDouble() - 0.5) * anyOf<double>(random, {1e-9, 0.1, 1, 1e3, 1e12});
}

Point anyPoint(QRandomGenerator &random)
{
    Point point;
    point.tag = anyText(random);
    point.description = anyText(random);
    point.area = anyText(random);
    point.note = anyText(random);
    point.engineeringUnit = anyText(random);
    point.device =
        anyOf<QString>(random, {QString(), QStringLiteral("10.0.0.7"), QStringLiteral("plc-1:1502"),
                                QStringLiteral("[fe80::1]:502")});
    point.unit = static_cast<quint8>(random.bounded(256));
    point.address = {anyOf<Table>(random, {Table::Coils, Table::DiscreteInputs,
                                           Table::InputRegisters, Table::HoldingRegisters}),
                     static_cast<quint16>(random.bounded(65536))};
    point.notation = static_cast<modbus::Notation>(random.bounded(5));
    point.format.order = anyOf(random, modbus::allOrders());
    point.period = std::chrono::milliseconds(random.bounded(50, 3'600'001));
    point.isWritable = random.bounded(2) != 0;
    if (random.bounded(2) != 0)
        point.lowLimit = anyNumber(random);
    if (random.bounded(2) != 0)
        point.highLimit = anyNumber(random);
    if (modbus::isBitTable(point.address.table)) {
        point.format.type = DataType::Bool;
        return point;
    }
    point.format.type = anyOf(random, modbus::allTypes());
    if (point.isText())
        point.format.stringRegisters = random.bounded(1, 126);
    else if (point.size() == 1 && random.bounded(2) != 0)
        point.bit = random.bounded(16);
    if (!point.isBool() && !point.isText())
        point.scaling = {anyNumber(random) + 1e-10, anyNumber(random)};
    if (!point.isText() && random.bounded(2) != 0)
        point.notAvailable = random.generate64() >> (64 - 16 * point.size());
    return point;
}

} // namespace

class PointListWriterTest : public QObject
{
    Q_OBJECT

private slots:
    void readsBackTheSame_data();
    void readsBackTheSame();
    void writesNoFormulas_data();
    void writesNoFormulas();
    void writesAddressesAsTheyWere();
};

void PointListWriterTest::readsBackTheSame_data()
{
    QTest::addColumn<char>("separator");
    QTest::newRow("commas") << ',';
    QTest::newRow("semicolons") << ';';
    QTest::newRow("tabs") << '\t';
}

void PointListWriterTest::readsBackTheSame()
{
    QFETCH(char, separator);
    QRandomGenerator random(20240607);
    QList<Point> points;
    for (int i = 0; i < 3000; ++i)
        points.append(anyPoint(random));
    const auto reading = modbus::readPointList(modbus::writePointList(points, separator));
    QCOMPARE(reading.fileFault, QString());
    for (const modbus::RowFault &fault : reading.faults)
        QFAIL(qPrintable(fault.column + u' ' + fault.text + u' ' + fault.reason));
    QCOMPARE(reading.separator, separator);
    QCOMPARE(reading.unknownColumns, QStringList());
    QCOMPARE(reading.points.size(), points.size());
    for (int i = 0; i < points.size(); ++i) {
        QVERIFY2(reading.points.at(i) == points.at(i),
                 modbus::writePointList({points.at(i), reading.points.at(i)}).constData());
    }
}

void PointListWriterTest::writesNoFormulas_data()
{
    QTest::addColumn<QString>("tag");
    QTest::addColumn<QString>("cell");
    const auto row = [](const char *name, const char *tag, const char *cell) {
        QTest::newRow(name) << QString::fromUtf8(tag) << QString::fromUtf8(cell);
    };
    row("a formula", "=1+1", "'=1+1");
    row("a command", "@SUM(A1)", "'@SUM(A1)");
    row("a plant code", "-12BA001", "'-12BA001");
    row("a plus", "+5", "'+5");
    row("what is guarded already", "'=1", "''=1");
    row("an apostrophe of its own", "'quoted'", "'quoted'");
    row("a dash within", "TT-101", "TT-101");
}

void PointListWriterTest::writesNoFormulas()
{
    QFETCH(QString, tag);
    QFETCH(QString, cell);
    Point point;
    point.tag = tag;
    const QByteArray bytes = modbus::writePointList({point});
    const QByteArray row = bytes.split('\n').at(1);
    QCOMPARE(row.left(row.indexOf(',')), cell.toUtf8());
    QCOMPARE(modbus::readPointList(bytes).points.value(0).tag, tag);
}

void PointListWriterTest::writesAddressesAsTheyWere()
{
    // PDU 40100 as text is Modicon for PDU 99: the column for the notation keeps them apart.
    Point point;
    point.address.offset = 40100;
    const QByteArray bytes = modbus::writePointList({point});
    QVERIFY(bytes.contains(",holding,40100,pdu,"));
    QCOMPARE(modbus::readPointList(bytes).points.value(0).address.offset, quint16(40100));
}

QTEST_APPLESS_MAIN(PointListWriterTest)
#include "tst_pointlistwriter.moc"
