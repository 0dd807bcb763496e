// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/connection.h"
#include "tests/support/hostileserver.h"
#include "tests/support/quickconnection.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

namespace {

using Fault = std::function<void(HostileServer &, const Asked &)>;
using Counter = quint64 Statistics::*;

/// Two registers from address 7, of unit 1.
Request goodRequest()
{
    return *readRequest(1, {Table::HoldingRegisters, 7}, 2);
}

std::optional<Outcome> ask(Connection &connection)
{
    auto outcome = std::make_shared<std::optional<Outcome>>();
    auto ends = std::make_shared<int>(0);
    connection.send(goodRequest(), nullptr, [outcome, ends](const Outcome &got) {
        *outcome = got;
        ++*ends;
    });
    [&] { QTRY_COMPARE(*ends, 1); }();
    return *outcome;
}

} // namespace

Q_DECLARE_METATYPE(Fault)
Q_DECLARE_METATYPE(Counter)

class HostilePeers : public QObject
{
    Q_OBJECT

private slots:
    void readEndsWithTheRightErrorAndTheNextOneWorks_data();
    void readEndsWithTheRightErrorAndTheNextOneWorks();
    void everyExceptionCodeIsReported_data();
    void everyExceptionCodeIsReported();
    void oddButLawfulAnswersAreRead_data();
    void oddButLawfulAnswersAreRead();
    void serverThatClosesAfterEachReplyIsReadAllTheSame();
    void repliesThatShareASegmentAllCount();
    void lateReplyIsCountedAndHarmsNobody();
    void peerThatNeverAcceptsEndsInATimeout();
};

void HostilePeers::readEndsWithTheRightErrorAndTheNextOneWorks_data()
{
    QTest::addColumn<Fault>("fault");
    QTest::addColumn<int>("kind");
    QTest::addColumn<Counter>("counter");
    const auto row = [](const char *name, const Fault &fault, Error::Kind kind, Counter counter) {
        QTest::newRow(name) << fault << int(kind) << counter;
    };
    const auto spoilt = [](const std::function<void(Answer &)> &spoil) -> Fault {
        return [spoil](HostileServer &server, const Asked &asked) {
            Answer answer = server.answerTo(asked);
            spoil(answer);
            HostileServer::send(asked, answer.bytes());
        };
    };
    using Kind = Error::Kind;

    row("answers as another unit", spoilt([](Answer &a) { a.unit = 99; }), Kind::BadReply,
        &Statistics::foreignUnits);
    row("answers another function", spoilt([](Answer &a) { a.pdu[0] = 4; }), Kind::BadReply,
        &Statistics::badReplies);
    row("protocol identifier is not 0", spoilt([](Answer &a) { a.protocolId = 0x1234; }),
        Kind::BadReply, &Statistics::framingFaults);
    row("one register where two were asked",
        spoilt([](Answer &a) { a.pdu = QByteArray::fromHex("03020007"); }), Kind::BadReply,
        &Statistics::badReplies);
    row("byte count says more than there is",
        spoilt([](Answer &a) { a.pdu = QByteArray::fromHex("03040007"); }), Kind::BadReply,
        &Statistics::badReplies);
    row("bytes after the data", spoilt([](Answer &a) { a.pdu.append("\0\0", 2); }), Kind::BadReply,
        &Statistics::badReplies);
    row("function code and nothing more", spoilt([](Answer &a) { a.pdu.truncate(1); }),
        Kind::BadReply, &Statistics::badReplies);
    row("header without a PDU", spoilt([](Answer &a) { a.pdu.clear(); }), Kind::BadReply,
        &Statistics::badReplies);
    row("exception without a code", spoilt([](Answer &a) { a.pdu = QByteArray::fromHex("83"); }),
        Kind::BadReply, &Statistics::badReplies);
    row("exception of another function",
        spoilt([](Answer &a) { a.pdu = QByteArray::fromHex("8402"); }), Kind::BadReply,
        &Statistics::badReplies);
    row("MBAP length 0", spoilt([](Answer &a) { a.length = 0; }), Kind::BadReply,
        &Statistics::framingFaults);
    row("MBAP length beyond the largest PDU", spoilt([](Answer &a) { a.length = 300; }),
        Kind::BadReply, &Statistics::framingFaults);
    row("MBAP length 65535", spoilt([](Answer &a) { a.length = 65535; }), Kind::BadReply,
        &Statistics::framingFaults);
    row("MBAP length promises more than comes", spoilt([](Answer &a) { a.length = 100; }),
        Kind::Timeout, &Statistics::timeouts);
    row("another transaction", spoilt([](Answer &a) { a.transactionId += 1000; }), Kind::Timeout,
        &Statistics::foreignTransactions);
    row(
        "no answer", [](HostileServer &, const Asked &) {}, Kind::Timeout, &Statistics::timeouts);
    row(
        "header and half of the PDU, then silence",
        [](HostileServer &server, const Asked &asked) {
            HostileServer::send(asked, server.answerTo(asked).bytes().first(9));
        },
        Kind::Timeout, &Statistics::timeouts);
    row(
        "one byte, then silence",
        [](HostileServer &server, const Asked &asked) {
            HostileServer::send(asked, server.answerTo(asked).bytes().first(1));
        },
        Kind::Timeout, &Statistics::timeouts);
    row(
        "half a reply, then a reset",
        [](HostileServer &server, const Asked &asked) {
            HostileServer::send(asked, server.answerTo(asked).bytes().first(9));
            HostileServer::reset(asked);
        },
        Kind::ConnectionLost, &Statistics::resets);
    row(
        "a reset instead of an answer",
        [](HostileServer &, const Asked &asked) { HostileServer::reset(asked); },
        Kind::ConnectionLost, &Statistics::resets);
    row(
        "an orderly close instead of an answer",
        [](HostileServer &, const Asked &asked) { asked.socket->disconnectFromHost(); },
        Kind::ConnectionLost, &Statistics::resets);
    row(
        "a web server's answer",
        [](HostileServer &, const Asked &asked) {
            HostileServer::send(asked, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        },
        Kind::BadReply, &Statistics::framingFaults);
    row(
        "binary garbage",
        [](HostileServer &, const Asked &asked) {
            HostileServer::send(asked, QByteArray(4096, '\xA5'));
        },
        Kind::BadReply, &Statistics::framingFaults);
    row(
        "a Modbus RTU frame with its CRC",
        [](HostileServer &, const Asked &asked) {
            HostileServer::send(asked, QByteArray::fromHex("010304000700085A34"));
        },
        Kind::BadReply, &Statistics::framingFaults);
}

void HostilePeers::readEndsWithTheRightErrorAndTheNextOneWorks()
{
    QFETCH(Fault, fault);
    QFETCH(int, kind);
    QFETCH(Counter, counter);

    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { fault(server, asked); });
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, quickOptions());
    connection.open();

    const auto spoilt = ask(connection);
    QVERIFY(spoilt);
    QVERIFY(!*spoilt);
    QCOMPARE(int(spoilt->error().kind), kind);
    QCOMPARE(spoilt->error().target.endpoint, connection.endpoint());
    QCOMPARE(spoilt->error().first, goodRequest().first);
    QVERIFY(connection.statistics().*counter >= 1);

    server.setBehaviour({});
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    const auto good = ask(connection);
    QVERIFY(good);
    QVERIFY(good->has_value());
    QCOMPARE((*good)->values, (QList<quint16>{7, 8}));
}

void HostilePeers::everyExceptionCodeIsReported_data()
{
    QTest::addColumn<int>("code");
    for (const int code : {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 0, 9, 85, 255})
        QTest::addRow("exception %d", code) << code;
}

void HostilePeers::everyExceptionCodeIsReported()
{
    QFETCH(int, code);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        Answer answer = server.answerTo(asked);
        answer.pdu = QByteArray(1, '\x83') + char(code);
        HostileServer::send(asked, answer.bytes());
    });
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, quickOptions());
    connection.open();
    const auto outcome = ask(connection);
    QVERIFY(outcome && !*outcome);
    QCOMPARE(outcome->error().kind, Error::Kind::Exception);
    QCOMPARE(int(outcome->error().exceptionCode), code);
    QVERIFY(!explain(outcome->error()).text.isEmpty());
    QVERIFY(!explain(outcome->error()).remedy.isEmpty());
    QCOMPARE(connection.statistics().exceptions, 1ULL);
    QCOMPARE(connection.state(), Connection::State::Connected);
}

void HostilePeers::oddButLawfulAnswersAreRead_data()
{
    QTest::addColumn<Fault>("manner");
    QTest::addColumn<Counter>("counter");
    QTest::newRow("one byte at a time") << Fault([](HostileServer &server, const Asked &asked) {
        const QByteArray bytes = server.answerTo(asked).bytes();
        auto *const drip = new QTimer(asked.socket);
        auto sent = std::make_shared<qsizetype>(0);
        QObject::connect(drip, &QTimer::timeout, drip, [=] {
            HostileServer::send(asked, bytes.mid((*sent)++, 1));
            if (*sent == bytes.size())
                drip->deleteLater();
        });
        drip->start(1);
    }) << Counter(&Statistics::splitReplies);
    QTest::newRow("after a reply that nobody asked for")
        << Fault([](HostileServer &server, const Asked &asked) {
               Answer foreign = server.answerTo(asked);
               foreign.transactionId += 500;
               HostileServer::send(asked, foreign.bytes() + server.answerTo(asked).bytes());
           })
        << Counter(&Statistics::foreignTransactions);
    QTest::newRow("twice") << Fault([](HostileServer &server, const Asked &asked) {
        HostileServer::send(asked, server.answerTo(asked).bytes() + server.answerTo(asked).bytes());
    }) << Counter(&Statistics::foreignTransactions);
}

void HostilePeers::oddButLawfulAnswersAreRead()
{
    QFETCH(Fault, manner);
    QFETCH(Counter, counter);
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) { manner(server, asked); });
    Connection::Options options = quickOptions();
    options.responseDeadline = 2s;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, options);
    connection.open();
    for (int i = 0; i < 3; ++i) {
        const auto outcome = ask(connection);
        QVERIFY(outcome && *outcome);
        QCOMPARE((*outcome)->values, (QList<quint16>{7, 8}));
    }
    QTRY_VERIFY(connection.statistics().*counter >= 3);
    QCOMPARE(server.connections(), 1);
}

void HostilePeers::serverThatClosesAfterEachReplyIsReadAllTheSame()
{
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        server.answerWell(asked);
        asked.socket->disconnectFromHost();
    });
    Connection::Options options = quickOptions();
    options.responseDeadline = 2s;
    options.retries = 1;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, options);
    QSignalSpy failures(&connection, &Connection::failed);
    connection.open();
    for (int i = 0; i < 5; ++i) {
        const auto outcome = ask(connection);
        QVERIFY(outcome && *outcome);
    }
    QVERIFY(server.connections() >= 5);
    QCOMPARE(failures.size(), 0);
}

void HostilePeers::repliesThatShareASegmentAllCount()
{
    HostileServer server;
    QByteArray held;
    int requests = 0;
    server.setBehaviour([&](const Asked &asked) {
        held += server.answerTo(asked).bytes();
        if (++requests == 4)
            HostileServer::send(asked, held);
    });
    Connection::Options options = quickOptions();
    options.window = 4;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, options);
    connection.open();
    int good = 0;
    for (int i = 0; i < 4; ++i) {
        connection.send(goodRequest(), this, [&](const Outcome &outcome) {
            QVERIFY(outcome);
            QCOMPARE(outcome->values, (QList<quint16>{7, 8}));
            ++good;
        });
    }
    QTRY_COMPARE(good, 4);
}

void HostilePeers::lateReplyIsCountedAndHarmsNobody()
{
    HostileServer server;
    QList<Asked> unanswered;
    server.setBehaviour([&](const Asked &asked) { unanswered.append(asked); });
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, quickOptions());
    QSignalSpy notices(&connection, &Connection::noticed);
    connection.open();
    const auto timedOut = ask(connection);
    QVERIFY(timedOut && !*timedOut);
    QCOMPARE(timedOut->error().kind, Error::Kind::Timeout);

    server.setBehaviour({});
    server.answerWell(unanswered.first());
    const auto good = ask(connection);
    QVERIFY(good && *good);
    QCOMPARE(connection.statistics().lateReplies, 1ULL);
    QCOMPARE(connection.statistics().foreignTransactions, 0ULL);
    QCOMPARE(notices.size(), 1);
    QCOMPARE(server.connections(), 1);
}

void HostilePeers::peerThatNeverAcceptsEndsInATimeout()
{
    // The kernel completes the TCP handshake, but no program ever takes the connection.
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    deaf.pauseAccepting();
    Connection connection({QStringLiteral("127.0.0.1"), deaf.serverPort()}, quickOptions());
    connection.open();
    const auto outcome = ask(connection);
    QVERIFY(outcome && !*outcome);
    QCOMPARE(outcome->error().kind, Error::Kind::Timeout);
}

QTEST_GUILESS_MAIN(HostilePeers)
#include "tst_hostilepeers.moc"
