// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/endpoint.h"

#include <QTest>

class EndpointTest : public QObject
{
    Q_OBJECT

private slots:
    void readsTargets_data();
    void readsTargets();
    void refusesWithAReason_data();
    void refusesWithAReason();
    void writesEndpoints();
};

void EndpointTest::readsTargets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<int>("unit");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *name, const char *text, const char *host, int port, int unit,
                        const char *written) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(host) << port << unit
                            << QString::fromUtf8(written);
    };
    row("a host name", "plc-1.local", "plc-1.local", 502, 1, "plc-1.local");
    row("a host name with underscores", "PLC_1", "PLC_1", 502, 1, "PLC_1");
    row("an international host name", "pümp", "pümp", 502, 1, "pümp");
    row("an IPv4 address", "192.168.0.10", "192.168.0.10", 502, 1, "192.168.0.10");
    row("blanks around it", "  10.0.0.1 ", "10.0.0.1", 502, 1, "10.0.0.1");
    row("leading zeros are decimal", "192.168.000.010", "192.168.0.10", 502, 1, "192.168.0.10");
    row("host and port", "plc:1502", "plc", 1502, 1, "plc:1502");
    row("host, port and unit", "plc:1502/7", "plc", 1502, 7, "plc:1502/7");
    row("host and unit", "plc/7", "plc", 502, 7, "plc/7");
    row("defaults written out", "plc:502/1", "plc", 502, 1, "plc");
    row("unit 0", "plc/0", "plc", 502, 0, "plc/0");
    row("unit 255", "plc/255", "plc", 502, 255, "plc/255");
    row("port 1", "plc:1", "plc", 1, 1, "plc:1");
    row("port 65535", "plc:65535", "plc", 65535, 1, "plc:65535");
    row("a bare IPv6 address", "fd00::10", "fd00::10", 502, 1, "[fd00::10]");
    row("the shortest IPv6 address", "::1", "::1", 502, 1, "[::1]");
    row("a bare IPv6 address and unit", "fd00::10/7", "fd00::10", 502, 7, "[fd00::10]/7");
    row("IPv6 in brackets", "[fd00::10]", "fd00::10", 502, 1, "[fd00::10]");
    row("IPv6 and port", "[fd00::10]:1502", "fd00::10", 1502, 1, "[fd00::10]:1502");
    row("IPv6, port and unit", "[fd00::10]:1502/7", "fd00::10", 1502, 7, "[fd00::10]:1502/7");
    row("IPv6 in another spelling", "[FD00:0::10]", "fd00::10", 502, 1, "[fd00::10]");
    row("IPv6 with a scope", "[fe80::1%eth0]:502", "fe80::1%eth0", 502, 1, "[fe80::1%eth0]");
}

void EndpointTest::readsTargets()
{
    QFETCH(QString, text);
    QFETCH(QString, host);
    QFETCH(int, port);
    QFETCH(int, unit);
    QFETCH(QString, written);
    const auto target = modbus::parseTarget(text);
    QVERIFY2(target, target ? "" : qPrintable(target.error()));
    QCOMPARE(target->endpoint.host, host);
    QCOMPARE(int(target->endpoint.port), port);
    QCOMPARE(int(target->unit), unit);
    QCOMPARE(target->toString(), written);
    const auto again = modbus::parseTarget(written);
    QVERIFY(again);
    QVERIFY(*again == *target);
}

void EndpointTest::refusesWithAReason_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *text, const char *says) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(says);
    };
    row("nothing", "", "host is missing");
    row("blanks", "   ", "host is missing");
    row("a port alone", ":502", "host is missing");
    row("a unit alone", "/1", "host is missing");
    row("empty brackets", "[]:502", "host is missing");
    row("no port after the colon", "plc:", "\"\" is no port");
    row("port 0", "plc:0", "1 to 65535");
    row("port 65536", "plc:65536", "1 to 65535");
    row("a port that overflows", "plc:99999999999999999999", "1 to 65535");
    row("a negative port", "plc:-502", "\"-502\" is no port");
    row("a word for a port", "plc:modbus", "\"modbus\" is no port");
    row("no unit after the slash", "plc/", "0 to 255");
    row("unit 256", "plc/256", "\"256\" is no unit identifier");
    row("a word for a unit", "plc/one", "\"one\" is no unit identifier");
    row("two units", "plc/1/2", "no host name");
    row("a scheme", "tcp://plc:502", "no unit identifier");
    row("blanks inside", "my plc", "no host name");
    row("three figures", "192.168.0", "four figures");
    row("five figures", "192.168.0.1.1", "four figures");
    row("a figure above 255", "192.168.0.300", "four figures");
    row("an empty figure", "192.168..1", "four figures");
    row("a figure alone", "10", "four figures");
    row("too many colons", "192.168.0.10:502:1", "one colon at most");
    row("a bracket not closed", "[fd00::10", "[fd00::10]:502");
    row("something after the bracket", "[fd00::10]502", "[fd00::10]:502");
    row("a name in brackets", "[plc]", "no IPv6 address");
    row("IPv4 in brackets", "[192.168.0.10]", "no IPv6 address");
    row("a name that begins with a hyphen", "-plc", "no host name");
    row("an empty label", "plc..local", "no host name");
    row("a place holder", "%1", "\"%1\" is no host name");
}

void EndpointTest::refusesWithAReason()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const auto target = modbus::parseTarget(text);
    QVERIFY(!target);
    QVERIFY2(target.error().contains(says), qPrintable(target.error()));
    QVERIFY(target.error().endsWith(u'.'));
}

void EndpointTest::writesEndpoints()
{
    QCOMPARE((modbus::Endpoint{QStringLiteral("plc"), 502}.toString()), QStringLiteral("plc:502"));
    QCOMPARE((modbus::Endpoint{QStringLiteral("fd00::1"), 1502}.toString()),
             QStringLiteral("[fd00::1]:1502"));
}

QTEST_GUILESS_MAIN(EndpointTest)
#include "tst_endpoint.moc"
