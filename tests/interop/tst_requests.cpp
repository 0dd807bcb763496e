// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"
#include "tests/support/specdevice.h"

#include <QJsonArray>
#include <QTest>

#ifndef LIBMODBUS_SERVER
#define LIBMODBUS_SERVER ""
#endif

using support::ServerProgram;

/// `raw` and `identify` against servers that we didn't write, and against one written from the
/// specification for the functions that none of those has.
class RequestsTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyFunctionIsAnswered_data();
    void everyFunctionIsAnswered();
    void writesAreVerified_data();
    void writesAreVerified();
    void identifies_data();
    void identifies();
    void nothingIsSentWithoutArming_data();
    void nothingIsSentWithoutArming();
    void mistakesAreWrongUsage_data();
    void mistakesAreWrongUsage();
    void exceptionsAreShownAndExplained();
    void aSilentHostIsNoAnswer();
    void peopleGetALineAField();

private:
    QString addressOf(const QString &server) const
    {
        if (server == QStringLiteral("pymodbus"))
            return m_pymodbus.address();
        return server == QStringLiteral("libmodbus")
                   ? m_libmodbus.address()
                   : QStringLiteral("127.0.0.1:%1").arg(m_spec.port());
    }
    static support::Ended run(const QStringList &arguments)
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   arguments + QStringList{QStringLiteral("--timeout=5000")});
    }
    support::Ended raw(const QString &server, const QString &pdu,
                       const QStringList &more = {}) const
    {
        return run(QStringList{QStringLiteral("raw"), addressOf(server), pdu,
                               QStringLiteral("--json"), QStringLiteral("--journal=")} +
                   more);
    }

    ServerProgram m_pymodbus{QStringLiteral("/usr/bin/python3"),
                             {QStringLiteral(INTEROP_SOURCES "/pymodbusserver.py")}};
    ServerProgram m_libmodbus{QStringLiteral(LIBMODBUS_SERVER), {}};
    support::HostileServer m_spec;
    support::SpecDevice m_device{m_spec};
};

void RequestsTest::initTestCase()
{
    QVERIFY2(m_pymodbus.isReady(), m_pymodbus.complaint());
    QVERIFY2(m_libmodbus.isReady(), m_libmodbus.complaint());
    m_spec.listen();
}

void RequestsTest::everyFunctionIsAnswered_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("pdu");
    QTest::addColumn<QString>("reply"); ///< what it begins with
    QTest::addColumn<QString>("name");
    const auto row = [](const char *server, const char *pdu, const char *reply, const char *name) {
        QTest::addRow("%s: %s %s", server, name, pdu)
            << QString::fromLatin1(server) << QString::fromLatin1(pdu) << QString::fromLatin1(reply)
            << QString::fromLatin1(name);
    };
    row("pymodbus", "0300030002", "030400030004", "Read Holding Registers");
    row("pymodbus", "07", "07", "Read Exception Status");
    row("pymodbus", "080000A537", "080000a537", "Diagnostics");
    row("pymodbus", "0800020000", "080002", "Diagnostics");
    for (const char *counter : {"0B", "0C", "0D", "0E", "0F", "10", "11", "12"}) {
        const QByteArray pdu = QByteArray("0800") + counter + "0000";
        row("pymodbus", pdu.constData(), pdu.first(6).toLower().constData(), "Diagnostics");
    }
    row("pymodbus", "0B", "0b0000", "Get Comm Event Counter");
    row("pymodbus", "0C", "0c", "Get Comm Event Log");
    row("pymodbus", "11", "11", "Report Server ID");
    row("pymodbus", "2B0E0100", "2b0e01", "Encapsulated Interface Transport");
    row("libmodbus", "11", "11", "Report Server ID");
    row("spec", "140E0600040001000206000300090002", "140c05060dfe0020050633cd0040",
        "Read File Record");
    row("spec", "1804DE", "180006000201b81284", "Read FIFO Queue");
    row("spec", "0C", "0c08", "Get Comm Event Log");
}

void RequestsTest::everyFunctionIsAnswered()
{
    QFETCH(QString, server);
    QFETCH(QString, pdu);
    QFETCH(QString, reply);
    QFETCH(QString, name);
    const auto ended = raw(server, pdu);
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(u"functionName").toString(), name);
    const QJsonObject answer = json.value(u"reply").toObject();
    QVERIFY2(answer.value(u"hex").toString().startsWith(reply), ended.all());
    QVERIFY(!answer.value(u"fields").toArray().isEmpty());
    for (const auto &field : answer.value(u"fields").toArray())
        QVERIFY2(!field.toObject().contains(u"fault"), ended.all());
}

void RequestsTest::writesAreVerified_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("pdu");
    QTest::addColumn<QJsonArray>("readBack");
    const auto row = [](const char *name, const char *server, const char *pdu,
                        const QJsonArray &readBack) {
        QTest::addRow("%s: %s", server, name)
            << QString::fromLatin1(server) << QString::fromLatin1(pdu) << readBack;
    };
    for (const char *server : {"pymodbus", "libmodbus"}) {
        row("write single coil", server, "050032FF00", {1});
        row("write single register", server, "0600331234", {0x1234});
        row("write multiple coils", server, "0F003C000A02CD01", {1, 0, 1, 1, 0, 0, 1, 1, 1, 0});
        row("write multiple registers", server, "100046000204000A0102", {10, 258});
        row("read and write", server, "170050000200500002041111 2222", {0x1111, 0x2222});
    }
    // Register 4 holds 4.
    row("mask write register", "pymodbus", "16000400F20025", {5});
    row("mask write register", "libmodbus", "16000400F20025", {5});
    row("write file record", "spec", "1509060004000100010BAD", {0x0BAD});
}

void RequestsTest::writesAreVerified()
{
    QFETCH(QString, server);
    QFETCH(QString, pdu);
    QFETCH(QJsonArray, readBack);
    const auto ended = raw(server, pdu, {QStringLiteral("--arm")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("verified"));
    QCOMPARE(ended.json().value(u"readBack").toArray(), readBack);
}

void RequestsTest::identifies_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("summary");
    QTest::addColumn<int>("objects");
    QTest::newRow("pymodbus has both functions")
        << QStringLiteral("pymodbus") << QStringLiteral("pymodbus a test's server 3.0") << 4;
    QTest::newRow("libmodbus has the server id alone")
        << QStringLiteral("libmodbus") << QString() << 0;
    QTest::newRow("the specification's device has extended objects, two a reply")
        << QStringLiteral("spec") << QStringLiteral("Loopcheck tests Pressure V2.11") << 9;
}

void RequestsTest::identifies()
{
    QFETCH(QString, server);
    QFETCH(QString, summary);
    QFETCH(int, objects);
    const auto ended =
        run({QStringLiteral("identify"), addressOf(server), QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QJsonObject json = ended.json();
    if (!summary.isEmpty())
        QCOMPARE(json.value(u"summary").toString(), summary);
    int named = 0;
    for (const auto &object : json.value(u"objects").toArray())
        named += object.toObject().value(u"text").toString().isEmpty() ? 0 : 1;
    QCOMPARE(named, objects);
    QVERIFY2(json.value(u"serverId").isObject(), ended.all());
    QCOMPARE(json.value(u"serverId").toObject().value(u"running").toBool(), true);
}

void RequestsTest::nothingIsSentWithoutArming_data()
{
    QTest::addColumn<QString>("pdu");
    QTest::newRow("a register") << QStringLiteral("0600330001");
    QTest::newRow("restart communications") << QStringLiteral("0800010000");
    QTest::newRow("a user-defined function") << QStringLiteral("41");
    QTest::newRow("CANopen") << QStringLiteral("2B0D00");
}

void RequestsTest::nothingIsSentWithoutArming()
{
    QFETCH(QString, pdu);
    const auto before = m_spec.asked().size();
    const auto ended = raw(QStringLiteral("spec"), pdu);
    QCOMPARE(ended.exitCode, 2);
    QVERIFY(ended.json().value(u"error").toObject().value(u"text").toString().contains(
        QStringLiteral("--arm")));
    QCOMPARE(m_spec.asked().size(), before);
}

void RequestsTest::mistakesAreWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QString host = QStringLiteral("127.0.0.1:1");
    QTest::newRow("no PDU") << QStringList{QStringLiteral("raw"), host};
    QTest::newRow("half a byte") << QStringList{QStringLiteral("raw"), host, QStringLiteral("030")};
    QTest::newRow("no hexadecimal")
        << QStringList{QStringLiteral("raw"), host, QStringLiteral("03 GG")};
    QTest::newRow("no function code")
        << QStringList{QStringLiteral("raw"), host, QStringLiteral("00")};
    QTest::newRow("an exception's code")
        << QStringList{QStringLiteral("raw"), host, QStringLiteral("8301")};
    QTest::newRow("no host") << QStringList{QStringLiteral("identify")};
    QTest::newRow("a unit too many")
        << QStringList{QStringLiteral("identify"), host, QStringLiteral("--unit=256")};
}

void RequestsTest::mistakesAreWrongUsage()
{
    QFETCH(QStringList, arguments);
    const auto ended = run(arguments);
    QCOMPARE(ended.exitCode, 2);
    QVERIFY(ended.out.isEmpty());
    QVERIFY(!ended.err.isEmpty());
}

void RequestsTest::exceptionsAreShownAndExplained()
{
    const auto ended = raw(QStringLiteral("libmodbus"), QStringLiteral("1804DE"));
    QVERIFY2(ended.exitCode == 1, ended.all());
    QCOMPARE(ended.json().value(u"reply").toObject().value(u"hex").toString(),
             QStringLiteral("9801"));
    QCOMPARE(ended.json().value(u"error").toObject().value(u"exceptionCode").toInt(), 1);
}

void RequestsTest::aSilentHostIsNoAnswer()
{
    const auto ended =
        run({QStringLiteral("identify"), QStringLiteral("127.0.0.1:1"), QStringLiteral("--json")});
    QCOMPARE(ended.exitCode, 3);
    QCOMPARE(ended.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("refused"));
}

void RequestsTest::peopleGetALineAField()
{
    const auto request =
        run({QStringLiteral("raw"), addressOf(QStringLiteral("libmodbus")), QStringLiteral("03"),
             QStringLiteral("0064"), QStringLiteral("0001")});
    QVERIFY2(request.exitCode == 0, request.all());
    QVERIFY(request.out.contains("request  03 00 64 00 01"));
    QVERIFY(request.out.contains("Register Value, PDU 100  100 (0x0064)"));
    const auto identity = run({QStringLiteral("identify"), addressOf(QStringLiteral("spec"))});
    QVERIFY2(identity.exitCode == 0, identity.all());
    QVERIFY(identity.out.simplified().contains("VendorName Loopcheck tests"));
}

QTEST_GUILESS_MAIN(RequestsTest)
#include "tst_requests.moc"
