// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/trendsamples.h"
#include "ui/events/eventlog.h"
#include "ui/trend/legendmodel.h"
#include "ui/trend/trendpage.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDeadlineTimer>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QRubberBand>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <functional>
#include <optional>

using namespace std::chrono_literals;
using namespace trendtest;
using ui::LegendModel;
using ui::TrendPage;

namespace {

const QString kOne = QStringLiteral("TT-101");
const QString kTwo = QStringLiteral("FT-204");
const QString kThree = QStringLiteral("P-1.RUN");

QList<modbus::Point> plant()
{
    modbus::Point pump = point(kThree, {});
    pump.address.table = modbus::Table::Coils;
    pump.format.type = modbus::DataType::Bool;
    return {point(kOne), point(kTwo, QStringLiteral("m3/h")), pump};
}

/// Ten seconds of readings every 100 ms; the second point fails from 4 s to 5 s.
QList<modbus::Sample> readings()
{
    QList<modbus::Sample> made;
    for (int i = 0; i < 100; ++i) {
        made.append(sample(0, i * 100, good(i)));
        made.append(sample(1, i * 100, i >= 40 && i < 50 ? failed() : good(1000 - i)));
        made.append(sample(2, i * 100, good(i / 10 % 2)));
    }
    return made;
}

/// The page with a plant of three points, its trend showing what is asked for.
/// Tells of a widget's paint events.
class Painted : public QObject
{
public:
    explicit Painted(std::function<void()> then)
        : m_then(std::move(then))
    {
    }

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            m_then();
        return false;
    }

private:
    std::function<void()> m_then;
};

struct Desk
{
    explicit Desk(const QStringList &shown = {})
    {
        page.resize(1000, 600);
        page.setPoints(plant());
        page.setShown(shown);
        page.show();
        page.activateWindow();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page's window was not activated");
        if (!shown.isEmpty())
            plot()->setFocus();
    }
    template <typename Widget>
    Widget *find(const char *name)
    {
        return page.findChild<Widget *>(QLatin1StringView(name));
    }
    QWidget *plot() { return find<QWidget>("trendPlot"); }
    QAction *action(const char *name) { return find<QAction>(name); }
    QString legend(int row, int column)
    {
        return find<QTableView>("trendLegend")->model()->index(row, column).data().toString();
    }
    QString text(const char *label) { return find<QLabel>(label)->text(); }
    void showRecording()
    {
        page.showRecording(plant(), readings());
        plot()->setFocus();
    }
    /// Where the middle of what is drawn is.
    QPoint middle() { return {plot()->width() / 2, plot()->height() / 2}; }

    ui::EventLog events;
    TrendPage page{events};
};

void drop(QWidget &target, QMimeData &data)
{
    const QPoint place = target.rect().center();
    QDragEnterEvent enter(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &enter);
    if (!enter.isAccepted())
        return;
    QDropEvent dropped(place, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &dropped);
}

void drag(QWidget *on, const QPoint &from, const QPoint &to, Qt::KeyboardModifiers keys = {})
{
    QTest::mousePress(on, Qt::LeftButton, keys, from);
    QMouseEvent move(QEvent::MouseMove, to, on->mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                     keys);
    QCoreApplication::sendEvent(on, &move);
    QTest::mouseRelease(on, Qt::LeftButton, keys, to);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestTrendPage : public QObject
{
    Q_OBJECT
private slots:
    void saysWhatItIsForWhileEmpty();
    void takesPointsThatAreDropped_data();
    void takesPointsThatAreDropped();
    void addsPointsOfThePointsPage();
    void addsAndRemovesPointsByKeyboard();
    void takesALineOutByDelete();
    void hasRoomForSoManyLines();
    void showsLiveValuesAndFaults();
    void drawsAfterARequestThatIsDue();
    void standsStillAndFollowsAgain();
    void keepsItsHistoryWhenTheListIsReordered();
    void zoomsByTheWheel();
    void zoomsIntoAnAreaAndBack();
    void movesTheTimeByDragging();
    void readsValuesAtTheCursors();
    void movesCursorsByKeys();
    void notesAMarker();
    void putsALineOnAnotherAxis();
    void fixesAnAxis();
    void showsARecordingAndGoesBackToLive();
    void writesReadingsAsCsv();
    void writesPictures_data();
    void writesPictures();
    void saysWhyAFileCannotBeWritten();
    void copiesTheLegend();
    void remembersWhatItShows();
};

void TestTrendPage::saysWhatItIsForWhileEmpty()
{
    Desk desk;
    QVERIFY(desk.find<QLabel>("trendEmptyText")->isVisible());
    QVERIFY(!desk.plot()->isVisible());
    QTest::mouseClick(desk.find<QPushButton>("trendAddPoints"), Qt::LeftButton);
    QVERIFY(desk.find<QListView>("trendPoints")->isVisible());
    QCOMPARE(desk.find<QListView>("trendPoints")->model()->rowCount(), 3);
}

void TestTrendPage::takesPointsThatAreDropped_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QStringList>("shown");
    const QString points = QStringLiteral("application/x-loopcheck-points");
    const QString text = QStringLiteral("text/plain");
    QTest::newRow("rows of the points page")
        << points << QByteArray("FT-204\nTT-101") << QStringList{kTwo, kOne};
    QTest::newRow("unknown tags are left out")
        << points << QByteArray("NONE-1\nTT-101\n") << QStringList{kOne};
    QTest::newRow("text with a tag in each line")
        << text << QByteArray("TT-101\r\nP-1.RUN\r\n") << QStringList{kOne, kThree};
    QTest::newRow("cells of a spreadsheet, the tag first")
        << text << QByteArray("TT-101\tTemperature\n") << QStringList{kOne};
    QTest::newRow("the same tag twice is one line")
        << text << QByteArray("TT-101\nTT-101") << QStringList{kOne};
    QTest::newRow("other text") << text << QByteArray("hello") << QStringList{};
    QTest::newRow("bytes that are no UTF-8")
        << points << QByteArray("\xff\xfe\x00\x01", 4) << QStringList{};
}

void TestTrendPage::takesPointsThatAreDropped()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, data);
    QFETCH(QStringList, shown);
    Desk desk;
    QMimeData mime;
    mime.setData(format, data);
    drop(desk.page, mime);
    QCOMPARE(desk.page.shown(), shown);
    QCOMPARE(desk.find<QLabel>("trendOutcome")->isVisible(), shown.isEmpty());
}

void TestTrendPage::addsPointsOfThePointsPage()
{
    Desk desk({kOne});
    QVERIFY(desk.page.addPoints({kTwo, QStringLiteral("NONE-1")}));
    QCOMPARE(desk.page.shown(), (QStringList{kOne, kTwo}));
    QVERIFY(!desk.page.addPoints({QStringLiteral("NONE-1")}));
    desk.page.showRecording({point(QStringLiteral("OLD-1"))}, {});
    QVERIFY(!desk.page.addPoints({kThree}));
    QVERIFY(desk.text("trendOutcome").contains(QStringLiteral("Back to live")));
}

void TestTrendPage::addsAndRemovesPointsByKeyboard()
{
    Desk desk;
    auto *filter = desk.find<QLineEdit>("trendPointFilter");
    QTest::keyClicks(filter, QStringLiteral("ft-"));
    QCOMPARE(desk.find<QListView>("trendPoints")->model()->rowCount(), 1);
    QTest::keyClick(filter, Qt::Key_Return);
    QCOMPARE(desk.page.shown(), QStringList{kTwo});
    filter->clear();
    QTest::keyClick(filter, Qt::Key_Down);
    QTest::keyClick(filter, Qt::Key_Down);
    QTest::keyClick(filter, Qt::Key_Return);
    QCOMPARE(desk.page.shown(), (QStringList{kTwo, kThree}));
    QTest::keyClick(filter, Qt::Key_Up);
    QTest::keyClick(filter, Qt::Key_Return);
    QCOMPARE(desk.page.shown(), QStringList{kThree});
    QTest::keyClicks(filter, QStringLiteral("no such point"));
    QVERIFY(desk.find<QLabel>("trendPointsEmpty")->isVisible());
}

void TestTrendPage::takesALineOutByDelete()
{
    Desk desk({kOne, kTwo});
    auto *legend = desk.find<QTableView>("trendLegend");
    const QAbstractItemModelTester tester(legend->model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    legend->setFocus();
    legend->selectRow(0);
    QTest::keyClick(legend, Qt::Key_Delete);
    QCOMPARE(desk.page.shown(), QStringList{kTwo});
}

void TestTrendPage::hasRoomForSoManyLines()
{
    Desk desk;
    QList<modbus::Point> points;
    QStringList tags;
    for (int i = 0; i < ui::kMostLines + 2; ++i) {
        tags.append(QStringLiteral("TT-%1").arg(i));
        points.append(point(tags.constLast()));
    }
    desk.page.setPoints(points);
    QMimeData mime;
    mime.setText(tags.join(u'\n'));
    drop(desk.page, mime);
    QCOMPARE(desk.page.shown(), tags.first(ui::kMostLines));
    QVERIFY(desk.text("trendOutcome").contains(tags.constLast()));
}

void TestTrendPage::showsLiveValuesAndFaults()
{
    Desk desk({kOne, kTwo, kThree, QStringLiteral("GONE-1")});
    const qint64 now = QDateTime::currentMSecsSinceEpoch() - kStart;
    desk.page.take({sample(0, now, good(12.5)), sample(1, now, failed()), sample(2, now, good(1))});
    QTRY_COMPARE(desk.legend(0, LegendModel::ValueColumn), QStringLiteral("12.5"));
    QCOMPARE(desk.legend(0, LegendModel::UnitColumn), QStringLiteral("C"));
    QCOMPARE(desk.legend(1, LegendModel::ValueColumn), QStringLiteral("-"));
    QCOMPARE(desk.legend(1, LegendModel::StateColumn), QStringLiteral("No answer in 1 s."));
    QCOMPARE(desk.legend(2, LegendModel::ValueColumn), QStringLiteral("on"));
    QCOMPARE(desk.legend(3, LegendModel::StateColumn), QStringLiteral("not in the point list"));
}

void TestTrendPage::drawsAfterARequestThatIsDue()
{
    Desk desk({kOne});
    std::optional<QDeadlineTimer> due; // the first drawing that is wanted finds a request due soon
    desk.page.setUntilPoll([&] {
        if (!due)
            due.emplace(8ms, Qt::PreciseTimer);
        return due->hasExpired()
                   ? 1h
                   : std::chrono::ceil<std::chrono::milliseconds>(due->remainingTimeAsDuration());
    });
    int early = 0;
    int later = 0;
    Painted painted([&] {
        if (due)
            ++(due->hasExpired() ? later : early);
    });
    desk.plot()->installEventFilter(&painted);
    QTRY_VERIFY(later > 0);
    QCOMPARE(early, 0);

    desk.page.setUntilPoll([] { return 1ms; }); // requests all the time: it is drawn all the same
    later = 0;
    QTRY_VERIFY(later > 0);
}

void TestTrendPage::standsStillAndFollowsAgain()
{
    Desk desk({kOne});
    QVERIFY(desk.page.isLive());
    desk.page.togglePause();
    QVERIFY(!desk.page.isLive());
    QVERIFY(!desk.action("trendLive")->isChecked());
    QTRY_VERIFY(desk.text("trendStatus").contains(QStringLiteral("standing still")));
    desk.action("trendLive")->trigger();
    QVERIFY(desk.page.isLive());
    QVERIFY(desk.action("trendLive")->isChecked());
}

void TestTrendPage::keepsItsHistoryWhenTheListIsReordered()
{
    Desk desk({kOne});
    desk.page.take({sample(0, 0, good(7))});
    QList<modbus::Point> others = plant();
    std::ranges::reverse(others);
    desk.page.setPoints(others);
    desk.page.take({sample(2, 100, good(8))});
    QTRY_VERIFY(desk.text("trendStatus").contains(QStringLiteral("2 readings")));
    QTRY_COMPARE(desk.legend(0, LegendModel::ValueColumn), QStringLiteral("8"));
}

void TestTrendPage::zoomsByTheWheel()
{
    Desk desk({kOne});
    auto *window = desk.find<QComboBox>("trendWindow");
    window->setCurrentIndex(window->findText(QStringLiteral("10 min")));
    emit window->activated(window->currentIndex());
    const QPoint place = desk.middle();
    QWheelEvent wheel(place, desk.plot()->mapToGlobal(place), {}, {0, 120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(desk.plot(), &wheel);
    QCOMPARE(window->currentIndex(), -1);
    QCOMPARE(window->placeholderText(), QStringLiteral("8 min"));
    QVERIFY(desk.page.isLive());
    QTest::keyClick(desk.plot(), Qt::Key_Minus);
    QCOMPARE(window->placeholderText(), QStringLiteral("16 min"));
}

void TestTrendPage::zoomsIntoAnAreaAndBack()
{
    Desk desk({kOne});
    const QPoint from = desk.middle();
    const QPoint to = from + QPoint(100, 50);
    QTest::mousePress(desk.plot(), Qt::LeftButton, Qt::ShiftModifier, from);
    QMouseEvent move(QEvent::MouseMove, to, desk.plot()->mapToGlobal(to), Qt::NoButton,
                     Qt::LeftButton, Qt::ShiftModifier);
    QCoreApplication::sendEvent(desk.plot(), &move);
    QVERIFY(desk.find<QRubberBand>("trendZoomBand")->isVisible());
    desk.page.cancel();
    QVERIFY(!desk.find<QRubberBand>("trendZoomBand")->isVisible());
    QTest::mouseRelease(desk.plot(), Qt::LeftButton, Qt::ShiftModifier, to);
    QVERIFY(desk.page.isLive());

    drag(desk.plot(), from, to, Qt::ShiftModifier);
    QVERIFY(!desk.page.isLive());
    QTRY_VERIFY(desk.text("trendStatus").contains(QStringLiteral("values zoomed")));
    desk.page.cancel();
    QTRY_VERIFY(!desk.text("trendStatus").contains(QStringLiteral("values zoomed")));
}

void TestTrendPage::movesTheTimeByDragging()
{
    Desk desk({kOne});
    drag(desk.plot(), desk.middle(), desk.middle() + QPoint(200, 0));
    QVERIFY(!desk.page.isLive());
    QTRY_VERIFY(desk.text("trendStatus").contains(QStringLiteral("s behind")) &&
                !desk.text("trendStatus").contains(QStringLiteral(" 0 s behind")));
}

void TestTrendPage::readsValuesAtTheCursors()
{
    Desk desk;
    desk.showRecording();
    auto *legend = desk.find<QTableView>("trendLegend");
    QVERIFY(legend->isColumnHidden(LegendModel::AtFirstColumn));
    QTest::keyClick(desk.plot(), Qt::Key_C);
    // The recording is of 9.9 s: the cursors come up at 3.3 s and 6.6 s.
    QVERIFY(!legend->isColumnHidden(LegendModel::AtFirstColumn));
    QCOMPARE(desk.legend(0, LegendModel::AtFirstColumn), QStringLiteral("33"));
    QCOMPARE(desk.legend(0, LegendModel::AtSecondColumn), QStringLiteral("66"));
    QCOMPARE(desk.legend(0, LegendModel::DifferenceColumn), QStringLiteral("33"));
    QCOMPARE(desk.legend(1, LegendModel::LowColumn), QStringLiteral("934"));
    QCOMPARE(desk.legend(1, LegendModel::HighColumn), QStringLiteral("967"));
    QCOMPARE(desk.legend(2, LegendModel::AtFirstColumn), QStringLiteral("on"));
    QVERIFY(desk.text("trendCursorText").contains(QStringLiteral("B - A 3.300 s (0.303 Hz)")));
    QTest::keyClick(desk.plot(), Qt::Key_C);
    QVERIFY(legend->isColumnHidden(LegendModel::AtFirstColumn));
}

void TestTrendPage::movesCursorsByKeys()
{
    Desk desk;
    desk.showRecording();
    desk.action("trendCursors")->trigger();
    const QString before = desk.text("trendCursorText");
    QTest::keyClick(desk.plot(), Qt::Key_Right);
    QVERIFY(desk.text("trendCursorText") != before);
    for (int i = 0; i < 7; ++i) // from reading to reading, into the gap of the second line
        QTest::keyClick(desk.plot(), Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(desk.legend(0, LegendModel::AtFirstColumn), QStringLiteral("40"));
    QCOMPARE(desk.legend(1, LegendModel::AtFirstColumn), QStringLiteral("not read"));
    QCOMPARE(desk.legend(1, LegendModel::DifferenceColumn), QStringLiteral("-"));
    QTest::keyClick(desk.plot(), Qt::Key_X);
    QTest::keyClick(desk.plot(), Qt::Key_Left, Qt::ControlModifier);
    QCOMPARE(desk.legend(0, LegendModel::AtSecondColumn), QStringLiteral("65"));
}

void TestTrendPage::notesAMarker()
{
    Desk desk;
    desk.showRecording();
    QTest::keyClick(desk.plot(), Qt::Key_M);
    auto *markers = desk.find<QTableView>("trendMarkers");
    QVERIFY(markers->isVisible());
    auto *editor = markers->viewport()->findChild<QLineEdit *>();
    QVERIFY(editor);
    QTest::keyClicks(editor, QStringLiteral("valve opened"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(markers->model()->index(0, 1).data().toString(), QStringLiteral("valve opened"));
    markers->setFocus();
    markers->selectRow(0);
    QTest::keyClick(markers, Qt::Key_Delete);
    QCOMPARE(markers->model()->rowCount(), 0);
}

void TestTrendPage::putsALineOnAnotherAxis()
{
    Desk desk({kOne, kTwo, kThree});
    const QAbstractItemModel *axes = desk.find<QTableView>("trendAxes")->model();
    QCOMPARE(axes->rowCount(), 3); // one for each unit
    QAbstractItemModel *legend = desk.find<QTableView>("trendLegend")->model();
    legend->setData(legend->index(1, LegendModel::AxisColumn), QStringLiteral("C"));
    QCOMPARE(axes->rowCount(), 2);
    legend->setData(legend->index(1, LegendModel::AxisColumn), QString());
    QCOMPARE(axes->rowCount(), 3);
}

void TestTrendPage::fixesAnAxis()
{
    Desk desk({kOne});
    QAbstractItemModel *axes = desk.find<QTableView>("trendAxes")->model();
    const QAbstractItemModelTester tester(axes,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(axes->index(0, 2).data().toString(), QStringLiteral("auto"));
    QVERIFY(axes->setData(axes->index(0, 4), QStringLiteral("250")));
    QVERIFY(axes->setData(axes->index(0, 3), QStringLiteral("-50,5")));
    QCOMPARE(axes->index(0, 2).data().toString(), QStringLiteral("fixed"));
    QCOMPARE(axes->index(0, 3).data().toString(), QStringLiteral("-50.5"));
    QVERIFY(!axes->setData(axes->index(0, 3), QStringLiteral("300"))); // above the other end
    QVERIFY(!axes->setData(axes->index(0, 3), QStringLiteral("nan")));
    QVERIFY(axes->setData(axes->index(0, 2), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(axes->index(0, 2).data().toString(), QStringLiteral("auto"));
}

void TestTrendPage::showsARecordingAndGoesBackToLive()
{
    Desk desk({kOne});
    desk.page.showRecording({point(QStringLiteral("OLD-1")), point(kOne)},
                            {sample(0, 0, good(1)), sample(1, 1000, good(2))},
                            QStringLiteral("monday.sqlite"));
    QVERIFY(desk.page.isRecording());
    QVERIFY(!desk.page.isLive());
    QVERIFY(desk.find<QWidget>("trendRecordingBanner")->isVisible());
    QVERIFY(desk.text("trendRecordingText").contains(QStringLiteral("monday.sqlite")));
    QCOMPARE(desk.page.shown(), QStringList{kOne});
    QCOMPARE(desk.legend(0, LegendModel::ValueColumn), QStringLiteral("2"));
    desk.page.togglePause();
    QVERIFY(!desk.page.isLive());

    desk.page.take({sample(0, 5000, good(99))}); // goes on being kept
    desk.page.setPoints(plant());
    QTest::mouseClick(desk.find<QPushButton>("trendBackToLive"), Qt::LeftButton);
    QVERIFY(!desk.page.isRecording());
    QVERIFY(desk.page.isLive());
    QVERIFY(!desk.find<QWidget>("trendRecordingBanner")->isVisible());
    QCOMPARE(desk.page.shown(), QStringList{kOne});
    QTRY_COMPARE(desk.legend(0, LegendModel::ValueColumn), QStringLiteral("99"));

    desk.page.showRecording({point(QStringLiteral("OLD-1"))}, {});
    QCOMPARE(desk.page.shown(), QStringList{QStringLiteral("OLD-1")});
    QVERIFY(desk.text("trendRecordingText").contains(QStringLiteral("without readings")));
}

void TestTrendPage::writesReadingsAsCsv()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.csv"));
    Desk desk;
    desk.showRecording();
    desk.page.exportTo(path);
    QTRY_VERIFY(desk.text("trendOutcome").startsWith(QStringLiteral("Written: ")));
    const QList<QByteArray> lines = contentOf(path).split('\n');
    QCOMPARE(lines.size(), 102); // heading, readings, nothing after the last line end
    QCOMPARE(lines[0], QByteArray("time (UTC),TT-101 [C],FT-204 [m3/h],P-1.RUN\r"));
    QCOMPARE(lines[1], QByteArray("2026-11-24T12:00:00.000Z,0,1000,0\r"));
    QCOMPARE(lines[41], QByteArray("2026-11-24T12:00:04.000Z,40,failed,0\r"));
    QCOMPARE(lines[100], QByteArray("2026-11-24T12:00:09.900Z,99,901,1\r"));
}

void TestTrendPage::writesPictures_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("PNG") << "a.png" << QByteArray("\x89PNG");
    QTest::newRow("PDF") << "a.PDF" << QByteArray("%PDF-");
}

void TestTrendPage::writesPictures()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, start);
    const QTemporaryDir folder;
    Desk desk;
    desk.showRecording();
    desk.page.exportTo(folder.filePath(name));
    QVERIFY(desk.text("trendOutcome").startsWith(QStringLiteral("Written: ")));
    const QByteArray content = contentOf(folder.filePath(name));
    QVERIFY(content.startsWith(start));
    QVERIFY(content.size() > 5000);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{name});
}

void TestTrendPage::saysWhyAFileCannotBeWritten()
{
    Desk desk;
    desk.showRecording();
    for (const char *name : {"/no/such/folder/a.png", "/no/such/folder/a.pdf",
                             "/no/such/folder/a.csv", "/no/such/folder/a.txt"}) {
        const QString path = QLatin1StringView(name);
        desk.page.exportTo(path);
        QVERIFY2(desk.text("trendOutcome").contains(QStringLiteral("/no/such/folder/a.")), name);
        QVERIFY(!desk.text("trendOutcome").startsWith(QStringLiteral("Written")));
    }
    QCOMPARE(desk.events.rowCount(), 4);
}

void TestTrendPage::copiesTheLegend()
{
    Desk desk;
    desk.showRecording();
    auto *legend = desk.find<QTableView>("trendLegend");
    legend->setFocus();
    legend->selectRow(0);
    QTest::keyClick(legend, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("TT-101\t99\tC\t")));
    desk.plot()->setFocus();
    desk.action("trendCopy")->trigger();
    QVERIFY(!QGuiApplication::clipboard()->image().isNull());
}

void TestTrendPage::remembersWhatItShows()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    {
        Desk desk({kOne, kTwo});
        QSignalSpy edits(&desk.page, &TrendPage::edited);
        auto *window = desk.find<QComboBox>("trendWindow");
        window->setCurrentIndex(0);
        emit window->activated(0);
        QVERIFY(!edits.isEmpty());
        QAbstractItemModel *legend = desk.find<QTableView>("trendLegend")->model();
        legend->setData(legend->index(1, LegendModel::AxisColumn), QStringLiteral("flow"));
        QAbstractItemModel *axes = desk.find<QTableView>("trendAxes")->model();
        axes->setData(axes->index(1, 4), QStringLiteral("400"));
        QTest::keyClick(desk.plot(), Qt::Key_M);
        desk.page.saveState(settings);
        desk.showRecording();
        desk.page.setShown({kThree});
        desk.page.saveState(settings); // what a recording shows is not remembered
    }
    Desk desk;
    desk.page.restoreState(settings);
    QCOMPARE(desk.page.shown(), (QStringList{kOne, kTwo}));
    QCOMPARE(desk.find<QComboBox>("trendWindow")->currentText(), QStringLiteral("10 s"));
    QCOMPARE(desk.legend(1, LegendModel::AxisColumn), QStringLiteral("flow"));
    const QAbstractItemModel *axes = desk.find<QTableView>("trendAxes")->model();
    QCOMPARE(axes->index(1, 4).data().toString(), QStringLiteral("400"));
    QCOMPARE(desk.find<QTableView>("trendMarkers")->model()->rowCount(), 1);
}

QTEST_MAIN(TestTrendPage)
#include "tst_trendpage.moc"
