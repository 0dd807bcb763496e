// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/poller.h"
#include "tests/support/hostileserver.h"

#include <QSignalSpy>
#include <QTest>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

namespace {

const Block kBlock{1, {Table::HoldingRegisters, 0}, 10};

Connection::Options patientOptions()
{
    Connection::Options options;
    options.responseDeadline = 10s;
    options.retries = 0;
    return options;
}

} // namespace

class PollerTest : public QObject
{
    Q_OBJECT

private slots:
    void periodIsBroughtIntoRange();
    void readsAgainAndAgain();
    void readsOnceOnDemand();
    void silentPeerIsNotAskedAgainAndThereIsNoBurstAfterwards();
    void lostConnectionIsReportedAndOutlived();
    void changedTargetForgetsTheReadingUnderWay();
    void cancelReportsWhatIsThere();
};

void PollerTest::periodIsBroughtIntoRange()
{
    Poller poller;
    poller.setPeriod(1ms);
    QCOMPARE(poller.period(), 50ms);
    poller.setPeriod(2h);
    QCOMPARE(poller.period(), std::chrono::milliseconds(1h));
}

void PollerTest::readsAgainAndAgain()
{
    HostileServer server;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()});
    connection.open();
    Poller poller;
    QSignalSpy samples(&poller, &Poller::sampled);
    poller.setTarget(&connection, kBlock);
    poller.setPeriod(50ms);
    poller.start();
    QTRY_VERIFY(samples.size() >= 4);
    QCOMPARE(samples.last().at(0).value<BlockResult>().values.last(), quint16(9));
    poller.stop();
    QTRY_VERIFY(!poller.isReading());
    const auto asked = server.asked().size();
    Poller other;
    QSignalSpy otherSamples(&other, &Poller::sampled);
    other.setTarget(&connection, kBlock);
    other.readOnce();
    QTRY_COMPARE(otherSamples.size(), 1);
    QCOMPARE(server.asked().size(), asked + 1);
}

void PollerTest::readsOnceOnDemand()
{
    HostileServer server;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()});
    connection.open();
    Poller poller;
    QSignalSpy samples(&poller, &Poller::sampled);
    QSignalSpy readings(&poller, &Poller::readingChanged);
    poller.readOnce(); // without a target
    QCOMPARE(readings.size(), 0);
    poller.setTarget(&connection, kBlock);
    poller.readOnce();
    poller.readOnce();
    QTRY_COMPARE(samples.size(), 1);
    QCOMPARE(server.asked().size(), 1);
    QCOMPARE(readings.size(), 2);
    QVERIFY(!poller.isRunning());
}

void PollerTest::silentPeerIsNotAskedAgainAndThereIsNoBurstAfterwards()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, patientOptions());
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    Poller poller;
    QSignalSpy samples(&poller, &Poller::sampled);
    poller.setTarget(&connection, kBlock);
    poller.setPeriod(50ms);
    poller.start();
    QTRY_VERIFY(poller.skipped() >= 6);
    QCOMPARE(server.asked().size(), 1);

    // Had requests piled up, they would go out now, ahead of the marker.
    connect(&poller, &Poller::sampled, &poller, &Poller::stop);
    server.setBehaviour({});
    server.answerWell(held.first());
    QTRY_COMPARE(samples.size(), 1);
    bool isMarkerAnswered = false;
    connection.send(*readRequest(9, {Table::Coils, 0}, 1), this,
                    [&](const auto &) { isMarkerAnswered = true; });
    QTRY_VERIFY(isMarkerAnswered);
    QCOMPARE(server.asked().size(), 2);
    QCOMPARE(samples.size(), 1);
}

void PollerTest::lostConnectionIsReportedAndOutlived()
{
    HostileServer server;
    const quint16 port = server.listen();
    Connection::Options options = patientOptions();
    options.backoffFirst = 20ms;
    options.backoffMost = 50ms;
    Connection connection({QStringLiteral("127.0.0.1"), port}, options);
    connection.open();
    Poller poller;
    QSignalSpy samples(&poller, &Poller::sampled);
    const auto lastIsGood = [&] {
        return !samples.isEmpty() && samples.last().at(0).value<BlockResult>().isComplete();
    };
    poller.setTarget(&connection, kBlock);
    poller.setPeriod(50ms);
    poller.start();
    QTRY_VERIFY(lastIsGood());
    server.shutDown();
    QTRY_VERIFY(!lastIsGood());
    server.listen(port);
    QTRY_VERIFY(lastIsGood());
}

void PollerTest::changedTargetForgetsTheReadingUnderWay()
{
    HostileServer server;
    QList<Asked> held;
    server.setBehaviour([&](const Asked &asked) { held.append(asked); });
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, patientOptions());
    connection.open();
    Poller poller;
    QSignalSpy samples(&poller, &Poller::sampled);
    poller.setTarget(&connection, kBlock);
    poller.readOnce();
    QTRY_COMPARE(held.size(), 1);
    poller.setTarget(&connection, {1, {Table::Coils, 5}, 1});
    QVERIFY(!poller.isReading());
    poller.readOnce();
    server.answerWell(held.takeFirst());
    QTRY_COMPARE(held.size(), 1);
    server.answerWell(held.takeFirst());
    QTRY_COMPARE(samples.size(), 1);
    QCOMPARE(samples.first().at(0).value<BlockResult>().values, QList<quint16>{1});
}

void PollerTest::cancelReportsWhatIsThere()
{
    HostileServer server;
    server.setBehaviour([](const Asked &) {});
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()}, patientOptions());
    connection.open();
    Poller poller;
    QSignalSpy samples(&poller, &Poller::sampled);
    poller.setTarget(&connection, kBlock);
    poller.readOnce();
    QTRY_COMPARE(server.asked().size(), 1);
    poller.cancel();
    QCOMPARE(samples.size(), 1);
    QCOMPARE(samples.first().at(0).value<BlockResult>().failures.first().error.kind,
             Error::Kind::Aborted);
}

QTEST_GUILESS_MAIN(PollerTest)
#include "tst_poller.moc"
