// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "tests/support/closedport.h"
#include "ui/connections/armbar.h"
#include "ui/connections/armswitch.h"
#include "ui/connections/connectfield.h"
#include "ui/connections/connectiondetails.h"
#include "ui/connections/connectionmodel.h"
#include "ui/connections/connectionspanel.h"
#include "ui/connections/optionsmemory.h"
#include "ui/connections/words.h"
#include "ui/events/eventlog.h"

#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QAction>
#include <QClipboard>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using modbus::Connection;
using namespace std::chrono_literals;
using Severity = ui::EventLog::Severity;

class TestConnections : public QObject
{
    Q_OBJECT
private slots:
    void wordsSayFiguresWithTheirUnits_data();
    void wordsSayFiguresWithTheirUnits();
    void countdownNeverSaysNothingWhileTimeIsLeft_data();
    void countdownNeverSaysNothingWhileTimeIsLeft();
    void oddCountersStandOut();

    void unitsOfOneHostAndPortShareItsConnection();
    void removingTheLastUnitRemovesTheConnection();
    void removingAConnectionLeavesTheOthers();
    void stateIsToldInWords();
    void sameFailureIsLoggedOnce();
    void connectedIsSaidWhereItWasAskedForOnly();
    void noticesOfOneKindDontFloodTheLog();

    void detailsShowCauseRemedyAndCountdown();
    void longHostNamesDontWidenThePanel();
    void retryNowTriesAtOnce();
    void disconnectAndConnectAgain();
    void errorIsCopied();
    void optionsHoldAtOnce();
    void optionsAreRememberedByConnection();
    void optionsOfEarlierVersionsAreUnderstood();
    void countersAreShown();

    void fieldUnderstandsATarget_data();
    void fieldUnderstandsATarget();
    void fieldSaysWhatIsWrong();
    void fieldCompletesWhatWorked();
    void fieldForgetsTheOldest();

    void switchArmsAndLocks();
    void armingEndsByItself();
    void armingIsThatOfTheConnectionShown();

private:
    static quint16 listen(modbus::DemoDevice &device)
    {
        return device.listen(QHostAddress::LocalHost, 0).value_or(0);
    }
    static modbus::Target target(quint16 port, quint8 unit = 1)
    {
        return {{QStringLiteral("127.0.0.1"), port}, unit};
    }
    quint16 closedPort() const { return m_closed.number(); }
    static QStringList texts(const ui::EventLog &log)
    {
        QStringList list;
        for (int row = 0; row < log.rowCount(); ++row)
            list.append(log.index(row, ui::EventLog::TextColumn).data().toString());
        return list;
    }

    support::ClosedPort m_closed;
    support::ClosedPort m_otherClosed;
};

void TestConnections::wordsSayFiguresWithTheirUnits_data()
{
    QTest::addColumn<qint64>("microseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing measured") << qint64(0) << "";
    QTest::newRow("below a millisecond, two decimals") << qint64(420) << "0.42 ms";
    QTest::newRow("some milliseconds, one decimal") << qint64(1840) << "1.8 ms";
    QTest::newRow("many milliseconds, none") << qint64(123400) << "123 ms";
    QTest::newRow("seconds") << qint64(1240000) << "1.2 s";
}

void TestConnections::wordsSayFiguresWithTheirUnits()
{
    QFETCH(qint64, microseconds);
    QFETCH(QString, text);
    QCOMPARE(ui::latencyText(std::chrono::microseconds(microseconds)), text);
}

void TestConnections::countdownNeverSaysNothingWhileTimeIsLeft_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("one millisecond is still a second") << qint64(1) << "1 s";
    QTest::newRow("whole seconds") << qint64(4000) << "4 s";
    QTest::newRow("the nearest second") << qint64(4600) << "5 s";
    QTest::newRow("minutes with two digits of seconds") << qint64(299000) << "4:59";
    QTest::newRow("a timer that is a little late") << qint64(300040) << "5:00";
    QTest::newRow("five minutes") << qint64(300000) << "5:00";
    QTest::newRow("over") << qint64(-1) << "0 s";
}

void TestConnections::countdownNeverSaysNothingWhileTimeIsLeft()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QString, text);
    QCOMPARE(ui::remainingText(std::chrono::milliseconds(milliseconds)), text);
}

void TestConnections::oddCountersStandOut()
{
    modbus::Statistics statistics;
    statistics.requests = 10;
    statistics.lateReplies = 2;
    QStringList suspicious;
    for (const ui::Counter &counter : ui::countersOf(statistics)) {
        QVERIFY2(!counter.meaning.isEmpty(), qPrintable(counter.name));
        if (counter.isSuspicious)
            suspicious.append(counter.name + u' ' + counter.value);
    }
    QCOMPARE(suspicious, QStringList{QStringLiteral("Late replies 2")});
}

void TestConnections::unitsOfOneHostAndPortShareItsConnection()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const quint16 port = listen(device);
    ui::EventLog log;
    ui::ConnectionModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QModelIndex seven = model.open(target(port, 7));
    const QModelIndex one = model.open(target(port, 1));
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowCount(model.index(0, 0)), 2);
    QCOMPARE(model.connectionAt(seven), model.connectionAt(one));
    QCOMPARE(model.targetAt(one), target(port, 1));
    QCOMPARE(model.targetAt(model.indexOf(target(port, 7))), target(port, 7));
    QVERIFY(!model.indexOf(target(port, 9)).isValid());
    QTRY_COMPARE(model.connectionAt(one)->state(), Connection::State::Connected);
}

void TestConnections::removingTheLastUnitRemovesTheConnection()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const quint16 port = closedPort();
    model.open(target(port, 1));
    model.open(target(port, 2));
    QPointer<Connection> connection = model.connectionAt(model.index(0, 0));
    model.remove(model.indexOf(target(port, 1)));
    QCOMPARE(model.rowCount(model.index(0, 0)), 1);
    QCOMPARE(model.targetAt(model.index(0, 0)), target(port, 2));
    model.remove(model.indexOf(target(port, 2)));
    QCOMPARE(model.rowCount(), 0);
    QTRY_VERIFY(connection.isNull());
}

void TestConnections::removingAConnectionLeavesTheOthers()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const modbus::Target first = target(closedPort());
    const modbus::Target second = target(m_otherClosed.number(), 3);
    model.open(first);
    const QPersistentModelIndex kept = model.open(second);
    model.remove(model.index(0, 0));
    QCOMPARE(model.rowCount(), 1);
    QVERIFY(kept.isValid());
    QCOMPARE(model.targetAt(kept), second);
}

void TestConnections::stateIsToldInWords()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const quint16 port = listen(device);
    ui::EventLog log;
    ui::ConnectionModel model(log);
    const QModelIndex row = model.open(target(port)).parent();
    const auto state = [&row] { return row.data(ui::ConnectionModel::StateTextRole).toString(); };
    QCOMPARE(state(), QStringLiteral("connecting"));
    QTRY_COMPARE(state(), QStringLiteral("connected"));
    model.connectionAt(row)->arm();
    QCOMPARE(state(), QStringLiteral("connected, WRITES ARMED"));
    QVERIFY(row.data(ui::ConnectionModel::ArmedRole).toBool());
    model.connectionAt(row)->close();
    QCOMPARE(state(), QStringLiteral("disconnected"));

    const QModelIndex refused = model.open(target(closedPort())).parent();
    QTRY_VERIFY(refused.data(ui::ConnectionModel::StateTextRole)
                    .toString()
                    .startsWith(QStringLiteral("refused, next attempt in ")));
    QVERIFY(refused.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("refused")));
}

void TestConnections::sameFailureIsLoggedOnce()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    Connection *connection = model.connectionAt(model.open(target(closedPort())));
    QSignalSpy failed(connection, &Connection::failed);
    QTRY_COMPARE(failed.count(), 1);
    connection->retryNow();
    QTRY_COMPARE(failed.count(), 2);
    QCOMPARE(log.rowCount(), 1);
    QCOMPARE(log.index(0, 0).data(ui::EventLog::SeverityRole).toInt(), int(Severity::Error));
    const QString text = texts(log).constFirst();
    const modbus::Explanation explanation = modbus::explain(*connection->lastError());
    QVERIFY2(text.contains(explanation.text) && text.contains(explanation.remedy),
             qPrintable(text));
}

void TestConnections::connectedIsSaidWhereItWasAskedForOnly()
{
    auto device = std::make_unique<modbus::DemoDevice>(modbus::DemoDevice::Signals::Static);
    const quint16 port = listen(*device);
    ui::EventLog log;
    ui::ConnectionModel model(log);
    QSignalSpy connected(&model, &ui::ConnectionModel::connected);
    const auto said = [&connected](int at) {
        return connected.at(at).constFirst().value<modbus::Target>();
    };
    Connection *connection = model.connectionAt(model.open(target(port, 1)));
    model.open(target(port, 7));
    QTRY_COMPARE(connected.count(), 2);
    QCOMPARE(said(0), target(port, 1));
    QCOMPARE(said(1), target(port, 7));

    device.reset();
    QTRY_VERIFY(connection->state() != Connection::State::Connected);
    device = std::make_unique<modbus::DemoDevice>(modbus::DemoDevice::Signals::Static);
    QVERIFY(device->listen(QHostAddress::LocalHost, port).has_value());
    connection->retryNow();
    QTRY_COMPARE(connection->state(), Connection::State::Connected);
    QCOMPARE(connected.count(), 2);

    model.open(target(port, 1));
    QCOMPARE(connected.count(), 3);
    QCOMPARE(said(2), target(port, 1));
}

void TestConnections::noticesOfOneKindDontFloodTheLog()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    Connection *connection = model.connectionAt(model.open(target(closedPort())));
    for (int transaction = 1; transaction <= 100; ++transaction)
        emit connection->noticed(QStringLiteral("late reply: transaction %1").arg(transaction));
    emit connection->noticed(QStringLiteral("framing fault: length 0"));
    QCOMPARE(texts(log), (QStringList{QStringLiteral("Late reply: transaction 1."),
                                      QStringLiteral("Framing fault: length 0.")}));
}

void TestConnections::detailsShowCauseRemedyAndCountdown()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.show();
    panel.select(model.open(target(closedPort())));
    const auto label = [&panel](const char *name) {
        return panel.findChild<QLabel *>(QLatin1StringView(name));
    };
    QTRY_VERIFY(label("connectionState")->text().contains(QStringLiteral("next attempt in")));
    const modbus::Explanation explanation =
        modbus::explain(*panel.currentConnection()->lastError());
    QVERIFY(!explanation.remedy.isEmpty());
    QCOMPARE(label("connectionError")->text(), explanation.text);
    QCOMPARE(label("connectionRemedy")->text(), explanation.remedy);
    QVERIFY(label("connectionError")->isVisible());
    QVERIFY(panel.details().retryAction()->isEnabled());
    QVERIFY(panel.details().copyErrorAction()->isEnabled());
}

void TestConnections::longHostNamesDontWidenThePanel()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.select(model.open(target(closedPort())));
    QTRY_COMPARE(panel.currentConnection()->state(), Connection::State::Waiting);
    panel.show();
    const int width = panel.minimumSizeHint().width();
    panel.select(model.open({{QString(60, u'h') + QStringLiteral(".invalid"), 502}, 1}));
    auto *state = panel.findChild<QLabel *>(QStringLiteral("connectionState"));
    QTRY_VERIFY(state->text().contains(QStringLiteral("hhh")));
    QCOMPARE(panel.minimumSizeHint().width(), width);
}

void TestConnections::retryNowTriesAtOnce()
{
    auto device = std::make_unique<modbus::DemoDevice>(modbus::DemoDevice::Signals::Static);
    const quint16 port = listen(*device);
    device.reset();
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.select(model.open(target(port)));
    Connection *connection = panel.currentConnection();
    Connection::Options patient = connection->options();
    patient.backoffFirst = patient.backoffMost = 10min;
    connection->setOptions(patient);
    QTRY_VERIFY(panel.details().retryAction()->isEnabled());

    modbus::DemoDevice again(modbus::DemoDevice::Signals::Static);
    QVERIFY(again.listen(QHostAddress::LocalHost, port).has_value());
    panel.details().retryAction()->trigger();
    QTRY_COMPARE(connection->state(), Connection::State::Connected);
    QTRY_VERIFY(!panel.details().retryAction()->isEnabled());
    QCOMPARE(texts(log).constLast(), QStringLiteral("Connected again."));
}

void TestConnections::disconnectAndConnectAgain()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.select(model.open(target(listen(device))));
    Connection *connection = panel.currentConnection();
    QAction *toggle = panel.details().toggleAction();
    QTRY_COMPARE(connection->state(), Connection::State::Connected);
    QTRY_COMPARE(toggle->text(), QStringLiteral("&Disconnect"));
    toggle->trigger();
    QCOMPARE(connection->state(), Connection::State::Offline);
    QCOMPARE(toggle->text(), QStringLiteral("&Connect"));
    toggle->trigger();
    QTRY_COMPARE(connection->state(), Connection::State::Connected);
}

void TestConnections::errorIsCopied()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    const modbus::Target refused = target(closedPort());
    panel.select(model.open(refused));
    QTRY_VERIFY(panel.details().copyErrorAction()->isEnabled());
    panel.details().copyErrorAction()->trigger();
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY2(copied.startsWith(refused.endpoint.toString()), qPrintable(copied));
    QVERIFY2(copied.contains(modbus::explain(*panel.currentConnection()->lastError()).remedy),
             qPrintable(copied));
}

void TestConnections::optionsHoldAtOnce()
{
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.show();
    panel.select(model.open(target(closedPort())));
    auto *deadline = panel.findChild<QSpinBox *>(QStringLiteral("responseDeadline"));
    auto *window = panel.findChild<QSpinBox *>(QStringLiteral("window"));
    QTRY_VERIFY(deadline->isEnabled());
    QCOMPARE(deadline->value(), 1000);
    deadline->selectAll();
    QTest::keyClicks(deadline, QStringLiteral("2500"));
    QTest::keyClick(deadline, Qt::Key_Return);
    window->stepUp();
    QCOMPARE(panel.currentConnection()->options().responseDeadline, 2500ms);
    QCOMPARE(panel.currentConnection()->options().window, 2);
}

void TestConnections::optionsAreRememberedByConnection()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    const modbus::Target slow = target(closedPort());
    const modbus::Target other = target(m_otherClosed.number());
    ui::EventLog log;
    {
        ui::ConnectionModel model(log);
        ui::ConnectionsPanel panel(model);
        QSignalSpy edited(&panel, &ui::ConnectionsPanel::edited);
        panel.select(model.open(slow));
        QTRY_VERIFY(panel.findChild<QSpinBox *>(QStringLiteral("window"))->isEnabled());
        panel.findChild<QSpinBox *>(QStringLiteral("responseDeadline"))->setValue(4000);
        panel.findChild<QSpinBox *>(QStringLiteral("window"))->setValue(8);
        panel.findChild<QSpinBox *>(QStringLiteral("gap"))->setValue(25);
        panel.findChild<QSpinBox *>(QStringLiteral("largestBlock"))->setValue(64);
        QVERIFY(edited.count() > 0);
        panel.saveState(settings);
    }
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.restoreState(settings);
    const Connection::Options kept = model.connectionAt(model.open(slow))->options();
    QCOMPARE(kept.responseDeadline, 4000ms);
    QCOMPARE(kept.window, 8);
    QCOMPARE(kept.gap, 25ms);
    QCOMPARE(kept.largestBlock, 64);
    QCOMPARE(model.connectionAt(model.open(other))->options(), Connection::Options());
}

/// As kept before there were a gap and a longest read.
void TestConnections::optionsOfEarlierVersionsAreUnderstood()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    settings.setValue(QStringLiteral("connections/options"),
                      QStringList{QStringLiteral("10.0.0.1:502 3000 4000 2 8 30000"),
                                  QStringLiteral("10.0.0.2:502 3000 4000")});
    ui::OptionsMemory memory;
    memory.restoreState(settings);
    const Connection::Options kept = memory.of({QStringLiteral("10.0.0.1"), 502});
    QCOMPARE(kept.responseDeadline, 4000ms);
    QCOMPARE(kept.window, 8);
    QCOMPARE(kept.gap, 0ms);
    QCOMPARE(kept.largestBlock, modbus::kMostRegistersRead);
    QCOMPARE(memory.of({QStringLiteral("10.0.0.2"), 502}), Connection::Options());
}

void TestConnections::countersAreShown()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    ui::EventLog log;
    ui::ConnectionModel model(log);
    ui::ConnectionsPanel panel(model);
    panel.show();
    panel.select(model.open(target(listen(device))));
    const auto *counters = panel.findChild<QTableWidget *>(QStringLiteral("counters"));
    QTRY_VERIFY(counters->rowCount() > 0);
    panel.currentConnection()->send(*modbus::readRequest(1, {}, 10), this, [](const auto &) {});
    QTRY_COMPARE(counters->item(1, 1)->text(), QStringLiteral("1"));
    QCOMPARE(counters->item(1, 0)->text(), QStringLiteral("Replies"));
}

void TestConnections::fieldUnderstandsATarget_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<modbus::Target>("target");
    QTest::newRow("an address alone is port 502, unit 1")
        << "192.168.0.10" << modbus::Target{{QStringLiteral("192.168.0.10"), 502}, 1};
    QTest::newRow("host, port and unit")
        << "plc-1:1502/7" << modbus::Target{{QStringLiteral("plc-1"), 1502}, 7};
    QTest::newRow("an IPv6 address in brackets")
        << "[::1]:1502" << modbus::Target{{QStringLiteral("::1"), 1502}, 1};
}

void TestConnections::fieldUnderstandsATarget()
{
    QFETCH(QString, typed);
    QFETCH(modbus::Target, target);
    ui::ConnectField field;
    field.show();
    QSignalSpy requested(&field, &ui::ConnectField::connectRequested);
    auto *text = field.findChild<QLineEdit *>(QStringLiteral("connectField"));
    QTest::keyClicks(text, typed);
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(requested.count(), 1);
    QCOMPARE(requested.constFirst().constFirst().value<modbus::Target>(), target);
}

void TestConnections::fieldSaysWhatIsWrong()
{
    ui::ConnectField field;
    field.show();
    QSignalSpy requested(&field, &ui::ConnectField::connectRequested);
    auto *text = field.findChild<QLineEdit *>(QStringLiteral("connectField"));
    auto *error = field.findChild<QLabel *>(QStringLiteral("connectError"));
    QVERIFY(!error->isVisible());
    QTest::keyClicks(text, QStringLiteral("plc-1:70000"));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_VERIFY(error->isVisible());
    QCOMPARE(error->text(), modbus::parseTarget(u"plc-1:70000").error());
    QCOMPARE(requested.count(), 0);
    QTest::keyClick(text, Qt::Key_Backspace);
    QVERIFY(!error->isVisible());
}

void TestConnections::fieldCompletesWhatWorked()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
    {
        ui::ConnectField field;
        field.remember({{QStringLiteral("plc-1"), 502}, 1});
        field.remember({{QStringLiteral("vfd-2"), 1502}, 7});
        field.saveState(settings);
    }
    ui::ConnectField field;
    field.restoreState(settings);
    field.show();
    field.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&field));
    auto *text = field.findChild<QLineEdit *>(QStringLiteral("connectField"));
    QCOMPARE(text->text(), QStringLiteral("vfd-2:1502/7"));

    QSignalSpy requested(&field, &ui::ConnectField::connectRequested);
    field.focusField();
    QTest::keyClicks(text, QStringLiteral("plc"));
    QAbstractItemView *popup = text->completer()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QTRY_COMPARE(requested.count(), 1);
    QCOMPARE(requested.constFirst().constFirst().value<modbus::Target>(),
             (modbus::Target{{QStringLiteral("plc-1"), 502}, 1}));

    text->clear();
    QTest::keyClick(text, Qt::Key_Down);
    QTRY_VERIFY(popup->isVisible());
    QCOMPARE(popup->model()->rowCount(), 2);
}

void TestConnections::fieldForgetsTheOldest()
{
    ui::ConnectField field;
    for (int unit = 0; unit <= ui::ConnectField::kMostRemembered; ++unit)
        field.remember({{QStringLiteral("gateway"), 502}, quint8(unit)});
    auto *text = field.findChild<QLineEdit *>(QStringLiteral("connectField"));
    const QAbstractItemModel *history = text->completer()->model();
    QCOMPARE(history->rowCount(), ui::ConnectField::kMostRemembered);
    QCOMPARE(history->index(0, 0).data().toString(), QStringLiteral("gateway/50"));
}

void TestConnections::switchArmsAndLocks()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    Connection connection({QStringLiteral("127.0.0.1"), listen(device)});
    ui::ArmSwitch armSwitch;
    ui::ArmBar bar(armSwitch);
    QSignalSpy shown(&bar, &ui::ArmBar::shownChanged);
    QVERIFY(!armSwitch.isEnabled());
    armSwitch.setConnection(&connection);
    QVERIFY(!armSwitch.isEnabled());
    connection.open();
    QTRY_VERIFY(armSwitch.isEnabled());
    QCOMPARE(armSwitch.iconText(), QStringLiteral("WRITES LOCKED"));

    armSwitch.trigger();
    QVERIFY(connection.isArmed());
    QVERIFY2(armSwitch.iconText() == QStringLiteral("WRITES ARMED 5:00") ||
                 armSwitch.iconText() == QStringLiteral("WRITES ARMED 4:59"),
             qPrintable(armSwitch.iconText()));
    QCOMPARE(shown.count(), 1);
    QVERIFY(shown.constLast().constFirst().toBool());
    QVERIFY(bar.findChild<QLabel *>(QStringLiteral("armBarText"))
                ->text()
                .contains(connection.endpoint().toString()));

    QTest::mouseClick(bar.findChild<QPushButton *>(QStringLiteral("disarmButton")), Qt::LeftButton);
    QVERIFY(!connection.isArmed());
    QCOMPARE(armSwitch.iconText(), QStringLiteral("WRITES LOCKED"));
    QVERIFY(!shown.constLast().constFirst().toBool());
}

void TestConnections::armingEndsByItself()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    Connection connection({QStringLiteral("127.0.0.1"), listen(device)});
    ui::ArmSwitch armSwitch;
    armSwitch.setConnection(&connection);
    connection.open();
    QTRY_VERIFY(armSwitch.isEnabled());
    connection.arm(50ms);
    QCOMPARE(armSwitch.iconText(), QStringLiteral("WRITES ARMED 1 s"));
    QTRY_COMPARE(armSwitch.iconText(), QStringLiteral("WRITES LOCKED"));
    QVERIFY(!connection.isArmed());
}

void TestConnections::armingIsThatOfTheConnectionShown()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Static);
    const quint16 port = listen(device);
    Connection first({QStringLiteral("127.0.0.1"), port});
    Connection second({QStringLiteral("localhost"), port});
    first.open();
    QTRY_COMPARE(first.state(), Connection::State::Connected);
    ui::ArmSwitch armSwitch;
    armSwitch.setConnection(&first);
    armSwitch.trigger();
    QVERIFY(armSwitch.isArmed());
    armSwitch.setConnection(&second);
    QVERIFY(!armSwitch.isArmed());
    QCOMPARE(armSwitch.iconText(), QStringLiteral("WRITES LOCKED"));
    armSwitch.setConnection(&first);
    QVERIFY(armSwitch.isArmed());
}

QTEST_MAIN(TestConnections)
#include "tst_connections.moc"
