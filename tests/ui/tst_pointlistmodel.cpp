// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointarrangement.h"
#include "ui/points/pointcells.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointtext.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

using modbus::DataType;
using modbus::Point;
using modbus::Quality;
using modbus::Table;
using ui::PointArrangement;
using ui::PointColumn;
using ui::PointListModel;

namespace {

Point point(const QString &tag, quint16 offset, const QString &area = {})
{
    Point it;
    it.tag = tag;
    it.address = {Table::HoldingRegisters, offset};
    it.area = area;
    return it;
}

QList<Point> numbered(int count)
{
    QList<Point> points;
    for (int i = 0; i < count; ++i)
        points += point(QStringLiteral("T-%1").arg(i), quint16(i));
    return points;
}

modbus::Sample good(int row, double number, qint64 time = 1000)
{
    return {row, time, {Quality::Good, quint64(std::max(0.0, number)), number, {}}};
}

modbus::Sample bad(int row, Quality quality, const QString &fault, qint64 time = 1000)
{
    return {row, time, {quality, {}, std::nan(""), fault}};
}

} // namespace

/// The list, what is live of it, and how it is arranged, without a window.
class TestPointListModel : public QObject
{
    Q_OBJECT
private slots:
    void keepsToTheRulesOfModels();
    void cellsAreReadAndWritten_data();
    void cellsAreReadAndWritten();
    void cellsRefuseWithAReason_data();
    void cellsRefuseWithAReason();
    void addressOfAnotherTableBringsItAlong();
    void editsCanBeUndone();
    void insertedAndRemovedRowsCanBeUndone();
    void manyScatteredRowsAreRemovedAndUndone();
    void pastedCellsAreOneStepAndMakeNewRows();
    void cellsThatDontFitAreNamedAndTheOthersTaken();
    void livingValuesFollowTheirRows();
    void anotherAddressForgetsTheValue();
    void samplesAreSaidTogether();
    void statisticsCountGoodNumbersOnly();
    void limitsAreSaidByShapeAndWord_data();
    void limitsAreSaidByShapeAndWord();
    void failedValueKeepsTheLastOneAndSaysWhy();
    void notAvailableIsSaid();
    void silenceIsStaleWhileRunning();
    void whatFailedKeepsItsReasonHoweverOld();
    void ageIsThatOfTheValueShown();
    void valueThatMeansNoneIsNotSent();
    void endOfTheModelIsNoEdit();
    void readValueIsSortedByItsAge();
    void valueIsOnlyWrittenWhereTheGateIsOpen();
    void draggedPointsAreTheirTags();
    void groupsPutPointsBelowHeadings();
    void foldedGroupHidesItsPoints();
    void foldedGroupIsUnfoldedForAPoint();
    void filterShowsWhatHasEveryWord();
    void sortingCountsNumbersInTags();
    void rowsStayWhereTheyAreWhileValuesChange();
    void selectionSurvivesArranging();

private:
    static QString cell(const QAbstractItemModel &model, int row, PointColumn column)
    {
        return model.index(row, int(column)).data().toString();
    }
    static QStringList tags(const QAbstractItemModel &model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all += cell(model, row, PointColumn::Tag);
        return all;
    }
};

void TestPointListModel::keepsToTheRulesOfModels()
{
    PointListModel model;
    PointArrangement shown(model);
    const QAbstractItemModelTester ofModel(&model,
                                           QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester ofShown(&shown,
                                           QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.load(numbered(5));
    shown.setGrouping(PointArrangement::Grouping::Area);
    model.insert(2, {point(QStringLiteral("new"), 9, QStringLiteral("Feed"))});
    model.take({good(0, 1), good(3, 2)});
    model.duplicate({0, 2});
    shown.setFilter(QStringLiteral("T-"));
    model.remove({0, 3});
    shown.sort(int(PointColumn::Tag), Qt::DescendingOrder);
    while (model.undoStack().canUndo())
        model.undoStack().undo();
    shown.setGrouping(PointArrangement::Grouping::None);
    shown.setFilter({});
    shown.sort(-1);
    QCOMPARE(tags(model), tags(shown));
    QCOMPARE(model.rowCount(), 5);
}

void TestPointListModel::cellsAreReadAndWritten_data()
{
    QTest::addColumn<PointColumn>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char *name, PointColumn column, const char *typed,
                        const char *shown) {
        QTest::newRow(name) << column << QString::fromUtf8(typed) << QString::fromUtf8(shown);
    };
    row("a tag loses blanks around it", PointColumn::Tag, " TT-101 ", "TT-101");
    row("a description in Chinese", PointColumn::Description, "温度", "温度");
    row("a device with the usual port", PointColumn::Device, "plc-1:502", "plc-1");
    row("a device with a port of its own", PointColumn::Device, "10.0.0.5:1502", "10.0.0.5:1502");
    row("a unit identifier", PointColumn::Unit, "247", "247");
    row("a table by its name", PointColumn::Table, "input", "input");
    row("a Modicon address", PointColumn::Address, "40101", "40101");
    row("a six-digit address", PointColumn::Address, "410101", "410101");
    row("an IEC address", PointColumn::Address, "%MW100", "%MW100");
    row("a hexadecimal address", PointColumn::Address, "0x64", "0x64");
    row("a type", PointColumn::Type, "float32", "float32");
    row("a type by a synonym", PointColumn::Type, "float", "float32");
    row("an order", PointColumn::Order, "CDAB", "CDAB");
    row("a bit", PointColumn::Bit, "15", "15");
    row("no bit", PointColumn::Bit, "", "");
    row("a scale with a decimal comma", PointColumn::Factor, "0,1", "0.1");
    row("a scale from two ranges", PointColumn::Factor, "0..1000 = 0..10", "0.01");
    row("an offset", PointColumn::Offset, "-40", "-40");
    row("a limit", PointColumn::HighLimit, "95.5", "95.5");
    row("no limit", PointColumn::LowLimit, "", "");
    row("a period in words", PointColumn::PollPeriod, "250 ms", "250 ms");
    row("a period in milliseconds", PointColumn::PollPeriod, "2000", "2 s");
    row("writable", PointColumn::Writable, "Yes", "yes");
    row("a pattern", PointColumn::NotAvailable, "0x8000", "0x8000");
}

void TestPointListModel::cellsAreReadAndWritten()
{
    QFETCH(PointColumn, column);
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    const auto changed = ui::withCell(Point(), column, typed);
    QVERIFY2(changed.has_value(), changed ? "" : qPrintable(changed.error()));
    QCOMPARE(ui::cellText(*changed, column), shown);
    // What is shown is taken as well, and means the same.
    const auto again = ui::withCell(Point(), column, shown);
    QVERIFY(again.has_value());
    QVERIFY(*again == *changed);
}

void TestPointListModel::cellsRefuseWithAReason_data()
{
    QTest::addColumn<PointColumn>("column");
    QTest::addColumn<QString>("typed");
    QTest::newRow("a unit above 255") << PointColumn::Unit << QStringLiteral("256");
    QTest::newRow("a table that is none") << PointColumn::Table << QStringLiteral("5x");
    QTest::newRow("an address past the end") << PointColumn::Address << QStringLiteral("70000");
    QTest::newRow("no address") << PointColumn::Address << QString();
    QTest::newRow("a type that is none") << PointColumn::Type << QStringLiteral("quaternion");
    QTest::newRow("an order that is none") << PointColumn::Order << QStringLiteral("ACBD");
    QTest::newRow("a bit above 15") << PointColumn::Bit << QStringLiteral("16");
    QTest::newRow("a length of none") << PointColumn::Length << QStringLiteral("0");
    QTest::newRow("a scale of zero") << PointColumn::Factor << QStringLiteral("0");
    QTest::newRow("a scale that is infinite") << PointColumn::Factor << QStringLiteral("inf");
    QTest::newRow("a scale from a point") << PointColumn::Factor << QStringLiteral("5..5 = 0..1");
    QTest::newRow("a limit in words") << PointColumn::LowLimit << QStringLiteral("warm");
    QTest::newRow("a period too short") << PointColumn::PollPeriod << QStringLiteral("10 ms");
    QTest::newRow("no period") << PointColumn::PollPeriod << QString();
    QTest::newRow("a maybe") << PointColumn::Writable << QStringLiteral("maybe");
    QTest::newRow("a pattern too wide") << PointColumn::NotAvailable << QStringLiteral("0x12345");
    QTest::newRow("what follows from others") << PointColumn::Pdu << QStringLiteral("7");
}

void TestPointListModel::cellsRefuseWithAReason()
{
    QFETCH(PointColumn, column);
    QFETCH(QString, typed);
    const auto changed = ui::withCell(Point(), column, typed);
    QVERIFY(!changed.has_value());
    QVERIFY2(changed.error().size() > 10, qPrintable(changed.error()));
}

void TestPointListModel::addressOfAnotherTableBringsItAlong()
{
    const auto input = ui::withCell(Point(), PointColumn::Address, QStringLiteral("%IW7"));
    QVERIFY(input.has_value());
    QCOMPARE(input->address, (modbus::Address{Table::InputRegisters, 7}));
    QCOMPARE(ui::cellText(*input, PointColumn::Pdu), QStringLiteral("7"));
    const auto coil = ui::withCell(Point(), PointColumn::Address, QStringLiteral("%M3"));
    QVERIFY(coil.has_value());
    QCOMPARE(coil->format.type, DataType::Bool);
}

void TestPointListModel::editsCanBeUndone()
{
    PointListModel model;
    model.load(numbered(3));
    QSignalSpy edited(&model, &PointListModel::pointsEdited);
    QVERIFY(model.setData(model.index(1, int(PointColumn::Tag)), QStringLiteral("TT-9")));
    QCOMPARE(edited.size(), 1);
    QCOMPARE(model.points().at(1).tag, QStringLiteral("TT-9"));
    QVERIFY(model.undoStack().undoText().contains(QStringLiteral("T-1")));
    model.undoStack().undo();
    QCOMPARE(model.points().at(1).tag, QStringLiteral("T-1"));
    model.undoStack().redo();
    QCOMPARE(model.points().at(1).tag, QStringLiteral("TT-9"));
    QCOMPARE(edited.size(), 3);

    QSignalSpy refused(&model, &PointListModel::refused);
    QVERIFY(!model.setData(model.index(1, int(PointColumn::Unit)), QStringLiteral("x")));
    QCOMPARE(refused.size(), 1);
    QCOMPARE(edited.size(), 3);
}

void TestPointListModel::insertedAndRemovedRowsCanBeUndone()
{
    PointListModel model;
    model.load(numbered(4));
    model.insert(1, {point(QStringLiteral("new"), 50)});
    QCOMPARE(tags(model).join(u' '), QStringLiteral("T-0 new T-1 T-2 T-3"));
    model.remove({0, 1, 4});
    QCOMPARE(tags(model).join(u' '), QStringLiteral("T-1 T-2"));
    model.duplicate({0, 1});
    QCOMPARE(tags(model).join(u' '), QStringLiteral("T-1 T-2 T-1 T-2"));
    model.undoStack().undo();
    model.undoStack().undo();
    QCOMPARE(tags(model).join(u' '), QStringLiteral("T-0 new T-1 T-2 T-3"));
    model.undoStack().undo();
    QCOMPARE(tags(model).join(u' '), QStringLiteral("T-0 T-1 T-2 T-3"));
}

void TestPointListModel::manyScatteredRowsAreRemovedAndUndone()
{
    PointListModel model;
    model.load(numbered(10'000));
    QList<int> odd;
    for (int row = 1; row < 10'000; row += 2)
        odd += row;
    model.remove(odd);
    QCOMPARE(model.rowCount(), 5000);
    QCOMPARE(cell(model, 1, PointColumn::Tag), QStringLiteral("T-2"));
    model.undoStack().undo();
    QCOMPARE(model.points(), numbered(10'000));
}

void TestPointListModel::pastedCellsAreOneStepAndMakeNewRows()
{
    PointListModel model;
    model.load(numbered(2));
    const QStringList complaints = model.setCells({{1, PointColumn::Tag, QStringLiteral("A")},
                                                   {1, PointColumn::Unit, QStringLiteral("9")},
                                                   {2, PointColumn::Tag, QStringLiteral("B")},
                                                   {3, PointColumn::Tag, QStringLiteral("C")}},
                                                  QStringLiteral("paste"));
    QVERIFY(complaints.isEmpty());
    QCOMPARE(tags(model).join(u' '), QStringLiteral("T-0 A B C"));
    QCOMPARE(model.points().at(1).unit, quint8(9));
    model.undoStack().undo();
    QCOMPARE(model.points(), numbered(2));
}

void TestPointListModel::cellsThatDontFitAreNamedAndTheOthersTaken()
{
    PointListModel model;
    model.load(numbered(2));
    const QStringList complaints = model.setCells({{0, PointColumn::Unit, QStringLiteral("one")},
                                                   {1, PointColumn::Unit, QStringLiteral("2")}},
                                                  QStringLiteral("paste"));
    QCOMPARE(complaints.size(), 1);
    QVERIFY2(complaints.constFirst().contains(QStringLiteral("Row 1")),
             qPrintable(complaints.constFirst()));
    QCOMPARE(model.points().at(0).unit, quint8(1));
    QCOMPARE(model.points().at(1).unit, quint8(2));
}

void TestPointListModel::livingValuesFollowTheirRows()
{
    PointListModel model;
    model.load(numbered(3));
    model.take({good(0, 10), good(1, 11), good(2, 12)});
    model.insert(0, {point(QStringLiteral("new"), 90)});
    QCOMPARE(cell(model, 0, PointColumn::Value), QStringLiteral("\u2013"));
    QCOMPARE(cell(model, 2, PointColumn::Value), QStringLiteral("11"));
    model.remove({1});
    QCOMPARE(cell(model, 1, PointColumn::Value), QStringLiteral("11"));
}

void TestPointListModel::anotherAddressForgetsTheValue()
{
    PointListModel model;
    model.load(numbered(2));
    model.take({good(0, 10), good(1, 11)});
    QVERIFY(model.setData(model.index(0, int(PointColumn::Description)), QStringLiteral("x")));
    QCOMPARE(cell(model, 0, PointColumn::Value), QStringLiteral("10"));
    QVERIFY(model.setData(model.index(0, int(PointColumn::Address)), QStringLiteral("77")));
    QCOMPARE(cell(model, 0, PointColumn::Value), QStringLiteral("\u2013"));
}

void TestPointListModel::samplesAreSaidTogether()
{
    PointListModel model;
    model.load(numbered(100));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (int i = 0; i < 100; ++i)
        model.take({good(i, i)});
    model.take({good(1000, 1), good(-1, 1)}); // of no row
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 0);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 99);
}

void TestPointListModel::statisticsCountGoodNumbersOnly()
{
    PointListModel model;
    model.load(numbered(1));
    model.take({good(0, 4), good(0, 2), bad(0, Quality::Failed, QStringLiteral("no answer")),
                bad(0, Quality::NotAvailable, {}), good(0, 12)});
    QCOMPARE(cell(model, 0, PointColumn::Minimum), QStringLiteral("2"));
    QCOMPARE(cell(model, 0, PointColumn::Maximum), QStringLiteral("12"));
    QCOMPARE(cell(model, 0, PointColumn::Mean), QStringLiteral("6"));
    QCOMPARE(cell(model, 0, PointColumn::Count), QStringLiteral("3"));
    QCOMPARE(model.liveAt(0).spark.size(), 5);
    QVERIFY(std::isnan(model.liveAt(0).spark.at(2)));
    model.resetStatistics();
    QCOMPARE(cell(model, 0, PointColumn::Count), QString());
    QCOMPARE(cell(model, 0, PointColumn::Value), QStringLiteral("12"));
}

void TestPointListModel::limitsAreSaidByShapeAndWord_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("state");
    QTest::newRow("within") << 50.0 << QStringLiteral("good");
    QTest::newRow("at the limit") << 80.0 << QStringLiteral("good");
    QTest::newRow("above") << 81.0 << QStringLiteral("\u25b2 high, limit 80 bar");
    QTest::newRow("below") << 9.0 << QStringLiteral("\u25bc low, limit 10 bar");
}

void TestPointListModel::limitsAreSaidByShapeAndWord()
{
    QFETCH(double, number);
    QFETCH(QString, state);
    Point limited = point(QStringLiteral("PT-1"), 0);
    limited.lowLimit = 10;
    limited.highLimit = 80;
    limited.engineeringUnit = QStringLiteral("bar");
    PointListModel model;
    model.load({limited});
    model.take({good(0, number)});
    QCOMPARE(cell(model, 0, PointColumn::State), state);
    QCOMPARE(model.summary().beyondLimits, state == QStringLiteral("good") ? 0 : 1);
}

void TestPointListModel::failedValueKeepsTheLastOneAndSaysWhy()
{
    PointListModel model;
    model.load(numbered(1));
    model.take({good(0, 42)});
    model.take({bad(0, Quality::Failed, QStringLiteral("plc-1 did not answer in time."))});
    QCOMPARE(cell(model, 0, PointColumn::Value), QStringLiteral("42"));
    QCOMPARE(cell(model, 0, PointColumn::State),
             QStringLiteral("\u2717 plc-1 did not answer in time."));
    QVERIFY(!model.index(0, int(PointColumn::Value)).data(PointListModel::BelievedRole).toBool());
    QCOMPARE(model.summary().failed, 1);
}

void TestPointListModel::notAvailableIsSaid()
{
    PointListModel model;
    model.load(numbered(1));
    model.take({bad(0, Quality::NotAvailable, QStringLiteral("0x8000"))});
    QCOMPARE(cell(model, 0, PointColumn::Value), QStringLiteral("n/a"));
    QCOMPARE(cell(model, 0, PointColumn::State), QStringLiteral("\u25cb not available"));
    QCOMPARE(model.summary().notAvailable, 1);
}

void TestPointListModel::silenceIsStaleWhileRunning()
{
    qint64 now = 1000;
    PointListModel model([&now] { return now; });
    model.load(numbered(1));
    model.setRunning(true);
    model.take({good(0, 42, now)});
    now += 2000;
    QCOMPARE(cell(model, 0, PointColumn::State), QStringLiteral("good"));
    now += 5000;
    QVERIFY(cell(model, 0, PointColumn::State).startsWith(QStringLiteral("\u25f7 stale")));
    QCOMPARE(cell(model, 0, PointColumn::Age), QStringLiteral("7.0 s"));
    model.setRunning(false);
    QCOMPARE(cell(model, 0, PointColumn::State), QStringLiteral("good"));
}

void TestPointListModel::whatFailedKeepsItsReasonHoweverOld()
{
    // An address that doesn't exist is asked again after half a minute only.
    qint64 now = 1000;
    PointListModel model([&now] { return now; });
    model.load(numbered(1));
    model.setRunning(true);
    model.take({bad(0, Quality::Failed, QStringLiteral("The address does not exist."), now)});
    now += 29'000;
    QCOMPARE(cell(model, 0, PointColumn::State),
             QStringLiteral("\u2717 The address does not exist."));
}

void TestPointListModel::ageIsThatOfTheValueShown()
{
    qint64 now = 1000;
    PointListModel model([&now] { return now; });
    model.load(numbered(1));
    QCOMPARE(cell(model, 0, PointColumn::Age), QString());
    model.take({good(0, 42, now)});
    model.take({bad(0, Quality::Failed, QStringLiteral("No answer."), 5000)});
    now = 6000;
    QCOMPARE(cell(model, 0, PointColumn::Age), QStringLiteral("5.0 s"));
    QCOMPARE(model.index(0, int(PointColumn::Age)).data(PointListModel::ExportRole).toString(),
             QStringLiteral("1970-01-01T00:00:01.000Z"));
    model.take({bad(0, Quality::NotAvailable, {}, 5500)});
    QCOMPARE(cell(model, 0, PointColumn::Age), QStringLiteral("0.5 s"));
}

void TestPointListModel::valueThatMeansNoneIsNotSent()
{
    Point measured = point(QStringLiteral("FT-1"), 1);
    measured.format.type = DataType::Float32;
    QVERIFY(ui::whyNotSendable(measured, QStringLiteral("1.5")).isEmpty());
    QVERIFY(ui::whyNotSendable(measured, QStringLiteral("nan")).contains(QStringLiteral("FT-1")));
    measured.format.type = DataType::Int16;
    measured.notAvailable = 0x8000;
    QVERIFY(ui::whyNotSendable(measured, QStringLiteral("-32767")).isEmpty());
    QVERIFY(!ui::whyNotSendable(measured, QStringLiteral("-32768")).isEmpty());
}

void TestPointListModel::endOfTheModelIsNoEdit()
{
    auto model = std::make_unique<PointListModel>();
    model->load(numbered(2));
    model->insert(0, numbered(1));
    QSignalSpy steps(&model->undoStack(), &QUndoStack::indexChanged);
    model.reset();
    QCOMPARE(steps.size(), 0);
}

void TestPointListModel::readValueIsSortedByItsAge()
{
    PointListModel model([] { return qint64(10'000); });
    PointArrangement shown(model);
    model.load(numbered(3));
    model.take({good(0, 1, 2000), good(1, 1, 9000), good(2, 1, 5000)});
    model.take({bad(0, Quality::Failed, QStringLiteral("No answer."), 9900)});
    shown.sort(int(PointColumn::Age));
    QCOMPARE(tags(shown).join(u' '), QStringLiteral("T-1 T-2 T-0"));
}

void TestPointListModel::valueIsOnlyWrittenWhereTheGateIsOpen()
{
    QList<Point> points = numbered(2);
    points[0].isWritable = true;
    PointListModel model;
    model.load(points);
    const auto isEditable = [&model](int row) {
        return bool(model.flags(model.index(row, int(PointColumn::Value))) & Qt::ItemIsEditable);
    };
    QVERIFY(!isEditable(0));
    model.setWriteGate([](int) { return QString(); });
    QVERIFY(isEditable(0));
    QVERIFY2(!isEditable(1), "not marked as writable");
    QSignalSpy wanted(&model, &PointListModel::writeRequested);
    QVERIFY(model.setData(model.index(0, int(PointColumn::Value)), QStringLiteral("7")));
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!model.setData(model.index(1, int(PointColumn::Value)), QStringLiteral("7")));
    QCOMPARE(wanted.size(), 1);
    QVERIFY(model.undoStack().count() == 0);
}

void TestPointListModel::draggedPointsAreTheirTags()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load(numbered(4));
    const std::unique_ptr<QMimeData> data(
        shown.mimeData({shown.index(2, 0), shown.index(2, 3), shown.index(0, 1)}));
    QVERIFY(data);
    QCOMPARE(data->data(QStringLiteral("application/x-loopcheck-points")), QByteArray("T-0\nT-2"));
    QCOMPARE(data->text(), QStringLiteral("T-0\nT-2"));
}

void TestPointListModel::groupsPutPointsBelowHeadings()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load({point(QStringLiteral("b1"), 1, QStringLiteral("B")),
                point(QStringLiteral("a1"), 2, QStringLiteral("A")),
                point(QStringLiteral("b2"), 3, QStringLiteral("B"))});
    shown.setGrouping(PointArrangement::Grouping::Area);
    QCOMPARE(shown.headings(), (QList<int>{0, 2}));
    QCOMPARE(shown.pointAt(1), 1);
    QCOMPARE(shown.pointAt(3), 0);
    QCOMPARE(shown.pointAt(4), 2);
    QVERIFY(cell(shown, 2, PointColumn::Tag).contains(QStringLiteral("B")));
    QVERIFY(!(shown.flags(shown.index(0, 0)) & Qt::ItemIsSelectable));
    // Another area moves the point below another heading.
    QVERIFY(model.setData(model.index(2, int(PointColumn::Area)), QStringLiteral("A")));
    QCOMPARE(shown.rowOf(2), 2);
}

void TestPointListModel::foldedGroupHidesItsPoints()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load({point(QStringLiteral("a"), 1, QStringLiteral("A")),
                point(QStringLiteral("b"), 2, QStringLiteral("B"))});
    shown.setGrouping(PointArrangement::Grouping::Area);
    shown.toggle(0);
    QCOMPARE(shown.rowCount(), 3);
    QCOMPARE(shown.rowOf(0), -1);
    shown.toggle(0);
    QCOMPARE(shown.rowCount(), 4);
}

void TestPointListModel::foldedGroupIsUnfoldedForAPoint()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load({point(QStringLiteral("a"), 1, QStringLiteral("A")),
                point(QStringLiteral("b"), 2, QStringLiteral("B"))});
    shown.setGrouping(PointArrangement::Grouping::Area);
    shown.toggle(2);
    shown.toggle(0);
    shown.reveal(0);
    QCOMPARE(shown.rowOf(0), 1);
    QCOMPARE(shown.rowOf(1), -1); // the other group stays as it was
}

void TestPointListModel::filterShowsWhatHasEveryWord()
{
    PointListModel model;
    PointArrangement shown(model);
    QList<Point> points = numbered(20);
    points[7].description = QStringLiteral("Feed pump");
    points[8].description = QStringLiteral("Feed valve");
    model.load(points);
    shown.setFilter(QStringLiteral("feed PUMP"));
    QCOMPARE(tags(shown), QStringList{QStringLiteral("T-7")});
    QCOMPARE(shown.shownPoints(), 1);
    shown.setFilter({});
    QCOMPARE(shown.rowCount(), 20);
}

void TestPointListModel::sortingCountsNumbersInTags()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load({point(QStringLiteral("T-10"), 1), point(QStringLiteral("T-9"), 2),
                point(QStringLiteral("T-1"), 3)});
    shown.sort(int(PointColumn::Tag));
    QCOMPARE(tags(shown).join(u' '), QStringLiteral("T-1 T-9 T-10"));
    shown.sort(int(PointColumn::Pdu), Qt::DescendingOrder);
    QCOMPARE(tags(shown).join(u' '), QStringLiteral("T-1 T-9 T-10"));
    shown.sort(-1);
    QCOMPARE(tags(shown).join(u' '), QStringLiteral("T-10 T-9 T-1"));
}

void TestPointListModel::rowsStayWhereTheyAreWhileValuesChange()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load(numbered(3));
    model.take({good(0, 1), good(1, 2), good(2, 3)});
    shown.sort(int(PointColumn::Value), Qt::DescendingOrder);
    QCOMPARE(tags(shown).join(u' '), QStringLiteral("T-2 T-1 T-0"));
    QSignalSpy moved(&shown, &QAbstractItemModel::layoutChanged);
    QSignalSpy changed(&shown, &QAbstractItemModel::dataChanged);
    model.take({good(0, 100)});
    QTRY_VERIFY(!changed.isEmpty());
    QCOMPARE(moved.size(), 0);
    QCOMPARE(tags(shown).join(u' '), QStringLiteral("T-2 T-1 T-0"));
}

void TestPointListModel::selectionSurvivesArranging()
{
    PointListModel model;
    PointArrangement shown(model);
    model.load(numbered(5));
    const QPersistentModelIndex third = shown.index(3, 0);
    shown.sort(int(PointColumn::Tag), Qt::DescendingOrder);
    QCOMPARE(third.row(), 1);
    shown.setGrouping(PointArrangement::Grouping::Area);
    QCOMPARE(third.data().toString(), QStringLiteral("T-3"));
    model.remove({0});
    QCOMPARE(third.data().toString(), QStringLiteral("T-3"));
    model.remove({2});
    QVERIFY(!third.isValid());
}

QTEST_MAIN(TestPointListModel)
#include "tst_pointlistmodel.moc"
