// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/blockread.h"
#include "modbus/writer.h"
#include "tests/support/program.h"

#include <QJsonArray>
#include <QTest>
#include <optional>

#ifndef LIBMODBUS_SERVER
#define LIBMODBUS_SERVER ""
#endif

using support::ServerProgram;

/// Our command line and our library against a server that libmodbus is.
class LibmodbusTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsEveryTable_data();
    void readsEveryTable();
    void readsFloatsInEveryOrder_data();
    void readsFloatsInEveryOrder();
    void writes_data();
    void writes();
    void explainsAnException();
    void sweepsATable_data();
    void sweepsATable();

private:
    support::Ended run(const QStringList &arguments) const
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   arguments);
    }

    const QString m_server = QStringLiteral(LIBMODBUS_SERVER);
};

void LibmodbusTest::initTestCase()
{
    QVERIFY2(!m_server.isEmpty(), "libmodbus was not found when this was configured: install "
                                  "libmodbus-dev and pkg-config, then configure again");
}

void LibmodbusTest::readsEveryTable_data()
{
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("address");
    QTest::addColumn<QJsonArray>("values");
    QTest::newRow("coils") << QStringLiteral("coil") << QStringLiteral("3")
                           << QJsonArray{true, false, false, true};
    QTest::newRow("discrete inputs") << QStringLiteral("discrete") << QStringLiteral("10004")
                                     << QJsonArray{false, true, false, true};
    QTest::newRow("input registers") << QStringLiteral("input") << QStringLiteral("%IW100")
                                     << QJsonArray{65435, 65434, 65433, 65432};
    QTest::newRow("holding registers")
        << QStringLiteral("holding") << QStringLiteral("40101") << QJsonArray{100, 101, 102, 103};
    QTest::newRow("the last holding registers")
        << QStringLiteral("holding") << QStringLiteral("65532")
        << QJsonArray{65532, 65533, 65534, 65535};
}

void LibmodbusTest::readsEveryTable()
{
    QFETCH(QString, table);
    QFETCH(QString, address);
    QFETCH(QJsonArray, values);
    ServerProgram server(m_server, {});
    QVERIFY2(server.isReady(), server.complaint());
    const auto ended = run({QStringLiteral("read"), server.address(), table, address,
                            QStringLiteral("4"), QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"values").toArray(), values);
}

void LibmodbusTest::readsFloatsInEveryOrder_data()
{
    QTest::addColumn<QString>("order");
    QTest::addColumn<QString>("address");
    QTest::newRow("ABCD") << QStringLiteral("ABCD") << QStringLiteral("1000");
    QTest::newRow("CDAB") << QStringLiteral("CDAB") << QStringLiteral("1002");
    QTest::newRow("BADC") << QStringLiteral("BADC") << QStringLiteral("1004");
    QTest::newRow("DCBA") << QStringLiteral("DCBA") << QStringLiteral("1006");
}

void LibmodbusTest::readsFloatsInEveryOrder()
{
    QFETCH(QString, order);
    QFETCH(QString, address);
    ServerProgram server(m_server, {});
    QVERIFY2(server.isReady(), server.complaint());
    const auto ended = run({QStringLiteral("read"), server.address(), QStringLiteral("holding"),
                            address, QStringLiteral("--type"), QStringLiteral("float32"),
                            QStringLiteral("--order"), order, QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"values").toArray(), QJsonArray{12.5});
}

void LibmodbusTest::writes_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QJsonArray>("oldValues");
    QTest::addColumn<QJsonArray>("values");
    const auto words = [](const char *text) {
        return QString::fromLatin1(text).split(QLatin1Char(' '));
    };
    QTest::newRow("one coil (FC 5)")
        << words("coil 3 off") << QJsonArray{true} << QJsonArray{false};
    QTest::newRow("several coils (FC 15)")
        << words("coil 00001 0 1 1") << QJsonArray{true, false, false}
        << QJsonArray{false, true, true};
    QTest::newRow("one register (FC 6)")
        << words("holding 40101 7") << QJsonArray{100} << QJsonArray{7};
    QTest::newRow("one register by FC 16")
        << words("holding 40101 7 --multiple") << QJsonArray{100} << QJsonArray{7};
    QTest::newRow("several registers (FC 16)")
        << words("holding 100 -1 -2 --type int16") << QJsonArray{100, 101} << QJsonArray{-1, -2};
    QTest::newRow("a float with swapped words")
        << words("holding 1002 -0.1 --type float32 --order CDAB") << QJsonArray{12.5}
        << QJsonArray{-0.1};
}

void LibmodbusTest::writes()
{
    QFETCH(QStringList, arguments);
    QFETCH(QJsonArray, oldValues);
    QFETCH(QJsonArray, values);
    ServerProgram server(m_server, {});
    QVERIFY2(server.isReady(), server.complaint());
    const auto ended = run(QStringList{QStringLiteral("write"), server.address()} + arguments +
                           QStringList{QStringLiteral("--arm"), QStringLiteral("--journal"),
                                       QString(), QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("verified"));
    QCOMPARE(ended.json().value(u"oldValues").toArray(), oldValues);
    QCOMPARE(ended.json().value(u"values").toArray(), values);
    QCOMPARE(ended.json().value(u"readBack").toArray(), values);
}

void LibmodbusTest::explainsAnException()
{
    ServerProgram server(m_server, {QStringLiteral("--items"), QStringLiteral("10")});
    QVERIFY2(server.isReady(), server.complaint());
    const auto ended = run({QStringLiteral("read"), server.address(), QStringLiteral("holding"),
                            QStringLiteral("8"), QStringLiteral("3"), QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == 1, ended.all());
    const QJsonObject error = ended.json().value(u"error").toObject();
    QCOMPARE(error.value(u"kind").toString(), QStringLiteral("exception"));
    QCOMPARE(error.value(u"exceptionCode").toInt(), 2);
    QVERIFY(error.value(u"text").toString().contains(
        QStringLiteral("holding registers 400009..400011 (PDU 8..10)")));
}

void LibmodbusTest::sweepsATable_data()
{
    QTest::addColumn<int>("window");
    QTest::newRow("one request at a time") << 1;
    QTest::newRow("sixteen requests at a time") << 16;
}

void LibmodbusTest::sweepsATable()
{
    QFETCH(int, window);
    ServerProgram server(m_server, {});
    QVERIFY2(server.isReady(), server.complaint());
    modbus::Connection::Options options;
    options.window = window;
    modbus::Connection connection(
        {QStringLiteral("127.0.0.1"), static_cast<quint16>(server.port().toUInt())}, options);
    connection.open();
    std::optional<modbus::BlockResult> result;
    modbus::BlockRead::start(
        connection,
        {modbus::kDefaultUnit, {modbus::Table::HoldingRegisters, 0}, modbus::kTableSize}, this,
        [&result](const auto &ended) { result = ended; });
    QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), 60'000);
    QVERIFY(result->isComplete());
    QCOMPARE(result->requests, 525);
    for (int i = 0; i < modbus::kTableSize; ++i) {
        if (i < 1000 || i > 1007)
            QCOMPARE(int(result->values.at(i)), i);
    }
}

QTEST_GUILESS_MAIN(LibmodbusTest)
#include "tst_libmodbus.moc"
