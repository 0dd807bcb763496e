// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recording.h"
#include "tests/support/hostileserver.h"
#include "tests/support/windowdesk.h"
#include "ui/registers/registermodel.h"
#include "ui/rules/rulespage.h"

#include <QDir>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTcpServer>

using modbus::Connection;
using namespace std::chrono_literals;

/// Closing the window while something is under way.
class TestWindowClosing : public QObject, private support::WindowDesk
{
    Q_OBJECT
private slots:
    void init() { open(); }
    void cleanup() { end(); }

    void closingDuringAPushAsksFirst();
    void closingDuringAPushKeepsItsRecord();
    void closingDuringAWriteAsksFirst();
    void closingDuringARecordingWritesWhatWaits();

private:
    void beginPushTo(const QTcpServer &receiver);
};

/// A receiver that takes the connection and then says nothing.
void TestWindowClosing::beginPushTo(const QTcpServer &receiver)
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

void TestWindowClosing::closingDuringAPushAsksFirst()
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

void TestWindowClosing::closingDuringAPushKeepsItsRecord()
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

void TestWindowClosing::closingDuringAWriteAsksFirst()
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

void TestWindowClosing::closingDuringARecordingWritesWhatWaits()
{
    const QString store = m_folder->filePath(QStringLiteral("plant.sqlite"));
    QTest::mouseClick(find<QPushButton>("welcomeDemo"), Qt::LeftButton);
    find<QLineEdit>("recorderFile")->setText(store);
    find<QAction>("record")->trigger();
    const auto recorded = [&store] {
        const auto recording = modbus::recorder::readRecording(
            *modbus::recorder::parseStoreAddress(store), {}, [](double) { return true; });
        return recording ? recording->samples : 0;
    };
    QTRY_VERIFY(recorded() > 0);
    QVERIFY(!m_window->close());
    QTRY_VERIFY(find<QMessageBox>("closeQuestion"));
    QVERIFY(find<QMessageBox>("closeQuestion")->text().contains(QStringLiteral("recording")));
    QTRY_VERIFY(find<QPushButton>("cutOffAndClose")->isVisible());
    QTest::mouseClick(find<QPushButton>("cutOffAndClose"), Qt::LeftButton);
    QTRY_VERIFY(!m_window->isVisible());
    const qint64 before = recorded();
    m_window.reset();
    QCOMPARE(recorded(), before);
}

QTEST_MAIN(TestWindowClosing)
#include "tst_windowclosing.moc"
