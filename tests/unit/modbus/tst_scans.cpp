// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/rangescan.h"
#include "modbus/discovery/unitscan.h"
#include "tests/support/hostileserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace modbus;
using namespace modbus::discovery;
using namespace support;
using namespace std::chrono_literals;

namespace {

constexpr auto kLong = 60s; ///< a deadline that no test could wait for

struct Bench
{
    HostileServer server;
    Connection connection;
    explicit Bench(std::chrono::milliseconds deadline = kLong)
        : connection({QStringLiteral("127.0.0.1"), server.listen()}, options(deadline))
    {
        connection.open();
        [this] { QTRY_COMPARE(connection.state(), Connection::State::Connected); }();
    }
    static Connection::Options options(std::chrono::milliseconds deadline)
    {
        Connection::Options options;
        options.responseDeadline = deadline;
        return options;
    }
    void refuse(const Asked &asked, char code)
    {
        Answer answer = server.answerTo(asked);
        answer.pdu = QByteArray(1, char(quint8(asked.pdu[0]) | 0x80)) + code;
        HostileServer::send(asked, answer.bytes());
    }
};

int firstOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 1);
}

int endOf(const Asked &asked)
{
    return firstOf(asked) + qFromBigEndian<quint16>(asked.pdu.constData() + 3);
}

template <typename Result, typename Scan>
Result run(Scan &scan)
{
    Result result;
    int ends = 0;
    QObject::connect(&scan, &Scan::finished, &scan, [&](const Result &got) {
        result = got;
        ++ends;
    });
    scan.start();
    [&] { QTRY_COMPARE_WITH_TIMEOUT(ends, 1, 60000); }();
    return result;
}

RangeScanResult runRange(Bench &bench, const RangeScan::Options &options)
{
    RangeScan scan(bench.connection, options);
    return run<RangeScanResult>(scan);
}

RangeScan::Options rangeOf(int first, int count)
{
    RangeScan::Options options;
    options.first.offset = quint16(first);
    options.count = count;
    options.deadline = kLong;
    return options;
}

} // namespace

class Scans : public QObject
{
    Q_OBJECT
private slots:
    void unitsGetTheirVerdicts();
    void unitScanTellsOfLateAnswers();
    void unitScanEndsWhenTheConnectionIsGone();
    void unitScanStopsAtOnce();
    void unitScanMayBeDeletedOnAFinding();
    void unitsThatEndTheConnectionAreToldApart();

    void blocksAreFoundWithTheirValues_data();
    void blocksAreFoundWithTheirValues();
    void lengthLimitIsToldByAnyRefusal_data();
    void lengthLimitIsToldByAnyRefusal();
    void silenceOutsideIsARefusalWhileTheDeviceLives();
    void silenceOfAllEndsTheScan();
    void deviceThatDiesIsNotTakenForAHole();
    void busyDeviceIsAskedAgain();
    void zerosOutsideAreCounted();
    void otherExceptionsEndTheScan();
    void rangeScanStopsAtOnceAndKeepsWhatItHas();
    void wholeTableTakesFewRequests();
};

void Scans::unitsGetTheirVerdicts()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        switch (asked.unit) {
        case 2:
            return bench.refuse(asked, 2);
        case 3:
            return bench.refuse(asked, 0x0A);
        case 4:
            return bench.refuse(asked, 0x0B);
        case 5:
            return; // silent
        case 6: {
            Answer answer = bench.server.answerTo(asked);
            answer.unit = 99;
            return HostileServer::send(asked, answer.bytes());
        }
        default:
            return bench.server.answerWell(asked);
        }
    });
    UnitScan scan(bench.connection,
                  {.units = {1, 2, 3, 4, 5, 6, 0, 255}, .probe = {}, .deadline = 100ms});
    QSignalSpy found(&scan, &UnitScan::found);
    QSignalSpy progressed(&scan, &UnitScan::progressed);
    const auto result = run<UnitScanResult>(scan);
    QList<UnitVerdict> verdicts;
    for (const UnitFinding &finding : result.findings)
        verdicts.append(finding.verdict);
    using enum UnitVerdict;
    QCOMPARE(verdicts, (QList<UnitVerdict>{Answered, Exception, NoPath, NoDevice, Silent, BadAnswer,
                                           Answered, Answered}));
    QCOMPARE(result.findings[1].exceptionCode, quint8(2));
    QCOMPARE(result.aliveCount(), 5);
    QVERIFY(!result.fault && !result.wasCancelled);
    QCOMPARE(found.size(), 8);
    QCOMPARE(progressed.last(), (QVariantList{8, 8}));
    QCOMPARE(bench.server.asked().size(), 8); // once each, one at a time
    QCOMPARE(bench.server.connections(), 1);  // silence of units is no reason to reconnect
    for (const UnitFinding &finding : result.findings)
        QVERIFY(!verdictText(finding).isEmpty());
}

void Scans::unitScanTellsOfLateAnswers()
{
    Bench bench;
    std::optional<Asked> kept;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 1) {
            kept = asked;
            return;
        }
        bench.server.answerWell(*kept); // late, and then the one asked now
        bench.server.answerWell(asked);
    });
    UnitScan scan(bench.connection, {.units = {1, 2}, .probe = {}, .deadline = 100ms});
    const auto result = run<UnitScanResult>(scan);
    QCOMPARE(result.findings[0].verdict, UnitVerdict::Silent);
    QCOMPARE(result.findings[1].verdict, UnitVerdict::Answered);
    QCOMPARE(result.lateReplies, quint64(1));
}

void Scans::unitScanEndsWhenTheConnectionIsGone()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 3)
            bench.server.shutDown();
        else
            bench.server.answerWell(asked);
    });
    UnitScan scan(bench.connection,
                  {.units = UnitScan::usualUnits(), .probe = {}, .deadline = kLong});
    const auto result = run<UnitScanResult>(scan);
    QVERIFY(result.fault);
    QVERIFY(result.findings.size() >= 2 && result.findings.size() <= 4);
    QCOMPARE(result.findings[1].verdict, UnitVerdict::Answered);
}

void Scans::unitScanStopsAtOnce()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (asked.unit < 10)
            bench.server.answerWell(asked);
    });
    UnitScan scan(bench.connection,
                  {.units = UnitScan::usualUnits(), .probe = {}, .deadline = kLong});
    QSignalSpy finished(&scan, &UnitScan::finished);
    scan.start();
    QTRY_COMPARE(bench.server.asked().size(), 10);
    scan.cancel();
    QCOMPARE(finished.size(), 1);
    const auto result = finished[0][0].value<UnitScanResult>();
    QVERIFY(result.wasCancelled);
    QCOMPARE(result.findings.size(), 9);
    scan.cancel();
    QCOMPARE(finished.size(), 1);

    // The one on the wire keeps the line until its deadline; others have to wait for that alone.
    bench.server.answerWell(bench.server.asked().constLast());
    bool isAnswered = false;
    bench.connection.send(*readRequest(1, {}, 1), nullptr,
                          [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
    QCOMPARE(bench.server.asked().size(), 11);
    QCOMPARE(finished.size(), 1);
}

void Scans::unitScanMayBeDeletedOnAFinding()
{
    Bench bench;
    auto *scan = new UnitScan(bench.connection, {});
    QPointer<UnitScan> alive(scan);
    connect(scan, &UnitScan::found, scan, [scan] { scan->deleteLater(); });
    scan->start();
    QTRY_VERIFY(!alive);
    bool isAnswered = false;
    bench.connection.send(*readRequest(1, {}, 1), nullptr,
                          [&](const auto &) { isAnswered = true; });
    QTRY_VERIFY(isAnswered);
}

void Scans::unitsThatEndTheConnectionAreToldApart()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        asked.unit == 2 ? HostileServer::reset(asked) : bench.server.answerWell(asked);
    });
    UnitScan scan(bench.connection, {.units = {1, 2, 3}, .probe = {}, .deadline = kLong});
    const auto result = run<UnitScanResult>(scan);
    QVERIFY(!result.fault);
    QCOMPARE(result.findings.size(), 3);
    QCOMPARE(result.findings[1].verdict, UnitVerdict::Closed);
    QCOMPARE(result.findings[2].verdict, UnitVerdict::Answered);
}

void Scans::blocksAreFoundWithTheirValues_data()
{
    QTest::addColumn<Table>("table");
    QTest::newRow("coils") << Table::Coils;
    QTest::newRow("discrete inputs") << Table::DiscreteInputs;
    QTest::newRow("input registers") << Table::InputRegisters;
    QTest::newRow("holding registers") << Table::HoldingRegisters;
}

void Scans::blocksAreFoundWithTheirValues()
{
    QFETCH(Table, table);
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        const bool isFirst = firstOf(asked) >= 20 && endOf(asked) <= 60;
        const bool isSecond = firstOf(asked) >= 300 && endOf(asked) <= 450;
        isFirst || isSecond ? bench.server.answerWell(asked) : bench.refuse(asked, 2);
    });
    RangeScan::Options options = rangeOf(10, 690);
    options.first.table = table;
    const RangeScanResult result = runRange(bench, options);
    QVERIFY(!result.fault);
    QCOMPARE(result.blocks.size(), 2);
    QCOMPARE(result.blocks[0].first, (Address{table, 20}));
    QCOMPARE(result.blocks[0].count(), 40);
    QCOMPARE(result.blocks[1].first, (Address{table, 300}));
    QCOMPARE(result.blocks[1].last(), 449);
    QCOMPARE(result.readable(), 190);
    for (const ReadableBlock &block : result.blocks) {
        for (int i = 0; i < block.count(); ++i) {
            const int address = block.first.offset + i;
            QCOMPARE(block.values[i], quint16(isBitTable(table) ? address % 2 : address));
        }
    }
    QCOMPARE(result.scanned, 690);
    QCOMPARE(result.requests, int(bench.server.asked().size()));
    QVERIFY2(result.requests < 690 / 16 + 3 * 30, qPrintable(QString::number(result.requests)));
}

void Scans::lengthLimitIsToldByAnyRefusal_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("exception 03, as the specification has it") << 3;
    QTest::newRow("exception 02") << 2;
    QTest::newRow("exception 04") << 4;
    QTest::newRow("silence") << 0;
    QTest::newRow("fewer values than asked") << -1;
}

void Scans::lengthLimitIsToldByAnyRefusal()
{
    QFETCH(int, code);
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        const int count = endOf(asked) - firstOf(asked);
        if (endOf(asked) > 200) {
            bench.refuse(asked, 2);
        } else if (count <= 20) {
            bench.server.answerWell(asked);
        } else if (code < 0) {
            Answer answer = bench.server.answerTo(asked);
            answer.pdu = answer.pdu.first(1) + char(40) + answer.pdu.mid(2, 40);
            HostileServer::send(asked, answer.bytes());
        } else if (code > 0) {
            bench.refuse(asked, char(code));
        }
    });
    RangeScan::Options options = rangeOf(0, 300);
    if (code == 0)
        options.deadline = 60ms;
    const RangeScanResult result = runRange(bench, options);
    QVERIFY(!result.fault);
    QCOMPARE(result.blocks.size(), 1);
    QCOMPARE(result.blocks[0].count(), 200);
    QCOMPARE(result.mostAtOnce, 20);
    QVERIFY(result.isLimited);
}

void Scans::silenceOutsideIsARefusalWhileTheDeviceLives()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (endOf(asked) <= 30)
            bench.server.answerWell(asked);
    });
    RangeScan::Options options = rangeOf(0, 100);
    options.deadline = 50ms;
    const RangeScanResult result = runRange(bench, options);
    QVERIFY(!result.fault);
    QCOMPARE(result.blocks.size(), 1);
    QCOMPARE(result.blocks[0].count(), 30);
    QVERIFY(result.timeouts > 0);
}

void Scans::silenceOfAllEndsTheScan()
{
    Bench bench;
    bench.server.setBehaviour([](const Asked &) {});
    RangeScan::Options options = rangeOf(0, 65536);
    options.deadline = 50ms;
    const RangeScanResult result = runRange(bench, options);
    QVERIFY(result.fault);
    QCOMPARE(result.fault->kind, Error::Kind::Timeout);
    QVERIFY(result.blocks.isEmpty());
    QVERIFY(bench.server.asked().size() <= 6);
}

void Scans::deviceThatDiesIsNotTakenForAHole()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (bench.server.asked().size() <= 5)
            bench.server.answerWell(asked);
    });
    RangeScan::Options options = rangeOf(0, 65536);
    options.deadline = 50ms;
    const RangeScanResult result = runRange(bench, options);
    QVERIFY(result.fault);
    QCOMPARE(result.fault->kind, Error::Kind::Timeout);
    QCOMPARE(result.readable(), 5 * 125); // and no more is claimed
    QVERIFY(result.scanned < 1000);
}

void Scans::busyDeviceIsAskedAgain()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        bench.server.asked().size() == 2 ? bench.refuse(asked, 6) : bench.server.answerWell(asked);
    });
    const RangeScanResult result = runRange(bench, rangeOf(0, 500));
    QVERIFY(!result.fault);
    QCOMPARE(result.readable(), 500);
    QCOMPARE(result.requests, 5);
}

void Scans::zerosOutsideAreCounted()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        Answer answer = bench.server.answerTo(asked);
        for (int address = firstOf(asked); address < endOf(asked); ++address) {
            if (address >= 50) {
                answer.pdu[2 + 2 * (address - firstOf(asked))] = '\0';
                answer.pdu[3 + 2 * (address - firstOf(asked))] = '\0';
            }
        }
        HostileServer::send(asked, answer.bytes());
    });
    const RangeScanResult result = runRange(bench, rangeOf(0, 1000));
    QCOMPARE(result.blocks.size(), 1);
    QCOMPARE(result.blocks[0].count(), 1000);
    QCOMPARE(result.blocks[0].nonZero(), 49);
    QCOMPARE(result.requests, 8);
}

void Scans::otherExceptionsEndTheScan()
{
    for (const char code : {'\x01', '\x0A', '\x0B'}) {
        Bench bench;
        bench.server.setBehaviour([&](const Asked &asked) { bench.refuse(asked, code); });
        const RangeScanResult result = runRange(bench, rangeOf(0, 1000));
        QVERIFY(result.fault);
        QCOMPARE(result.fault->exceptionCode, quint8(code));
        QCOMPARE(result.requests, 1);
    }
}

void Scans::rangeScanStopsAtOnceAndKeepsWhatItHas()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (bench.server.asked().size() < 4)
            bench.server.answerWell(asked);
    });
    RangeScan scan(bench.connection, rangeOf(0, 65536));
    QSignalSpy finished(&scan, &RangeScan::finished);
    scan.start();
    QTRY_COMPARE(bench.server.asked().size(), 4);
    scan.cancel();
    QCOMPARE(finished.size(), 1);
    const auto result = finished[0][0].value<RangeScanResult>();
    QVERIFY(result.wasCancelled);
    QCOMPARE(result.readable(), 375);
    scan.cancel();
    QCOMPARE(finished.size(), 1);
}

void Scans::wholeTableTakesFewRequests()
{
    Bench bench;
    const RangeScanResult result = runRange(bench, rangeOf(0, 65536));
    QCOMPARE(result.readable(), 65536);
    QCOMPARE(result.blocks.size(), 1);
    QCOMPARE(result.requests, 525);
    QCOMPARE(result.mostAtOnce, 125);
    QVERIFY(!result.isLimited);
}

QTEST_GUILESS_MAIN(Scans)
#include "tst_scans.moc"
