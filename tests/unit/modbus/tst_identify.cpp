// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/identify.h"
#include "tests/support/specdevice.h"

#include <QSignalSpy>
#include <QTest>

using namespace modbus;
using namespace std::chrono_literals;
using support::Asked;
using support::HostileServer;
using support::SpecDevice;

class Identify : public QObject
{
    Q_OBJECT

private slots:
    void collectsAllObjectsAndTheServerId();
    void asksOnlyForWhatTheDeviceHas();
    void fallsBackToTheServerId();
    void tellsWhyItKnowsNothing();
    void doesNotGoRoundInCircles();
    void keepsWhatCameBeforeAFault();
    void hostileRepliesAreNotBelieved_data();
    void hostileRepliesAreNotBelieved();
    void asksNobodyWithoutAConnection();
    void needsNoArming();

private:
    struct Desk
    {
        HostileServer server;
        SpecDevice device{server};
        Connection connection{{QStringLiteral("127.0.0.1"), server.listen()}, quick()};
        Desk() { connection.open(); }
        static Connection::Options quick()
        {
            Connection::Options options;
            options.retries = 0;
            options.responseDeadline = 300ms;
            return options;
        }
    };

    static Identification ask(Connection &connection)
    {
        std::optional<Identification> result;
        QObject context;
        identify(connection, 1, &context, [&](const Identification &got) { result = got; });
        [&] { QTRY_VERIFY(result); }();
        return result.value_or(Identification());
    }
};

void Identify::collectsAllObjectsAndTheServerId()
{
    Desk desk;
    const Identification identification = ask(desk.connection);
    QVERIFY(!identification.objectsError);
    QCOMPARE(identification.objects.size(), desk.device.objects.size());
    QCOMPARE(identification.vendor(), QStringLiteral("Loopcheck tests"));
    QCOMPARE(identification.productCode(), QStringLiteral("PT-100"));
    QCOMPARE(identification.revision(), QStringLiteral("V2.11"));
    QCOMPARE(identification.url(), QStringLiteral("http://127.0.0.1/"));
    QCOMPARE(identification.productName(), QStringLiteral("Pressure"));
    QCOMPARE(identification.modelName(), QStringLiteral("Model 7"));
    QCOMPARE(identification.userApplication(), QStringLiteral("Boiler"));
    QCOMPARE(identification.text(0x80), QStringLiteral("01 FF"));
    QCOMPARE(identification.text(0x81), QStringLiteral("made today"));
    QCOMPARE(identification.summary(), QStringLiteral("Loopcheck tests Pressure V2.11"));
    QVERIFY(identification.serverId);
    QCOMPARE(identification.serverId->isRunning, true);
    QCOMPARE(identification.serverId->additional, QByteArray("SPEC"));

    QStringList rows;
    for (const IdentificationRow &row : rowsOf(identification))
        rows.append(row.name + QStringLiteral(": ") + row.value);
    QVERIFY(rows.contains(QStringLiteral("VendorName: Loopcheck tests")));
    QVERIFY(rows.contains(QStringLiteral("0x81 private: made today")));
    QVERIFY(rows.contains(QStringLiteral("Run Indicator Status: ON")));
}

void Identify::asksOnlyForWhatTheDeviceHas()
{
    Desk desk;
    desk.device.conformity = 0x01;
    desk.device.objectsAReply = 10;
    QCOMPARE(ask(desk.connection).objects.size(), 3);
    QCOMPARE(desk.server.asked().size(), 2); // basic, server id
}

void Identify::fallsBackToTheServerId()
{
    Desk desk;
    desk.device.unknownFunctions = {43};
    const Identification identification = ask(desk.connection);
    QVERIFY(identification.objects.isEmpty());
    QCOMPARE(identification.objectsError->exceptionCode, 1);
    QVERIFY(identification.serverId);
    QCOMPARE(identification.summary(), QStringLiteral("12 53 50 45 43"));
}

void Identify::tellsWhyItKnowsNothing()
{
    Desk desk;
    desk.device.unknownFunctions = {17, 43};
    const Identification identification = ask(desk.connection);
    QVERIFY(identification.isEmpty());
    QVERIFY(identification.summary().isEmpty());
    QCOMPARE(identification.objectsError->exceptionCode, 1);
    QCOMPARE(identification.serverIdError->exceptionCode, 1);
}

void Identify::doesNotGoRoundInCircles()
{
    Desk desk;
    desk.server.setBehaviour([&desk](const Asked &asked) {
        support::Answer answer = desk.server.answerTo(asked);
        answer.pdu = asked.pdu[0] == 43 ? QByteArray::fromHex("2B0E0101FF00010001") + 'A'
                                        : desk.device.answer(asked.pdu);
        HostileServer::send(asked, answer.bytes());
    });
    const Identification identification = ask(desk.connection);
    QCOMPARE(identification.vendor(), QStringLiteral("A"));
    QCOMPARE(identification.objectsError->kind, Error::Kind::BadReply);
    QCOMPARE(desk.server.asked().size(), 2);
}

void Identify::keepsWhatCameBeforeAFault()
{
    Desk desk;
    desk.server.setBehaviour([&desk](const Asked &asked) {
        support::Answer answer = desk.server.answerTo(asked);
        answer.pdu = desk.device.answer(asked.pdu);
        if (asked.pdu[0] == 43 && asked.pdu[3] != 0)
            answer.pdu = QByteArray::fromHex("AB04");
        HostileServer::send(asked, answer.bytes());
    });
    const Identification identification = ask(desk.connection);
    QCOMPARE(identification.objects.size(), 2);
    QCOMPARE(identification.objectsError->exceptionCode, 4);
    QVERIFY(identification.serverId);
}

void Identify::hostileRepliesAreNotBelieved_data()
{
    QTest::addColumn<QByteArray>("reply"); ///< to FC 43; FC 17 is answered by the same data
    QTest::newRow("a list that ends early") << QByteArray::fromHex("2B0E010100000300");
    QTest::newRow("an object longer than the reply") << QByteArray::fromHex("2B0E010100000100FF41");
    QTest::newRow("more objects than said") << QByteArray::fromHex("2B0E01010000010001410101");
    QTest::newRow("another code") << QByteArray::fromHex("2B0E0201000000");
    QTest::newRow("a function code alone") << QByteArray::fromHex("2B");
    QTest::newRow("only zeros") << QByteArray(200, '\0');
    QTest::newRow("only ones") << QByteArray(253, '\xFF');
}

void Identify::hostileRepliesAreNotBelieved()
{
    QFETCH(QByteArray, reply);
    Desk desk;
    desk.server.setBehaviour([&](const Asked &asked) {
        support::Answer answer = desk.server.answerTo(asked);
        answer.pdu = asked.pdu[0] == 43 ? reply : asked.pdu.first(1) + reply.mid(1) + '\0';
        HostileServer::send(asked, answer.bytes());
    });
    const Identification identification = ask(desk.connection);
    QVERIFY(identification.isEmpty());
    QCOMPARE(identification.objectsError->kind, Error::Kind::BadReply);
}

void Identify::asksNobodyWithoutAConnection()
{
    Connection connection({QStringLiteral("127.0.0.1"), 1}, Desk::quick());
    const Identification identification = ask(connection);
    QCOMPARE(identification.objectsError->kind, Error::Kind::NotConnected);
    QCOMPARE(identification.serverIdError->kind, Error::Kind::NotConnected);
}

void Identify::needsNoArming()
{
    Desk desk;
    QVERIFY(!desk.connection.isArmed());
    QVERIFY(!ask(desk.connection).isEmpty());
}

QTEST_GUILESS_MAIN(Identify)
#include "tst_identify.moc"
