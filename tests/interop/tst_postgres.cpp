// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recorder.h"
#include "modbus/recorder/recording.h"
#include "modbus/recorder/store.h"
#include "tests/support/postgresserver.h"
#include "tests/support/recording.h"

#include <QDateTime>
#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTimer>
#include <cmath>
#include <limits>

using namespace modbus::recorder;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 120'000;
constexpr int kPoints = 20;

/// Samples every few milliseconds, with the time of now.
class Source
{
public:
    explicit Source(Recorder &recorder)
        : m_points(support::recordedPoints(kPoints))
    {
        recorder.setPoints(m_points);
        QObject::connect(&m_timer, &QTimer::timeout, &recorder, [&recorder] {
            recorder.take(support::sampleOfEach(kPoints, QDateTime::currentMSecsSinceEpoch()));
        });
        m_timer.start(10ms);
    }
    void stop() { m_timer.stop(); }

private:
    QList<modbus::Point> m_points;
    QTimer m_timer;
};

} // namespace

/// The recorder and a PostgreSQL server that is started here, killed and started again.
class TestPostgres : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanup();
    void nothingIsLostWhenTheServerIsKilled();
    void aServerThatComesLaterGetsEverything();
    void theNextStartWritesWhatAStopLeft();
    void aCommitWhoseAnswerWasLostCountsOnce();
    void twoRecordersShareTheTables();
    void deletesOnlyItsOwnOldRows();
    void readsBack();
    void aWrongPasswordIsSaidAndNeverShown();

private:
    Settings settings() const
    {
        return support::recordInto(m_server.url(), m_folder.filePath(u"spool"_s));
    }
    qint64 figure(const QString &statement)
    {
        return support::LookInto(settings().store.server).figure(statement);
    }
    qint64 rows() { return figure(u"SELECT count(*) FROM loopcheck_samples"_s); }
    qint64 differentRows()
    {
        return figure(u"SELECT count(*) FROM (SELECT DISTINCT session, sequence FROM "
                      "loopcheck_samples) AS different"_s);
    }
    QStringList spooled() const
    {
        return QDir(m_folder.filePath(u"spool"_s)).entryList({u"*.spool"_s}, QDir::Files);
    }

    support::PostgresServer m_server;
    QTemporaryDir m_folder;
};

void TestPostgres::initTestCase()
{
    QVERIFY2(m_server.make(), qPrintable(m_server.log()));
    QVERIFY2(m_server.start(), qPrintable(m_server.log()));
}

void TestPostgres::cleanup()
{
    support::LookInto(settings().store.server)
        .value(u"DROP TABLE IF EXISTS loopcheck_samples, loopcheck_points, loopcheck_sessions"
               " CASCADE"_s);
}

void TestPostgres::nothingIsLostWhenTheServerIsKilled()
{
    Recorder recorder;
    Source source(recorder);
    recorder.start(settings());
    for (int round = 0; round < 3; ++round) {
        const quint64 before = recorder.status().recorded;
        QTRY_VERIFY_WITH_TIMEOUT(recorder.status().recorded > before + 1000, kPatience);
        m_server.kill();
        QTRY_COMPARE_WITH_TIMEOUT(recorder.status().state, State::Away, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.status().spooled > 1000, kPatience);
        QVERIFY(!recorder.status().problem.text.isEmpty());
        QVERIFY2(m_server.start(), qPrintable(m_server.log()));
        QTRY_COMPARE_WITH_TIMEOUT(recorder.status().state, State::Recording, kPatience);
    }
    source.stop();
    const quint64 taken = recorder.status().taken;
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, taken, kPatience);
    QCOMPARE(recorder.status().lost, quint64(0));
    QCOMPARE(rows(), qint64(taken));
    QCOMPARE(differentRows(), qint64(taken));
    QCOMPARE(figure(u"SELECT max(sequence) FROM loopcheck_samples"_s), qint64(taken));
    QCOMPARE(figure(u"SELECT count(*) FROM loopcheck_points"_s), kPoints);
    QCOMPARE(spooled(), QStringList());
}

void TestPostgres::aServerThatComesLaterGetsEverything()
{
    m_server.kill();
    Recorder recorder;
    Source source(recorder);
    recorder.start(settings());
    QTRY_VERIFY_WITH_TIMEOUT(recorder.status().spooled > 1000, kPatience);
    QVERIFY2(m_server.start(), qPrintable(m_server.log()));
    QTRY_VERIFY_WITH_TIMEOUT(recorder.status().recorded > 1000, kPatience);
    source.stop();
    const quint64 taken = recorder.status().taken;
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, taken, kPatience);
    QCOMPARE(rows(), qint64(taken));
}

void TestPostgres::theNextStartWritesWhatAStopLeft()
{
    quint64 taken = 0;
    {
        Recorder recorder;
        Source source(recorder);
        recorder.start(settings());
        QTRY_VERIFY_WITH_TIMEOUT(recorder.status().recorded > 1000, kPatience);
        m_server.kill();
        QTRY_VERIFY_WITH_TIMEOUT(recorder.status().spooled > 1000, kPatience);
        QSignalSpy stopped(&recorder, &Recorder::stopped);
        recorder.stop();
        QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
        taken = recorder.status().taken;
        QVERIFY(recorder.status().spooled > 1000);
    }
    QVERIFY(!spooled().isEmpty());
    QVERIFY2(m_server.start(), qPrintable(m_server.log()));
    Recorder next;
    next.setPoints(support::recordedPoints(1));
    next.start(settings());
    QTRY_VERIFY_WITH_TIMEOUT(spooled().isEmpty() && next.status().state == State::Recording,
                             kPatience);
    QCOMPARE(rows(), qint64(taken));
    QCOMPARE(differentRows(), qint64(taken));
    QCOMPARE(figure(u"SELECT count(*) FROM loopcheck_sessions"_s), 2);
}

void TestPostgres::aCommitWhoseAnswerWasLostCountsOnce()
{
    const Session session = Session::begin();
    Block block{support::recordedPoints(1), 1, {}};
    for (int i = 0; i < 50; ++i)
        block.rows.append({1'700'000'000'000 + i, 0, modbus::Quality::Good, 1.0 * i, {}});
    const auto first = makeStore(settings());
    QVERIFY(first->open());
    QCOMPARE(*first->begin(session), quint64(0));
    const auto second = makeStore(settings());
    QVERIFY(second->open());
    QCOMPARE(*second->begin(session), quint64(0));
    QVERIFY(first->write(session, block));
    // The second takes the first's connection for dead, and writes the same rows again.
    QVERIFY(!second->write(session, block));
    second->close();
    QVERIFY(second->open());
    QCOMPARE(*second->begin(session), quint64(50));
    QCOMPARE(rows(), 50);
}

void TestPostgres::twoRecordersShareTheTables()
{
    Recorder one;
    Recorder two;
    Source sourceOne(one);
    Source sourceTwo(two);
    one.start(settings());
    two.start(settings());
    QTRY_VERIFY_WITH_TIMEOUT(one.status().recorded > 1000 && two.status().recorded > 1000,
                             kPatience);
    sourceOne.stop();
    sourceTwo.stop();
    const quint64 taken = one.status().taken + two.status().taken;
    QTRY_COMPARE_WITH_TIMEOUT(one.status().recorded + two.status().recorded, taken, kPatience);
    QCOMPARE(rows(), qint64(taken));
    QCOMPARE(differentRows(), qint64(taken));
    const auto goesOn = [](double) { return true; };
    const auto both = readRecording(settings().store, {}, goesOn);
    QVERIFY(both);
    QCOMPARE(both->samples, qint64(taken));
    const auto few = readRecording(settings().store, {.mostSamples = 10}, goesOn);
    QVERIFY(few && few->isCut);
    QCOMPARE(few->samples, 10);
}

void TestPostgres::deletesOnlyItsOwnOldRows()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const auto record = [&](const Session &session, const Retention &retention) {
        Block block{support::recordedPoints(1), 1, {}};
        for (int hour = 48; hour > 0; --hour)
            block.rows.append({now - qint64(hour) * 3'600'000, 0, modbus::Quality::Good, 1, {}});
        Settings keeping = settings();
        keeping.retention = retention;
        const auto store = makeStore(keeping);
        if (!store->open() || !store->begin(session) || !store->write(session, block))
            return false;
        for (int i = 0; i < 10; ++i) {
            if (!store->tidy(now))
                return false;
        }
        return true;
    };
    Session other = Session::begin();
    other.recorder = u"another-machine"_s;
    QVERIFY(record(other, {}));
    QVERIFY(record(Session::begin(), {.bytes = 0, .age = 24h}));
    const auto rowsOf = [this](const QString &whose) {
        return figure(u"SELECT count(*) FROM loopcheck_samples s JOIN loopcheck_sessions n ON"
                      " n.number=s.session WHERE recorder %1 'another-machine'"_s.arg(whose));
    };
    QCOMPARE(rowsOf(u"="_s), 48);
    QVERIFY2(rowsOf(u"<>"_s) >= 23 && rowsOf(u"<>"_s) <= 24,
             qPrintable(QString::number(rowsOf(u"<>"_s))));
}

void TestPostgres::readsBack()
{
    const Session session = Session::begin();
    Block block{support::recordedPoints(3), 1, {}};
    block.points[0].tag = u"it's; DROP TABLE \\'x"_s;
    block.points[2].format.type = modbus::DataType::Utf8;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    block.rows = {
        {1'700'000'000'123, 0, modbus::Quality::Good, 0.1, {}},
        {1'700'000'000'124, 0, modbus::Quality::Failed, nan, u"it's silent \\"_s},
        {1'700'000'000'125, 1, modbus::Quality::Good, -std::numeric_limits<double>::infinity(), {}},
        {1'700'000'000'126, 2, modbus::Quality::Good, nan, u"温'度"_s + QChar(0)}};
    const auto store = makeStore(settings());
    QVERIFY(store->open());
    QVERIFY(store->begin(session));
    QVERIFY(store->write(session, block));
    const auto recording =
        readRecording(settings().store, {.from = 1'700'000'000'123}, [](double) { return true; });
    QVERIFY2(recording, qPrintable(recording ? QString() : recording.error().text));
    QCOMPARE(recording->points.size(), 3);
    QCOMPARE(recording->points.at(0).tag, block.points.at(0).tag);
    QCOMPARE(recording->series.at(0).times, QList<qint64>({1'700'000'000'123, 1'700'000'000'124}));
    QCOMPARE(recording->series.at(0).numbers.at(0), 0.1);
    QVERIFY(std::isnan(recording->series.at(0).numbers.at(1)));
    QVERIFY(std::isinf(recording->series.at(1).numbers.at(0)));
    QCOMPARE(support::LookInto(settings().store.server)
                 .value(u"SELECT text FROM loopcheck_readings WHERE sequence=4"_s)
                 ->toString(),
             u"温'度␀"_s);
}

void TestPostgres::aWrongPasswordIsSaidAndNeverShown()
{
    Settings wrong = settings();
    wrong.store.server.password = u"sesame-open"_s;
    Recorder recorder;
    QSignalSpy stopped(&recorder, &Recorder::stopped);
    recorder.setPoints(support::recordedPoints(1));
    recorder.start(wrong);
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
    const Status status = recorder.status();
    QCOMPARE(status.state, State::Failed);
    QVERIFY2(status.problem.text.contains(u"password authentication failed"_s),
             qPrintable(status.problem.text));
    QVERIFY(status.problem.remedy.contains(u"password"_s));
    for (const QString &text :
         {status.problem.text, status.problem.remedy, status.store, status.place})
        QVERIFY2(!text.contains(u"sesame"_s), qPrintable(text));
}

QTEST_GUILESS_MAIN(TestPostgres)
#include "tst_postgres.moc"
