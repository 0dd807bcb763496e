// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pointlistcsv.h"
#include "tests/support/closedport.h"
#include "tests/support/hostileserver.h"
#include "tests/support/otherpeers.h"
#include "tests/support/program.h"

#include <QHostAddress>
#include <QJsonArray>
#include <QTest>
#include <QtEndian>

using namespace support;

namespace {

Ended run(const QString &arguments)
{
    return runProgram(builtProgram(QStringLiteral("loopcheck-cli")),
                      arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
}

QString hostAt(quint16 port)
{
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

void refuse(HostileServer &server, const Asked &asked, char code)
{
    Answer answer = server.answerTo(asked);
    answer.pdu = QByteArray(1, char(quint8(asked.pdu[0]) | 0x80)) + code;
    HostileServer::send(asked, answer.bytes());
}

} // namespace

/// loopcheck-cli scan and doctor as a user or a script meets them.
class CliScanTest : public QObject
{
    Q_OBJECT
private slots:
    void findsHosts();
    void findsHostsAsJson();
    void saysThatNobodyIsThere();
    void findsUnits();
    void findsUnitsAsJson();
    void findsAddresses();
    void findsAddressesAsJson();
    void givesFindingsAsCsv();
    void givesAddressesAsAPointList();
    void tellsWhyAScanEndedEarly();
    void examinesAHealthyDevice();
    void measuresWhatADeviceStands();
    void tellsWhyADeviceIsSilent();
    void refusesWrongUsage_data();
    void refusesWrongUsage();
};

void CliScanTest::findsHosts()
{
    HostileServer server;
    const Ended ended =
        run(QStringLiteral("scan hosts 127.0.0.1-3 --ports %1 --rate 200").arg(server.listen()));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.startsWith(hostAt(server.port()).toLatin1()), ended.out);
    QVERIFY2(ended.out.contains("Modbus TCP: unit 1 answers"), ended.out);
    QVERIFY2(ended.out.contains("3 of 3 tried, 1 open, 1 speak Modbus TCP"), ended.out);
}

void CliScanTest::findsHostsAsJson()
{
    HostileServer server;
    const Ended ended = run(
        QStringLiteral("scan hosts 127.0.0.1-3 --ports %1 --rate 200 --json").arg(server.listen()));
    QCOMPARE(ended.exitCode, 0);
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(QStringLiteral("tried")).toInt(), 3);
    QCOMPARE(json.value(QStringLiteral("refused")).toInt(), 2);
    const QJsonArray findings = json.value(QStringLiteral("findings")).toArray();
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings[0][QStringLiteral("verdict")].toString(), QStringLiteral("modbus"));
    QCOMPARE(findings[0][QStringLiteral("port")].toInt(), int(server.port()));
    QCOMPARE(findings[0][QStringLiteral("unit")].toInt(), 1);
}

void CliScanTest::saysThatNobodyIsThere()
{
    const ClosedPort closed;
    const Ended ended = run(QStringLiteral("scan hosts 127.0.0.1 --ports %1").arg(closed.number()));
    QCOMPARE(ended.exitCode, 3);
    QVERIFY(ended.out.contains("0 speak Modbus TCP"));
}

void CliScanTest::findsUnits()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 7)
            server.answerWell(asked);
        else
            refuse(server, asked, asked.unit == 255 ? 2 : 0x0B);
    });
    const Ended ended = run(QStringLiteral("scan units %1 --all").arg(hostAt(server.listen())));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("  7  answered"), ended.out);
    QVERIFY2(ended.out.contains("255  alive: exception 02"), ended.out);
    QVERIFY2(ended.out.contains("249 units asked, 2 alive"), ended.out);
}

void CliScanTest::findsUnitsAsJson()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { refuse(server, asked, 0x0A); });
    const Ended ended = run(QStringLiteral("scan units %1 --json").arg(hostAt(server.listen())));
    QCOMPARE(ended.exitCode, 3);
    const QJsonArray findings = ended.json().value(QStringLiteral("findings")).toArray();
    QCOMPARE(findings.size(), 247);
    QCOMPARE(findings[0][QStringLiteral("verdict")].toString(), QStringLiteral("noPath"));
}

void CliScanTest::findsAddresses()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        const int first = qFromBigEndian<quint16>(asked.pdu.constData() + 1);
        const int count = qFromBigEndian<quint16>(asked.pdu.constData() + 3);
        first >= 100 && first + count <= 140 ? server.answerWell(asked) : refuse(server, asked, 2);
    });
    const Ended ended = run(QStringLiteral("scan addresses %1 --table input --count 1000")
                                .arg(hostAt(server.listen())));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("PDU 100..139"), ended.out);
    QVERIFY2(ended.out.contains("40 readable items in 1 blocks"), ended.out);
}

void CliScanTest::findsAddressesAsJson()
{
    HostileServer server;
    const Ended ended = run(QStringLiteral("scan addresses %1 --from 500 --count 300 --json")
                                .arg(hostAt(server.listen())));
    QCOMPARE(ended.exitCode, 0);
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(QStringLiteral("requests")).toInt(), 3);
    const QJsonValue block = json.value(QStringLiteral("blocks"))[0];
    QCOMPARE(block[QStringLiteral("first")].toInt(), 500);
    QCOMPARE(block[QStringLiteral("count")].toInt(), 300);
    QCOMPARE(block[QStringLiteral("table")].toString(), QStringLiteral("holding"));
}

void CliScanTest::givesFindingsAsCsv()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        const int last = qFromBigEndian<quint16>(asked.pdu.constData() + 1) +
                         qFromBigEndian<quint16>(asked.pdu.constData() + 3);
        asked.unit < 3 && last <= 40 ? server.answerWell(asked) : refuse(server, asked, 2);
    });
    const QString host = hostAt(server.listen());
    const Ended hosts = run(
        QStringLiteral("scan hosts 127.0.0.1-2 --ports %1 --rate 200 --csv").arg(server.port()));
    QCOMPARE(hosts.exitCode, 0);
    QVERIFY2(hosts.err.contains("Ask who runs the network first"), hosts.err);
    const QList<QByteArray> found = hosts.out.split('\n');
    QCOMPARE(found[0], "host,port,verdict,unit,exceptionCode,connectMs,latencyMs\r");
    QVERIFY2(found[1].startsWith("127.0.0.1," + QByteArray::number(server.port()) + ",modbus,1,,"),
             hosts.out);
    QCOMPARE(found.size(), 3);

    const Ended units = run(QStringLiteral("scan units %1 --csv").arg(host));
    QCOMPARE(units.exitCode, 0);
    QVERIFY2(units.out.startsWith("unit,verdict,exceptionCode,latencyMs\r\n1,answered,,"),
             units.out);
    QVERIFY2(units.out.contains("\r\n3,exception,2,"), units.out);
    QCOMPARE(units.out.count('\n'), 248);

    const Ended addresses = run(QStringLiteral("scan addresses %1 --count 500 --csv").arg(host));
    QCOMPARE(addresses.exitCode, 0);
    QCOMPARE(addresses.out, "table,first,last,count,nonZero\r\nholding,0,39,40,39\r\n");
}

void CliScanTest::givesAddressesAsAPointList()
{
    HostileServer server;
    const QString host = hostAt(server.listen());
    const Ended ended =
        run(QStringLiteral("scan addresses %1 --unit 7 --from 100 --count 3 --points").arg(host));
    QCOMPARE(ended.exitCode, 0);
    const modbus::PointListReading reading = modbus::readPointList(ended.out);
    QVERIFY(reading.faults.isEmpty());
    QCOMPARE(reading.points.size(), 3);
    QCOMPARE(reading.points[2].address, (modbus::Address{modbus::Table::HoldingRegisters, 102}));
    QCOMPARE(reading.points[2].unit, 7);
    QCOMPARE(reading.points[2].device, host);
}

void CliScanTest::tellsWhyAScanEndedEarly()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { refuse(server, asked, 1); });
    const Ended refused = run(QStringLiteral("scan addresses %1").arg(hostAt(server.listen())));
    QCOMPARE(refused.exitCode, 1);
    QVERIFY2(refused.err.contains("Illegal function"), refused.err);
    const ClosedPort closed;
    const Ended away = run(QStringLiteral("scan units %1 --json").arg(hostAt(closed.number())));
    QCOMPARE(away.exitCode, 3);
    QCOMPARE(away.json().value(QStringLiteral("error"))[QStringLiteral("kind")].toString(),
             QStringLiteral("refused"));
}

void CliScanTest::examinesAHealthyDevice()
{
    HostileServer server;
    const Ended ended = run(QStringLiteral("doctor %1").arg(hostAt(server.listen())));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("Conclusion: 127.0.0.1:"), ended.out);
}

void CliScanTest::measuresWhatADeviceStands()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        qFromBigEndian<quint16>(asked.pdu.constData() + 3) <= 60 ? server.answerWell(asked)
                                                                 : refuse(server, asked, 3);
    });
    const QString host = hostAt(server.listen());
    const Ended ended = run(QStringLiteral("doctor %1 --from 100 --measure --json").arg(host));
    QCOMPARE(ended.exitCode, 0);
    const QJsonValue measured = ended.json().value(QStringLiteral("measured"));
    QCOMPARE(measured[QStringLiteral("largestBlock")].toInt(), 60);
    QCOMPARE(measured[QStringLiteral("settings")][QStringLiteral("largestBlock")].toInt(), 60);
    QCOMPARE(measured[QStringLiteral("settings")][QStringLiteral("window")].toInt(), 16);
    const Ended words = run(QStringLiteral("doctor %1 --from 100 --measure").arg(host));
    QVERIFY2(words.out.contains("Settings that fit: --window 16 --pause 0 --largest-block 60"),
             words.out);
}

void CliScanTest::tellsWhyADeviceIsSilent()
{
    RtuOverTcpPeer peer;
    const Ended ended =
        run(QStringLiteral("doctor %1 --timeout 200 --json").arg(hostAt(peer.listenLocally())));
    QCOMPARE(ended.exitCode, 3);
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(QStringLiteral("healthy")).toBool(), false);
    QVERIFY(json.value(QStringLiteral("conclusion")).toString().contains(QLatin1StringView("RTU")));
    const QJsonArray steps = json.value(QStringLiteral("steps")).toArray();
    QCOMPARE(steps.size(), 8);
    QCOMPARE(steps[6][QStringLiteral("step")].toString(), QStringLiteral("rtu"));
    QCOMPARE(steps[6][QStringLiteral("state")].toString(), QStringLiteral("good"));
}

void CliScanTest::refusesWrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    for (const char *arguments :
         {"scan", "scan hosts", "scan everything 127.0.0.1", "scan hosts 10.0.0.0/8",
          "scan hosts 127.0.0.1 --ports none", "scan hosts 127.0.0.1 --rate 0",
          "scan units 127.0.0.1:0", "scan units 127.0.0.1 127.0.0.2",
          "scan addresses 127.0.0.1 --table registers", "scan addresses 127.0.0.1 --count 0",
          "scan addresses 127.0.0.1 --unit 256", "scan addresses 127.0.0.1 --csv --points",
          "scan hosts 127.0.0.1 --points", "scan addresses 127.0.0.1 --step 0", "doctor",
          "doctor 127.0.0.1 --timeout never", "doctor 127.0.0.1 --table registers",
          "doctor 127.0.0.1 --from 65536", "doctor no_host:99999"})
        QTest::newRow(arguments) << QString::fromLatin1(arguments);
}

void CliScanTest::refusesWrongUsage()
{
    QFETCH(QString, arguments);
    const Ended ended = run(arguments);
    QCOMPARE(ended.exitCode, 2);
    QVERIFY(ended.out.isEmpty());
    QVERIFY(!ended.err.isEmpty());
}

QTEST_GUILESS_MAIN(CliScanTest)
#include "tst_cliscan.moc"
