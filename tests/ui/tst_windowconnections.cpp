// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "tests/support/windowdesk.h"

#include <QLabel>
#include <QLineEdit>
#include <QModbusTcpServer>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>

/// Devices are connected, looked at and removed in the window, on real sockets.
class TestWindowConnections : public QObject, private support::WindowDesk
{
    Q_OBJECT
private slots:
    void init() { open(); }
    void cleanup() { end(); }

    void beginsWithWaysToConnect();
    void typedAddressAndEnterShowTheFirstRegisters();
    void twoConnectionsKeepTheirOwnValues();
    void unitsOfOneDeviceShareItsConnection();
    void refusedPortIsExplainedWithARemedy();
    void removingTheLastConnectionBringsTheWelcomeBack();
};

void TestWindowConnections::beginsWithWaysToConnect()
{
    QVERIFY(find<QWidget>("welcomePage")->isVisible());
    QTest::mouseClick(find<QPushButton>("welcomeConnect"), Qt::LeftButton);
    QTRY_VERIFY(find<QLineEdit>("connectField")->hasFocus());
    QVERIFY(!armButton()->isEnabled());
    QCOMPARE(m_window->events().rowCount(), 0);
}

void TestWindowConnections::typedAddressAndEnterShowTheFirstRegisters()
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

void TestWindowConnections::twoConnectionsKeepTheirOwnValues()
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

void TestWindowConnections::unitsOfOneDeviceShareItsConnection()
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

void TestWindowConnections::refusedPortIsExplainedWithARemedy()
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

void TestWindowConnections::removingTheLastConnectionBringsTheWelcomeBack()
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

QTEST_MAIN(TestWindowConnections)
#include "tst_windowconnections.moc"
