// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/solverread.h"
#include "tests/support/hostileserver.h"

#include <QTest>
#include <QtEndian>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

namespace {

Connection::Options quickOptions()
{
    Connection::Options options;
    options.responseDeadline = 150ms;
    options.retries = 0;
    return options;
}

int functionOf(const Asked &asked)
{
    return asked.pdu.at(0);
}

int firstOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 1);
}

int countOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 3);
}

} // namespace

class SolverReadTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsBothTables();
    void staysWithinTheTable_data();
    void staysWithinTheTable();
    void readsAroundAHole();
    void leavesOutATableThatIsNotThere();
    void readsWhatIsGivenOnlyAsAWhole();
    void endsWithARefusalOfAll();
    void endsAtOnceWithoutAnAnswer();
    void survivesTheConnection();

private:
    SolverRead::Result read(quint16 offset)
    {
        std::optional<SolverRead::Result> got;
        SolverRead::start(*m_connection, 7, offset, this,
                          [&](const SolverRead::Result &result) { got = result; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(got, 20000); }();
        return got.value_or(SolverRead::Result());
    }
    void refuse(const Asked &asked, quint8 code)
    {
        Answer answer = m_server->answerTo(asked);
        answer.pdu =
            QByteArray(1, static_cast<char>(asked.pdu.at(0) | 0x80)) + static_cast<char>(code);
        HostileServer::send(asked, answer.bytes());
    }

    std::unique_ptr<HostileServer> m_server;
    std::unique_ptr<Connection> m_connection;
};

void SolverReadTest::init()
{
    m_connection.reset();
    m_server = std::make_unique<HostileServer>();
    m_connection = std::make_unique<Connection>(
        Endpoint{QStringLiteral("127.0.0.1"), m_server->listen()}, quickOptions());
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), Connection::State::Connected);
}

void SolverReadTest::readsBothTables()
{
    const auto result = read(100);
    QVERIFY(!result.error);
    QCOMPARE(result.requests, 2);
    QCOMPARE(result.windows.size(), 2);
    QCOMPARE(result.windows.at(0).table, Table::HoldingRegisters);
    QCOMPARE(result.windows.at(1).table, Table::InputRegisters);
    for (const SolverWindow &window : result.windows) {
        QCOMPARE(window.first, 99);
        QCOMPARE(window.registers, (QList<std::optional<quint16>>{99, 100, 101, 102, 103, 104}));
    }
    QCOMPARE(m_server->asked().constFirst().unit, quint8(7));
}

void SolverReadTest::staysWithinTheTable_data()
{
    QTest::addColumn<quint16>("offset");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::newRow("at the first address") << quint16(0) << 0 << 5;
    QTest::newRow("near the last") << quint16(65533) << 65532 << 4;
    QTest::newRow("at the last") << quint16(65535) << 65534 << 2;
}

void SolverReadTest::staysWithinTheTable()
{
    QFETCH(quint16, offset);
    const auto result = read(offset);
    QTEST(result.windows.at(0).first, "first");
    QTEST(int(result.windows.at(0).registers.size()), "count");
    m_server->setBehaviour([this](const Asked &asked) { refuse(asked, 2); });
    const auto refused = read(offset);
    QVERIFY(refused.error);
    QVERIFY2(refused.requests <= 20, qPrintable(QString::number(refused.requests)));
    for (const Asked &asked : m_server->asked())
        QVERIFY(firstOf(asked) + countOf(asked) <= kTableSize);
}

void SolverReadTest::readsAroundAHole()
{
    m_server->setBehaviour([this](const Asked &asked) {
        const int first = firstOf(asked);
        const bool hasHole = first <= 102 && first + countOf(asked) > 102;
        if (hasHole && functionOf(asked) == 3)
            refuse(asked, 2);
        else
            m_server->answerWell(asked);
    });
    const auto result = read(100);
    QVERIFY(!result.error);
    const auto &holding = result.windows.at(0).registers;
    QCOMPARE(holding.at(0), std::optional<quint16>(99));
    QCOMPARE(holding.at(1), std::optional<quint16>(100));
    QCOMPARE(holding.at(2), std::optional<quint16>(101));
    QVERIFY(!holding.at(3));
    QVERIFY(result.windows.at(1).registers.at(5));
    QVERIFY2(result.requests <= 11, qPrintable(QString::number(result.requests)));
}

void SolverReadTest::leavesOutATableThatIsNotThere()
{
    m_server->setBehaviour([this](const Asked &asked) {
        if (functionOf(asked) == 3)
            refuse(asked, 1);
        else
            m_server->answerWell(asked);
    });
    const auto result = read(100);
    QVERIFY(!result.error);
    QCOMPARE(result.requests, 2);
    QVERIFY(!result.windows.at(0).registers.at(1));
    QVERIFY(result.windows.at(1).registers.at(1));
}

void SolverReadTest::readsWhatIsGivenOnlyAsAWhole()
{
    // A device that gives its floats only whole: PDU 100 and 101 together, nothing else.
    m_server->setBehaviour([this](const Asked &asked) {
        if (firstOf(asked) == 100 && countOf(asked) == 2)
            m_server->answerWell(asked);
        else
            refuse(asked, 2);
    });
    const auto result = read(100);
    QVERIFY(!result.error);
    QCOMPARE(result.windows.at(0).registers,
             (QList<std::optional<quint16>>{{}, 100, 101, {}, {}, {}}));
}

void SolverReadTest::endsWithARefusalOfAll()
{
    m_server->setBehaviour([this](const Asked &asked) { refuse(asked, 2); });
    const auto result = read(100);
    QVERIFY(result.error);
    QCOMPARE(result.error->exceptionCode, quint8(2));
    QCOMPARE(result.requests, 20);
}

void SolverReadTest::endsAtOnceWithoutAnAnswer()
{
    m_server->setBehaviour([](const Asked &) {});
    const auto result = read(100);
    QVERIFY(result.error);
    QCOMPARE(result.error->kind, Error::Kind::Timeout);
    QCOMPARE(m_server->asked().size(), 1);
}

void SolverReadTest::survivesTheConnection()
{
    m_server->setBehaviour([](const Asked &) {});
    std::optional<SolverRead::Result> got;
    SolverRead::start(*m_connection, 7, 100, this,
                      [&](const SolverRead::Result &result) { got = result; });
    m_connection.reset();
    QTRY_VERIFY(got);
    QVERIFY(got->error);
}

QTEST_GUILESS_MAIN(SolverReadTest)
#include "tst_solverread.moc"
