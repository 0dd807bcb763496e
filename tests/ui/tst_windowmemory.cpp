// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "tests/support/windowdesk.h"

#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>

using modbus::Connection;

/// What the window remembers over a restart, and what it doesn't.
class TestWindowMemory : public QObject, private support::WindowDesk
{
    Q_OBJECT
private slots:
    void init() { open(); }
    void cleanup() { end(); }

    void layoutIsRememberedOverARestart();
    void whatWorkedIsOfferedAfterARestart();
    void whatFailedIsNotRemembered();
    void damagedSettingsAreSetAside_data();
    void damagedSettingsAreSetAside();
    void reconnectingKeepsTheHistoryInOrder();
    void demoLeavesNoTrace();
};

void TestWindowMemory::layoutIsRememberedOverARestart()
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

void TestWindowMemory::whatWorkedIsOfferedAfterARestart()
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

void TestWindowMemory::whatFailedIsNotRemembered()
{
    connectTo(closedAddress());
    QTRY_VERIFY(m_window->events().rowCount() > 0);
    restart();
    QCOMPARE(find<QLineEdit>("connectField")->text(), QString());
}

void TestWindowMemory::damagedSettingsAreSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("zeros after a power failure") << QByteArray(512, '\0');
    QTest::newRow("something that is no INI file") << QByteArray("<html>\nnot found\n</html>\n");
}

void TestWindowMemory::damagedSettingsAreSetAside()
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

void TestWindowMemory::reconnectingKeepsTheHistoryInOrder()
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

void TestWindowMemory::demoLeavesNoTrace()
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

QTEST_MAIN(TestWindowMemory)
#include "tst_windowmemory.moc"
