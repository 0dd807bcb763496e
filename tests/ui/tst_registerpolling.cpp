// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/poller.h"
#include "tests/support/hostileserver.h"
#include "tests/ui/registersdesk.h"
#include "ui/registers/period.h"

#include <QModbusTcpServer>
#include <QProgressBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <algorithm>

using namespace std::chrono_literals;
using ui::RegisterModel;

namespace {

const QString kNoValue = QStringLiteral("\u2013");

bool isStale(const RegisterModel *model, int row)
{
    return model->index(row, RegisterModel::ValueColumn).data(RegisterModel::StaleRole).toBool();
}

} // namespace

class TestRegisterPolling : public QObject
{
    Q_OBJECT
private slots:
    void pollsWhatChanges();
    void readsPeriods_data();
    void readsPeriods();
    void takesTheComplaintBackWhenAPeriodIsMended();
    void readsOnDemandOnly();
    void showsAnExceptionInItsRows();
    void saysInFullWhatARowHasNoRoomFor();
    void greysRowsWhileTheDeviceIsAwayAndComesBackWithoutABurst();
    void saysThatItWaitsForASilentDevice();
    void showsTheProgressOfALongReadingAndEndsItOnRequest();
    void readsAndScrollsAWholeTable();
};

void TestRegisterPolling::pollsWhatChanges()
{
    RegistersDesk desk;
    desk.connectToDevice();
    desk.type("holdingStart", QStringLiteral("1000"));
    desk.type(desk.find<QComboBox>("holdingPeriod")->lineEdit(), QStringLiteral("50 ms"));
    QTRY_COMPARE(desk.value(3), QStringLiteral("1003"));
    desk.device.server().setData(QModbusDataUnit::HoldingRegisters, 1003, 7);
    QTRY_COMPARE(desk.value(3), QStringLiteral("7"));
    const auto freshness = [&desk](int row) {
        return desk.model()
            ->index(row, RegisterModel::ValueColumn)
            .data(RegisterModel::FreshnessRole)
            .toReal();
    };
    QVERIFY(freshness(3) > 0);
    QCOMPARE(freshness(2), 0.0);
    QVERIFY(desk.find<QLabel>("holdingStatus")->text().contains(QLatin1String("50 ms")));
}

void TestRegisterPolling::readsPeriods_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("shown");
    QTest::newRow("milliseconds") << "50 ms"
                                  << "50 ms";
    QTest::newRow("a fraction of a second") << "0.5 s"
                                            << "500 ms";
    QTest::newRow("a decimal comma") << "1,5s"
                                     << "1.5 s";
    QTest::newRow("minutes") << "10min"
                             << "10 min";
    QTest::newRow("the longest") << "1 h"
                                 << "1 h";
    QTest::newRow("on demand") << "on demand"
                               << "on demand";
    QTest::newRow("nothing") << ""
                             << "on demand";
    QTest::newRow("no unit") << "250"
                             << "";
    QTest::newRow("shorter than the shortest") << "10 ms"
                                               << "";
    QTest::newRow("longer than the longest") << "2 h"
                                             << "";
}

void TestRegisterPolling::readsPeriods()
{
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    const auto period = ui::parsePeriod(typed);
    QCOMPARE(period.has_value(), !shown.isEmpty());
    if (period)
        QCOMPARE(ui::periodText(*period), shown);
    else
        QVERIFY(!period.error().isEmpty());
}

void TestRegisterPolling::takesTheComplaintBackWhenAPeriodIsMended()
{
    RegistersDesk desk;
    desk.connectToDevice();
    auto *period = desk.find<QComboBox>("holdingPeriod")->lineEdit();
    auto *meaning = desk.find<QLabel>("holdingMeaning");
    desk.type(period, QStringLiteral("5"));
    QVERIFY2(meaning->text().contains(QChar(0x26a0)), qPrintable(meaning->text()));
    desk.type(period, QStringLiteral("1 s"));
    QVERIFY2(meaning->text().contains(QLatin1String("PDU 0")), qPrintable(meaning->text()));
}

void TestRegisterPolling::readsOnDemandOnly()
{
    RegistersDesk desk;
    desk.connectToDevice();
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    desk.choose("holdingPeriod", QStringLiteral("on demand"));
    QVERIFY(!desk.page.isPolling());
    QVERIFY(!desk.find<QPushButton>("holdingPoll")->isEnabled());
    desk.device.server().setData(QModbusDataUnit::HoldingRegisters, 9, 99);
    desk.click("holdingRead");
    QTRY_COMPARE(desk.value(9), QStringLiteral("99"));
}

void TestRegisterPolling::showsAnExceptionInItsRows()
{
    QModbusTcpServer server;
    server.setMap(
        {{QModbusDataUnit::HoldingRegisters, {QModbusDataUnit::HoldingRegisters, 0, 130}}});
    server.setServerAddress(1);
    auto *tcp = server.findChild<QTcpServer *>();
    QVERIFY(tcp->listen(QHostAddress::LocalHost));
    RegistersDesk desk;
    desk.connectTo(tcp->serverPort());
    desk.setCount("holdingCount", 200);
    QTRY_VERIFY(isStale(desk.model(), 199));
    QVERIFY(!isStale(desk.model(), 0));
    QCOMPARE(desk.value(0), QStringLiteral("0"));
    QCOMPARE(desk.value(199), kNoValue);
    QVERIFY2(desk.status(199).contains(QLatin1String("address"), Qt::CaseInsensitive),
             qPrintable(desk.status(199)));
    QCOMPARE(desk.status(0), QString());
    QTRY_VERIFY(desk.hasEvent(desk.status(199)));
    const QString status = desk.find<QLabel>("holdingStatus")->text();
    QVERIFY2(status.contains(QLatin1String("75 of 200")), qPrintable(status));
}

void TestRegisterPolling::saysInFullWhatARowHasNoRoomFor()
{
    support::HostileServer server;
    RegistersDesk desk;
    desk.connectTo(server.listen());
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    auto *detail = desk.find<QLabel>("holdingDetail");
    QVERIFY(!detail->isVisible());

    server.setBehaviour([](const support::Asked &asked) {
        const support::Answer refusal{asked.transactionId, 0, asked.unit,
                                      QByteArray::fromHex("8302")};
        support::HostileServer::send(asked, refusal.bytes());
    });
    QTRY_VERIFY(detail->isVisible());
    QVERIFY2(detail->text().contains(desk.status(0)), qPrintable(detail->text()));
    QVERIFY(detail->text().size() > desk.status(0).size());
    QVERIFY(detail->wordWrap());

    server.setBehaviour({});
    QTRY_VERIFY(!detail->isVisible());
}

void TestRegisterPolling::greysRowsWhileTheDeviceIsAwayAndComesBackWithoutABurst()
{
    support::HostileServer server;
    const quint16 port = server.listen();
    RegistersDesk desk;
    modbus::Connection::Options patient;
    patient.responseDeadline = 60s;
    desk.connectTo(port, patient);
    desk.type(desk.find<QComboBox>("holdingPeriod")->lineEdit(), QStringLiteral("50 ms"));
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));

    server.shutDown();
    QTRY_VERIFY(isStale(desk.model(), 9));
    QCOMPARE(desk.value(9), QStringLiteral("9"));
    QVERIFY(!desk.status(9).isEmpty());
    QTRY_VERIFY(desk.find<QLabel>("holdingStatus")->text().contains(QLatin1String("Waiting")));
    auto *poller = desk.find<QWidget>("holdingPanel")->findChild<modbus::Poller *>();
    QSignalSpy polls(poller, &modbus::Poller::sampled);
    QTRY_VERIFY(polls.count() >= 10);

    // The first request is left unanswered for ten periods: had any poll piled up, it would come.
    std::optional<support::Asked> unanswered;
    server.setBehaviour([&unanswered](const support::Asked &asked) { unanswered = asked; });
    QCOMPARE(server.listen(port), port);
    // The other tables, never read so far, are read once meanwhile.
    const auto holdingReads = [&server] {
        return std::ranges::count_if(server.asked(), [](const support::Asked &asked) {
            return asked.pdu.startsWith(QModbusPdu::ReadHoldingRegisters);
        });
    };
    const auto readsBefore = holdingReads();
    const qsizetype allBefore = server.asked().size();
    const quint64 skippedBefore = poller->skipped();
    desk.connection->retryNow();
    QTRY_VERIFY(unanswered && poller->skipped() >= skippedBefore + 10);
    QCOMPARE(server.asked().size(), allBefore + 1);
    polls.clear();
    server.setBehaviour({});
    server.answerWell(*unanswered);
    QTRY_VERIFY(!isStale(desk.model(), 9));
    QVERIFY(holdingReads() <= readsBefore + 2 + polls.count());
    QCOMPARE(desk.status(9), QString());
}

void TestRegisterPolling::saysThatItWaitsForASilentDevice()
{
    support::HostileServer server;
    RegistersDesk desk;
    modbus::Connection::Options patient;
    patient.responseDeadline = 60s;
    desk.connectTo(server.listen(), patient);
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    std::optional<support::Asked> unanswered;
    server.setBehaviour([&unanswered](const support::Asked &asked) { unanswered = asked; });
    const qsizetype asked = server.asked().size();
    auto *status = desk.find<QLabel>("holdingStatus");
    QTRY_VERIFY2(status->text().contains(QLatin1String("Waiting for the device")),
                 qPrintable(status->text()));
    QCOMPARE(server.asked().size(), asked + 1);
    QVERIFY(desk.find<QPushButton>("holdingCancel")->isVisible());
    desk.click("holdingCancel");
    QTRY_VERIFY(isStale(desk.model(), 9));
    QVERIFY(!desk.status(9).isEmpty());

    server.setBehaviour({});
    server.answerWell(*unanswered);
    QTRY_VERIFY(!isStale(desk.model(), 9));
    QVERIFY(!status->text().contains(QLatin1String("Waiting")));
}

void TestRegisterPolling::showsTheProgressOfALongReadingAndEndsItOnRequest()
{
    support::HostileServer server;
    RegistersDesk desk;
    modbus::Connection::Options patient;
    patient.responseDeadline = 60s;
    desk.connectTo(server.listen(), patient);
    desk.page.togglePolling();
    QTRY_COMPARE(desk.value(9), QStringLiteral("9"));
    server.setBehaviour([&server](const support::Asked &asked) {
        if (server.asked().size() < 10)
            server.answerWell(asked);
    });
    desk.setCount("holdingCount", 5000);
    auto *progress = desk.find<QProgressBar>("holdingProgress");
    QTRY_VERIFY(progress->isVisible());
    QTRY_COMPARE(progress->maximum(), 5000);
    QVERIFY(progress->value() > 0 && progress->value() < 5000);
    desk.page.cancel();
    QTRY_VERIFY(!progress->isVisible());
    QCOMPARE(desk.value(100), QStringLiteral("100"));
    QVERIFY(!isStale(desk.model(), 100));
    QVERIFY(isStale(desk.model(), 4999));
    QVERIFY(!desk.status(4999).isEmpty());
}

void TestRegisterPolling::readsAndScrollsAWholeTable()
{
    RegistersDesk desk;
    desk.connectToDevice();
    desk.type(desk.find<QComboBox>("holdingPeriod")->lineEdit(), QStringLiteral("100 ms"));
    desk.setCount("holdingCount", 65536);
    QTRY_COMPARE(desk.value(65535), QStringLiteral("65535"));
    QCOMPARE(desk.model()->rowCount(), 65536);
    QTableView *grid = desk.grid();
    grid->setFocus();
    QTest::keyClick(grid, Qt::Key_End, Qt::ControlModifier);
    QTRY_COMPARE(grid->verticalScrollBar()->value(), grid->verticalScrollBar()->maximum());
    QVERIFY(grid->viewport()->rect().contains(grid->visualRect(desk.model()->index(65535, 0))));

    const int place = grid->verticalScrollBar()->value();
    const QModelIndex current = grid->currentIndex();
    desk.device.server().setData(QModbusDataUnit::HoldingRegisters, 65535, 1);
    QTRY_COMPARE(desk.value(65535), QStringLiteral("1"));
    QCOMPARE(grid->verticalScrollBar()->value(), place);
    QCOMPARE(grid->currentIndex(), current);
}

QTEST_MAIN(TestRegisterPolling)
#include "tst_registerpolling.moc"
