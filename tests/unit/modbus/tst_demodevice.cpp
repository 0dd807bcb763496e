// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/blockread.h"
#include "modbus/datatype.h"
#include "modbus/demodevice.h"
#include "modbus/identify.h"
#include "modbus/writer.h"

#include <QTest>

using namespace modbus;

class DemoDeviceTest : public QObject
{
    Q_OBJECT

private slots:
    void tablesAtRestAreFullSize_data();
    void tablesAtRestAreFullSize();
    void liveSignalsMove();
    void floatsReadTheSameInEachOrder();
    void writesAboveTheLiveSignalsStay();
    void saysWhoItIs();
    void portInUseIsSaid();

private:
    BlockResult read(Connection &connection, const Block &block);
};

BlockResult DemoDeviceTest::read(Connection &connection, const Block &block)
{
    std::optional<BlockResult> got;
    BlockRead::start(connection, block, this, [&](const BlockResult &result) { got = result; });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(got, 20000); }();
    return got.value_or(BlockResult());
}

void DemoDeviceTest::saysWhoItIs()
{
    DemoDevice device(DemoDevice::Signals::Static);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    Connection connection({QStringLiteral("127.0.0.1"), *port});
    connection.open();
    std::optional<Identification> got;
    identify(connection, 1, this, [&](const Identification &identity) { got = identity; });
    QTRY_VERIFY(got);
    QVERIFY2(!got->objectsError, qPrintable(got->objectsError.value_or(Error()).detail));
    QCOMPARE(got->vendor(), QStringLiteral("Loopcheck"));
    QCOMPARE(got->productName(), QStringLiteral("Demo device"));
    QCOMPARE(got->text(0x80), QStringLiteral("No hardware was needed"));
    QVERIFY(got->serverId);
    QCOMPARE(got->serverId->isRunning, true);
}

void DemoDeviceTest::tablesAtRestAreFullSize_data()
{
    QTest::addColumn<Table>("table");
    QTest::newRow("coils") << Table::Coils;
    QTest::newRow("discrete inputs") << Table::DiscreteInputs;
    QTest::newRow("input registers") << Table::InputRegisters;
    QTest::newRow("holding registers") << Table::HoldingRegisters;
}

void DemoDeviceTest::tablesAtRestAreFullSize()
{
    QFETCH(Table, table);
    DemoDevice device(DemoDevice::Signals::Static);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    Connection connection({QStringLiteral("127.0.0.1"), *port});
    connection.open();
    const BlockResult result = read(connection, {1, {table, 0}, kTableSize});
    QVERIFY(result.isComplete());
    for (int i = 0; i < kTableSize; ++i) {
        const int expected = table == Table::Coils            ? i % 3 == 0
                             : table == Table::DiscreteInputs ? i % 2 == 0
                             : table == Table::InputRegisters ? 65535 - i
                                                              : i;
        QCOMPARE(int(result.values[i]), expected);
    }
}

void DemoDeviceTest::liveSignalsMove()
{
    DemoDevice device(DemoDevice::Signals::Live);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    Connection connection({QStringLiteral("127.0.0.1"), *port});
    connection.open();
    for (const Table table :
         {Table::Coils, Table::DiscreteInputs, Table::InputRegisters, Table::HoldingRegisters}) {
        const BlockResult before = read(connection, {1, {table, 0}, 101});
        QVERIFY(before.isComplete());
        QTRY_VERIFY(read(connection, {1, {table, 0}, 100}).values != before.values.first(100));
        const BlockResult after = read(connection, {1, {table, 0}, 101});
        QCOMPARE(after.values.last(), before.values.last());
    }
}

void DemoDeviceTest::floatsReadTheSameInEachOrder()
{
    DemoDevice device(DemoDevice::Signals::Live);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    Connection connection({QStringLiteral("127.0.0.1"), *port});
    connection.open();
    const BlockResult result = read(connection, {1, {Table::HoldingRegisters, 10}, 8});
    QVERIFY(result.isComplete());
    QList<Value> readings;
    int at = 0;
    for (const WordOrder order : allOrders()) {
        const auto value = decode(std::span(result.values).subspan(std::size_t(at), 2),
                                  {DataType::Float32, order});
        QVERIFY(value);
        readings.append(*value);
        at += 2;
    }
    for (const Value &reading : readings)
        QCOMPARE(std::get<float>(reading), std::get<float>(readings.first()));
    QVERIFY(std::get<float>(readings.first()) >= 15 && std::get<float>(readings.first()) <= 25);
}

void DemoDeviceTest::writesAboveTheLiveSignalsStay()
{
    DemoDevice device(DemoDevice::Signals::Live);
    const auto port = device.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    Connection connection({QStringLiteral("127.0.0.1"), *port});
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connection.arm();
    std::optional<WriteOutcome> got;
    write(connection, {1, {Table::HoldingRegisters, 100}, {1, 2, 3}, {}, false}, WriteJournal({}),
          this, [&](const WriteOutcome &outcome) { got = outcome; });
    QTRY_VERIFY(got);
    QCOMPARE(got->verdict, WriteOutcome::Verdict::Verified);
}

void DemoDeviceTest::portInUseIsSaid()
{
    DemoDevice first(DemoDevice::Signals::Static);
    const auto port = first.listen(QHostAddress::LocalHost, 0);
    QVERIFY(port);
    DemoDevice second(DemoDevice::Signals::Static);
    const auto refused = second.listen(QHostAddress::LocalHost, *port);
    QVERIFY(!refused);
    QVERIFY(!refused.error().isEmpty());
    first.close();
    QVERIFY(second.listen(QHostAddress::LocalHost, *port));
}

QTEST_GUILESS_MAIN(DemoDeviceTest)
#include "tst_demodevice.moc"
