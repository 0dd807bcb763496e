// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "tests/support/windowdesk.h"

#include <QPushButton>

using namespace std::chrono_literals;

/// Writes are armed and locked, for all to see.
class TestWindowArming : public QObject, private support::WindowDesk
{
    Q_OBJECT
private slots:
    void init() { open(); }
    void cleanup() { end(); }

    void writesAreArmedAndLockedByTheSwitch();
    void armingEndsByItself();
    void armingBelongsToItsConnection();
    void spacePressesTheButtonThatHasTheFocus();
    void smallScreenKeepsTheArmedStateInView();
};

void TestWindowArming::writesAreArmedAndLockedByTheSwitch()
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

void TestWindowArming::armingEndsByItself()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    connectTo(address(device));
    QTRY_VERIFY(armButton()->isEnabled());
    m_window->connections().connectionAt(m_window->connections().index(0, 0))->arm(300ms);
    QTRY_VERIFY(find<QWidget>("armBar")->isVisible());
    QTRY_VERIFY(!find<QWidget>("armBar")->isVisible());
    QCOMPARE(armButton()->text(), QStringLiteral("WRITES LOCKED"));
}

void TestWindowArming::armingBelongsToItsConnection()
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

void TestWindowArming::spacePressesTheButtonThatHasTheFocus()
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

void TestWindowArming::smallScreenKeepsTheArmedStateInView()
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

QTEST_MAIN(TestWindowArming)
#include "tst_windowarming.moc"
