// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointlistcsv.h"

#include <QStringDecoder>
#include <QStringEncoder>
#include <QTest>

using modbus::DataType;
using modbus::Notation;
using modbus::Point;
using modbus::PointListReading;
using modbus::Table;
using modbus::WordOrder;

namespace {

PointListReading read(const char *text)
{
    return modbus::readPointList(QByteArray(text));
}

PointListReading read(const QString &text)
{
    return modbus::readPointList(text.toUtf8());
}

QString faultsOf(const PointListReading &reading)
{
    QStringList lines{reading.fileFault};
    for (const modbus::RowFault &fault : reading.faults)
        lines.append(QStringLiteral("%1 %2 \"%3\": %4")
                         .arg(fault.line)
                         .arg(fault.column, fault.text, fault.reason));
    return lines.join(u'\n');
}

/// The one point of a list that has no fault.
Point onlyPoint(const PointListReading &reading)
{
    if (reading.points.size() == 1 && reading.faults.isEmpty() && reading.fileFault.isEmpty())
        return reading.points.constFirst();
    qWarning("%s", qPrintable(faultsOf(reading)));
    QTest::qFail("not one good point", __FILE__, __LINE__);
    return {};
}

/// Reads one cell of an otherwise good list.
PointListReading withCell(const QString &column, const QString &cell)
{
    return read(QStringLiteral("tag,table,address,data type,%1\nA,holding,5,int16,\"%2\"\n")
                    .arg(column, cell));
}

} // namespace

class PointListCsvTest : public QObject
{
    Q_OBJECT

private slots:
    void readsAWholeRow();
    void findsTheSeparator_data();
    void findsTheSeparator();
    void isNotFooledByQuotedSeparators();
    void takesDecimalCommas();
    void readsChinese();
    void findsTheEncoding_data();
    void findsTheEncoding();
    void refusesFiles_data();
    void refusesFiles();
    void skipsWhatStandsAboveTheHeader();
    void tellsTheMeaningsOfUnit_data();
    void tellsTheMeaningsOfUnit();
    void tellsVagueNamesApart();
    void keepsUnknownColumns();
    void findsTheTable_data();
    void findsTheTable();
    void refusesCells_data();
    void refusesCells();
    void namesEveryBadCell();
    void keepsGoodRows();
    void countsLinesOfQuotedBreaks();
    void losesOneRowToAnOpenQuote();
    void refusesTooManyRows();
    void refusesTooManyBytes();
};

void PointListCsvTest::readsAWholeRow()
{
    const Point point = onlyPoint(read(
        "Tag,Description,Area,Device,Unit ID,Table,Address,Type,Order,Bit,Length,Scale,Offset,Unit,"
        "Low limit,High limit,Period,Writable,Note,Not available\n"
        "FT-204,\"Feed, flow\",Mill,10.0.0.7:1502,7,holding,40101,int32,CDAB,,,0.1,-5,m3/h,0,400,"
        "250 ms,yes,\"says \"\"ok\"\"\",0x80000000\n"));
    Point expected;
    expected.tag = QStringLiteral("FT-204");
    expected.description = QStringLiteral("Feed, flow");
    expected.area = QStringLiteral("Mill");
    expected.device = QStringLiteral("10.0.0.7:1502");
    expected.unit = 7;
    expected.address = {Table::HoldingRegisters, 100};
    expected.notation = Notation::Modicon;
    expected.format = {DataType::Int32, WordOrder::CDAB};
    expected.scaling = {0.1, -5};
    expected.engineeringUnit = QStringLiteral("m3/h");
    expected.lowLimit = 0;
    expected.highLimit = 400;
    expected.period = std::chrono::milliseconds(250);
    expected.isWritable = true;
    expected.notAvailable = 0x80000000;
    expected.note = QStringLiteral("says \"ok\"");
    QCOMPARE(point, expected);
}

void PointListCsvTest::findsTheSeparator_data()
{
    QTest::addColumn<QString>("separator");
    QTest::newRow("a comma") << QStringLiteral(",");
    QTest::newRow("a semicolon") << QStringLiteral(";");
    QTest::newRow("a tab") << QStringLiteral("\t");
}

void PointListCsvTest::findsTheSeparator()
{
    QFETCH(QString, separator);
    const auto reading = read(
        QStringLiteral("tag|address|type\nA|40101|real\nB|40103|real\n").replace(u'|', separator));
    QCOMPARE(reading.separator, separator.at(0).toLatin1());
    QCOMPARE(reading.points.size(), 2);
    QCOMPARE(reading.lines, (QList<int>{2, 3}));
    QVERIFY(reading.faults.isEmpty());
}

void PointListCsvTest::isNotFooledByQuotedSeparators()
{
    const auto reading = read("\"tag, or what; is, printed\";address;type;note\n"
                              "\"a,b,c,d,e,f\";40101;real;\"x,y\"\n");
    QCOMPARE(reading.separator, ';');
    QCOMPARE(reading.points.size(), 1);
    QCOMPARE(reading.points.constFirst().note, QStringLiteral("x,y"));
}

void PointListCsvTest::takesDecimalCommas()
{
    const Point point = onlyPoint(
        read("tag;address;scale;offset;low;high;period\nA;40101;0,1;-2,5;1.5;2,5;0,5 s\n"));
    QCOMPARE(point.scaling, (modbus::Scaling{0.1, -2.5}));
    QCOMPARE(point.lowLimit, 1.5);
    QCOMPARE(point.highLimit, 2.5);
    QCOMPARE(point.period, std::chrono::milliseconds(500));
}

void PointListCsvTest::readsChinese()
{
    const Point point = onlyPoint(read("位号,描述,区域,站号,寄存器类型,地址,数据类型,字节序,"
                                       "比例系数,偏移,单位,下限,上限,采集周期,读写,"
                                       "备注\n"
                                       "TT-101,进水温度,一车间,3,保持寄存器,100,单精度浮点数,"
                                       "字交换,0.5,1,℃,0,80,2 秒,读写,重要\n"));
    QCOMPARE(point.tag, QStringLiteral("TT-101"));
    QCOMPARE(point.description, QString::fromUtf8("进水温度"));
    QCOMPARE(point.area, QString::fromUtf8("一车间"));
    QCOMPARE(point.unit, quint8(3));
    QCOMPARE(point.address, (modbus::Address{Table::HoldingRegisters, 100}));
    QCOMPARE(point.format, (modbus::ValueFormat{DataType::Float32, WordOrder::CDAB}));
    QCOMPARE(point.scaling, (modbus::Scaling{0.5, 1}));
    QCOMPARE(point.engineeringUnit, QString::fromUtf8("℃"));
    QCOMPARE(point.highLimit, 80.0);
    QCOMPARE(point.period, std::chrono::milliseconds(2000));
    QVERIFY(point.isWritable);
    QCOMPARE(point.note, QString::fromUtf8("重要"));
}

void PointListCsvTest::findsTheEncoding_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("description");
    const QString chinese = QString::fromUtf8("位号,描述,地址\nA,进水温度,40101\n");
    const QString west = QString::fromUtf8("tag,description,address\nA,10 °C,40101\n");
    const QString water = QString::fromUtf8("进水温度");
    QTest::newRow("UTF-8") << chinese.toUtf8() << QStringLiteral("UTF-8") << water;
    QTest::newRow("UTF-8 with its mark")
        << "\xef\xbb\xbf" + chinese.toUtf8() << QStringLiteral("UTF-8 with BOM") << water;
    QStringEncoder utf16(QStringEncoder::Utf16, QStringConverter::Flag::WriteBom);
    QTest::newRow("UTF-16") << QByteArray(utf16(chinese)) << QStringLiteral("UTF-16") << water;
    QStringEncoder utf16be(QStringEncoder::Utf16BE, QStringConverter::Flag::WriteBom);
    QTest::newRow("UTF-16, big end first")
        << QByteArray(utf16be(chinese)) << QStringLiteral("UTF-16") << water;
    QTest::newRow("one byte a character, as Excel in Europe writes it")
        << west.toLatin1() << QStringLiteral("ISO 8859-1") << QString::fromUtf8("10 °C");
    // Written by hand, so that it does not rest on the codec that is tested.
    QTest::newRow("GB18030, as Windows in Chinese writes it")
        << QByteArray("\xce\xbb\xba\xc5,\xc3\xe8\xca\xf6,\xb5\xd8\xd6\xb7\n"
                      "A,\xbd\xf8\xcb\xae\xce\xc2\xb6\xc8,40101\n")
        << QStringLiteral("GB18030") << water;
}

void PointListCsvTest::findsTheEncoding()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    const auto reading = modbus::readPointList(bytes);
    if (encoding == QStringLiteral("GB18030") && !QStringDecoder("GB18030").isValid()) {
        QVERIFY2(reading.fileFault.contains(QStringLiteral("ICU")), qPrintable(reading.fileFault));
        return;
    }
    QVERIFY2(reading.fileFault.isEmpty(), qPrintable(reading.fileFault));
    QCOMPARE(reading.encoding, encoding);
    QCOMPARE(reading.points.size(), 1);
    QTEST(reading.points.constFirst().description, "description");
}

void PointListCsvTest::refusesFiles_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("word");
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("empty");
    QTest::newRow("blanks") << QByteArray(" \r\n\t\n") << QStringLiteral("empty");
    QTest::newRow("a mark and nothing else")
        << QByteArray("\xef\xbb\xbf") << QStringLiteral("names the columns");
    QTest::newRow("a workbook") << QByteArray("PK\x03\x04 and more") << QStringLiteral("workbook");
    QTest::newRow("an old workbook")
        << QByteArray("\xd0\xcf\x11\xe0\xa1\xb1") << QStringLiteral("workbook");
    QTest::newRow("bytes that are no text")
        << QByteArray("tag,address\0A,1\n", 16) << QStringLiteral("NUL");
    QTest::newRow("no encoding at all")
        << QByteArray("\xff\xff\xff\xff\x81") << QStringLiteral("neither");
    QTest::newRow("UTF-8 that is cut short")
        << QByteArray("\xef\xbb\xbftag,address\n\xe8\xbf") << QStringLiteral("damaged");
    QTest::newRow("no header") << QByteArray("TT-101,holding,40101\n")
                               << QStringLiteral("names the columns");
    QTest::newRow("a header without an address")
        << QByteArray("tag,type\nA,real\n") << QStringLiteral("names the columns");
    QTest::newRow("a header alone") << QByteArray("tag,address\n\n") << QStringLiteral("no row");
}

void PointListCsvTest::refusesFiles()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, word);
    const auto reading = modbus::readPointList(bytes);
    QVERIFY(reading.points.isEmpty());
    QVERIFY(reading.faults.isEmpty());
    QVERIFY2(reading.fileFault.contains(word), qPrintable(reading.fileFault));
}

void PointListCsvTest::skipsWhatStandsAboveTheHeader()
{
    const auto reading = read("Boiler house,rev 3\n\n# made by hand\nTag,Address\n"
                              "# first\nA,40101\n,,\nB,40102\n");
    QCOMPARE(reading.points.size(), 2);
    QCOMPARE(reading.lines, (QList<int>{6, 8}));
    QVERIFY2(reading.faults.isEmpty(), qPrintable(faultsOf(reading)));
}

void PointListCsvTest::tellsTheMeaningsOfUnit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("unit");
    QTest::addColumn<QString>("engineeringUnit");
    const auto row = [](const char *name, const char *text, int unit, const char *engineering) {
        QTest::newRow(name) << QString::fromUtf8(text) << unit << QString::fromUtf8(engineering);
    };
    row("whole figures are identifiers", "tag,unit,address\nA,7,40101\n", 7, "");
    row("anything else is what is measured", "tag,unit,address\nA,bar,40101\n", 1, "bar");
    row("one that is none decides", "tag,unit,address\nA,3,40101\n\"#\",%,\n", 1, "3");
    row("with an identifier beside it", "tag,unit,slave,address\nA,7,5,40101\n", 5, "7");
    row("with what is measured beside it", "tag,unit,units,address\nA,7,bar,40101\n", 7, "bar");
    row("empty cells say nothing", "tag,unit,address\nA,,40101\n", 1, "");
    row("units are what is measured", "tag,units,address\nA,7,40101\n", 1, "7");
}

void PointListCsvTest::tellsTheMeaningsOfUnit()
{
    QFETCH(QString, text);
    const auto reading = read(text);
    QVERIFY(!reading.points.isEmpty());
    const Point &point = reading.points.constFirst();
    QTEST(int(point.unit), "unit");
    QTEST(point.engineeringUnit, "engineeringUnit");
}

void PointListCsvTest::tellsVagueNamesApart()
{
    const Point named = onlyPoint(
        read("Name,Tag No.,Register,Type,Data type\nFlow,FT-1,100,Holding Register,REAL\n"));
    QCOMPARE(named.tag, QStringLiteral("FT-1"));
    QCOMPARE(named.description, QStringLiteral("Flow"));
    QCOMPARE(named.address, (modbus::Address{Table::HoldingRegisters, 100}));
    QCOMPARE(named.format.type, DataType::Float32);

    const Point offset = onlyPoint(read("name,offset,table\nFlow,12,input\n"));
    QCOMPARE(offset.tag, QStringLiteral("Flow"));
    QCOMPARE(offset.address, (modbus::Address{Table::InputRegisters, 12}));

    const Point hex = onlyPoint(read("name,Address (hex),FC,Scan rate (s)\nFlow,64,4,2\n"));
    QCOMPARE(hex.address, (modbus::Address{Table::InputRegisters, 100}));
    QCOMPARE(hex.notation, Notation::Hex);
    QCOMPARE(hex.period, std::chrono::milliseconds(2000));

    const Point words = onlyPoint(read(
        "name,address,type,Byte order,Word order\nFlow,40101,real,big endian,low word first\n"));
    QCOMPARE(words.format.order, WordOrder::CDAB);
    const Point little =
        onlyPoint(read("name,address,type,Byte order\nFlow,40101,real,little endian\n"));
    QCOMPARE(little.format.order, WordOrder::DCBA);
}

void PointListCsvTest::keepsUnknownColumns()
{
    const auto reading = read("No.,tag,address,cabinet,,tag\n1,A,40101,C7,,B\n");
    QCOMPARE(reading.unknownColumns, (QStringList{QStringLiteral("No."), QStringLiteral("cabinet"),
                                                  QStringLiteral("tag")}));
    QCOMPARE(reading.points.constFirst().tag, QStringLiteral("A"));
}

void PointListCsvTest::findsTheTable_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<Table>("table");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("bit");
    const auto row = [](const char *address, Table table, int offset, int bit = -1) {
        QTest::newRow(address) << QString::fromUtf8(address) << table << offset << bit;
    };
    using enum Table;
    row("40101", HoldingRegisters, 100);
    row("400101", HoldingRegisters, 100);
    row("4x101", HoldingRegisters, 100);
    row("%MW100", HoldingRegisters, 100);
    row("%MW16#64", HoldingRegisters, 100);
    row("30101", InputRegisters, 100);
    row("3X00101", InputRegisters, 100);
    row("%IW100", InputRegisters, 100);
    row("10101", DiscreteInputs, 100);
    row("%I100", DiscreteInputs, 100);
    row("00101", Coils, 100);
    row("000101", Coils, 100);
    row("%M100", Coils, 100);
    row("%QX100", Coils, 100);
    row("40101.3", HoldingRegisters, 100, 3);
    row("%MW100.15", HoldingRegisters, 100, 15);
    row("4x101:0", HoldingRegisters, 100, 0);
}

void PointListCsvTest::findsTheTable()
{
    QFETCH(QString, address);
    QFETCH(Table, table);
    QFETCH(int, offset);
    const Point point = onlyPoint(read(QStringLiteral("tag,address\nA,%1\n").arg(address)));
    QCOMPARE(point.address, (modbus::Address{table, static_cast<quint16>(offset)}));
    QTEST(point.bit.value_or(-1), "bit");
    QCOMPARE(point.isBool(), modbus::isBitTable(table) || point.bit);
}

void PointListCsvTest::refusesCells_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("cell");
    QTest::addColumn<QString>("word");
    const auto row = [](const char *name, const char *column, const char *cell, const char *word) {
        QTest::newRow(name) << QString::fromUtf8(column) << QString::fromUtf8(cell)
                            << QString::fromUtf8(word);
    };
    row("a unit identifier beyond a byte", "unit id", "256", "0 to 255");
    row("a unit identifier that is none", "unit id", "one", "whole number");
    row("a bit beyond the register", "bit", "16", "0 to 15");
    row("a scale of nothing", "scale", "0", "scale of 0");
    row("a scale in words", "scale", "ten", "no number");
    row("a decimal comma between commas", "scale", "0,1", "decimal point");
    row("a scale without end", "scale", "inf", "no number");
    row("an offset with its unit", "offset", "5 C", "no number");
    row("a byte order that is none", "byte order", "ACBD", "ABCD");
    row("a period too short", "period", "10 ms", "50 ms to 1 h");
    row("a period too long", "period", "2 h", "50 ms to 1 h");
    row("a period in unknown units", "period", "3 fortnights", "fortnights");
    row("neither read nor write", "writable", "perhaps", "yes");
    row("a pattern wider than the value", "not available", "0x12345", "int16");
    row("a pattern in words", "not available", "none", "0x");
    row("a device that is none", "device", "PLC 1 (mill)", "PLC 1");
    row("a length that is not the type's", "length", "5", "1 registers");
    row("a range that is not whole", "raw low", "0", "all four");
    row("a port beyond 65535", "port", "70000", "65535");
}

void PointListCsvTest::refusesCells()
{
    QFETCH(QString, column);
    QFETCH(QString, cell);
    QFETCH(QString, word);
    const auto reading = withCell(column, cell);
    QVERIFY(reading.points.isEmpty());
    QCOMPARE(reading.faults.size(), 1);
    const modbus::RowFault &fault = reading.faults.constFirst();
    QCOMPARE(fault.line, 2);
    QCOMPARE(fault.column, column);
    QCOMPARE(fault.text, cell);
    QVERIFY2(fault.reason.contains(word), qPrintable(fault.reason));
}

void PointListCsvTest::namesEveryBadCell()
{
    const auto reading = read("tag,address,data type,scale,period\nA,100,quux,zero,1 ms\n");
    QVERIFY(reading.points.isEmpty());
    QStringList columns;
    for (const modbus::RowFault &fault : reading.faults) {
        QCOMPARE(fault.line, 2);
        columns.append(fault.column);
    }
    QCOMPARE(columns, (QStringList{QStringLiteral("address"), QStringLiteral("data type"),
                                   QStringLiteral("scale"), QStringLiteral("period")}));
}

void PointListCsvTest::keepsGoodRows()
{
    const auto reading = read("tag,table,address,type,raw low,raw high,eng low,eng high\n"
                              "A,holding,1,int16,0,27648,0,400\n"
                              "B,holding,70000,int16,,,,\n"
                              "C,coil,1,float32,,,,\n"
                              "D,4,1,int16,,,,\n"
                              "E,holding,1,int16,5,5,0,1\n"
                              "F,holding,,int16,,,,\n"
                              "G,holding,2,real,,,0,400,\n"
                              "H,holding,2,real,,,0,400,too many\n"
                              "I,holding,2,bool,0,1,0,5\n"
                              "J,,0x101,,,,,\n");
    QCOMPARE(reading.lines, (QList<int>{2, 8}));
    QCOMPARE(reading.points.at(0).scaling.toEngineering(13824), 200.0);
    QCOMPARE(reading.points.at(1).highLimit, 400.0);
    QList<int> bad;
    for (const modbus::RowFault &fault : reading.faults)
        bad.append(fault.line);
    QVERIFY2(bad == (QList<int>{3, 4, 5, 6, 7, 9, 10, 11}), qPrintable(faultsOf(reading)));
}

void PointListCsvTest::countsLinesOfQuotedBreaks()
{
    const auto reading = read("tag,note,address\r\nA,\"two\r\nlines\",40101\r\nB,,x\r\nC,,40102");
    QCOMPARE(reading.lines, (QList<int>{2, 5}));
    QCOMPARE(reading.points.constFirst().note, QStringLiteral("two\r\nlines"));
    QCOMPARE(reading.faults.size(), 1);
    QCOMPARE(reading.faults.constFirst().line, 4);
}

void PointListCsvTest::losesOneRowToAnOpenQuote()
{
    const auto reading = read("tag,note,address\nA,\"open,40101\nB,,40102\nC,,40103\n");
    QCOMPARE(reading.lines, (QList<int>{3, 4}));
    QCOMPARE(reading.faults.size(), 1);
    QCOMPARE(reading.faults.constFirst().line, 2);
    QVERIFY(reading.faults.constFirst().reason.contains(QStringLiteral("quotation mark")));
}

void PointListCsvTest::refusesTooManyRows()
{
    const auto reading =
        modbus::readPointList("address\n" + QByteArray("40101\n").repeated(200'001));
    QVERIFY(reading.points.isEmpty());
    QVERIFY2(reading.fileFault.contains(QStringLiteral("200,000")), qPrintable(reading.fileFault));
}

void PointListCsvTest::refusesTooManyBytes()
{
    const auto reading =
        modbus::readPointList("address\n40101\n" + QByteArray(qsizetype(65) * 1024 * 1024, 'x'));
    QVERIFY2(reading.fileFault.contains(QStringLiteral("64 MB")), qPrintable(reading.fileFault));
}

QTEST_APPLESS_MAIN(PointListCsvTest)
#include "tst_pointlistcsv.moc"
