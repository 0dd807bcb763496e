// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "tests/support/windowdesk.h"

#include <QAbstractButton>
#include <QDialog>
#include <QDockWidget>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QModbusTcpServer>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>
#include <QTableWidget>
#include <QToolBar>
#include <QTreeView>
#include <algorithm>

/// The window from the keyboard.
class TestWindowKeys : public QObject, private support::WindowDesk
{
    Q_OBJECT
private slots:
    void init() { open(); }
    void cleanup() { end(); }

    void pagesFollowTheirKeys();
    void everyPageHasItsKeyAndGetsTheKeyboard();
    void spacePausesTheTrend();
    void escapeEndsWhatTheTrendIsAt();
    void readKeyReads();
    void spacePausesPolling();
    void spaceIsTypedIntoFields();
    void eventsAreFilteredFromTheKeyboard();
    void everyActionIsInAMenu();
    void everyInteractiveWidgetHasAName();
    void keysAreListed();
    void keysMeanOneThingOnEachPage();
};

void TestWindowKeys::pagesFollowTheirKeys()
{
    press(keysOf("rulesPageAction"));
    QTRY_VERIFY(find<QAction>("rulesPageAction")->isChecked());
    QVERIFY(!find<QWidget>("welcomePage")->isVisible());
    press(QKeySequence(QStringLiteral("Ctrl+1")));
    QTRY_VERIFY(find<QAction>("registersPageAction")->isChecked());
    QVERIFY(find<QWidget>("welcomePage")->isVisible());
}

void TestWindowKeys::everyPageHasItsKeyAndGetsTheKeyboard()
{
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    const auto pages =
        m_window->findChildren<QAction *>(QRegularExpression(QStringLiteral("PageAction$")));
    QCOMPARE(pages.size(), 7);
    for (qsizetype i = 0; i < pages.size(); ++i) {
        const QAction *action = pages.at(i);
        find<QLineEdit>("connectField")->setFocus();
        press(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i)));
        QTRY_VERIFY2(action->isChecked(), qPrintable(action->objectName()));
        QString name = action->objectName();
        name.chop(QStringLiteral("Action").size());
        const auto *page = m_window->findChild<QWidget *>(name);
        QVERIFY2(page && page->isVisible(), qPrintable(name));
        const QWidget *focused = m_window->focusWidget();
        QVERIFY2(focused && (focused == page || page->isAncestorOf(focused)), qPrintable(name));
    }
}

void TestWindowKeys::spacePausesTheTrend()
{
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    press(keysOf("trendPageAction"));
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    const auto isLive = [this] { return find<QAction>("togglePolling")->isChecked(); };
    QVERIFY(isLive());
    press(QKeySequence(Qt::Key_Space));
    QTRY_VERIFY(!isLive());
    QVERIFY(!find<QAction>("trendLive")->isChecked());
    press(QKeySequence(Qt::Key_Space));
    QTRY_VERIFY(isLive());
    QVERIFY(find<QAction>("trendLive")->isChecked());
}

void TestWindowKeys::escapeEndsWhatTheTrendIsAt()
{
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    press(keysOf("trendPageAction"));
    QTRY_VERIFY(find<QWidget>("trendPage")->isVisible());
    press(keysOf("trendZoomArea"));
    QTRY_VERIFY(find<QAction>("trendZoomArea")->isChecked());
    press(QKeySequence(Qt::Key_Escape));
    QTRY_VERIFY(!find<QAction>("trendZoomArea")->isChecked());
}

void TestWindowKeys::readKeyReads()
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

void TestWindowKeys::spacePausesPolling()
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

void TestWindowKeys::spaceIsTypedIntoFields()
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

void TestWindowKeys::eventsAreFilteredFromTheKeyboard()
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

void TestWindowKeys::everyActionIsInAMenu()
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

void TestWindowKeys::everyInteractiveWidgetHasAName()
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

void TestWindowKeys::keysAreListed()
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

void TestWindowKeys::keysMeanOneThingOnEachPage()
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

QTEST_MAIN(TestWindowKeys)
#include "tst_windowkeys.moc"
