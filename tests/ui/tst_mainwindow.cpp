// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "tests/support/closedport.h"
#include "tests/support/hostileserver.h"
#include "ui/mainwindow.h"
#include "ui/points/pointlistmodel.h"
#include "ui/points/pointspage.h"
#include "ui/registers/registermodel.h"
#include "ui/rules/rulespage.h"
#include "ui/settings.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QModbusTcpServer>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>
#include <QTreeView>

using modbus::Connection;
using namespace std::chrono_literals;

/// The window on real sockets, as a user has it: typed into, clicked, and looked at.
class TestMainWindow : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();

    void beginsWithWaysToConnect();
    void typedAddressAndEnterShowTheFirstRegisters();
    void twoConnectionsKeepTheirOwnValues();
    void unitsOfOneDeviceShareItsConnection();
    void refusedPortIsExplainedWithARemedy();
    void removingTheLastConnectionBringsTheWelcomeBack();
    void writesAreArmedAndLockedByTheSwitch();
    void armingEndsByItself();
    void armingBelongsToItsConnection();
    void pagesFollowTheirKeys();
    void readKeyReads();
    void spacePausesPolling();
    void spacePressesTheButtonThatHasTheFocus();
    void spaceIsTypedIntoFields();
    void eventsAreFilteredFromTheKeyboard();
    void everyActionIsInAMenu();
    void everyInteractiveWidgetHasAName();
    void layoutIsRememberedOverARestart();
    void whatWorkedIsOfferedAfterARestart();
    void whatFailedIsNotRemembered();
    void damagedSettingsAreSetAside_data();
    void damagedSettingsAreSetAside();
    void smallScreenKeepsTheArmedStateInView();
    void keysAreListed();
    void keysMeanOneThingOnEachPage();
    void dragHeldOverAPageBringsItUp();
    void versionAndLicenceAreShown();
    void placeholdersFollowThePalette();
    void reconnectingKeepsTheHistoryInOrder();
    void closingDuringAPushAsksFirst();
    void closingDuringAPushKeepsItsRecord();
    void closingDuringAWriteAsksFirst();
    void pointsPageWorksWithoutAConnection();
    void pagesFitOnALaptopScreen();
    void demoOpensLive();
    void demoLeavesNoTrace();

private:
    void start();
    void restart();
    template <typename Widget>
    Widget *find(const char *name) const
    {
        return m_window->findChild<Widget *>(QLatin1StringView(name));
    }
    void press(const QKeySequence &keys) const
    {
        m_window->activateWindow(); // a completion's popup may have had the keyboard
        QTRY_VERIFY(m_window->isActiveWindow());
        QTest::keySequence(m_window->focusWidget() ? m_window->focusWidget() : m_window.get(),
                           keys);
    }
    QKeySequence keysOf(const char *action) const { return find<QAction>(action)->shortcut(); }
    void connectTo(const QString &text) const;
    void beginPushTo(const QTcpServer &receiver);
    QString value(int row) const;
    QToolButton *armButton() const { return find<QToolButton>("armWritesButton"); }
    static QString address(modbus::DemoDevice &device)
    {
        return QStringLiteral("127.0.0.1:%1")
            .arg(device.listen(QHostAddress::LocalHost, 0).value_or(0));
    }
    QString closedAddress() const { return QStringLiteral("127.0.0.1:%1").arg(m_closed.number()); }

    support::ClosedPort m_closed;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ui::Settings> m_settings;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    start();
    m_window->resize(1366, 768);
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestMainWindow::start()
{
    m_settings = std::make_unique<ui::Settings>(m_folder->path());
    m_window = std::make_unique<ui::MainWindow>(*m_settings, m_folder->path());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::restart()
{
    m_window->close();
    m_window.reset();
    start();
}

void TestMainWindow::connectTo(const QString &text) const
{
    press(QKeySequence(QStringLiteral("Ctrl+L")));
    auto *field = find<QLineEdit>("connectField");
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, text);
    QTest::keyClick(field, Qt::Key_Return);
}

/// The value of a row of the holding registers.
QString TestMainWindow::value(int row) const
{
    const QAbstractItemModel *model = find<QTableView>("holdingGrid")->model();
    for (int column = 0; column < model->columnCount(); ++column) {
        if (model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString() ==
            QStringLiteral("Value"))
            return model->index(row, column).data().toString();
    }
    return {};
}

void TestMainWindow::beginsWithWaysToConnect()
{
    QVERIFY(find<QWidget>("welcomePage")->isVisible());
    QTest::mouseClick(find<QPushButton>("welcomeConnect"), Qt::LeftButton);
    QTRY_VERIFY(find<QLineEdit>("connectField")->hasFocus());
    QVERIFY(!armButton()->isEnabled());
    QCOMPARE(m_window->events().rowCount(), 0);
}

void TestMainWindow::typedAddressAndEnterShowTheFirstRegisters()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const QString typed = address(device);
    connectTo(typed);
    QTRY_COMPARE(value(0), QStringLiteral("0"));
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    QVERIFY(!find<QWidget>("welcomePage")->isVisible());
    QVERIFY(find<QWidget>("connectionState")->isVisible());
    QTRY_VERIFY(find<QLabel>("connectionState")->text().contains(QStringLiteral("connected")));
    QVERIFY(m_window->windowTitle().startsWith(typed));
}

void TestMainWindow::twoConnectionsKeepTheirOwnValues()
{
    modbus::DemoDevice first(modbus::DemoDevice::Signals::Static);
    modbus::DemoDevice second(modbus::DemoDevice::Signals::Static);
    const QString firstAddress = address(first);
    const QString secondAddress = address(second);
    first.server().setData(QModbusDataUnit::HoldingRegisters, 5, 111);
    second.server().setData(QModbusDataUnit::HoldingRegisters, 5, 222);
    connectTo(firstAddress);
    QTRY_COMPARE(value(5), QStringLiteral("111"));
    connectTo(secondAddress);
    QTRY_COMPARE(value(5), QStringLiteral("222"));
    QCOMPARE(m_window->connections().rowCount(), 2);

    auto *list = find<QTreeView>("connectionList");
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                      list->visualRect(list->model()->index(0, 0)).center());
    QTRY_COMPARE(value(5), QStringLiteral("111"));
    QTRY_VERIFY(m_window->windowTitle().startsWith(firstAddress));
}

void TestMainWindow::unitsOfOneDeviceShareItsConnection()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const QString typed = address(device);
    connectTo(typed);
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    connectTo(typed + QStringLiteral("/7"));
    QTRY_COMPARE(m_window->connections().rowCount(m_window->connections().index(0, 0)), 2);
    QCOMPARE(m_window->connections().rowCount(), 1);
    QTRY_VERIFY(m_window->windowTitle().startsWith(typed + QStringLiteral("/7")));
}

void TestMainWindow::refusedPortIsExplainedWithARemedy()
{
    connectTo(closedAddress());
    auto *remedy = find<QLabel>("connectionRemedy");
    QTRY_VERIFY(remedy->isVisible());
    const modbus::Explanation explanation = modbus::explain(
        *m_window->connections().connectionAt(m_window->connections().index(0, 0))->lastError());
    QCOMPARE(remedy->text(), explanation.remedy);
    QCOMPARE(find<QLabel>("connectionError")->text(), explanation.text);
    QTRY_VERIFY(find<QLabel>("connectionState")->text().contains(QStringLiteral("next attempt")));
    QVERIFY(find<QToolButton>("retryNowButton")->isEnabled());
    QVERIFY(!armButton()->isEnabled());
    const QAbstractItemModel &events = m_window->events();
    QVERIFY(events.index(events.rowCount() - 1, ui::EventLog::TextColumn)
                .data()
                .toString()
                .contains(explanation.remedy));
}

void TestMainWindow::removingTheLastConnectionBringsTheWelcomeBack()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    auto *list = find<QTreeView>("connectionList");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Delete);
    QTRY_VERIFY(find<QWidget>("welcomePage")->isVisible());
    QCOMPARE(m_window->connections().rowCount(), 0);
    QCOMPARE(m_window->windowTitle(), QStringLiteral("Loopcheck"));
}

void TestMainWindow::writesAreArmedAndLockedByTheSwitch()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_VERIFY(armButton()->isEnabled());
    auto *bar = find<QWidget>("armBar");
    QVERIFY(!bar->isVisible());
    QCOMPARE(armButton()->text(), QStringLiteral("WRITES LOCKED"));

    QTest::mouseClick(armButton(), Qt::LeftButton);
    QTRY_VERIFY(bar->isVisible());
    QTRY_COMPARE(bar->width(), m_window->width());
    QVERIFY(armButton()->text().startsWith(QStringLiteral("WRITES ARMED ")));

    QTest::mouseClick(find<QPushButton>("disarmButton"), Qt::LeftButton);
    QTRY_VERIFY(!bar->isVisible());
    QCOMPARE(armButton()->text(), QStringLiteral("WRITES LOCKED"));
}

void TestMainWindow::armingEndsByItself()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_VERIFY(armButton()->isEnabled());
    m_window->connections().connectionAt(m_window->connections().index(0, 0))->arm(300ms);
    QTRY_VERIFY(find<QWidget>("armBar")->isVisible());
    QTRY_VERIFY(!find<QWidget>("armBar")->isVisible());
    QCOMPARE(armButton()->text(), QStringLiteral("WRITES LOCKED"));
}

void TestMainWindow::armingBelongsToItsConnection()
{
    modbus::DemoDevice first(modbus::DemoDevice::Signals::Static);
    modbus::DemoDevice second(modbus::DemoDevice::Signals::Static);
    const QString firstAddress = address(first);
    connectTo(firstAddress);
    QTRY_VERIFY(armButton()->isEnabled());
    QTest::mouseClick(armButton(), Qt::LeftButton);
    QTRY_VERIFY(find<QWidget>("armBar")->isVisible());
    connectTo(address(second));
    QTRY_VERIFY(!find<QWidget>("armBar")->isVisible());
    QCOMPARE(armButton()->text(), QStringLiteral("WRITES LOCKED"));
    connectTo(firstAddress);
    QTRY_VERIFY(find<QWidget>("armBar")->isVisible());
}

void TestMainWindow::pagesFollowTheirKeys()
{
    press(keysOf("rulesPageAction"));
    QTRY_VERIFY(find<QAction>("rulesPageAction")->isChecked());
    QVERIFY(!find<QWidget>("welcomePage")->isVisible());
    press(QKeySequence(QStringLiteral("Ctrl+1")));
    QTRY_VERIFY(find<QAction>("registersPageAction")->isChecked());
    QVERIFY(find<QWidget>("welcomePage")->isVisible());
}

void TestMainWindow::readKeyReads()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    const auto *connection =
        m_window->connections().connectionAt(m_window->connections().index(0, 0));
    press(QKeySequence(Qt::Key_Space));
    const quint64 before = connection->statistics().replies;
    device.server().setData(QModbusDataUnit::HoldingRegisters, 4, 4711);
    press(QKeySequence(Qt::Key_F5));
    QTRY_COMPARE(value(4), QStringLiteral("4711"));
    QVERIFY(connection->statistics().replies > before);
}

void TestMainWindow::spacePausesPolling()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    auto *grid = find<QTableView>("holdingGrid");
    grid->setFocus();
    const auto isPolling = [this] { return find<QAction>("togglePolling")->isChecked(); };
    QTRY_VERIFY(isPolling());
    QTest::keyClick(grid, Qt::Key_Space);
    QTRY_VERIFY(!isPolling());
    QTest::keyClick(grid, Qt::Key_Space);
    QTRY_VERIFY(isPolling());
}

void TestMainWindow::spacePressesTheButtonThatHasTheFocus()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_VERIFY(armButton()->isEnabled());
    QTest::mouseClick(armButton(), Qt::LeftButton);
    auto *lock = find<QPushButton>("disarmButton");
    QTRY_VERIFY(lock->isVisible());
    lock->setFocus();
    QTest::keyClick(lock, Qt::Key_Space);
    QTRY_VERIFY(!lock->isVisible());
    QVERIFY(find<QAction>("togglePolling")->isChecked());
}

void TestMainWindow::spaceIsTypedIntoFields()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    press(QKeySequence(QKeySequence::Find));
    auto *filter = find<QLineEdit>("eventsFilter");
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("a b"));
    QCOMPARE(filter->text(), QStringLiteral("a b"));
    QVERIFY(find<QAction>("togglePolling")->isChecked());
}

void TestMainWindow::eventsAreFilteredFromTheKeyboard()
{
    connectTo(closedAddress());
    QTRY_VERIFY(m_window->events().rowCount() > 0);
    find<QDockWidget>("eventsDock")->hide();
    press(QKeySequence(QKeySequence::Find));
    auto *filter = find<QLineEdit>("eventsFilter");
    QTRY_VERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("no such text"));
    QCOMPARE(find<QTreeView>("eventsList")->model()->rowCount(), 0);
}

void TestMainWindow::everyActionIsInAMenu()
{
    QSet<QAction *> inMenus;
    for (const QMenu *menu : m_window->menuBar()->findChildren<QMenu *>()) {
        for (QAction *action : menu->actions())
            inMenus.insert(action);
    }
    for (QAction *action : m_window->actions())
        QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
    for (QAction *action : find<QToolBar>("mainToolBar")->actions()) {
        if (!action->text().isEmpty())
            QVERIFY2(inMenus.contains(action), qPrintable(action->objectName()));
    }
}

void TestMainWindow::everyInteractiveWidgetHasAName()
{
    for (const char *area : {"mainToolBar", "connectionsDock", "eventsDock", "armBar"}) {
        for (const QWidget *widget : find<QWidget>(area)->findChildren<QWidget *>()) {
            const bool isOurs = !widget->objectName().startsWith(QStringLiteral("qt_"));
            if (widget->focusPolicy() == Qt::NoFocus || !isOurs)
                continue;
            QVERIFY2(!widget->objectName().isEmpty(),
                     qPrintable(QStringLiteral("%1 in %2")
                                    .arg(QLatin1StringView(widget->metaObject()->className()),
                                         widget->parentWidget()->objectName())));
        }
    }
}

void TestMainWindow::layoutIsRememberedOverARestart()
{
    m_window->resize(1100, 700);
    m_window->addDockWidget(Qt::RightDockWidgetArea, find<QDockWidget>("connectionsDock"));
    find<QDockWidget>("eventsDock")->hide();
    press(keysOf("rulesPageAction"));
    QTRY_VERIFY(find<QAction>("rulesPageAction")->isChecked());
    restart();
    QCOMPARE(m_window->size(), QSize(1100, 700));
    QCOMPARE(m_window->dockWidgetArea(find<QDockWidget>("connectionsDock")),
             Qt::RightDockWidgetArea);
    QVERIFY(!find<QDockWidget>("eventsDock")->isVisible());
    QVERIFY(find<QAction>("rulesPageAction")->isChecked());
    QVERIFY(!find<QWidget>("armBar")->isVisible());
}

void TestMainWindow::whatWorkedIsOfferedAfterARestart()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const QString typed = address(device);
    connectTo(typed);
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    // It is on the disk at once, not only after a proper end.
    QTRY_VERIFY(QSettings(m_settings->path(), QSettings::IniFormat)
                    .value(QStringLiteral("connect/history"))
                    .toStringList()
                    .contains(typed));
    restart();
    QCOMPARE(find<QLineEdit>("connectField")->text(), typed);
    press(QKeySequence(QStringLiteral("Ctrl+L")));
    QTest::keyClick(find<QLineEdit>("connectField"), Qt::Key_Return);
    QTRY_COMPARE(value(9), QStringLiteral("9"));
}

void TestMainWindow::whatFailedIsNotRemembered()
{
    connectTo(closedAddress());
    QTRY_VERIFY(m_window->events().rowCount() > 0);
    restart();
    QCOMPARE(find<QLineEdit>("connectField")->text(), QString());
}

void TestMainWindow::damagedSettingsAreSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("zeros after a power failure") << QByteArray(512, '\0');
    QTest::newRow("something that is no INI file") << QByteArray("<html>\nnot found\n</html>\n");
}

void TestMainWindow::damagedSettingsAreSetAside()
{
    QFETCH(QByteArray, content);
    const QString path = m_settings->path();
    m_window.reset();
    m_settings.reset();
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
    file.close();

    start();
    const QStringList aside =
        QDir(m_folder->path()).entryList({QStringLiteral("loopcheck.ini.damaged-*")});
    QCOMPARE(aside.size(), 1);
    QFile kept(m_folder->filePath(aside.constFirst()));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), content);
    QCOMPARE(m_window->events().rowCount(), 1);
    QVERIFY(m_window->events()
                .index(0, ui::EventLog::TextColumn)
                .data()
                .toString()
                .contains(aside.constFirst()));
}

void TestMainWindow::smallScreenKeepsTheArmedStateInView()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_VERIFY(armButton()->isEnabled());
    QTest::mouseClick(armButton(), Qt::LeftButton);
    m_window->resize(800, 500);
    QTRY_COMPARE(m_window->width(), 800);
    QTRY_VERIFY(find<QWidget>("armBar")->isVisible());
    QTRY_VERIFY(armButton()->isVisible());
    QTRY_VERIFY(armButton()->mapTo(m_window.get(), armButton()->rect().topRight()).x() < 800);
    QTRY_COMPARE(find<QWidget>("armBar")->width(), 800);
    QTRY_VERIFY(find<QPushButton>("disarmButton")->isVisible());
}

void TestMainWindow::keysAreListed()
{
    press(QKeySequence(Qt::Key_F1));
    QTRY_VERIFY(m_window->findChild<QTableWidget *>(QStringLiteral("keysTable")));
    QSet<QString> listed;
    const auto *table = find<QTableWidget>("keysTable");
    QVERIFY(table);
    for (int row = 0; row < table->rowCount(); ++row) {
        QVERIFY2(!table->item(row, 1)->text().isEmpty(), qPrintable(table->item(row, 0)->text()));
        listed.insert(table->item(row, 0)->text());
    }
    for (const char *keys : {"F1", "F2", "F5", "Space", "Esc", "Ctrl+L", "Ctrl+1", "Ctrl+2",
                             "Ctrl+F", "Ctrl+Shift+W", "Ctrl+Return", "Ctrl+O", "Ctrl+R"})
        QVERIFY2(listed.contains(QLatin1StringView(keys)), keys);
    QTest::keyClick(find<QDialog>("keysDialog"), Qt::Key_Escape);
    QTRY_VERIFY(!find<QDialog>("keysDialog"));
}

void TestMainWindow::keysMeanOneThingOnEachPage()
{
    const auto pages =
        m_window->findChildren<QAction *>(QRegularExpression(QStringLiteral("PageAction$")));
    for (QAction *page : pages) {
        page->trigger();
        QHash<QKeySequence, QString> taken;
        const auto claim = [&taken, page](const QKeySequence &keys, const QString &name) {
            if (keys.isEmpty())
                return;
            const QString what = QStringLiteral("%1: %2 and %3 on %4")
                                     .arg(keys.toString(), taken.value(keys), name, page->text());
            QVERIFY2(!taken.contains(keys), qPrintable(what));
            taken.insert(keys, name);
        };
        for (const QAction *action : m_window->findChildren<QAction *>()) {
            const auto holders = action->associatedObjects();
            const bool isReachable =
                action->isEnabled() && std::ranges::any_of(holders, [](const QObject *holder) {
                    const auto *widget = qobject_cast<const QWidget *>(holder);
                    return widget && widget->isVisible() && !qobject_cast<const QMenu *>(widget);
                });
            if (isReachable && action->shortcutContext() == Qt::WindowShortcut) {
                for (const QKeySequence &keys : action->shortcuts())
                    claim(keys, action->objectName());
            }
        }
        for (const QAction *menu : m_window->menuBar()->actions())
            claim(QKeySequence::mnemonic(menu->text()), menu->text());
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && button->isEnabled())
                claim(QKeySequence::mnemonic(button->text()), button->objectName());
        }
    }
}

void TestMainWindow::dragHeldOverAPageBringsItUp()
{
    auto *button = find<QToolButton>("trendPageActionButton");
    QMimeData data;
    data.setText(QStringLiteral("TT-101"));
    QDragEnterEvent enter(button->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(button, &enter);
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    // Passing by is not enough.
    auto *other = find<QToolButton>("rulesPageActionButton");
    const QSignalSpy otherPage(find<QAction>("rulesPageAction"), &QAction::triggered);
    QDragEnterEvent passing(other->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(other, &passing);
    QDragLeaveEvent leave;
    QCoreApplication::sendEvent(other, &leave);
    QDragEnterEvent again(button->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, {});
    find<QAction>("pointsPageAction")->trigger();
    QCoreApplication::sendEvent(button, &again);
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    QCOMPARE(otherPage.size(), 0);
}

void TestMainWindow::versionAndLicenceAreShown()
{
    find<QAction>("about")->trigger();
    const auto *box = find<QMessageBox>("aboutBox");
    QVERIFY(box);
    QVERIFY(box->isVisible());
    QVERIFY(box->text().contains(QStringLiteral(LOOPCHECK_VERSION)));
    QVERIFY(box->informativeText().contains(QStringLiteral("GPL-3.0-or-later")));
}

void TestMainWindow::placeholdersFollowThePalette()
{
    const QPalette before = QApplication::palette();
    QPalette dark = before;
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::PlaceholderText, Qt::black); // as some desktops leave it
    QApplication::setPalette(dark);
    const auto *field = find<QLineEdit>("connectField");
    QTRY_VERIFY(field->palette().color(QPalette::PlaceholderText).lightness() > 200);
    QApplication::setPalette(before);
    QTRY_VERIFY(field->palette().color(QPalette::PlaceholderText).lightness() < 50);
}

void TestMainWindow::reconnectingKeepsTheHistoryInOrder()
{
    auto first = std::make_unique<modbus::DemoDevice>(modbus::DemoDevice::Signals::Static);
    modbus::DemoDevice second(modbus::DemoDevice::Signals::Static);
    const QString firstAddress = address(*first);
    const QString secondAddress = address(second);
    const auto history = [this] {
        return QSettings(m_settings->path(), QSettings::IniFormat)
            .value(QStringLiteral("connect/history"))
            .toStringList();
    };
    connectTo(firstAddress);
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    connectTo(secondAddress);
    QTRY_COMPARE(history(), (QStringList{secondAddress, firstAddress}));

    Connection *lost = m_window->connections().connectionAt(m_window->connections().index(0, 0));
    const quint16 port = lost->endpoint().port;
    first.reset();
    QTRY_VERIFY(lost->state() != Connection::State::Connected);
    first = std::make_unique<modbus::DemoDevice>(modbus::DemoDevice::Signals::Static);
    QVERIFY(first->listen(QHostAddress::LocalHost, port).has_value());
    lost->retryNow();
    QTRY_COMPARE(lost->state(), Connection::State::Connected);
    QVERIFY(m_window->close());
    QCOMPARE(history(), (QStringList{secondAddress, firstAddress}));
}

/// A receiver that takes the connection and then says nothing.
void TestMainWindow::beginPushTo(const QTcpServer &receiver)
{
    QFile rule(m_folder->filePath(QStringLiteral("rule.conf")));
    QVERIFY(rule.open(QIODevice::WriteOnly));
    rule.write("return 403;\n");
    rule.close();
    auto *page = static_cast<ui::RulesPage *>(find<QWidget>("rulesPage"));
    page->setReceiver({QStringLiteral("127.0.0.1"), receiver.serverPort()});
    page->openFile(rule.fileName());
    press(keysOf("rulesPageAction"));
    QTRY_VERIFY(page->isVisible());
    page->push();
    QTRY_VERIFY(page->isPushing());
}

void TestMainWindow::closingDuringAPushAsksFirst()
{
    QTcpServer receiver;
    QVERIFY(receiver.listen(QHostAddress::LocalHost));
    beginPushTo(receiver);
    QVERIFY(!m_window->close());
    QTRY_VERIFY(find<QMessageBox>("closeQuestion"));
    QVERIFY(find<QMessageBox>("closeQuestion")->text().contains(QStringLiteral("rule.conf")));
    QTest::mouseClick(find<QPushButton>("keepRunning"), Qt::LeftButton);
    QTRY_VERIFY(!find<QMessageBox>("closeQuestion"));
    QVERIFY(m_window->isVisible());

    QVERIFY(!m_window->close());
    QTRY_VERIFY(find<QPushButton>("cutOffAndClose") &&
                find<QPushButton>("cutOffAndClose")->isVisible());
    QTest::mouseClick(find<QPushButton>("cutOffAndClose"), Qt::LeftButton);
    QTRY_VERIFY(!m_window->isVisible());
}

void TestMainWindow::closingDuringAPushKeepsItsRecord()
{
    QTcpServer receiver;
    QVERIFY(receiver.listen(QHostAddress::LocalHost));
    beginPushTo(receiver);
    // The history cannot be written: the page's last words go to the event log.
    const QString history = m_folder->filePath(QStringLiteral("pushes.jsonl"));
    QFile::remove(history);
    QVERIFY(QDir().mkpath(history));
    QStringList texts;
    connect(&m_window->events(), &QAbstractItemModel::rowsInserted, this,
            [&texts, events = &m_window->events()](const QModelIndex &, int row) {
                texts.append(events->index(row, ui::EventLog::TextColumn).data().toString());
            });
    m_window.reset();
    QVERIFY(!texts.isEmpty());
    QVERIFY2(texts.constLast().contains(QStringLiteral("pushes.jsonl")),
             qPrintable(texts.constLast()));
}

void TestMainWindow::closingDuringAWriteAsksFirst()
{
    support::HostileServer device;
    QList<support::Asked> held;
    device.setBehaviour([&](const support::Asked &asked) {
        if (asked.pdu.at(0) > 4)
            held.append(asked);
        else
            device.answerWell(asked);
    });
    connectTo(QStringLiteral("127.0.0.1:%1").arg(device.listen()));
    QTRY_COMPARE(value(9), QStringLiteral("9"));
    QTest::mouseClick(armButton(), Qt::LeftButton);
    Connection *connection =
        m_window->connections().connectionAt(m_window->connections().index(0, 0));
    QTRY_VERIFY(connection->isArmed());
    Connection::Options patient = connection->options();
    patient.responseDeadline = 60s;
    connection->setOptions(patient);
    auto *grid = find<QTableView>("holdingGrid");
    QVERIFY(grid->model()->setData(grid->model()->index(3, ui::RegisterModel::ValueColumn),
                                   QStringLiteral("77")));
    QTRY_VERIFY(find<QPushButton>("confirmWriteButton"));
    QVERIFY(!m_window->findChild<QMessageBox *>(QStringLiteral("closeQuestion")));
    QTest::mouseClick(find<QPushButton>("confirmWriteButton"), Qt::LeftButton);
    QTRY_COMPARE(held.size(), 1);

    QVERIFY(!m_window->close());
    QTRY_VERIFY(find<QMessageBox>("closeQuestion"));
    QVERIFY(find<QMessageBox>("closeQuestion")->text().contains(QStringLiteral("write")));
    QTest::mouseClick(find<QPushButton>("keepRunning"), Qt::LeftButton);
    QTRY_VERIFY(!find<QMessageBox>("closeQuestion"));

    device.answerWell(held.constFirst());
    QTRY_COMPARE(value(3), QStringLiteral("77"));
    QTRY_VERIFY(m_window->close());
}

void TestMainWindow::pointsPageWorksWithoutAConnection()
{
    press(keysOf("pointsPageAction"));
    QTRY_VERIFY(find<QWidget>("pointsPage")->isVisible());
    QVERIFY(find<QPushButton>("pointsEmptyOpen")->isVisible());
}

void TestMainWindow::pagesFitOnALaptopScreen()
{
    auto *bar = find<QToolBar>("mainToolBar");
    for (QAction *action : bar->actions()) {
        const QWidget *widget = bar->widgetForAction(action);
        QVERIFY2(widget && widget->isVisible(), qPrintable(action->objectName()));
        QVERIFY2(widget->geometry().right() <= 1366, qPrintable(action->objectName()));
    }
}

void TestMainWindow::demoOpensLive()
{
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    QTRY_VERIFY(find<QWidget>("pointsPage")->isVisible());
    const ui::PointListModel &points =
        static_cast<ui::PointsPage *>(find<QWidget>("pointsPage"))->model();
    QVERIFY(points.rowCount() >= 15);
    QTRY_VERIFY(points.index(0, int(ui::PointColumn::Count)).data().toInt() > 2);
    QVERIFY(find<QAction>("togglePolling")->isChecked());
    QTRY_COMPARE(find<QTableView>("holdingGrid")->model()->rowCount(), 100);
    QTRY_VERIFY(!value(2).isEmpty());
    const QString counter = value(2);
    QTRY_VERIFY(value(2) != counter);

    press(keysOf("rulesPageAction"));
    QTRY_VERIFY(find<QWidget>("rulesPage")->isVisible());
    auto *push = find<QAbstractButton>("rulesPush");
    QTRY_VERIFY(push->isEnabled());
    QTest::mouseClick(push, Qt::LeftButton);
    QTRY_VERIFY(find<QLabel>("rulesAnswer")->text().contains(QStringLiteral("nginx reload succ")));
}

void TestMainWindow::demoLeavesNoTrace()
{
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    QTRY_VERIFY(!value(0).isEmpty());
    restart();
    QCOMPARE(find<QLineEdit>("connectField")->text(), QString());
    QFile settings(m_settings->path());
    QVERIFY(settings.open(QIODevice::ReadOnly));
    const QByteArray content = settings.readAll();
    QVERIFY2(!content.contains("bad-bots"), content.constData());
    QVERIFY2(!content.contains("127.0.0.1"), content.constData());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
