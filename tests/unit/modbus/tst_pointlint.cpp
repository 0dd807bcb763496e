// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointlint.h"
#include "modbus/pointlistcsv.h"

#include <QTest>

using modbus::DataType;
using modbus::Finding;
using modbus::Point;
using modbus::Table;
using Kind = Finding::Kind;
using Severity = Finding::Severity;

namespace {

/// "kind!" for an error, "kind?" for a warning, with the points concerned: "overlap! 0 1".
QStringList findingsOf(const QList<Point> &points)
{
    QStringList texts;
    for (const Finding &finding : modbus::lint(points)) {
        QString text =
            modbus::kindName(finding.kind) + (finding.severity == Severity::Error ? u'!' : u'?');
        for (const int index : finding.points)
            text += u' ' + QString::number(index);
        texts.append(text);
    }
    return texts;
}

} // namespace

class PointLintTest : public QObject
{
    Q_OBJECT

private slots:
    void finds_data();
    void finds();
    void findsWhatNoFileCanHold();
    void saysWhatIsWrong();
    void givesFewFindingsWhereAllOverlap();
};

void PointLintTest::finds_data()
{
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const char *rows, const QStringList &expected = {}) {
        QTest::newRow(name) << QString::fromUtf8(rows) << expected;
    };
    const auto one = [](const char *finding) { return QStringList{QString::fromUtf8(finding)}; };
    // tag,device,unit id,table,address,type,order,bit,low,high,writable
    row("nothing in a good list", "A,,1,holding,0,real,,,,,\nB,,1,holding,2,real,,,0,1,yes\n"
                                  "C,,1,input,0,real,,,,,\nD,,1,coil,0,,,,,,yes\n");
    row("nothing between units", "A,,1,holding,0,real,,,,,\nB,,2,holding,1,real,,,,,\n");
    row("nothing between devices", "A,p,1,holding,0,real,,,,,\nB,q,1,holding,1,real,,,,,\n");
    row("the same device, written in two ways",
        "A,plc,1,holding,0,real,,,,,\nB,PLC:502,1,holding,1,real,,,,,\n", one("straddle! 0 1"));
    row("nothing between bits of a register", "A,,1,holding,0,,,0,,,\nB,,1,holding,0,,,1,,,\n"
                                              "C,,1,holding,0,word,,,,,\n");
    row("the same bit twice",
        "A,,1,holding,0,,,3,,,\nX,,1,holding,0,,,1,,,\n"
        "B,,1,holding,0,,,3,,,\n",
        one("overlap? 0 2"));
    row("the same value twice", "A,,1,holding,0,real,,,,,\nB,,1,holding,0,real,,,,,\n",
        one("overlap? 0 1"));
    row("the same registers in two ways", "A,,1,holding,0,real,,,,,\nB,,1,holding,0,dint,,,,,\n",
        one("overlap? 0 1"));
    row("the same registers three times",
        "A,,1,holding,0,real,,,,,\nB,,1,holding,0,real,,,,,\nC,,1,holding,0,real,,,,,\n",
        one("overlap? 0 1 2"));
    row("one register inside a value", "A,,1,holding,0,int16,,,,,\nB,,1,holding,0,real,,,,,\n",
        one("overlap! 0 1"));
    row("the second register of a value", "A,,1,holding,1,int16,,,,,\nB,,1,holding,0,real,,,,,\n",
        one("overlap! 0 1"));
    row("a bit inside a value", "A,,1,holding,0,dint,,,,,\nB,,1,holding,1,,,4,,,\n",
        one("overlap? 0 1"));
    row("a value in the middle of another",
        "A,,1,holding,10,real,,,,,\nB,,1,holding,11,real,,,,,\n", one("straddle! 0 1"));
    row("a long value over several",
        "A,,1,holding,10,lreal,,,,,\nB,,1,holding,11,int16,,,,,\nC,,1,holding,13,int16,,,,,\n"
        "D,,1,holding,14,int16,,,,,\n",
        {QStringLiteral("overlap! 0 1"), QStringLiteral("overlap! 0 2")});
    row("duplicate tags", "A,,1,holding,0,,,,,,\na,,2,holding,0,,,,,,\n", one("duplicateTag! 0 1"));
    row("a missing tag", ",,1,holding,0,,,,,,\n", one("missingTag? 0"));
    row("a writable input register", "A,,1,input,0,,,,,,yes\n", one("readOnlyTable! 0"));
    row("a writable discrete input", "A,,1,discrete,0,,,,,,yes\n", one("readOnlyTable! 0"));
    row("the last registers", "A,,1,holding,65534,real,,,,,\n");
    row("past the last register", "A,,1,holding,0xFFFF,real,,,,,\n", one("pastTheEnd! 0"));
    row("crossed limits", "A,,1,holding,0,real,,,5,4,\n", one("limitsCrossed! 0"));
    row("limits that meet", "A,,1,holding,0,real,,,5,5,\n");
}

void PointLintTest::finds()
{
    QFETCH(QString, rows);
    const auto reading = modbus::readPointList(
        (QStringLiteral(
             "tag,device,unit id,table,address,data type,order,bit,low,high,writable\n") +
         rows)
            .toUtf8());
    QVERIFY(reading.fileFault.isEmpty());
    QVERIFY(reading.faults.isEmpty());
    QTEST(findingsOf(reading.points), "expected");
}

void PointLintTest::findsWhatNoFileCanHold()
{
    Point point;
    point.tag = QStringLiteral("A");
    point.bit = 16;
    QCOMPARE(findingsOf({point}), QStringList{QStringLiteral("bitOutOfPlace! 0")});
    point.bit = 3;
    point.format.type = DataType::Float32;
    QCOMPARE(findingsOf({point}), QStringList{QStringLiteral("bitOutOfPlace! 0")});
    point.format.type = DataType::Bool;
    point.address.table = Table::Coils;
    QCOMPARE(findingsOf({point}), QStringList{QStringLiteral("bitOutOfPlace! 0")});

    Point text;
    text.tag = QStringLiteral("B");
    text.format = {DataType::Ascii, modbus::WordOrder::ABCD, 126};
    QCOMPARE(findingsOf({text}), QStringList{QStringLiteral("tooLong! 0")});

    Point flat;
    flat.tag = QStringLiteral("C");
    flat.scaling.factor = 0;
    QCOMPARE(findingsOf({flat}), QStringList{QStringLiteral("noScale! 0")});
}

void PointLintTest::saysWhatIsWrong()
{
    Point a;
    a.tag = QStringLiteral("TT-101");
    a.format.type = DataType::Float32;
    Point b = a;
    b.tag = QStringLiteral("TT-102");
    b.address.offset = 1;
    const auto findings = modbus::lint({a, b});
    QCOMPARE(findings.size(), 1);
    const QString text = findings.constFirst().text;
    for (const char *word : {"TT-101", "400001..400002", "TT-102", "400002..400003", "float32"})
        QVERIFY2(text.contains(QLatin1StringView(word)), qPrintable(text));
}

void PointLintTest::givesFewFindingsWhereAllOverlap()
{
    // All of 5,000 texts share registers; comparing each with each would find 12 million pairs.
    QList<Point> points;
    for (int i = 0; i < 5000; ++i) {
        Point point;
        point.tag = QStringLiteral("T%1").arg(i);
        point.address.offset = static_cast<quint16>(i % 100);
        point.format = {DataType::Ascii, modbus::WordOrder::ABCD, 100 + i % 25};
        points.append(point);
    }
    const auto findings = modbus::lint(points);
    QVERIFY(!findings.isEmpty());
    QVERIFY2(findings.size() <= 2 * points.size(), qPrintable(QString::number(findings.size())));
}

QTEST_APPLESS_MAIN(PointLintTest)
#include "tst_pointlint.moc"
