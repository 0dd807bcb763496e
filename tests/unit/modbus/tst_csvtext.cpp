// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/csvtext.h"

#include <QTest>

/// What goes into the files that are made for spreadsheets.
class CsvTextTest : public QObject
{
    Q_OBJECT
private slots:
    void cellsForSpreadsheets_data();
    void cellsForSpreadsheets();
};

void CsvTextTest::cellsForSpreadsheets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cell");
    const auto row = [](const char *name, const char *text, const char *cell) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(cell);
    };
    row("a tag", "TT-101", "TT-101");
    row("nothing", "", "");
    row("a comma", "flow, in", "\"flow, in\"");
    row("quotes", "the \"hot\" one", "\"the \"\"hot\"\" one\"");
    row("a line break", "two\nlines", "\"two\nlines\"");
    row("a negative number", "-12.5", "-12.5");
    row("a number with an exponent", "+1e-3", "+1e-3");
    row("what stands for no value", "-", "-");
    row("a formula", "=1+1", "'=1+1");
    row("a formula that begins as a number does", "-1+1", "'-1+1");
    row("a formula with quotes and a comma", "@A(\"x\",1)", "\"'@A(\"\"x\"\",1)\"");
}

void CsvTextTest::cellsForSpreadsheets()
{
    QFETCH(const QString, text);
    QTEST(modbus::spreadsheetCell(text), "cell");
}

QTEST_GUILESS_MAIN(CsvTextTest)
#include "tst_csvtext.moc"
