// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/csvtext.h"

#include <QTest>

using modbus::recorder::csvCell;
using modbus::recorder::csvCells;
using modbus::recorder::csvText;
using namespace Qt::StringLiterals;

/// Texts of devices and users as cells of a CSV file, and back.
class TestCsvText : public QObject
{
    Q_OBJECT
private slots:
    void writesCells_data();
    void writesCells();
    void aQuoteThatIsNotClosedIsNoLine();
};

void TestCsvText::writesCells_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("cell");
    QTest::addColumn<QString>("back");
    const auto row = [](const char *name, const QString &text, const QByteArray &cell,
                        const QString &back) { QTest::newRow(name) << text << cell << back; };
    const auto same = [&row](const char *name, const QString &text, const QByteArray &cell) {
        row(name, text, cell, text);
    };
    same("a tag", u"TT-101"_s, "TT-101");
    same("nothing", QString(), "");
    same("a comma", u"flow, in"_s, "\"flow, in\"");
    same("quotes", u"the \"hot\" one"_s, "\"the \"\"hot\"\" one\"");
    same("a semicolon, which some spreadsheets split at", u"a;b"_s, "\"a;b\"");
    same("Chinese", u"温度"_s, "\xe6\xb8\xa9\xe5\xba\xa6");
    same("a formula", u"=cmd|' /C calc'!A0"_s, "'=cmd|' /C calc'!A0");
    same("a formula with a plus", u"+1+1"_s, "'+1+1");
    same("a formula with a minus", u"-1+1"_s, "'-1+1");
    same("a formula with an at", u"@SUM(A1)"_s, "'@SUM(A1)");
    same("a formula in full width", u"＝1+1"_s,
         "'\xef\xbc\x9d"
         "1+1");
    same("a formula with quotes and a comma", u"=A(\"x\",1)"_s, "\"'=A(\"\"x\"\",1)\"");
    same("an apostrophe of its own before a formula", u"'=1"_s, "''=1");
    same("an apostrophe that guards nothing", u"'tis"_s, "'tis");
    same("a minus within", u"TT-1"_s, "TT-1");
    row("line ends become pictures", u"a\r\nb"_s,
        "a\xe2\x90\x8d\xe2\x90\x8a"
        "b",
        u"a␍␊b"_s);
    row("NUL becomes a picture", QString(QChar(0)), "\xe2\x90\x80", u"␀"_s);
}

void TestCsvText::writesCells()
{
    QFETCH(const QString, text);
    QFETCH(const QString, back);
    const QByteArray cell = csvCell(text);
    QTEST(cell, "cell");
    const QStringList cells = csvCells("before," + cell + ",after");
    QCOMPARE(cells.size(), 3);
    QCOMPARE(csvText(cells.at(1)), back);
    QCOMPARE(cells.at(2), u"after"_s);
}

void TestCsvText::aQuoteThatIsNotClosedIsNoLine()
{
    QVERIFY(csvCells("a,\"b,c").isEmpty());
}

QTEST_GUILESS_MAIN(TestCsvText)
#include "tst_csvtext.moc"
