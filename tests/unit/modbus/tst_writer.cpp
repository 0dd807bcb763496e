// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/writer.h"
#include "tests/support/hostileserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

namespace {

using Verdict = WriteOutcome::Verdict;

quint8 functionOf(const Asked &asked)
{
    return quint8(asked.pdu[0]);
}

bool isWrite(const Asked &asked)
{
    return QList<int>{5, 6, 15, 16}.contains(functionOf(asked));
}

} // namespace

class WriterTest : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void valuesAreWrittenAndVerified_data();
    void valuesAreWrittenAndVerified();
    void serverThatIgnoresAWriteIsCaught();
    void serverThatRefusesTheReadBackIsWrittenNotVerified();
    void exceptionIsRefused();
    void exceptionThatSettlesNothingIsUnknown_data();
    void exceptionThatSettlesNothingIsUnknown();
    void unansweredWriteIsUnknownAndSentOnce();
    void disarmedWriteSendsNothing();
    void unlawfulWriteSendsNothing_data();
    void unlawfulWriteSendsNothing();
    void journalIsKeptWhenNobodyWaitsAnyMore();
    void journalIsKeptWhenTheConnectionIsRemoved();
    void journalNamesTheUserWithoutItsVariables();
    void journalThatCannotBeKeptIsSaid();
    void journalIsAppendedTo();

private:
    WriteOutcome write(const WriteJob &job);
    QList<QJsonObject> journalLines() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<HostileServer> m_server;
    std::unique_ptr<Connection> m_connection;
    std::optional<WriteJournal> m_journal;
};

void WriterTest::init()
{
    m_connection.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_journal = WriteJournal(m_folder->filePath(QStringLiteral("deep/down/writes.jsonl")));
    m_server = std::make_unique<HostileServer>();
    Connection::Options options;
    options.responseDeadline = 150ms;
    m_connection = std::make_unique<Connection>(
        Endpoint{QStringLiteral("127.0.0.1"), m_server->listen()}, options);
    m_connection->open();
    QTRY_COMPARE(m_connection->state(), Connection::State::Connected);
    m_connection->arm();
}

WriteOutcome WriterTest::write(const WriteJob &job)
{
    WriteOutcome got;
    bool isDone = false;
    modbus::write(*m_connection, job, *m_journal, this, [&](const WriteOutcome &outcome) {
        got = outcome;
        isDone = true;
    });
    [&] { QTRY_VERIFY(isDone); }();
    return got;
}

QList<QJsonObject> WriterTest::journalLines() const
{
    QFile file(m_journal->path());
    QList<QJsonObject> lines;
    if (!file.open(QIODevice::ReadOnly))
        return lines;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (!line.isEmpty())
            lines.append(QJsonDocument::fromJson(line).object());
    }
    return lines;
}

void WriterTest::valuesAreWrittenAndVerified_data()
{
    QTest::addColumn<WriteJob>("job");
    QTest::addColumn<QList<int>>("functions");
    QList<quint16> registers;
    QList<quint16> coils;
    for (int i = 0; i < 300; ++i)
        registers.append(quint16(60000 - i));
    for (int i = 0; i < 4000; ++i)
        coils.append(i % 3 == 1);
    const Address holding{Table::HoldingRegisters, 200};
    const Address coil{Table::Coils, 200};
    QTest::newRow("one register by function 6")
        << WriteJob{1, holding, {4711}, {}, false} << QList<int>{6, 3};
    QTest::newRow("one register by function 16")
        << WriteJob{1, holding, {4711}, {}, true} << QList<int>{16, 3};
    QTest::newRow("one coil by function 5")
        << WriteJob{7, coil, {1}, {}, false} << QList<int>{5, 1};
    QTest::newRow("one coil by function 15")
        << WriteJob{7, coil, {1}, {}, true} << QList<int>{15, 1};
    QTest::newRow("any value but 0 switches a coil on")
        << WriteJob{7, coil, {512}, {}, false} << QList<int>{5, 1};
    QTest::newRow("300 registers in three parts")
        << WriteJob{1, holding, registers, {}, false} << QList<int>{16, 16, 16, 3, 3, 3};
    QTest::newRow("4000 coils in three parts")
        << WriteJob{1, coil, coils, {}, false} << QList<int>{15, 15, 15, 1, 1};
    QTest::newRow("the last register")
        << WriteJob{1, {Table::HoldingRegisters, 65535}, {1}, {}, false} << QList<int>{6, 3};
}

void WriterTest::valuesAreWrittenAndVerified()
{
    QFETCH(WriteJob, job);
    QFETCH(QList<int>, functions);
    const WriteOutcome outcome = write(job);
    QCOMPARE(outcome.verdict, Verdict::Verified);
    QCOMPARE(outcome.written, job.values.size());
    QVERIFY(!outcome.error);
    QCOMPARE(outcome.journalError, QString());
    QList<int> asked;
    for (const Asked &request : m_server->asked()) {
        asked.append(functionOf(request));
        QCOMPARE(request.unit, job.unit);
    }
    QCOMPARE(asked, functions);
    if (job.first.table == Table::HoldingRegisters) {
        for (int i = 0; i < job.values.size(); ++i)
            QCOMPARE(m_server->holding(quint16(job.first.offset + i)), job.values[i]);
    }
    QCOMPARE(journalLines().size(), 1);
    QCOMPARE(journalLines()[0][QStringLiteral("verdict")].toString(), QStringLiteral("verified"));
    QCOMPARE(journalLines()[0][QStringLiteral("address")].toInt(), int(job.first.offset));
}

void WriterTest::serverThatIgnoresAWriteIsCaught()
{
    m_server->setBehaviour([&](const Asked &asked) {
        Answer answer = m_server->answerTo(asked);
        if (functionOf(asked) == 3)
            answer.pdu = QByteArray::fromHex("03020007");
        HostileServer::send(asked, answer.bytes());
    });
    const WriteOutcome outcome = write({1, {Table::HoldingRegisters, 200}, {4711}, {7}, false});
    QCOMPARE(outcome.verdict, Verdict::Mismatch);
    QCOMPARE(outcome.readBack, QList<quint16>{7});
    const QJsonObject line = journalLines().value(0);
    QCOMPARE(line[QStringLiteral("old")].toArray(), QJsonArray{7});
    QCOMPARE(line[QStringLiteral("new")].toArray(), QJsonArray{4711});
    QCOMPARE(line[QStringLiteral("readBack")].toArray(), QJsonArray{7});
}

void WriterTest::serverThatRefusesTheReadBackIsWrittenNotVerified()
{
    m_server->setBehaviour([&](const Asked &asked) {
        Answer answer = m_server->answerTo(asked);
        if (functionOf(asked) == 3)
            answer.pdu = QByteArray::fromHex("8301");
        HostileServer::send(asked, answer.bytes());
    });
    const WriteOutcome outcome = write({1, {Table::HoldingRegisters, 200}, {4711}, {}, false});
    QCOMPARE(outcome.verdict, Verdict::NotVerified);
    QCOMPARE(outcome.error->exceptionCode, quint8(1));
    QVERIFY(!outcome.error->isWrite);
    QVERIFY(outcome.readBack.isEmpty());
}

void WriterTest::exceptionIsRefused()
{
    m_server->setBehaviour([&](const Asked &asked) {
        Answer answer = m_server->answerTo(asked);
        if (isWrite(asked) && m_server->asked().size() == 2)
            answer.pdu = QByteArray::fromHex("9004");
        HostileServer::send(asked, answer.bytes());
    });
    const WriteOutcome outcome =
        write({1, {Table::HoldingRegisters, 0}, QList<quint16>(300, 9), {}, false});
    QCOMPARE(outcome.verdict, Verdict::Refused);
    QCOMPARE(outcome.written, 123);
    QCOMPARE(outcome.error->exceptionCode, quint8(4));
    QCOMPARE(outcome.readBack.size(), 300);
    QCOMPARE(journalLines().size(), 1);
}

void WriterTest::exceptionThatSettlesNothingIsUnknown_data()
{
    QTest::addColumn<int>("code");
    QTest::newRow("acknowledged, to be done later") << 5;
    QTest::newRow("the unit behind a gateway did not answer") << 11;
}

void WriterTest::exceptionThatSettlesNothingIsUnknown()
{
    QFETCH(int, code);
    m_server->setBehaviour([&](const Asked &asked) {
        Answer answer = m_server->answerTo(asked);
        if (isWrite(asked))
            answer.pdu = QByteArray(1, '\x86') + char(code);
        HostileServer::send(asked, answer.bytes());
    });
    const WriteOutcome outcome = write({1, {Table::HoldingRegisters, 5}, {77}, {}, false});
    QCOMPARE(outcome.verdict, Verdict::Unknown);
    QCOMPARE(outcome.readBack, QList<quint16>{77});
    QCOMPARE(m_server->asked().size(), 2);
}

void WriterTest::unansweredWriteIsUnknownAndSentOnce()
{
    m_server->setBehaviour([&](const Asked &asked) {
        if (!isWrite(asked))
            m_server->answerWell(asked);
        else
            m_server->answerTo(asked); // takes effect, but says nothing
    });
    const WriteOutcome outcome = write({1, {Table::HoldingRegisters, 5}, {77}, {}, false});
    QCOMPARE(outcome.verdict, Verdict::Unknown);
    QCOMPARE(outcome.error->kind, Error::Kind::Timeout);
    QCOMPARE(outcome.readBack, QList<quint16>{77});
    QCOMPARE(m_server->asked().size(), 2);
    QCOMPARE(journalLines().size(), 1);
}

void WriterTest::disarmedWriteSendsNothing()
{
    m_connection->disarm();
    const WriteOutcome outcome = write({1, {Table::HoldingRegisters, 5}, {77}, {}, false});
    QCOMPARE(outcome.verdict, Verdict::NotSent);
    QCOMPARE(outcome.error->kind, Error::Kind::NotArmed);
    QCOMPARE(m_server->asked().size(), 0);
    QCOMPARE(journalLines().size(), 0);
}

void WriterTest::unlawfulWriteSendsNothing_data()
{
    QTest::addColumn<WriteJob>("job");
    QTest::newRow("no values") << WriteJob{1, {Table::HoldingRegisters, 5}, {}, {}, false};
    QTest::newRow("input register") << WriteJob{1, {Table::InputRegisters, 5}, {1}, {}, false};
    QTest::newRow("discrete input") << WriteJob{1, {Table::DiscreteInputs, 5}, {1}, {}, false};
    QTest::newRow("past the end") << WriteJob{1, {Table::Coils, 65535}, {1, 1}, {}, false};
}

void WriterTest::unlawfulWriteSendsNothing()
{
    QFETCH(WriteJob, job);
    const WriteOutcome outcome = write(job);
    QCOMPARE(outcome.verdict, Verdict::NotSent);
    QCOMPARE(outcome.error->kind, Error::Kind::InvalidRequest);
    QCOMPARE(m_server->asked().size(), 0);
}

void WriterTest::journalIsKeptWhenNobodyWaitsAnyMore()
{
    auto context = std::make_unique<QObject>();
    bool isCalled = false;
    modbus::write(*m_connection, {1, {Table::HoldingRegisters, 5}, {77}, {}, false}, *m_journal,
                  context.get(), [&](const WriteOutcome &) { isCalled = true; });
    context.reset();
    QTRY_COMPARE(journalLines().size(), 1);
    QVERIFY(!isCalled);
}

void WriterTest::journalIsKeptWhenTheConnectionIsRemoved()
{
    m_server->setBehaviour([](const Asked &) {});
    std::optional<WriteOutcome> got;
    modbus::write(*m_connection, {1, {Table::HoldingRegisters, 5}, {77}, {}, false}, *m_journal,
                  this, [&](const WriteOutcome &outcome) { got = outcome; });
    QTRY_COMPARE(m_server->asked().size(), 1);
    m_connection.reset();
    QVERIFY(got);
    QCOMPARE(got->verdict, Verdict::Unknown);
    QCOMPARE(journalLines().size(), 1);
    QCOMPARE(journalLines()[0][QStringLiteral("verdict")].toString(), QStringLiteral("unknown"));
}

void WriterTest::journalNamesTheUserWithoutItsVariables()
{
    for (const char *variable : {"USER", "LOGNAME", "USERNAME"})
        qunsetenv(variable);
    qputenv("HOME", QFile::encodeName(m_folder->filePath(QStringLiteral("ada"))));
    write({1, {Table::HoldingRegisters, 5}, {77}, {}, false});
    QCOMPARE(journalLines()[0][QStringLiteral("who")].toString(), QStringLiteral("ada"));
}

void WriterTest::journalThatCannotBeKeptIsSaid()
{
    m_journal = WriteJournal(m_folder->path()); // a folder, not a file
    const WriteOutcome outcome = write({1, {Table::HoldingRegisters, 5}, {77}, {}, false});
    QCOMPARE(outcome.verdict, Verdict::Verified);
    QVERIFY(!outcome.journalError.isEmpty());
}

void WriterTest::journalIsAppendedTo()
{
    for (quint16 value = 1; value <= 3; ++value)
        write({1, {Table::HoldingRegisters, 5}, {value}, {}, false});
    QCOMPARE(journalLines().size(), 3);
    QCOMPARE(journalLines()[2][QStringLiteral("new")].toArray(), QJsonArray{3});
    QVERIFY(QDateTime::fromString(journalLines()[0][QStringLiteral("time")].toString(),
                                  Qt::ISODateWithMs)
                .isValid());
}

QTEST_GUILESS_MAIN(WriterTest)
#include "tst_writer.moc"
