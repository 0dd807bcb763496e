// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/demodevice.h"
#include "modbus/pointlint.h"
#include "modbus/pointlistcsv.h"
#include "modbus/pointpoller.h"
#include "ui/demo.h"

#include <QSignalSpy>
#include <QTest>
#include <map>

/// The demo's point list is what the demo device shows.
class TestDemoPlant : public QObject
{
    Q_OBJECT
private slots:
    void listIsWithoutFindings();
    void everyPointLives();
};

void TestDemoPlant::listIsWithoutFindings()
{
    const modbus::PointListReading reading = modbus::readPointList(ui::Demo::pointList());
    QCOMPARE(reading.fileFault, QString());
    for (const modbus::RowFault &fault : reading.faults)
        QFAIL(qPrintable(QStringLiteral("line %1: %2").arg(fault.line).arg(fault.reason)));
    QCOMPARE(reading.unknownColumns, QStringList());
    QVERIFY(reading.points.size() >= 15);
    for (const modbus::Finding &finding : modbus::lint(reading.points))
        QFAIL(qPrintable(finding.text));
}

void TestDemoPlant::everyPointLives()
{
    modbus::DemoDevice device(modbus::DemoDevice::Signals::Live);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port.has_value());
    const modbus::Endpoint endpoint{QStringLiteral("127.0.0.1"), *port};
    modbus::Connection connection(endpoint);
    connection.open();
    modbus::PointPoller poller([&connection](const modbus::Endpoint &) { return &connection; });
    const QList<modbus::Point> points = modbus::readPointList(ui::Demo::pointList()).points;
    std::map<int, modbus::PointValue> latest;
    connect(&poller, &modbus::PointPoller::sampled, this,
            [&latest](const QList<modbus::Sample> &samples) {
                for (const modbus::Sample &sample : samples)
                    latest[sample.point] = sample.value;
            });
    poller.setDefaultDevice(endpoint);
    poller.setPoints(points);
    poller.start();
    const auto haveAll = [&] {
        return latest.size() == size_t(points.size()) &&
               std::none_of(latest.cbegin(), latest.cend(), [](const auto &it) {
                   return it.second.quality == modbus::Quality::Failed;
               });
    };
    QTRY_VERIFY_WITH_TIMEOUT(haveAll(), 20'000);
    for (const auto &[row, value] : latest) {
        const modbus::Point &point = points.at(row);
        const bool isMissing = point.tag == QStringLiteral("TT-104");
        QVERIFY2(value.quality ==
                     (isMissing ? modbus::Quality::NotAvailable : modbus::Quality::Good),
                 qPrintable(point.tag + QStringLiteral(": ") + value.fault));
        if (point.tag == QStringLiteral("CTRL.NAME"))
            QCOMPARE(modbus::toText(point, value), QStringLiteral("LOOPCHECK DEMO"));
    }
}

QTEST_GUILESS_MAIN(TestDemoPlant)
#include "tst_demoplant.moc"
