// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pointsdesk.h"

#include "ui/points/importpreview.h"

#include <QClipboard>
#include <QDropEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QListWidget>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>

using ui::PointColumn;

namespace {

const QByteArray kPlant = "tag,description,area,table,address,type,scale,unit,low limit,"
                          "high limit,period,writable\n"
                          "TT-1,Temperature,Feed,holding,200,uint16,0.1,\u00b0C,10,50,200 ms,yes\n"
                          "PT-2,Pressure,Feed,holding,300,uint16,1,bar,,250,200 ms,no\n"
                          "PU-3,Pump,Pumps,coil,300,bool,,,,,200 ms,yes\n";

const QByteArray kFaulty = "tag,table,address\nA,holding,1\nB,holding,nowhere\nC,holding,3\n";

} // namespace

/// The points page on a real socket, as a user has it.
class TestPointsPage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup() { m_desk.reset(); }

    void emptyPageSaysWhatToDo();
    void openedListIsPolledWithSpaceKeyOfTheWindow();
    void readOnceReadsWithoutPolling();
    void limitsShowInRowAndSummary();
    void lostDeviceIsSaidInEachRow();
    void cellIsEditedInPlaceAndUndone();
    void textThatDoesNotFitKeepsTheEditor();
    void editorKeepsItsTextWhileValuesCome();
    void insertedPointBeginsWhereItsNeighbourEnds();
    void spreadsheetCellsArePastedFromTheSelection();
    void listWithItsHeaderIsPasted();
    void pasteKeyFillsTheEmptyPage();
    void listWithFaultsIsLookedAtFirst();
    void previewLeavesNothingToDoWithHiddenRows();
    void droppedListIsAddedBelow();
    void copiedCellsPasteIntoASpreadsheet();
    void filterTakesWords();
    void groupsAreHeadings();
    void findingLeadsToItsPoint();
    void findingUnfoldsItsGroup();
    void keysSortByTheColumnInHand();
    void selectedPointsGoIntoTheTrend();
    void columnsAreRememberedOverARestart();
    void editsAreKeptOverARestart();
    void fileThatOthersChangedIsReadAgain();
    void demoIsNotKept();
    void savedListReadsBackTheSame();
    void tenThousandPointsLoad();

private:
    std::unique_ptr<PointsDesk> m_desk;
};

void TestPointsPage::init()
{
    m_desk = std::make_unique<PointsDesk>();
}

void TestPointsPage::emptyPageSaysWhatToDo()
{
    QVERIFY(m_desk->find<QWidget>("pointsEmpty")->isVisible());
    QVERIFY(m_desk->find<QPushButton>("pointsEmptyOpen")->isVisible());
    QSignalSpy demo(m_desk->page.get(), &ui::PointsPage::demoWanted);
    QTest::mouseClick(m_desk->find<QPushButton>("pointsEmptyDemo"), Qt::LeftButton);
    QCOMPARE(demo.size(), 1);
    QTest::mouseClick(m_desk->find<QPushButton>("pointsEmptyInsert"), Qt::LeftButton);
    QVERIFY(!m_desk->find<QWidget>("pointsEmpty")->isVisible());
    QCOMPARE(m_desk->model().rowCount(), 1);
}

void TestPointsPage::openedListIsPolledWithSpaceKeyOfTheWindow()
{
    m_desk->openList(kPlant);
    QCOMPARE(m_desk->model().rowCount(), 3);
    QVERIFY(!m_desk->page->isPolling());
    m_desk->page->togglePolling();
    QTRY_COMPARE(m_desk->value(0), QStringLiteral("20"));
    QTRY_COMPARE(m_desk->value(1), QStringLiteral("300"));
    QTRY_COMPARE(m_desk->value(2), QStringLiteral("on"));
    QCOMPARE(m_desk->cell(0, PointColumn::Raw), QStringLiteral("200"));
    QTRY_VERIFY(m_desk->cell(0, PointColumn::Count).toInt() > 2);
    m_desk->device.server().setData(QModbusDataUnit::HoldingRegisters, 200, quint16(333));
    QTRY_COMPARE(m_desk->value(0), QStringLiteral("33.3"));
    QTRY_VERIFY(m_desk->find<QLabel>("pointRates")->text().contains(QStringLiteral("200 ms")));
    QTest::mouseClick(m_desk->find<QToolButton>("pointPoll"), Qt::LeftButton);
    QTRY_VERIFY(!m_desk->page->isPolling());
}

void TestPointsPage::readOnceReadsWithoutPolling()
{
    m_desk->openList(kPlant);
    QTest::mouseClick(m_desk->find<QToolButton>("pointRead"), Qt::LeftButton);
    QTRY_COMPARE(m_desk->value(1), QStringLiteral("300"));
    QVERIFY(!m_desk->page->isPolling());
}

void TestPointsPage::limitsShowInRowAndSummary()
{
    m_desk->openList(kPlant);
    m_desk->page->read();
    QTRY_VERIFY(m_desk->state(1).startsWith(QStringLiteral("\u25b2 high")));
    QTRY_VERIFY(
        m_desk->find<QLabel>("pointSummary")->text().contains(QStringLiteral("1 beyond limits")));
    m_desk->select(1, PointColumn::Tag);
    QTRY_VERIFY(m_desk->find<QLabel>("pointDetail")->text().contains(QStringLiteral("250 bar")));
}

void TestPointsPage::lostDeviceIsSaidInEachRow()
{
    m_desk->openList(kPlant);
    m_desk->page->togglePolling();
    QTRY_COMPARE(m_desk->value(1), QStringLiteral("300"));
    m_desk->device.close();
    QTRY_VERIFY(m_desk->state(0).startsWith(QStringLiteral("\u2717")));
    QTRY_VERIFY(m_desk->state(2).startsWith(QStringLiteral("\u2717")));
    QCOMPARE(m_desk->value(0), QStringLiteral("20"));
    QTRY_VERIFY(
        m_desk->find<QLabel>("pointSummary")->text().contains(QStringLiteral("3 not read")));
}

void TestPointsPage::cellIsEditedInPlaceAndUndone()
{
    m_desk->openList(kPlant);
    m_desk->trigger("pointsEditList");
    m_desk->enter(1, PointColumn::Tag, QStringLiteral("PT-200"));
    QCOMPARE(m_desk->cell(1, PointColumn::Tag), QStringLiteral("PT-200"));
    m_desk->enter(1, PointColumn::Address, QStringLiteral("%MW301"));
    QCOMPARE(m_desk->cell(1, PointColumn::Pdu), QStringLiteral("301"));
    m_desk->enter(1, PointColumn::Type, QStringLiteral("int16"));
    QCOMPARE(m_desk->cell(1, PointColumn::Type), QStringLiteral("int16"));
    QTRY_VERIFY(m_desk->find<QLabel>("pointSummary")->text().contains(QStringLiteral("changed")));
    QTest::keyClick(m_desk->grid(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_desk->cell(1, PointColumn::Type), QStringLiteral("uint16"));
    QTest::keyClick(m_desk->grid(), Qt::Key_Z, Qt::ControlModifier);
    QTest::keyClick(m_desk->grid(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_desk->cell(1, PointColumn::Tag), QStringLiteral("PT-2"));
    QTest::keyClick(m_desk->grid(), Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(m_desk->cell(1, PointColumn::Tag), QStringLiteral("PT-200"));
}

void TestPointsPage::textThatDoesNotFitKeepsTheEditor()
{
    m_desk->openList(kPlant);
    m_desk->trigger("pointsEditList");
    auto *editor = qobject_cast<QLineEdit *>(m_desk->edit(0, PointColumn::Address));
    QVERIFY(editor);
    editor->selectAll();
    QTest::keyClicks(editor, QStringLiteral("99999999"));
    QTest::keyClick(editor, Qt::Key_Return);
    QVERIFY(editor->isVisible());
    QVERIFY(!editor->accessibleDescription().isEmpty());
    QTest::keyClick(editor, Qt::Key_Escape);
    QCOMPARE(m_desk->cell(0, PointColumn::Address), QStringLiteral("200"));
}

void TestPointsPage::editorKeepsItsTextWhileValuesCome()
{
    m_desk->openList(kPlant);
    m_desk->arm();
    m_desk->page->togglePolling();
    QTRY_COMPARE(m_desk->value(0), QStringLiteral("20"));
    QPointer<QWidget> editor = m_desk->edit(0, PointColumn::Value);
    QVERIFY(editor);
    auto *line = qobject_cast<QLineEdit *>(editor);
    line->selectAll();
    QTest::keyClicks(line, QStringLiteral("31"));
    const int seen = m_desk->cell(0, PointColumn::Count).toInt();
    m_desk->device.server().setData(QModbusDataUnit::HoldingRegisters, 200, quint16(100));
    QTRY_VERIFY(m_desk->cell(0, PointColumn::Count).toInt() > seen + 2);
    QVERIFY(editor && editor->isVisible());
    QCOMPARE(line->text(), QStringLiteral("31"));
    QCOMPARE(m_desk->holding(200), quint16(100));
}

void TestPointsPage::insertedPointBeginsWhereItsNeighbourEnds()
{
    m_desk->openList(kPlant);
    m_desk->select(0, PointColumn::Tag);
    m_desk->trigger("pointsInsert");
    QCOMPARE(m_desk->model().rowCount(), 4);
    QCOMPARE(m_desk->model().points().at(1).address.offset, quint16(201));
    QCOMPARE(m_desk->model().points().at(1).area, QStringLiteral("Feed"));
    m_desk->select(3, PointColumn::Tag);
    m_desk->trigger("pointsRemove");
    QCOMPARE(m_desk->model().rowCount(), 3);
}

void TestPointsPage::spreadsheetCellsArePastedFromTheSelection()
{
    m_desk->openList(kPlant);
    m_desk->trigger("pointsEditList");
    QGuiApplication::clipboard()->setText(QStringLiteral("A-1\tfirst\nA-2\t\"say \"\"x\"\"\"\n"));
    m_desk->select(1, PointColumn::Tag);
    QTest::keyClick(m_desk->grid(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_desk->cell(1, PointColumn::Tag), QStringLiteral("A-1"));
    QCOMPARE(m_desk->cell(1, PointColumn::Description), QStringLiteral("first"));
    QCOMPARE(m_desk->cell(2, PointColumn::Description), QStringLiteral("say \"x\""));
    QTest::keyClick(m_desk->grid(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_desk->cell(1, PointColumn::Tag), QStringLiteral("PT-2"));
}

void TestPointsPage::listWithItsHeaderIsPasted()
{
    QGuiApplication::clipboard()->setText(
        QStringLiteral("Tag\tAddress\tType\nX-1\t40101\tfloat32\nX-2\t40103\tfloat32\n"));
    QTest::mouseClick(m_desk->find<QPushButton>("pointsEmptyPaste"), Qt::LeftButton);
    QCOMPARE(m_desk->model().rowCount(), 2);
    QCOMPARE(m_desk->cell(1, PointColumn::Pdu), QStringLiteral("102"));
}

void TestPointsPage::pasteKeyFillsTheEmptyPage()
{
    QGuiApplication::clipboard()->setText(QStringLiteral("Tag\tAddress\nX-1\t40101\n"));
    QTest::keyClick(m_desk->page.get(), Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(m_desk->model().rowCount(), 1);
}

void TestPointsPage::previewLeavesNothingToDoWithHiddenRows()
{
    m_desk->openList(kPlant);
    m_desk->select(0, PointColumn::Tag);
    m_desk->openList(kFaulty, QStringLiteral("more.csv"));
    QTRY_VERIFY(m_desk->find<ui::ImportPreview>("importPreview")->isVisible());
    for (const char *name : {"pointsRemove", "pointsDuplicate", "pointsInsert", "pointsInvert"})
        QVERIFY2(!m_desk->find<QAction>(name)->isEnabled(), name);
    m_desk->page->cancel();
    QVERIFY(m_desk->find<QAction>("pointsRemove")->isEnabled());
    QCOMPARE(m_desk->model().rowCount(), 3);
}

void TestPointsPage::listWithFaultsIsLookedAtFirst()
{
    m_desk->openList(kFaulty);
    auto *preview = m_desk->find<ui::ImportPreview>("importPreview");
    QTRY_VERIFY(preview->isVisible());
    QCOMPARE(m_desk->model().rowCount(), 0);
    emit preview->rejected();
    QVERIFY(m_desk->find<QWidget>("pointsEmpty")->isVisible());

    m_desk->openList(kFaulty);
    QTRY_VERIFY(preview->isVisible());
    auto *import = m_desk->find<QPushButton>("importAccept");
    QTRY_VERIFY(import->isEnabled());
    QTest::mouseClick(import, Qt::LeftButton);
    QTRY_COMPARE(m_desk->model().rowCount(), 2);
    QVERIFY(m_desk->grid()->isVisible());
}

void TestPointsPage::droppedListIsAddedBelow()
{
    m_desk->openList(kPlant);
    const QString path = m_desk->folder.filePath(QStringLiteral("more.csv"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("tag,table,address\nX,holding,1\n");
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_desk->page.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_desk->page.get(), &drop);
    auto *preview = m_desk->find<ui::ImportPreview>("importPreview");
    QTRY_VERIFY(preview->isVisible());
    auto *import = m_desk->find<QPushButton>("importAccept");
    QTRY_VERIFY(import->isEnabled());
    QTest::mouseClick(import, Qt::LeftButton);
    QTRY_COMPARE(m_desk->model().rowCount(), 4);
    QCOMPARE(m_desk->cell(0, PointColumn::Tag), QStringLiteral("TT-1"));
    QCOMPARE(m_desk->cell(3, PointColumn::Tag), QStringLiteral("X"));
}

void TestPointsPage::copiedCellsPasteIntoASpreadsheet()
{
    m_desk->openList(kPlant);
    m_desk->trigger("pointsEditList");
    m_desk->select(0, PointColumn::Tag);
    m_desk->grid()->selectionModel()->select(
        QItemSelection(m_desk->shown().index(0, int(PointColumn::Tag)),
                       m_desk->shown().index(1, int(PointColumn::Description))),
        QItemSelectionModel::ClearAndSelect);
    QTest::keyClick(m_desk->grid(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("TT-1\tTemperature\nPT-2\tPressure"));
}

void TestPointsPage::filterTakesWords()
{
    m_desk->openList(kPlant);
    m_desk->page->find();
    auto *filter = m_desk->find<QLineEdit>("pointFilter");
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("pump"));
    QTRY_COMPARE(m_desk->shown().rowCount(), 1);
    QTRY_VERIFY(
        m_desk->find<QLabel>("pointSummary")->text().contains(QStringLiteral("1 of 3 points")));
}

void TestPointsPage::groupsAreHeadings()
{
    m_desk->openList(kPlant);
    auto *grouping = m_desk->find<QComboBox>("pointGrouping");
    grouping->setCurrentIndex(1);
    emit grouping->activated(1);
    QCOMPARE(m_desk->shown().headings().size(), 2);
    const QRect heading = m_desk->grid()->visualRect(m_desk->shown().index(0, 0));
    QTest::mouseClick(m_desk->grid()->viewport(), Qt::LeftButton, {}, heading.center());
    QCOMPARE(m_desk->shown().rowCount(), 3);
}

void TestPointsPage::findingLeadsToItsPoint()
{
    m_desk->openList("tag,table,address\nA,holding,1\nB,holding,2\nA,holding,3\n");
    auto *button = m_desk->find<QToolButton>("pointFindingsButton");
    QTRY_VERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    auto *list = m_desk->find<QListWidget>("pointFindingsList");
    QTRY_VERIFY(list->isVisible());
    QVERIFY(list->item(0)->text().contains(QStringLiteral("A")));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualItemRect(list->item(0)).center());
    QCOMPARE(m_desk->grid()->currentPoint(), 0);
    QVERIFY(m_desk->shown()
                .index(2, int(PointColumn::Tag))
                .data(ui::PointListModel::SeverityRole)
                .isValid());
}

void TestPointsPage::findingUnfoldsItsGroup()
{
    m_desk->openList("tag,area,table,address\nA,One,holding,1\nB,Two,holding,2\nA,One,holding,3\n");
    auto *grouping = m_desk->find<QComboBox>("pointGrouping");
    grouping->setCurrentIndex(1);
    emit grouping->activated(1);
    m_desk->shown().toggle(0);
    QCOMPARE(m_desk->shown().rowOf(0), -1);
    auto *button = m_desk->find<QToolButton>("pointFindingsButton");
    QTRY_VERIFY(button->isVisible());
    QTest::mouseClick(button, Qt::LeftButton);
    auto *list = m_desk->find<QListWidget>("pointFindingsList");
    emit list->itemActivated(list->item(0));
    QCOMPARE(m_desk->grid()->currentPoint(), 0);
    QCOMPARE(grouping->currentIndex(), 1);
}

void TestPointsPage::keysSortByTheColumnInHand()
{
    m_desk->openList(kPlant);
    m_desk->select(0, PointColumn::Tag);
    const auto first = [this] {
        return m_desk->shown().index(0, int(PointColumn::Tag)).data().toString();
    };
    m_desk->trigger("pointsSort");
    QCOMPARE(first(), QStringLiteral("PT-2"));
    m_desk->trigger("pointsSort");
    QCOMPARE(first(), QStringLiteral("TT-1"));
    QVERIFY(m_desk->grid()->horizontalHeader()->isSortIndicatorShown());
    m_desk->trigger("pointsSort");
    QVERIFY(!m_desk->grid()->horizontalHeader()->isSortIndicatorShown());
}

void TestPointsPage::selectedPointsGoIntoTheTrend()
{
    m_desk->openList(kPlant);
    QSignalSpy wanted(m_desk->page.get(), &ui::PointsPage::trendWanted);
    m_desk->grid()->selectAll();
    m_desk->trigger("pointsTrend");
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).toStringList().join(u' '), QStringLiteral("TT-1 PT-2 PU-3"));
    m_desk->grid()->clearSelection();
    m_desk->trigger("pointsTrend");
    QCOMPARE(wanted.size(), 1);
    QVERIFY(m_desk->hasEvent(QStringLiteral("Select points")));
}

void TestPointsPage::columnsAreRememberedOverARestart()
{
    m_desk->openList(kPlant);
    QSignalSpy edits(m_desk->page.get(), &ui::PointsPage::edited);
    const auto header = [this] { return m_desk->grid()->horizontalHeader(); };
    header()->resizeSection(int(PointColumn::Tag), 222);
    header()->moveSection(header()->visualIndex(int(PointColumn::State)), 1);
    QVERIFY(edits.size() >= 2);
    m_desk->trigger("pointsEditList");
    QVERIFY(header()->isSectionHidden(int(PointColumn::State)));
    header()->resizeSection(int(PointColumn::Tag), 111);
    QSettings settings(m_desk->folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    m_desk->page->saveState(settings);
    m_desk->page.reset();
    m_desk->open();
    m_desk->page->restoreState(settings);
    QCOMPARE(header()->sectionSize(int(PointColumn::Tag)), 111);
    QVERIFY(header()->isSectionHidden(int(PointColumn::State)));
    m_desk->trigger("pointsEditList");
    QCOMPARE(header()->sectionSize(int(PointColumn::Tag)), 222);
    QCOMPARE(header()->visualIndex(int(PointColumn::State)), 1);
    QVERIFY(header()->isSectionHidden(int(PointColumn::Table)));
}

void TestPointsPage::editsAreKeptOverARestart()
{
    m_desk->openList(kPlant);
    m_desk->trigger("pointsEditList");
    m_desk->enter(0, PointColumn::Tag, QStringLiteral("TT-100"));
    QSettings settings(m_desk->folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    m_desk->page->saveState(settings);
    m_desk->page.reset();
    m_desk->open();
    m_desk->page->restoreState(settings);
    QCOMPARE(m_desk->model().rowCount(), 3);
    QCOMPARE(m_desk->cell(0, PointColumn::Tag), QStringLiteral("TT-100"));
    QTRY_VERIFY(m_desk->find<QLabel>("pointSummary")
                    ->text()
                    .startsWith(QStringLiteral("plant.csv (changed)")));
}

void TestPointsPage::fileThatOthersChangedIsReadAgain()
{
    m_desk->openList(kPlant);
    QSettings settings(m_desk->folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    m_desk->page->saveState(settings);
    m_desk->page.reset();
    const QString path = m_desk->folder.filePath(QStringLiteral("plant.csv"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("tag,table,address\nNEW-1,holding,1\n");
    file.close();
    m_desk->open();
    m_desk->page->restoreState(settings);
    QCOMPARE(m_desk->model().rowCount(), 1);
    QCOMPARE(m_desk->cell(0, PointColumn::Tag), QStringLiteral("NEW-1"));
    // And where it is gone there is the copy.
    m_desk->page->saveState(settings);
    m_desk->page.reset();
    QVERIFY(QFile::remove(path));
    m_desk->open();
    m_desk->page->restoreState(settings);
    QCOMPARE(m_desk->cell(0, PointColumn::Tag), QStringLiteral("NEW-1"));
    QTRY_VERIFY(m_desk->find<QLabel>("pointSummary")->text().contains(QStringLiteral("changed")));
}

void TestPointsPage::demoIsNotKept()
{
    m_desk->openList(kPlant);
    m_desk->trigger("pointsEditList");
    m_desk->enter(0, PointColumn::Tag, QStringLiteral("TT-100"));
    m_desk->page->showDemo("tag,table,address\nD-1,holding,1\n");
    QVERIFY(m_desk->model().setData(m_desk->model().index(0, int(PointColumn::Tag)),
                                    QStringLiteral("D-2")));
    QVERIFY(m_desk->page->underWay().isEmpty());
    m_desk->page.reset();
    QFile kept(m_desk->folder.filePath(QStringLiteral("points.csv")));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QVERIFY(kept.readAll().contains("TT-100"));
}

void TestPointsPage::savedListReadsBackTheSame()
{
    m_desk->openList(kPlant);
    const QList<modbus::Point> before = m_desk->model().points();
    m_desk->trigger("pointsEditList");
    m_desk->enter(0, PointColumn::Note, QStringLiteral("loop, \"checked\""));
    m_desk->trigger("pointsSave");
    QVERIFY(m_desk->hasEvent(QStringLiteral("3 points saved")));
    m_desk->page->openFile(m_desk->folder.filePath(QStringLiteral("plant.csv")));
    QCOMPARE(m_desk->model().rowCount(), 3);
    QCOMPARE(m_desk->cell(0, PointColumn::Note), QStringLiteral("loop, \"checked\""));
    QVERIFY(m_desk->model().points().at(2) == before.at(2));
}

void TestPointsPage::tenThousandPointsLoad()
{
    QByteArray csv = "tag,area,table,address\n";
    for (int i = 0; i < 10'000; ++i) {
        csv += "P-" + QByteArray::number(i) + ",Area " + QByteArray::number(i / 500) + ",holding," +
               QByteArray::number(i) + '\n';
    }
    m_desk->openList(csv);
    QCOMPARE(m_desk->model().rowCount(), 10'000);
    m_desk->page->togglePolling();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->value(9'999), QStringLiteral("9999"), 30'000);
    m_desk->find<QComboBox>("pointGrouping")->setCurrentIndex(1);
    emit m_desk->find<QComboBox>("pointGrouping")->activated(1);
    QCOMPARE(m_desk->shown().rowCount(), 10'020);
}

QTEST_MAIN(TestPointsPage)
#include "tst_pointspage.moc"
