// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"
#include "modbus/demodevice.h"
#include "tests/support/trafficframes.h"
#include "ui/events/eventlog.h"
#include "ui/traffic/fieldsmodel.h"
#include "ui/traffic/framespanel.h"
#include "ui/traffic/hexview.h"
#include "ui/traffic/latencychart.h"
#include "ui/traffic/trafficpage.h"
#include "ui/traffic/trafficview.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace support;
using modbus::Connection;
using modbus::TrafficFrame;
using modbus::TrafficLog;
using ui::TrafficModel;
using ui::TrafficPage;

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;

class TestTrafficPage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void showsWhatIsReadFromADevice();
    void emptyPageSaysWhatItIsFor();
    void selectedFrameIsTakenApart();
    void selectedFieldIsHighlightedAmongTheBytes();
    void faultIsExplainedAndLeadsToItsRequest();
    void followsTheNewestFrameUntilScrolled();
    void keepsItsPlaceWhenTheLogDropsFrames();
    void filtersAsOneTypes();
    void errorsOnlyIsOneClick();
    void spaceLetsItStandStill();
    void controlFLooksForAFrame();
    void copiesBytesOfTheSelectedFrames();
    void copiesRowsForASpreadsheet();
    void clearsTheFrames();
    void savesWhatIsShown_data();
    void savesWhatIsShown();
    void fileThatCannotBeWrittenIsToldInTheEvents();
    void statisticsShowHowLatenciesSpread();
    void statisticsAreSavedAndReset();
    void remembersItsLayout();

private:
    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = m_page->findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    ui::TrafficView *view() const { return find<ui::TrafficView>("trafficFrames"); }
    void exchange(quint64 first, quint64 last)
    {
        for (quint64 serial = first; serial <= last; ++serial) {
            emit m_connection->traffic(requestFrame(serial, quint16(serial)));
            emit m_connection->traffic(replyFrame(serial));
        }
    }
    /// Chooses a path in the dialog that opens.
    void choose(const char *dialogName, const QString &path)
    {
        auto *dialog = m_page->findChild<QFileDialog *>(QLatin1String(dialogName));
        QVERIFY(dialog);
        emit dialog->fileSelected(path);
        dialog->close();
    }

    std::unique_ptr<TrafficLog> m_log;
    std::unique_ptr<ui::EventLog> m_events;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<QMainWindow> m_window;
    QPointer<TrafficPage> m_page;
};

void TestTrafficPage::init()
{
    m_log = std::make_unique<TrafficLog>(400);
    m_events = std::make_unique<ui::EventLog>();
    m_connection = std::make_unique<Connection>(modbus::Endpoint{QStringLiteral("192.0.2.7"), 502});
    m_log->tap(*m_connection);
    m_window = std::make_unique<QMainWindow>();
    m_page = new TrafficPage(*m_log, *m_events);
    m_window->setCentralWidget(m_page);
    m_window->resize(1100, 600);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestTrafficPage::cleanup()
{
    m_window.reset();
}

void TestTrafficPage::showsWhatIsReadFromADevice()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port.has_value());
    Connection connection({QStringLiteral("127.0.0.1"), *port});
    m_log->tap(connection);
    bool isAnswered = false;
    connection.open();
    connection.send(*modbus::readRequest(1, {modbus::Table::HoldingRegisters, 107}, 3), this,
                    [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
    QTRY_COMPARE(view()->model()->rowCount(), 3);
    const auto summary = [&](int row) {
        return view()->model()->index(row, TrafficModel::SummaryColumn).data().toString();
    };
    QCOMPARE(summary(0), QStringLiteral("Connected"));
    QVERIFY(summary(1).contains(QStringLiteral("107 (0x006B)")));
    QVERIFY(summary(2).contains(QStringLiteral("109 (0x006D)")));
}

void TestTrafficPage::emptyPageSaysWhatItIsFor()
{
    QVERIFY(view()->accessibleDescription().contains(QStringLiteral("Ctrl+L")));
    QVERIFY(find<QLabel>("trafficStatus")->text().startsWith(QStringLiteral("0 of at most ")));
    exchange(1, 1);
    QTest::keyClicks(find<QLineEdit>("trafficFilter"), QStringLiteral("nothing like this"));
    QTRY_VERIFY(view()->accessibleDescription().contains(QStringLiteral("filter")));
    QTRY_VERIFY(find<QLabel>("trafficStatus")->text().startsWith(QStringLiteral("2 of at most ")));
}

void TestTrafficPage::selectedFrameIsTakenApart()
{
    exchange(1, 2);
    QTRY_COMPARE(view()->model()->rowCount(), 4);
    view()->setCurrentIndex(view()->model()->index(2, 0));
    const auto *fields = find<QTableView>("frameFields")->model();
    QCOMPARE(fields->index(0, ui::FieldsModel::NameColumn).data().toString(),
             QStringLiteral("Transaction Identifier"));
    QCOMPARE(fields->index(3, ui::FieldsModel::NameColumn).data().toString(),
             QStringLiteral("Unit Identifier"));
    QVERIFY(fields->index(4, ui::FieldsModel::ValueColumn)
                .data()
                .toString()
                .contains(QStringLiteral("Read Holding Registers")));
    QVERIFY(find<QPlainTextEdit>("frameBytes")
                ->toPlainText()
                .startsWith(QStringLiteral("0000 00 01 00 00 00 06 01 03 00 02 00 01")));
    QVERIFY(find<QLabel>("frameTitle")->text().contains(QStringLiteral("Frame 3")));
    // The log may drop it while it is looked at.
    exchange(3, 400);
    QTRY_COMPARE(qobject_cast<TrafficModel *>(view()->model())->numberAt(0), 401ULL);
    QCOMPARE(view()->currentFrame(), 0ULL);
    QVERIFY(find<QLabel>("frameTitle")->text().contains(QStringLiteral("Frame 3")));
    QVERIFY(!find<QPlainTextEdit>("frameBytes")->toPlainText().isEmpty());
}

void TestTrafficPage::selectedFieldIsHighlightedAmongTheBytes()
{
    emit m_connection->traffic(requestFrame(1, 0x1234, 20));
    emit m_connection->traffic(replyFrame(1, QByteArray("ABCD").repeated(20)));
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    view()->setCurrentIndex(view()->model()->index(0, 0));
    auto *fields = find<QTableView>("frameFields");
    const auto *hex = find<ui::HexView>("frameBytes");
    QVERIFY(hex->highlighted().isEmpty());
    fields->setFocus();
    QTest::keyClick(fields, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(hex->highlighted(), QStringLiteral("00 00"));
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(fields, Qt::Key_Down);
    QCOMPARE(hex->highlighted(), QStringLiteral("12 34"));
    // A field that goes over the end of a line.
    view()->setCurrentIndex(view()->model()->index(1, 0));
    for (int row = 0; row < fields->model()->rowCount(); ++row) {
        fields->setCurrentIndex(fields->model()->index(row, 0));
        const QString bytes = hex->highlighted();
        QVERIFY2(!bytes.isEmpty() && !bytes.contains(QStringLiteral("  ")), qPrintable(bytes));
    }
}

void TestTrafficPage::faultIsExplainedAndLeadsToItsRequest()
{
    emit m_connection->traffic(requestFrame(1));
    emit m_connection->traffic(exceptionFrame(1));
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    view()->setCurrentIndex(view()->model()->index(1, 0));
    const auto *fault = find<QLabel>("frameFault");
    QVERIFY(fault->isVisible());
    QVERIFY2(fault->text().contains(QStringLiteral("Illegal data address")) ||
                 fault->text().contains(QStringLiteral("does not have this address")),
             qPrintable(fault->text()));
    QTest::mouseClick(find<QToolButton>("frameCounterpart"), Qt::LeftButton);
    QCOMPARE(view()->currentIndex().row(), 0);
    QVERIFY(!fault->isVisible());
    // A filter may hide it.
    QTest::mouseClick(find<QToolButton>("trafficErrorsOnly"), Qt::LeftButton);
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    view()->setCurrentIndex(view()->model()->index(0, 0));
    QTest::mouseClick(find<QToolButton>("frameCounterpart"), Qt::LeftButton);
    QVERIFY(find<QLabel>("trafficSaid")->text().contains(QStringLiteral("Frame 1 is not shown")));
}

void TestTrafficPage::followsTheNewestFrameUntilScrolled()
{
    exchange(1, 50);
    QScrollBar *bar = view()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
    exchange(51, 60);
    QTRY_COMPARE(view()->model()->rowCount(), 120);
    QTRY_COMPARE(bar->value(), bar->maximum());
    QVERIFY(!find<QToolButton>("trafficNewest")->isEnabled());

    bar->setValue(30);
    QVERIFY(find<QToolButton>("trafficNewest")->isEnabled());
    exchange(61, 100);
    QTRY_COMPARE(view()->model()->rowCount(), 200);
    QCOMPARE(bar->value(), 30);

    QTest::mouseClick(find<QToolButton>("trafficNewest"), Qt::LeftButton);
    exchange(101, 110);
    QTRY_COMPARE(view()->model()->rowCount(), 220);
    QTRY_COMPARE(bar->value(), bar->maximum());
}

void TestTrafficPage::keepsItsPlaceWhenTheLogDropsFrames()
{
    exchange(1, 200);
    QTRY_COMPARE(view()->model()->rowCount(), 400);
    QScrollBar *bar = view()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 200);
    bar->setValue(100);
    const auto *model = qobject_cast<TrafficModel *>(view()->model());
    const quint64 top = model->numberAt(view()->rowAt(0));
    QVERIFY(top != 0);
    exchange(201, 220);
    QTRY_COMPARE(model->numberAt(0), 41ULL);
    QCOMPARE(model->numberAt(view()->rowAt(0)), top);
}

void TestTrafficPage::filtersAsOneTypes()
{
    exchange(1, 10);
    QTest::keyClicks(find<QLineEdit>("trafficFilter"), QStringLiteral("sent"));
    QTRY_COMPARE(view()->model()->rowCount(), 10);
    exchange(11, 12);
    QTRY_COMPARE(view()->model()->rowCount(), 12);
    find<QLineEdit>("trafficFilter")->clear();
    QTRY_COMPARE(view()->model()->rowCount(), 24);
}

void TestTrafficPage::errorsOnlyIsOneClick()
{
    exchange(1, 3);
    emit m_connection->traffic(requestFrame(4));
    emit m_connection->traffic(lineFrame(Kind::Unanswered, Flag::Timeout, 4));
    QTest::mouseClick(find<QToolButton>("trafficErrorsOnly"), Qt::LeftButton);
    QTRY_COMPARE(view()->model()->rowCount(), 1);
}

void TestTrafficPage::spaceLetsItStandStill()
{
    const ui::Page page = m_page->asPage();
    exchange(1, 3);
    QTRY_COMPARE(view()->model()->rowCount(), 6);
    QVERIFY(page.isPolling());
    page.togglePolling(); // what the window's Space does
    QVERIFY(!page.isPolling());
    QVERIFY(find<QToolButton>("trafficPause")->isChecked());
    exchange(4, 5);
    QTRY_VERIFY(find<QLabel>("trafficStatus")->text().contains(QStringLiteral("4 newer frames")));
    QCOMPARE(view()->model()->rowCount(), 6);
    QTest::mouseClick(find<QToolButton>("trafficPause"), Qt::LeftButton);
    QVERIFY(page.isPolling());
    QCOMPARE(view()->model()->rowCount(), 10);
}

void TestTrafficPage::controlFLooksForAFrame()
{
    exchange(1, 20);
    QTRY_COMPARE(view()->model()->rowCount(), 40);
    find<QTabWidget>("trafficTabs")->setCurrentIndex(1);
    m_page->asPage().find(); // what the window's Ctrl+F does
    auto *search = find<QLineEdit>("trafficSearch");
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, QStringLiteral("03 00 07"));
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(view()->currentFrame(), 13ULL);
    QTest::keyClick(search, Qt::Key_F3, Qt::ShiftModifier);
    QTRY_COMPARE(find<QLabel>("trafficSaid")->text(), QString());
    search->setText(QStringLiteral("no such thing"));
    QTest::keyClick(search, Qt::Key_F3);
    QTRY_VERIFY(find<QLabel>("trafficSaid")->text().startsWith(QStringLiteral("Not found")));
}

void TestTrafficPage::copiesBytesOfTheSelectedFrames()
{
    exchange(1, 2);
    QTRY_COMPARE(view()->model()->rowCount(), 4);
    view()->setFocus();
    view()->selectRow(1);
    QTest::keyClick(view(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("00 00 00 00 00 05 01 03 02 00 07\n"
                            "00 01 00 00 00 06 01 03 00 02 00 01"));
}

void TestTrafficPage::copiesRowsForASpreadsheet()
{
    exchange(1, 2);
    QTRY_COMPARE(view()->model()->rowCount(), 4);
    view()->setFocus();
    view()->selectAll();
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.first().split(u'\t').size(), int(TrafficModel::ColumnCount));
}

void TestTrafficPage::clearsTheFrames()
{
    exchange(1, 10);
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    view()->setCurrentIndex(view()->model()->index(3, 0));
    QTest::mouseClick(find<QToolButton>("trafficClear"), Qt::LeftButton);
    QCOMPARE(view()->model()->rowCount(), 0);
    QVERIFY(find<QPlainTextEdit>("frameBytes")->toPlainText().isEmpty());
    QVERIFY(!m_log->statistics().rows().empty());
}

void TestTrafficPage::savesWhatIsShown_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<int>("lines"); // 0: not a file of lines
    QTest::newRow("text") << "exportText" << QByteArray("2026-03-01 12:04:07.123456  #1  ") << 10;
    QTest::newRow("CSV") << "exportCsv" << QByteArray("number,time_utc,") << 11;
    QTest::newRow("capture") << "exportPcapng" << QByteArray::fromHex("0A0D0D0A") << 0;
}

void TestTrafficPage::savesWhatIsShown()
{
    QFETCH(QString, action);
    QFETCH(QByteArray, start);
    QFETCH(int, lines);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("traffic"));
    exchange(1, 10);
    find<QLineEdit>("trafficFilter")->setText(QStringLiteral("sent"));
    QTRY_COMPARE(view()->model()->rowCount(), 10);
    m_page->findChild<QAction *>(action)->trigger();
    choose("trafficExportDialog", path);
    QTRY_COMPARE(m_events->rowCount(), 1);
    QVERIFY(m_events->index(0, ui::EventLog::TextColumn).data().toString().contains(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray saved = file.readAll();
    QVERIFY(saved.startsWith(start));
    if (lines > 0)
        QCOMPARE(saved.count('\n'), lines);
    QVERIFY(find<QToolButton>("trafficExport")->isEnabled());
}

void TestTrafficPage::fileThatCannotBeWrittenIsToldInTheEvents()
{
    exchange(1, 1);
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    m_page->findChild<QAction *>(QStringLiteral("exportCsv"))->trigger();
    choose("trafficExportDialog", QStringLiteral("/no/such/folder/traffic.csv"));
    QTRY_COMPARE(m_events->rowCount(), 1);
    QCOMPARE(m_events->index(0, 0).data(ui::EventLog::SeverityRole).toInt(),
             int(ui::EventLog::Severity::Error));
}

void TestTrafficPage::statisticsShowHowLatenciesSpread()
{
    auto *tabs = find<QTabWidget>("trafficTabs");
    tabs->setCurrentIndex(1);
    QVERIFY(find<QLabel>("statisticsEmpty")->isVisible());
    exchange(1, 20);
    tabs->setCurrentIndex(0);
    tabs->setCurrentIndex(1);
    QVERIFY(!find<QLabel>("statisticsEmpty")->isVisible());
    QCOMPARE(find<QTableView>("statisticsTable")->model()->rowCount(), 1);
    const auto *chart = find<ui::LatencyChart>("latencyChart");
    QVERIFY(chart->accessibleDescription().contains(QStringLiteral("20")));
    // The highlighted colour of the palette is drawn somewhere.
    const QImage image =
        m_page->findChild<QWidget *>(QStringLiteral("latencyChart"))->grab().toImage();
    const QColor bar = chart->palette().color(QPalette::Highlight);
    bool isDrawn = false;
    for (int y = 0; y < image.height() && !isDrawn; ++y) {
        for (int x = 0; x < image.width() && !isDrawn; ++x)
            isDrawn = image.pixelColor(x, y) == bar;
    }
    QVERIFY(isDrawn);
}

void TestTrafficPage::statisticsAreSavedAndReset()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("statistics.csv"));
    exchange(1, 20);
    find<QTabWidget>("trafficTabs")->setCurrentIndex(1);
    QTest::mouseClick(find<QPushButton>("exportStatistics"), Qt::LeftButton);
    choose("statisticsExportDialog", path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[1].startsWith("192.0.2.7:502,03 Read Holding Registers,20,"));

    QTest::mouseClick(find<QPushButton>("resetStatistics"), Qt::LeftButton);
    QCOMPARE(find<QTableView>("statisticsTable")->model()->rowCount(), 0);
    QCOMPARE(m_log->end(), 41ULL); // the frames stay
}

void TestTrafficPage::remembersItsLayout()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    view()->setColumnWidth(TrafficModel::SummaryColumn, 333);
    m_page->asPage().saveState(settings);
    TrafficPage other(*m_log, *m_events);
    other.asPage().restoreState(settings);
    QCOMPARE(other.findChild<QTableView *>(QStringLiteral("trafficFrames"))
                 ->columnWidth(TrafficModel::SummaryColumn),
             333);
}

QTEST_MAIN(TestTrafficPage)
#include "tst_trafficpage.moc"
