// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"
#include "modbus/discovery/frames.h"
#include "modbus/discovery/linkdoctor.h"
#include "modbus/discovery/route.h"
#include "tests/support/busylistener.h"
#include "tests/support/closedport.h"
#include "tests/support/hostileserver.h"
#include "tests/support/otherpeers.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

using namespace modbus;
using namespace modbus::discovery;
using namespace support;
using namespace std::chrono_literals;

namespace {

LinkDoctor::Options optionsFor(quint16 port, std::chrono::milliseconds deadline = 150ms)
{
    LinkDoctor::Options options;
    options.target = {{QStringLiteral("127.0.0.1"), port}, 1};
    options.connectTimeout = 5s;
    options.deadline = deadline;
    options.settle = 60ms;
    return options;
}

Diagnosis diagnose(const LinkDoctor::Options &options)
{
    LinkDoctor doctor(options);
    Diagnosis diagnosis;
    int ends = 0;
    QObject::connect(&doctor, &LinkDoctor::finished, &doctor, [&](const Diagnosis &got) {
        diagnosis = got;
        ++ends;
    });
    doctor.start();
    [&] { QTRY_COMPARE_WITH_TIMEOUT(ends, 1, 30000); }();
    return diagnosis;
}

/// The ladder in short: Good, odd, Bad, - not needed, . not reached.
QString ladder(const Diagnosis &diagnosis)
{
    QString letters;
    for (const RungReport &report : diagnosis.rungs) {
        switch (report.state) {
        case RungState::Good:
            letters += u'G';
            break;
        case RungState::Odd:
            letters += u'o';
            break;
        case RungState::Bad:
            letters += u'B';
            break;
        case RungState::NotNeeded:
            letters += u'-';
            break;
        case RungState::NotReached:
            letters += u'.';
            break;
        default:
            letters += u'?';
        }
    }
    return letters;
}

const RungReport &rung(const Diagnosis &diagnosis, Rung which)
{
    return diagnosis.rungs.at(int(which));
}

bool says(const QString &text, const char *part)
{
    return text.contains(QLatin1StringView(part));
}

void refuse(HostileServer &server, const Asked &asked, char code)
{
    Answer answer = server.answerTo(asked);
    answer.pdu = QByteArray(1, char(quint8(asked.pdu[0]) | 0x80)) + code;
    HostileServer::send(asked, answer.bytes());
}

int countOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 3);
}

} // namespace

class LinkDoctorTest : public QObject
{
    Q_OBJECT
private slots:
    void healthyDevice();
    void unknownName();
    void refusedPort();
    void silentPort();
    void closedAtOnce();
    void ownSessionIsNamed();
    void wrongUnit();
    void smallBlocksOnly();
    void refusedRequest();
    void gatewayWithoutADevice_data();
    void gatewayWithoutADevice();
    void anotherProtocol();
    void rtuOverTcp();
    void udpOnly();
    void silentAboveTcp();
    void brokenProtocol();
    void readsOnlyAndOneConnectionAtATime();
    void stopsAtOnce();
    void everyStepIsReported();

    void routesAreTold_data();
    void routesAreTold();
    void rtuFramesHaveTheSpecificationsCrc();
    void framesAreTakenFromAnyBytes();
};

void LinkDoctorTest::healthyDevice()
{
    HostileServer server;
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGG----"));
    QVERIFY(diagnosis.isHealthy);
    QVERIFY(diagnosis.advice.isEmpty());
    const QString text = paragraph(diagnosis);
    QVERIFY2(says(text, "127.0.0.1:") && says(text, "unit 1"), qPrintable(text));
    QVERIFY(!text.contains(u'\n'));
}

void LinkDoctorTest::unknownName()
{
    LinkDoctor::Options options = optionsFor(502);
    options.target.endpoint.host = QStringLiteral("no-such-plc.invalid");
    const Diagnosis diagnosis = diagnose(options);
    QCOMPARE(ladder(diagnosis), QStringLiteral("B......."));
    QVERIFY(says(diagnosis.conclusion, "no-such-plc.invalid"));
}

void LinkDoctorTest::refusedPort()
{
    const ClosedPort closed;
    const Diagnosis diagnosis = diagnose(optionsFor(closed.number()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGB....B"));
    QVERIFY(says(rung(diagnosis, Rung::Connect).evidence, "refuses"));
    QVERIFY(!diagnosis.isHealthy);
    QVERIFY(!diagnosis.advice.isEmpty());
}

void LinkDoctorTest::silentPort()
{
    const BusyListener busy;
    LinkDoctor::Options options = optionsFor(busy.port());
    options.connectTimeout = 200ms;
    const Diagnosis diagnosis = diagnose(options);
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGB....B"));
    QVERIFY(says(rung(diagnosis, Rung::Connect).evidence, "Nothing came back"));
    QVERIFY(says(diagnosis.conclusion, "firewall"));
}

void LinkDoctorTest::closedAtOnce()
{
    HostileServer server;
    server.setMostSessions(0);
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGB....."));
    QVERIFY(says(diagnosis.conclusion, "sessions are taken"));
    QVERIFY(!says(diagnosis.advice, "Loopcheck itself"));
}

void LinkDoctorTest::ownSessionIsNamed()
{
    HostileServer server;
    server.setMostSessions(1);
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()});
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    QTRY_COMPARE(server.connections(), 1);
    LinkDoctor::Options options = optionsFor(server.port());
    options.ownSessionIsOpen = true;
    const Diagnosis diagnosis = diagnose(options);
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGB....."));
    QVERIFY(says(diagnosis.advice, "Loopcheck itself"));
}

void LinkDoctorTest::wrongUnit()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 255)
            server.answerWell(asked);
    });
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGBG---"));
    QVERIFY(says(rung(diagnosis, Rung::Units).remedy, "255"));
    QVERIFY(says(diagnosis.conclusion, "255"));
}

void LinkDoctorTest::smallBlocksOnly()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (asked.unit == 1 && countOf(asked) == 1)
            server.answerWell(asked);
    });
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGBBG--"));
    QVERIFY(says(diagnosis.conclusion, "not 10 items"));
}

void LinkDoctorTest::refusedRequest()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { refuse(server, asked, 2); });
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGo-B--"));
    QVERIFY(says(diagnosis.conclusion, "exception 02"));
    QVERIFY(says(diagnosis.conclusion, "link is good"));
}

void LinkDoctorTest::gatewayWithoutADevice_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("path unavailable") << 0x0A;
    QTest::newRow("target failed to respond") << 0x0B;
    QTest::newRow("a header only") << 0;
}

void LinkDoctorTest::gatewayWithoutADevice()
{
    QFETCH(int, code);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        if (code > 0) {
            refuse(server, asked, char(code));
            return;
        }
        Answer answer = server.answerTo(asked);
        answer.pdu.clear();
        HostileServer::send(asked, answer.bytes());
    });
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGBBB--"));
    QVERIFY(says(diagnosis.conclusion, "a gateway answers"));
}

void LinkDoctorTest::anotherProtocol()
{
    HostileServer server;
    server.setBehaviour(
        [](const Asked &asked) { HostileServer::send(asked, "HTTP/1.1 400 Bad Request\r\n\r\n"); });
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGB..BB"));
    QVERIFY(says(rung(diagnosis, Rung::Answer).evidence, "HTTP/1.1"));
    QVERIFY(says(diagnosis.conclusion, "no Modbus TCP server"));
}

void LinkDoctorTest::rtuOverTcp()
{
    RtuOverTcpPeer peer;
    const Diagnosis diagnosis = diagnose(optionsFor(peer.listenLocally()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGBBBG-"));
    QVERIFY(says(diagnosis.conclusion, "RTU over TCP"));
}

void LinkDoctorTest::udpOnly()
{
    const ClosedPort closed;
    const UdpPeer peer(closed.number());
    QCOMPARE(peer.port(), closed.number());
    const Diagnosis diagnosis = diagnose(optionsFor(closed.number(), 5s));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGB....G"));
    QVERIFY(says(diagnosis.conclusion, "over UDP"));
}

void LinkDoctorTest::silentAboveTcp()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGBBBBB"));
    QVERIFY(says(diagnosis.conclusion, "never answers in Modbus"));
}

void LinkDoctorTest::brokenProtocol()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        Answer answer = server.answerTo(asked);
        answer.transactionId = 7777;
        HostileServer::send(asked, answer.bytes());
    });
    const Diagnosis diagnosis = diagnose(optionsFor(server.listen()));
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGGBBB--"));
    QVERIFY(says(diagnosis.conclusion, "7777"));
}

void LinkDoctorTest::readsOnlyAndOneConnectionAtATime()
{
    HostileServer server;
    server.setMostSessions(1);
    server.setBehaviour([](const Asked &) {});
    diagnose(optionsFor(server.listen()));
    QVERIFY(server.asked().size() >= 4);
    for (const Asked &asked : server.asked()) {
        // Empty: the RTU frame, taken for an MBAP header.
        if (!asked.pdu.isEmpty())
            QCOMPARE(asked.pdu[0], '\x03');
    }
}

void LinkDoctorTest::stopsAtOnce()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    LinkDoctor doctor(optionsFor(server.listen(), 60s));
    QSignalSpy finished(&doctor, &LinkDoctor::finished);
    doctor.start();
    QTRY_COMPARE(server.asked().size(), 1);
    doctor.cancel();
    QCOMPARE(finished.size(), 1);
    const auto diagnosis = finished[0][0].value<Diagnosis>();
    QVERIFY(diagnosis.wasCancelled && !diagnosis.isHealthy);
    QCOMPARE(ladder(diagnosis), QStringLiteral("GGG....."));
    doctor.cancel();
    QCOMPARE(finished.size(), 1);
}

void LinkDoctorTest::everyStepIsReported()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    LinkDoctor doctor(optionsFor(server.listen()));
    QSignalSpy reported(&doctor, &LinkDoctor::reported);
    QSignalSpy finished(&doctor, &LinkDoctor::finished);
    doctor.start();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30000);
    QCOMPARE(reported.size(), 2 * kRungs); // each begins and ends
    for (const RungReport &report : doctor.diagnosis().rungs) {
        QVERIFY(!report.evidence.isEmpty());
        QVERIFY(!rungTitle(report.rung).isEmpty() && !stateWord(report.state).isEmpty());
    }
}

void LinkDoctorTest::routesAreTold_data()
{
    QTest::addColumn<QString>("peer");
    QTest::addColumn<int>("kind");
    QTest::newRow("this computer") << "127.0.0.1" << int(Route::Kind::Loopback);
    QTest::newRow("this computer by its own address")
        << "192.168.0.5" << int(Route::Kind::Loopback);
    QTest::newRow("in the subnet") << "192.168.0.200" << int(Route::Kind::SameSubnet);
    QTest::newRow("in another subnet") << "192.168.1.200" << int(Route::Kind::ThroughGateway);
    QTest::newRow("of a kind that this computer has not") << "fd00::1" << int(Route::Kind::None);
}

void LinkDoctorTest::routesAreTold()
{
    QFETCH(QString, peer);
    const QList<LocalAddress> local{
        {QStringLiteral("lo"), QHostAddress(QHostAddress::LocalHost), 8},
        {QStringLiteral("eth0"), QHostAddress(QStringLiteral("192.168.0.5")), 24}};
    const Route route = routeTo(QHostAddress(peer), local);
    QTEST(int(route.kind), "kind");
    if (route.kind == Route::Kind::SameSubnet)
        QCOMPARE(route.local.name, QStringLiteral("eth0"));
    QCOMPARE(inWords(local), QStringLiteral("192.168.0.5/24 (eth0)"));
}

/// The example of MODBUS over Serial Line V1.02, appendix B: unit 2, function 7 has CRC 41 12.
void LinkDoctorTest::rtuFramesHaveTheSpecificationsCrc()
{
    Request request;
    request.unit = 2;
    request.pdu = QModbusRequest(QModbusPdu::ReadExceptionStatus);
    QCOMPARE(rtuFrame(request).toHex(), QByteArray("02074112"));
    const Request read = *readRequest(1, {}, 2);
    QByteArray answer = QByteArray::fromHex("01030400010002");
    const quint16 crc = crc16(answer);
    answer += char(crc & 0xFF);
    answer += char(crc >> 8);
    QVERIFY(isRtuAnswer(answer, read));
    QVERIFY(!isRtuAnswer(answer.chopped(1), read));
    answer[4] = '\x55';
    QVERIFY(!isRtuAnswer(answer, read));
}

void LinkDoctorTest::framesAreTakenFromAnyBytes()
{
    const Request request = *readRequest(7, {Table::HoldingRegisters, 100}, 3);
    QCOMPARE(tcpFrame(request, 0x1234).toHex(), QByteArray("123400000006070300640003"));
    QVERIFY(takeFrames({}).frames.isEmpty());
    const QByteArray two = QByteArray::fromHex("000100000005010302000a") +
                           QByteArray::fromHex("0002000000030183020099");
    const Stream stream = takeFrames(two);
    QCOMPARE(stream.frames.size(), 2);
    QCOMPARE(stream.used, 20);
    QVERIFY(!stream.isBroken);
    QVERIFY(takeFrames("SSH-2.0-x").isBroken);
    QVERIFY(takeFrames(QByteArray::fromHex("00010000000001")).isBroken);
}

QTEST_GUILESS_MAIN(LinkDoctorTest)
#include "tst_linkdoctor.moc"
