// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/specdevice.h"
#include "ui/events/eventlog.h"
#include "ui/requests/requesthistorymodel.h"
#include "ui/requests/requestspage.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using support::HostileServer;
using support::SpecDevice;

namespace {

/// The page on a desk before a device written from the specification.
struct Desk
{
    QTemporaryDir folder;
    ui::EventLog events;
    HostileServer server;
    SpecDevice device{server};
    std::unique_ptr<modbus::Connection> connection;
    ui::RequestsPage page{events, folder.filePath(QStringLiteral("writes.jsonl"))};

    explicit Desk(bool connects = true)
    {
        page.resize(1100, 700);
        page.show();
        page.activateWindow();
        if (!QTest::qWaitForWindowActive(&page))
            qFatal("the page did not become active");
        if (!connects)
            return;
        modbus::Connection::Options options;
        options.retries = 0;
        connection = std::make_unique<modbus::Connection>(
            modbus::Endpoint{QStringLiteral("127.0.0.1"), server.listen()}, options);
        connection->open();
        page.setTarget(connection.get(), 1);
        [this] { QTRY_COMPARE(connection->state(), modbus::Connection::State::Connected); }();
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        auto *widget = page.findChild<Widget *>(QLatin1String(name));
        if (!widget)
            qFatal("there is no %s", name);
        return widget;
    }
    void choose(const QString &title) const
    {
        auto *list = find<QListWidget>("functionList");
        const auto items = list->findItems(title, Qt::MatchContains);
        QVERIFY2(!items.isEmpty(), qPrintable(title));
        list->setCurrentItem(items.first());
    }
    void type(const char *name, const QString &text) const
    {
        auto *line = find<QLineEdit>(name);
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, text);
    }
    void send() const
    {
        auto *list = find<QListWidget>("functionList");
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Return, Qt::ControlModifier);
    }
    void click(const char *name) const
    {
        QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton);
    }
    QString hex(const char *name) const { return find<QPlainTextEdit>(name)->toPlainText(); }
    QString status() const { return find<QLabel>("requestStatus")->text(); }
    QString text(const char *name) const { return find<QLabel>(name)->text(); }
    QStringList fields(const char *name) const
    {
        QStringList texts;
        const auto *model = find<QTableView>(name)->model();
        for (int row = 0; row < model->rowCount(); ++row)
            texts.append(model->index(row, 2).data().toString() + QStringLiteral(" = ") +
                         model->index(row, 3).data().toString());
        return texts;
    }
    int sent() const { return find<QTableView>("requestHistory")->model()->rowCount(); }
};

} // namespace

class TestRequestsPage : public QObject
{
    Q_OBJECT
private slots:
    void offersEveryFunction();
    void showsWhatItWillSend();
    void saysWhatIsWrongWithAnEntry_data();
    void saysWhatIsWrongWithAnEntry();
    void showsTheReplyFieldByField();
    void explainsAnException();
    void showsTheFaultOfAReply();
    void asksBeforeItWrites();
    void doesNotWriteWhatWasNotConfirmed();
    void asksNothingAboutARequestThatWasChanged();
    void escapeBeforeTheWriteKeepsItFromBeingSent();
    void writesNothingWhileLocked();
    void identifiesTheDevice();
    void sendsAnyPdu();
    void sendsAgainFromTheHistory();
    void looksAtAnEarlierRequest();
    void copies();
    void filtersFunctions();
    void waitsNoMoreAfterEsc();
    void saysWhatToDoWithoutADevice();
    void remembersItsFunction();
    void eachFunctionHasALawfulStart();
};

void TestRequestsPage::offersEveryFunction()
{
    Desk desk;
    auto *list = desk.find<QListWidget>("functionList");
    for (const char *title :
         {"01 Read Coils", "02 Read Discrete Inputs", "03 Read Holding Registers",
          "04 Read Input Registers", "05 Write Single Coil", "06 Write Single Register",
          "07 Read Exception Status", "08 Diagnostics", "11 Get Comm Event Counter",
          "12 Get Comm Event Log", "15 Write Multiple Coils", "16 Write Multiple Registers",
          "17 Report Server ID", "20 Read File Record", "21 Write File Record",
          "22 Mask Write Register", "23 Read/Write Multiple Registers", "24 Read FIFO Queue",
          "43/14 Read Device Identification"})
        QCOMPARE(list->findItems(QLatin1StringView(title), Qt::MatchExactly).size(), 1);
    desk.choose(QStringLiteral("08 Diagnostics"));
    QVERIFY(desk.text("requestNote").startsWith(QStringLiteral("For serial lines only")));
}

void TestRequestsPage::showsWhatItWillSend()
{
    Desk desk;
    desk.choose(QStringLiteral("03 Read Holding"));
    desk.type("requestAddress", QStringLiteral("40108"));
    desk.type("requestCount", QStringLiteral("3"));
    QCOMPARE(desk.hex("requestHex"), QStringLiteral(".. .. 00 00 00 06 01 | 03 00 6B 00 03"));
    QCOMPARE(desk.fields("requestFields").at(1),
             QStringLiteral("Starting Address = 107 (0x006B), 40108"));
    QVERIFY(desk.server.asked().isEmpty());
}

void TestRequestsPage::saysWhatIsWrongWithAnEntry_data()
{
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *function, const char *field,
                        const char *text) {
        QTest::newRow(name) << QString::fromLatin1(function) << QString::fromLatin1(field)
                            << QString::fromLatin1(text);
    };
    row("no number", "03 Read", "requestCount", "many");
    row("too many", "03 Read", "requestCount", "126");
    row("no address", "03 Read", "requestAddress", "here");
    row("past the end", "03 Read", "requestAddress", "65535");
    row("no value", "16 Write", "requestValue", "");
    row("a value too large", "06 Write", "requestValue", "65536");
    row("two values for one", "06 Write", "requestValue", "1 2");
    row("a bit that is 2", "15 Write", "requestValue", "0 2");
    row("half a byte", "Any PDU", "requestValue", "030");
    row("a file 0", "20 Read", "requestFile", "0");
}

void TestRequestsPage::saysWhatIsWrongWithAnEntry()
{
    QFETCH(QString, function);
    QFETCH(QString, field);
    QFETCH(QString, text);
    Desk desk;
    desk.choose(function);
    auto *line = desk.find<QLineEdit>(field.toLatin1().constData());
    line->setText(text);
    QVERIFY(!desk.text("requestFault").isEmpty());
    QVERIFY(!desk.find<QPushButton>("requestSend")->isEnabled());
    desk.send();
    QVERIFY(desk.server.asked().isEmpty());
}

void TestRequestsPage::showsTheReplyFieldByField()
{
    Desk desk;
    desk.choose(QStringLiteral("24 Read FIFO"));
    desk.type("requestAddress", QStringLiteral("0x04DE"));
    desk.send();
    QTRY_COMPARE(desk.hex("replyHex"), QStringLiteral("18 00 06 00 02 01 B8 12 84"));
    QCOMPARE(desk.fields("replyFields").last(),
             QStringLiteral("FIFO Value Register, item 2 = 4740 (0x1284)"));
    QVERIFY(desk.status().startsWith(QStringLiteral("Answered in ")));
    QCOMPARE(desk.sent(), 1);
}

void TestRequestsPage::explainsAnException()
{
    Desk desk;
    desk.device.unknownFunctions = {7};
    desk.choose(QStringLiteral("07 Read"));
    desk.send();
    QTRY_COMPARE(desk.hex("replyHex"), QStringLiteral("87 01"));
    QVERIFY(desk.status().contains(QStringLiteral("does not know function 7")));
    QCOMPARE(desk.events.rowCount(), 1);
}

void TestRequestsPage::showsTheFaultOfAReply()
{
    Desk desk;
    desk.choose(QStringLiteral("17 Report"));
    desk.device.serverId = QByteArray();
    desk.send();
    QTRY_COMPARE(desk.hex("replyHex"), QStringLiteral("11 00"));
    QVERIFY(desk.fields("replyFields").at(1).contains(QStringLiteral("there is no server id")));
    QVERIFY(desk.status().contains(QStringLiteral("fails a check")));
}

void TestRequestsPage::asksBeforeItWrites()
{
    Desk desk;
    desk.connection->arm();
    desk.choose(QStringLiteral("22 Mask"));
    desk.type("requestAddress", QStringLiteral("4"));
    desk.type("requestAndMask", QStringLiteral("0xF2"));
    desk.type("requestOrMask", QStringLiteral("0x25"));
    desk.send();
    QTRY_VERIFY(desk.find<QWidget>("changeQuestion")->isVisible());
    QVERIFY(desk.text("changeText").contains(QStringLiteral("4 \u2192 5")));
    QVERIFY(!desk.find<QPushButton>("changeWrite")->hasFocus());
    QCOMPARE(desk.server.holding(4), 4);
    desk.click("changeWrite");
    QTRY_COMPARE(desk.server.holding(4), 5);
    QTRY_VERIFY(desk.status().contains(QStringLiteral("verified")));
    QVERIFY(QFile::exists(desk.folder.filePath(QStringLiteral("writes.jsonl"))));
    QCOMPARE(desk.events.rowCount(), 1);
}

void TestRequestsPage::doesNotWriteWhatWasNotConfirmed()
{
    Desk desk;
    desk.connection->arm();
    desk.choose(QStringLiteral("06 Write"));
    desk.send();
    QTRY_VERIFY(desk.find<QWidget>("changeQuestion")->isVisible());
    desk.type("requestValue", QStringLiteral("7")); // another request: the question is void
    QVERIFY(!desk.find<QWidget>("changeQuestion")->isVisible());
    desk.send();
    QTRY_VERIFY(desk.find<QWidget>("changeQuestion")->isVisible());
    desk.page.cancel();
    QVERIFY(!desk.find<QWidget>("changeQuestion")->isVisible());
    for (const support::Asked &asked : desk.server.asked())
        QCOMPARE(int(asked.pdu[0]), 3);
}

void TestRequestsPage::asksNothingAboutARequestThatWasChanged()
{
    Desk desk;
    desk.connection->arm();
    QList<support::Asked> held;
    desk.server.setBehaviour([&](const support::Asked &asked) { held.append(asked); });
    desk.choose(QStringLiteral("06 Write"));
    desk.send();
    QTRY_COMPARE(held.size(), 1); // what is there now
    desk.type("requestValue", QStringLiteral("7"));
    desk.server.answerWell(held.takeFirst());
    QTRY_VERIFY(desk.find<QPushButton>("requestSend")->isEnabled());
    QVERIFY(!desk.find<QWidget>("changeQuestion")->isVisible());
}

void TestRequestsPage::escapeBeforeTheWriteKeepsItFromBeingSent()
{
    Desk desk;
    desk.connection->arm();
    desk.choose(QStringLiteral("06 Write"));
    desk.send();
    QTRY_VERIFY(desk.find<QWidget>("changeQuestion")->isVisible());
    QList<support::Asked> held;
    desk.server.setBehaviour([&](const support::Asked &asked) { held.append(asked); });
    desk.find<QPushButton>("changeWrite")->click();
    QTRY_COMPARE(held.size(), 1); // what is there now, once more
    desk.page.cancel();
    QVERIFY(desk.status().contains(QStringLiteral("read the values")));
    desk.server.setBehaviour([&](const support::Asked &asked) { desk.server.answerWell(asked); });
    desk.server.answerWell(held.takeFirst());
    desk.choose(QStringLiteral("03 Read"));
    desk.send();
    QTRY_VERIFY(desk.status().contains(QStringLiteral("Answered")));
    for (const support::Asked &asked : desk.server.asked())
        QCOMPARE(int(asked.pdu[0]), 3);
}

void TestRequestsPage::writesNothingWhileLocked()
{
    Desk desk;
    desk.choose(QStringLiteral("08 Diagnostics"));
    auto *sub = desk.find<QComboBox>("requestSubFunction");
    sub->setCurrentIndex(sub->findData(1));
    desk.send();
    QTRY_VERIFY(desk.find<QWidget>("changeQuestion")->isVisible());
    QVERIFY(desk.text("changeText").contains(QStringLiteral("Restart Communications")));
    QVERIFY(!desk.find<QPushButton>("changeWrite")->isEnabled());
    QVERIFY(desk.text("changeLocked").contains(QStringLiteral("locked")));
    desk.connection->arm();
    QVERIFY(desk.find<QPushButton>("changeWrite")->isEnabled());
    QVERIFY(desk.server.asked().isEmpty());
}

void TestRequestsPage::identifiesTheDevice()
{
    Desk desk;
    desk.choose(QStringLiteral("Identify"));
    desk.send();
    QTRY_VERIFY(desk.find<QWidget>("identityCard")->isVisible());
    QCOMPARE(desk.text("identityHeadline"), QStringLiteral("Loopcheck tests Pressure V2.11"));
    desk.click("replyCopy");
    QVERIFY(QGuiApplication::clipboard()->text().contains(
        QStringLiteral("UserApplicationName\tBoiler")));
    desk.device.unknownFunctions = {17, 43};
    desk.send();
    QTRY_VERIFY(desk.text("identityHeadline").contains(QStringLiteral("does not say")));
    QVERIFY(desk.text("identityReasons").contains(QStringLiteral("function 17")));
}

void TestRequestsPage::sendsAnyPdu()
{
    Desk desk;
    desk.choose(QStringLiteral("Any PDU"));
    desk.type("requestValue", QStringLiteral("2B0E0402"));
    desk.send();
    QTRY_VERIFY(desk.hex("replyHex").startsWith(QStringLiteral("2B 0E 04")));
    QCOMPARE(desk.fields("replyFields").last(), QStringLiteral("Object 1, Object Value = V2.11"));
}

void TestRequestsPage::sendsAgainFromTheHistory()
{
    Desk desk;
    desk.choose(QStringLiteral("07 Read"));
    desk.send();
    QTRY_COMPARE(desk.sent(), 1);
    auto *history = desk.find<QTableView>("requestHistory");
    const QAbstractItemModelTester tester(history->model());
    desk.click("requestResend");
    QTRY_COMPARE(desk.sent(), 2);
    history->setFocus();
    history->selectRow(0);
    QTest::keyClick(history, Qt::Key_Return);
    QTRY_COMPARE(desk.sent(), 3);
    QCOMPARE(desk.server.asked().size(), 3);
}

void TestRequestsPage::looksAtAnEarlierRequest()
{
    Desk desk;
    desk.choose(QStringLiteral("07 Read"));
    desk.send();
    QTRY_COMPARE(desk.sent(), 1);
    desk.choose(QStringLiteral("11 Get"));
    desk.send();
    QTRY_COMPARE(desk.sent(), 2);
    auto *history = desk.find<QTableView>("requestHistory");
    desk.page.activateWindow();
    history->setFocus();
    QTRY_VERIFY(history->hasFocus());
    QTest::keyClick(history, Qt::Key_Down);
    QTRY_COMPARE(desk.hex("replyHex"), QStringLiteral("07 6D"));
    QVERIFY(desk.hex("requestHex").endsWith(QStringLiteral("| 07")));
}

void TestRequestsPage::copies()
{
    Desk desk;
    desk.choose(QStringLiteral("07 Read"));
    desk.send();
    QTRY_COMPARE(desk.sent(), 1);
    desk.click("replyCopy");
    const QString both = QGuiApplication::clipboard()->text();
    QVERIFY(both.contains(QStringLiteral("| 07\n")));
    QVERIFY(both.contains(QStringLiteral("1\t6D\tOutput Data\t")));
    auto *table = desk.find<QTableView>("replyFields");
    table->selectRow(1);
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("1\t6D\tOutput Data")));
    desk.click("requestHistoryCopy");
    QVERIFY(
        QGuiApplication::clipboard()->text().contains(QStringLiteral("07 Read Exception Status")));
}

void TestRequestsPage::filtersFunctions()
{
    Desk desk;
    desk.page.asPage().find();
    desk.type("functionFilter", QStringLiteral("file"));
    auto *list = desk.find<QListWidget>("functionList");
    int shown = 0;
    for (int row = 0; row < list->count(); ++row)
        shown += list->item(row)->isHidden() ? 0 : 1;
    QCOMPARE(shown, 2);
}

void TestRequestsPage::waitsNoMoreAfterEsc()
{
    Desk desk;
    desk.server.setBehaviour([](const support::Asked &) {}); // silent
    desk.choose(QStringLiteral("07 Read"));
    desk.send();
    QVERIFY(!desk.find<QPushButton>("requestSend")->isEnabled());
    desk.page.cancel();
    QVERIFY(desk.find<QPushButton>("requestSend")->isEnabled());
    QVERIFY(desk.status().contains(QStringLiteral("did not wait")));
}

void TestRequestsPage::saysWhatToDoWithoutADevice()
{
    Desk desk(false);
    QVERIFY(desk.text("requestFault").contains(QStringLiteral("Ctrl+L")));
    QVERIFY(!desk.find<QPushButton>("requestSend")->isEnabled());
    desk.send();
    desk.page.cancel();
    QVERIFY(desk.find<QLabel>("requestHistoryEmpty")->isVisible());
}

void TestRequestsPage::remembersItsFunction()
{
    Desk desk;
    QSettings settings(desk.folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    desk.choose(QStringLiteral("23 Read/Write"));
    desk.page.saveState(settings);
    desk.choose(QStringLiteral("01 Read"));
    desk.page.restoreState(settings);
    QCOMPARE(desk.text("requestFunction"), QStringLiteral("23 Read/Write Multiple Registers"));
}

void TestRequestsPage::eachFunctionHasALawfulStart()
{
    Desk desk;
    auto *list = desk.find<QListWidget>("functionList");
    for (int row = 0; row < list->count(); ++row) {
        list->setCurrentRow(row);
        QVERIFY2(desk.text("requestFault").isEmpty(), qPrintable(list->item(row)->text()));
        QVERIFY(desk.find<QPushButton>("requestSend")->isEnabled());
    }
}

QTEST_MAIN(TestRequestsPage)
#include "tst_requestspage.moc"
