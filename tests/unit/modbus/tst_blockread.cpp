// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/blockread.h"
#include "tests/support/hostileserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

namespace {

Connection::Options quickOptions(int window)
{
    Connection::Options options;
    options.responseDeadline = 150ms;
    options.retries = 0;
    options.window = window;
    return options;
}

quint16 firstOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 1);
}

int countOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 3);
}

struct Bench
{
    explicit Bench(int window = 1)
        : connection({QStringLiteral("127.0.0.1"), server.listen()}, quickOptions(window))
    {
        connection.open();
        [this] { QTRY_COMPARE(connection.state(), Connection::State::Connected); }();
    }
    BlockResult read(const Block &block)
    {
        std::optional<BlockResult> got;
        BlockRead::start(connection, block, &connection,
                         [&](const BlockResult &result) { got = result; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(got, 20000); }();
        return got.value_or(BlockResult());
    }
    HostileServer server;
    Connection connection;
};

} // namespace

class BlockReadTest : public QObject
{
    Q_OBJECT

private slots:
    void wholeTablesAreReadInLawfulParts_data();
    void wholeTablesAreReadInLawfulParts();
    void partsKeepToTheConnectionsLargestBlock_data();
    void partsKeepToTheConnectionsLargestBlock();
    void unlawfulBlocksFailWithoutARequest_data();
    void unlawfulBlocksFailWithoutARequest();
    void exceptionFailsItsPartOnly();
    void silenceFailsTheRestAtOnce();
    void neighbouringFailuresAreOne();
    void cancelKeepsWhatIsThere();
    void othersGetTheirTurnDuringALongRead();
    void destroyedContextIsNotCalled();
    void destroyedConnectionIsNamedInTheFailure();
};

void BlockReadTest::wholeTablesAreReadInLawfulParts_data()
{
    QTest::addColumn<Table>("table");
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("requests");
    QTest::newRow("coils") << Table::Coils << 1 << 33;
    QTest::newRow("discrete inputs") << Table::DiscreteInputs << 16 << 33;
    QTest::newRow("input registers") << Table::InputRegisters << 16 << 525;
    QTest::newRow("holding registers") << Table::HoldingRegisters << 1 << 525;
    QTest::newRow("holding registers, window 16") << Table::HoldingRegisters << 16 << 525;
}

void BlockReadTest::wholeTablesAreReadInLawfulParts()
{
    QFETCH(Table, table);
    QFETCH(int, window);
    QFETCH(int, requests);
    Bench bench(window);
    const BlockResult result = bench.read({1, {table, 0}, kTableSize});
    QVERIFY(result.isComplete());
    QCOMPARE(result.requests, requests);
    QCOMPARE(bench.server.asked().size(), requests);
    for (const Asked &asked : bench.server.asked())
        QVERIFY(countOf(asked) <= mostRead(table));
    QCOMPARE(result.values.size(), kTableSize);
    for (int i = 0; i < kTableSize; ++i)
        QCOMPARE(result.values[i], quint16(isBitTable(table) ? i % 2 : i));
}

void BlockReadTest::partsKeepToTheConnectionsLargestBlock_data()
{
    QTest::addColumn<Table>("table");
    QTest::addColumn<QList<int>>("counts");
    QTest::newRow("registers") << Table::HoldingRegisters << QList<int>{30, 30, 30, 10};
    QTest::newRow("bits, 16 in a register's room") << Table::Coils << QList<int>{100};
}

void BlockReadTest::partsKeepToTheConnectionsLargestBlock()
{
    QFETCH(Table, table);
    QFETCH(QList<int>, counts);
    Bench bench;
    Connection::Options options = bench.connection.options();
    options.largestBlock = 30;
    bench.connection.setOptions(options);
    const BlockResult result = bench.read({1, {table, 0}, 100});
    QVERIFY(result.isComplete());
    QList<int> asked;
    for (const Asked &each : bench.server.asked())
        asked.append(countOf(each));
    QCOMPARE(asked, counts);
}

void BlockReadTest::unlawfulBlocksFailWithoutARequest_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("count");
    QTest::newRow("nothing") << 0 << 0;
    QTest::newRow("less than nothing") << 0 << -5;
    QTest::newRow("more than a table") << 0 << 65537;
    QTest::newRow("past the end") << 65530 << 7;
}

void BlockReadTest::unlawfulBlocksFailWithoutARequest()
{
    QFETCH(int, offset);
    QFETCH(int, count);
    Bench bench;
    const BlockResult result = bench.read({1, {Table::HoldingRegisters, quint16(offset)}, count});
    QCOMPARE(result.failures.size(), 1);
    QCOMPARE(result.failures[0].error.kind, Error::Kind::InvalidRequest);
    QCOMPARE(result.failures[0].error.target.endpoint, bench.connection.endpoint());
    QVERIFY(result.values.isEmpty());
    QCOMPARE(bench.server.asked().size(), 0);
}

void BlockReadTest::exceptionFailsItsPartOnly()
{
    Bench bench(4);
    bench.server.setBehaviour([&](const Asked &asked) {
        Answer answer = bench.server.answerTo(asked);
        if (firstOf(asked) == 1125)
            answer.pdu = QByteArray::fromHex("8302");
        HostileServer::send(asked, answer.bytes());
    });
    const BlockResult result = bench.read({1, {Table::HoldingRegisters, 1000}, 500});
    QCOMPARE(result.values.size(), 500);
    QCOMPARE(result.failures.size(), 1);
    QCOMPARE(result.failures[0].begin, 125);
    QCOMPARE(result.failures[0].count, 125);
    QCOMPARE(result.failures[0].error.exceptionCode, quint8(2));
    QCOMPARE(result.failures[0].error.first, (Address{Table::HoldingRegisters, 1125}));
    QCOMPARE(result.values[124], quint16(1124));
    QCOMPARE(result.values[250], quint16(1250));
    QCOMPARE(result.values[499], quint16(1499));
}

void BlockReadTest::silenceFailsTheRestAtOnce()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (firstOf(asked) < 250)
            bench.server.answerWell(asked);
    });
    const BlockResult result = bench.read({1, {Table::HoldingRegisters, 0}, kTableSize});
    QCOMPARE(bench.server.asked().size(), 3);
    QCOMPARE(result.failures.size(), 1);
    QCOMPARE(result.failures[0].begin, 250);
    QCOMPARE(result.failures[0].count, kTableSize - 250);
    QCOMPARE(result.failures[0].error.kind, Error::Kind::Timeout);
    QCOMPARE(result.values[249], quint16(249));
}

void BlockReadTest::neighbouringFailuresAreOne()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        Answer answer = bench.server.answerTo(asked);
        answer.pdu = QByteArray::fromHex("8302");
        HostileServer::send(asked, answer.bytes());
    });
    const BlockResult result = bench.read({1, {Table::HoldingRegisters, 0}, 1000});
    QCOMPARE(result.failures.size(), 1);
    QCOMPARE(result.failures[0].count, 1000);
    QCOMPARE(result.failures[0].error.count, 1000);
    QVERIFY(result.values.isEmpty());
}

void BlockReadTest::cancelKeepsWhatIsThere()
{
    Bench bench;
    bench.server.setBehaviour([&](const Asked &asked) {
        if (firstOf(asked) < 500)
            bench.server.answerWell(asked);
    });
    std::optional<BlockResult> got;
    auto *const read = BlockRead::start(bench.connection, {1, {Table::HoldingRegisters, 0}, 5000},
                                        this, [&](const BlockResult &result) { got = result; });
    QSignalSpy progress(read, &BlockRead::progressed);
    QTRY_COMPARE(progress.size(), 4);
    QCOMPARE(progress.last().at(0).toInt(), 500);
    QCOMPARE(progress.last().at(1).toInt(), 5000);
    read->cancel();
    QVERIFY(got);
    QCOMPARE(got->failures.size(), 1);
    QCOMPARE(got->failures[0].begin, 500);
    QCOMPARE(got->failures[0].count, 4500);
    QCOMPARE(got->failures[0].error.kind, Error::Kind::Aborted);
    QCOMPARE(got->values[499], quint16(499));
}

void BlockReadTest::othersGetTheirTurnDuringALongRead()
{
    Bench bench;
    bool isSweepDone = false;
    BlockRead::start(bench.connection, {1, {Table::HoldingRegisters, 0}, kTableSize}, this,
                     [&](const BlockResult &) { isSweepDone = true; });
    bool cameBefore = false;
    bench.connection.send(*readRequest(2, {Table::Coils, 0}, 1), this,
                          [&](const auto &) { cameBefore = !isSweepDone; });
    QTRY_VERIFY_WITH_TIMEOUT(isSweepDone, 20000);
    QVERIFY(cameBefore);
    QCOMPARE(bench.server.asked().at(1).unit, quint8(2));
}

void BlockReadTest::destroyedContextIsNotCalled()
{
    Bench bench;
    auto context = std::make_unique<QObject>();
    bool isCalled = false;
    QPointer<BlockRead> read =
        BlockRead::start(bench.connection, {1, {Table::HoldingRegisters, 0}, 10}, context.get(),
                         [&](const BlockResult &) { isCalled = true; });
    context.reset();
    QTRY_VERIFY(!read);
    QVERIFY(!isCalled);
}

void BlockReadTest::destroyedConnectionIsNamedInTheFailure()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    const Endpoint endpoint{QStringLiteral("127.0.0.1"), server.listen()};
    auto connection = std::make_unique<Connection>(endpoint, quickOptions(1));
    connection->open();
    std::optional<BlockResult> got;
    BlockRead::start(*connection, {7, {Table::HoldingRegisters, 0}, 1000}, this,
                     [&](const BlockResult &result) { got = result; });
    QTRY_COMPARE(server.asked().size(), 1);
    connection.reset();
    QVERIFY(got);
    QCOMPARE(got->failures.size(), 1);
    QCOMPARE(got->failures[0].count, 1000);
    const QString text = explain(got->failures[0].error).text;
    QVERIFY2(text.contains(endpoint.toString()), qPrintable(text));
}

QTEST_GUILESS_MAIN(BlockReadTest)
#include "tst_blockread.moc"
