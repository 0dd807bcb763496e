// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/hostrange.h"
#include "modbus/discovery/hostscan.h"
#include "tests/support/hostileserver.h"

#include <QHostAddress>
#include <QSignalSpy>
#include <QTest>

using namespace modbus;
using namespace modbus::discovery;
using namespace support;
using namespace std::chrono_literals;

namespace {

QStringList texts(const QList<quint32> &hosts)
{
    QStringList texts;
    for (const quint32 host : hosts)
        texts.append(QHostAddress(host).toString());
    return texts;
}

/// One and the same port on several addresses of this computer.
struct Hosts
{
    HostileServer well;    ///< 127.0.0.1
    HostileServer refuses; ///< 127.0.0.3: with exceptions, as unit 255 only
    HostileServer silent;  ///< 127.0.0.4
    HostileServer closing; ///< 127.0.0.5
    HostileServer chatty;  ///< 127.0.0.6: another protocol
    quint16 port = 0;
    Hosts()
    {
        port = well.listen();
        refuses.listen(port, QHostAddress(QStringLiteral("127.0.0.3")));
        silent.listen(port, QHostAddress(QStringLiteral("127.0.0.4")));
        closing.listen(port, QHostAddress(QStringLiteral("127.0.0.5")));
        chatty.listen(port, QHostAddress(QStringLiteral("127.0.0.6")));
        refuses.setBehaviour([this](const Asked &asked) {
            if (asked.unit != 255)
                return;
            Answer answer = refuses.answerTo(asked);
            answer.pdu = QByteArray("\x83\x02", 2);
            HostileServer::send(asked, answer.bytes());
        });
        silent.setBehaviour([](const Asked &) {});
        closing.setMostSessions(0);
        chatty.setBehaviour([](const Asked &asked) {
            HostileServer::send(asked, "HTTP/1.1 400 Bad Request\r\n\r\n");
        });
    }
    HostScan::Options options(QStringView range) const
    {
        HostScan::Options options;
        options.hosts = *parseHosts(range);
        options.ports = {port};
        options.perSecond = 500;
        options.connectTimeout = 2s;
        options.deadline = 150ms;
        return options;
    }
};

const HostFinding *findingOf(const HostScanResult &result, const QString &host)
{
    for (const HostFinding &finding : result.findings) {
        if (finding.endpoint.host == host)
            return &finding;
    }
    return nullptr;
}

} // namespace

class HostScanTest : public QObject
{
    Q_OBJECT
private slots:
    void rangesAreRead_data();
    void rangesAreRead();
    void whatIsNoRangeIsRefused_data();
    void whatIsNoRangeIsRefused();
    void portsAreRead();
    void whatIsNoPortIsRefused_data();
    void whatIsNoPortIsRefused();

    void hostsGetTheirVerdicts();
    void fewAreOpenAtOnce();
    void attemptsArePaced();
    void portsAreLookedAtOnEachHost();
    void stopsAtOnce();
    void mayBeDeletedOnAFinding();
};

void HostScanTest::rangesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("last");
    const auto row = [](const char *text, int count, const char *first, const char *last) {
        QTest::newRow(text) << QString::fromLatin1(text) << count << QString::fromLatin1(first)
                            << QString::fromLatin1(last);
    };
    row("192.168.0.10", 1, "192.168.0.10", "192.168.0.10");
    row("192.168.0.1-254", 254, "192.168.0.1", "192.168.0.254");
    row(" 192.168.0.1 - 192.168.1.20 ", 276, "192.168.0.1", "192.168.1.20");
    row("192.168.0.0/24", 254, "192.168.0.1", "192.168.0.254");
    row("192.168.0.77/24", 254, "192.168.0.1", "192.168.0.254");
    row("10.0.0.4/30", 2, "10.0.0.5", "10.0.0.6");
    row("10.0.0.4/31", 2, "10.0.0.4", "10.0.0.5");
    row("10.0.0.4/32", 1, "10.0.0.4", "10.0.0.4");
    row("10.1.0.0/16", 65534, "10.1.0.1", "10.1.255.254");
    row("10.0.0.1, 10.0.0.3-4, 10.0.0.1", 3, "10.0.0.1", "10.0.0.4");
    row("255.255.255.254-255", 2, "255.255.255.254", "255.255.255.255");
}

void HostScanTest::rangesAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, count);
    const auto hosts = parseHosts(text);
    QVERIFY2(hosts, qPrintable(hosts ? QString() : hosts.error()));
    QCOMPARE(hosts->size(), count);
    QTEST(texts({hosts->constFirst()}).constFirst(), "first");
    QTEST(texts({hosts->constLast()}).constFirst(), "last");
}

void HostScanTest::whatIsNoRangeIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"",
                             ",",
                             "plc-1",
                             "192.168.0",
                             "192.168.0.256",
                             "192.168.0.1-",
                             "192.168.0.9-3",
                             "192.168.0.1-300",
                             "192.168.0.0/33",
                             "192.168.0.0/",
                             "/24",
                             "10.0.0.0/15",
                             "0.0.0.0/0",
                             "10.0.0.0-10.1.0.0",
                             "10.0.0.0/16,10.1.0.0/16",
                             "1.2.3.4-5-6",
                             "0x7f.0.0.1",
                             "-1.2.3.4",
                             "99999999999.1.1.1",
                             "fd00::1"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void HostScanTest::whatIsNoRangeIsRefused()
{
    QFETCH(QString, text);
    const auto hosts = parseHosts(text);
    QVERIFY(!hosts);
    QVERIFY(hosts.error().size() > 20);
}

void HostScanTest::portsAreRead()
{
    QCOMPARE(*parsePorts(u"502"), (QList<quint16>{502}));
    QCOMPARE(*parsePorts(u" 502, 503 ,1502-1504,502"),
             (QList<quint16>{502, 503, 1502, 1503, 1504}));
    QCOMPARE(parsePorts(u"65472-65535")->size(), kMostPorts);
}

void HostScanTest::whatIsNoPortIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", "0", "65536", "modbus", "502-", "510-502", "1-65535", "1-2-3"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void HostScanTest::whatIsNoPortIsRefused()
{
    QFETCH(QString, text);
    QVERIFY(!parsePorts(text));
}

void HostScanTest::hostsGetTheirVerdicts()
{
    Hosts hosts;
    HostScan scan(hosts.options(u"127.0.0.1-20"));
    QSignalSpy found(&scan, &HostScan::found);
    QSignalSpy progressed(&scan, &HostScan::progressed);
    QSignalSpy finished(&scan, &HostScan::finished);
    scan.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
    const auto result = finished[0][0].value<HostScanResult>();
    QCOMPARE(result.tried, 20);
    QCOMPARE(result.refused, 15);
    QCOMPARE(result.findings.size(), 5);
    QCOMPARE(found.size(), 5);
    QCOMPARE(result.modbusCount(), 2);
    QCOMPARE(progressed.last(), (QVariantList{20, 20}));

    const HostFinding *well = findingOf(result, QStringLiteral("127.0.0.1"));
    QVERIFY(well);
    QCOMPARE(well->verdict, HostVerdict::Modbus);
    QCOMPARE(well->unit, std::optional<quint8>(1));
    QCOMPARE(well->exceptionCode, quint8(0));
    const HostFinding *refuses = findingOf(result, QStringLiteral("127.0.0.3"));
    QVERIFY(refuses);
    QCOMPARE(refuses->verdict, HostVerdict::Modbus);
    QCOMPARE(refuses->unit, std::optional<quint8>(255));
    QCOMPARE(refuses->exceptionCode, quint8(2));
    QCOMPARE(findingOf(result, QStringLiteral("127.0.0.4"))->verdict, HostVerdict::NoAnswer);
    QCOMPARE(findingOf(result, QStringLiteral("127.0.0.5"))->verdict, HostVerdict::Closed);
    const HostFinding *chatty = findingOf(result, QStringLiteral("127.0.0.6"));
    QCOMPARE(chatty->verdict, HostVerdict::OtherAnswer);
    QVERIFY(chatty->bytes.startsWith("HTTP"));
    for (const HostFinding &finding : result.findings)
        QVERIFY(!verdictText(finding).isEmpty());
}

void HostScanTest::fewAreOpenAtOnce()
{
    Hosts hosts;
    HostScan::Options options = hosts.options(u"127.0.0.4,127.0.0.1-20");
    options.mostOpen = 1;
    HostScan scan(options);
    QSignalSpy finished(&scan, &HostScan::finished);
    int most = 0;
    connect(&scan, &HostScan::progressed, this, [&] { most = std::max(most, scan.open()); });
    connect(&scan, &HostScan::found, this, [&] { most = std::max(most, scan.open()); });
    scan.start();
    QTRY_VERIFY(scan.open() == 1);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
    QVERIFY(most <= 1);
}

/// So many attempts take at least so long, whatever the machine does.
void HostScanTest::attemptsArePaced()
{
    Hosts hosts;
    HostScan::Options options = hosts.options(u"127.0.0.7-16");
    options.perSecond = 50;
    HostScan scan(options);
    QSignalSpy finished(&scan, &HostScan::finished);
    QElapsedTimer clock;
    clock.start();
    scan.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
    QVERIFY(clock.elapsed() >= 10 * 20 - 20);
}

void HostScanTest::portsAreLookedAtOnEachHost()
{
    Hosts hosts;
    HostileServer other;
    HostScan::Options options = hosts.options(u"127.0.0.1-2");
    options.ports = {hosts.port, other.listen()};
    HostScan scan(options);
    QSignalSpy finished(&scan, &HostScan::finished);
    scan.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
    const auto result = finished[0][0].value<HostScanResult>();
    QCOMPARE(result.tried, 4);
    QCOMPARE(result.modbusCount(), 2);
    QCOMPARE(result.findings[1].endpoint.port, other.port());
}

void HostScanTest::stopsAtOnce()
{
    Hosts hosts;
    HostScan::Options options = hosts.options(u"127.0.0.4");
    options.deadline = 10s;
    HostScan scan(options);
    QSignalSpy finished(&scan, &HostScan::finished);
    scan.start();
    QTRY_COMPARE(hosts.silent.asked().size(), 1);
    scan.cancel();
    QCOMPARE(finished.size(), 1);
    QVERIFY(finished[0][0].value<HostScanResult>().wasCancelled);
    QCOMPARE(scan.open(), 0);
    scan.cancel();
    QCOMPARE(finished.size(), 1);
}

void HostScanTest::mayBeDeletedOnAFinding()
{
    Hosts hosts;
    auto *scan = new HostScan(hosts.options(u"127.0.0.1-20"));
    QPointer<HostScan> alive(scan);
    connect(scan, &HostScan::found, scan, [scan] { scan->deleteLater(); });
    scan->start();
    QTRY_VERIFY(!alive);
}

QTEST_GUILESS_MAIN(HostScanTest)
#include "tst_hostscan.moc"
