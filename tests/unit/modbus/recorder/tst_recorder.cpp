// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recorder.h"

#include "modbus/recorder/recordingreader.h"
#include "tests/support/files.h"
#include "tests/support/recording.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace modbus::recorder;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 30'000;
constexpr qint64 kTime = 1'700'000'000'000;

/// Keeps a SQLite file from being written, as another program could.
class Holder
{
public:
    explicit Holder(const QString &path)
        : m_look(path)
    {
        m_look.value(u"BEGIN IMMEDIATE"_s);
    }
    ~Holder() { m_look.value(u"ROLLBACK"_s); }
    Holder(const Holder &) = delete;
    Holder &operator=(const Holder &) = delete;

private:
    support::LookInto m_look;
};

} // namespace

/// The whole recorder, with its threads.
class TestRecorder : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void recordsEverySample_data();
    void recordsEverySample();
    void doesNothingWhileItDoesNotRun();
    void stoppingWritesWhatWaits();
    void itsEndWritesWhatWaits();
    void aStoreThatIsBusyCostsNothing();
    void stopsWhileTheStoreIsBusy();
    void anotherListOfPointsInBetween();
    void samplesOfNoPointAreLeftOut();
    void saysWhyItCannotStart();
    void saysWhenThereIsRoomNowhere();
    void recordsAgainAfterAnEnd();
    void readsBackInAThread();
    void aReadingIsCancelled();

private:
    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString spool() const { return m_folder->filePath(u"spool"_s); }
    QStringList spooled() const { return QDir(spool()).entryList({u"*.spool"_s}, QDir::Files); }
    qint64 rows()
    {
        return support::LookInto(path(u"plant.sqlite"_s)).figure(u"SELECT count(*) FROM samples"_s);
    }
    qint64 differentRows()
    {
        return support::LookInto(path(u"plant.sqlite"_s))
            .figure(u"SELECT count(*) FROM (SELECT DISTINCT session, sequence FROM samples)"_s);
    }
    Settings settings() const { return support::recordInto(path(u"plant.sqlite"_s), spool()); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestRecorder::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestRecorder::recordsEverySample_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("SQLite") << u"plant.sqlite"_s;
    QTest::newRow("CSV") << u"plant.csv"_s;
}

void TestRecorder::recordsEverySample()
{
    QFETCH(const QString, file);
    Recorder recorder;
    recorder.setPoints(support::recordedPoints(10));
    recorder.start(support::recordInto(path(file), spool()));
    QVERIFY(recorder.isRunning());
    for (int i = 0; i < 1000; ++i)
        recorder.take(support::sampleOfEach(10, kTime + i));
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, quint64(10'000), kPatience);
    const Status status = recorder.status();
    QCOMPARE(status.state, State::Recording);
    QCOMPARE(status.taken, quint64(10'000));
    QCOMPARE(status.points, 10);
    QCOMPARE(status.lost, quint64(0));
    QVERIFY(status.storeBytes > 0);
    QVERIFY(status.place.endsWith(file));
    QVERIFY(status.problem.text.isEmpty());
    QSignalSpy stopped(&recorder, &Recorder::stopped);
    recorder.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
    QCOMPARE(recorder.status().state, State::Stopped);
    const auto recording =
        readRecording(*parseStoreAddress(path(file)), {}, [](double) { return true; });
    QVERIFY(recording);
    QCOMPARE(recording->samples, 10'000);
    QCOMPARE(recording->series.at(9).numbers.constLast(), 9.5);
    QVERIFY(spooled().isEmpty());
}

void TestRecorder::doesNothingWhileItDoesNotRun()
{
    Recorder recorder;
    recorder.setPoints(support::recordedPoints(1));
    recorder.take(support::sampleOfEach(1, kTime));
    recorder.stop();
    QVERIFY(!recorder.isRunning());
    QCOMPARE(recorder.status().taken, quint64(0));
}

void TestRecorder::stoppingWritesWhatWaits()
{
    Recorder recorder;
    QSignalSpy stopped(&recorder, &Recorder::stopped);
    recorder.setPoints(support::recordedPoints(10));
    recorder.start(settings());
    for (int i = 0; i < 5000; ++i)
        recorder.take(support::sampleOfEach(10, kTime + i));
    recorder.stop();
    recorder.take(support::sampleOfEach(10, kTime)); // too late
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
    QCOMPARE(recorder.status().recorded + recorder.status().spooled, quint64(50'000));
    QCOMPARE(rows() + qint64(recorder.status().spooled), 50'000);
}

void TestRecorder::itsEndWritesWhatWaits()
{
    {
        Recorder recorder;
        recorder.setPoints(support::recordedPoints(10));
        recorder.start(settings());
        for (int i = 0; i < 100; ++i)
            recorder.take(support::sampleOfEach(10, kTime + i));
    }
    QCOMPARE(rows(), 1000);
}

void TestRecorder::aStoreThatIsBusyCostsNothing()
{
    Recorder recorder;
    QSignalSpy problems(&recorder, &Recorder::problemOccurred);
    recorder.setPoints(support::recordedPoints(10));
    recorder.start(settings());
    recorder.take(support::sampleOfEach(10, kTime));
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, quint64(10), kPatience);
    {
        const Holder holder(path(u"plant.sqlite"_s));
        qint64 time = kTime;
        const auto goOn = [&] {
            recorder.take(support::sampleOfEach(10, ++time));
            return recorder.status().state == State::Away && recorder.status().spooled >= 500;
        };
        QTRY_VERIFY_WITH_TIMEOUT(goOn(), kPatience);
        QVERIFY(recorder.status().awaySince > 0);
        QVERIFY(!spooled().isEmpty());
        QVERIFY(recorder.status().spoolBytes > 0);
        QTRY_VERIFY_WITH_TIMEOUT(!problems.isEmpty(), kPatience);
    }
    const quint64 taken = recorder.status().taken;
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, taken, kPatience);
    QCOMPARE(recorder.status().state, State::Recording);
    QCOMPARE(recorder.status().awaySince, 0);
    QCOMPARE(recorder.status().spooled, quint64(0));
    QVERIFY(spooled().isEmpty());
    QCOMPARE(rows(), qint64(taken));
    QCOMPARE(differentRows(), qint64(taken));
    // What is over is not said again with every status.
    const qsizetype said = problems.size();
    QSignalSpy statuses(&recorder, &Recorder::statusChanged);
    QTRY_VERIFY_WITH_TIMEOUT(statuses.size() >= 3, kPatience);
    QCOMPARE(problems.size(), said);
}

void TestRecorder::stopsWhileTheStoreIsBusy()
{
    {
        Recorder recorder;
        QSignalSpy stopped(&recorder, &Recorder::stopped);
        recorder.setPoints(support::recordedPoints(10));
        recorder.start(settings());
        recorder.take(support::sampleOfEach(10, kTime));
        QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, quint64(10), kPatience);
        const Holder holder(path(u"plant.sqlite"_s));
        for (int i = 1; i < 100; ++i)
            recorder.take(support::sampleOfEach(10, kTime + i));
        recorder.stop();
        QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
        QCOMPARE(recorder.status().spooled, quint64(990));
        QCOMPARE(spooled().size(), 1);
    }
    // The next start writes what was left, as rows of the session that they belong to.
    Recorder next;
    next.setPoints(support::recordedPoints(10));
    next.start(settings());
    next.take(support::sampleOfEach(10, kTime + 100));
    QTRY_COMPARE_WITH_TIMEOUT(next.status().recorded, quint64(10), kPatience);
    QCOMPARE(next.status().recovered, quint64(990));
    QVERIFY(spooled().isEmpty());
    QCOMPARE(rows(), 1010);
    QCOMPARE(differentRows(), 1010);
}

void TestRecorder::anotherListOfPointsInBetween()
{
    {
        Recorder recorder;
        recorder.start(settings());
        const QList<modbus::Point> three = support::recordedPoints(3);
        recorder.setPoints(three);
        recorder.take(support::sampleOfEach(3, kTime));
        modbus::Point changed = three.at(0);
        changed.engineeringUnit = u"K"_s;
        recorder.setPoints({three.at(2), changed});
        recorder.take(support::sampleOfEach(2, kTime + 1));
    }
    support::LookInto look(path(u"plant.sqlite"_s));
    QCOMPARE(look.figure(u"SELECT count(*) FROM points"_s), 4);
    QCOMPARE(look.figure(u"SELECT count(*) FROM samples"_s), 5);
    QCOMPARE(look.value(u"SELECT group_concat(tag || engineering_unit) FROM"
                        " (SELECT * FROM readings WHERE time LIKE '%.001Z')"_s)
                 ->toString(),
             u"TT-2C,TT-0K"_s);
}

void TestRecorder::samplesOfNoPointAreLeftOut()
{
    {
        Recorder recorder;
        recorder.setPoints(support::recordedPoints(2));
        recorder.start(settings());
        recorder.take({support::goodSample(-1, kTime, 1), support::goodSample(2, kTime, 1),
                       support::goodSample(1, kTime, 1)});
    }
    QCOMPARE(rows(), 1);
}

void TestRecorder::saysWhyItCannotStart()
{
    support::write(path(u"plant.sqlite"_s), "somebody else's");
    Recorder recorder;
    QSignalSpy stopped(&recorder, &Recorder::stopped);
    QSignalSpy problems(&recorder, &Recorder::problemOccurred);
    recorder.setPoints(support::recordedPoints(2));
    recorder.start(settings());
    recorder.take(support::sampleOfEach(2, kTime));
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(recorder.status().state, State::Failed);
    QVERIFY(!recorder.isRunning());
    QVERIFY(recorder.status().problem.text.contains(u"is no recording"_s));
    QVERIFY(!recorder.status().problem.remedy.isEmpty());
    QVERIFY(spooled().isEmpty());
    QCOMPARE(support::contentOf(path(u"plant.sqlite"_s)), "somebody else's");
}

void TestRecorder::saysWhenThereIsRoomNowhere()
{
    support::write(spool(), "a file where the spool's folder should be");
    Settings tight = settings();
    tight.memoryRows = 1000;
    tight.queuedSamples = 500;
    Recorder recorder;
    recorder.setPoints(support::recordedPoints(10));
    recorder.start(tight);
    recorder.take(support::sampleOfEach(10, kTime));
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, quint64(10), kPatience);
    {
        const Holder holder(path(u"plant.sqlite"_s));
        const auto goOn = [&] {
            recorder.take(support::sampleOfEach(10, kTime + 1));
            return recorder.status().lost > 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(goOn(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(recorder.status().problem.text.contains(u"cannot be"_s),
                                 kPatience);
    }
    // What was taken is recorded all the same.
    const quint64 taken = recorder.status().taken;
    QTRY_COMPARE_WITH_TIMEOUT(recorder.status().recorded, taken, kPatience);
    QCOMPARE(rows(), qint64(taken));
    QVERIFY(recorder.status().lost > 0);
}

void TestRecorder::recordsAgainAfterAnEnd()
{
    Recorder recorder;
    recorder.setPoints(support::recordedPoints(2));
    for (int i = 0; i < 3; ++i) {
        recorder.start(settings()); // ends the one before
        recorder.take(support::sampleOfEach(2, kTime + i));
    }
    QSignalSpy stopped(&recorder, &Recorder::stopped);
    recorder.stop();
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), 1, kPatience);
    QCOMPARE(rows(), 6);
}

void TestRecorder::readsBackInAThread()
{
    {
        Recorder recorder;
        recorder.setPoints(support::recordedPoints(5));
        recorder.start(settings());
        for (int i = 0; i < 5000; ++i)
            recorder.take(support::sampleOfEach(5, kTime + i));
    }
    RecordingReader reader;
    QSignalSpy progress(&reader, &RecordingReader::progressed);
    QSignalSpy finished(&reader, &RecordingReader::finished);
    reader.read(settings().store);
    QVERIFY(reader.isReading());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
    QVERIFY(!reader.isReading());
    QVERIFY(!progress.isEmpty());
    const auto recording = finished.at(0).at(0).value<Recording>();
    QCOMPARE(recording.samples, 25'000);
    QCOMPARE(recording.points.size(), 5);
    Query asSamples;
    asSamples.asSamples = true;
    reader.read(settings().store, asSamples);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, kPatience);
    const QList<modbus::Sample> list = finished.at(1).at(0).value<Recording>().list;
    QCOMPARE(list.size(), 25'000);
    QCOMPARE(list.at(5000).point, 1);
    QCOMPARE(list.at(5000).time, kTime);
    QCOMPARE(list.at(5000).value.number, 1.5);
    QSignalSpy failed(&reader, &RecordingReader::failed);
    reader.read(*parseStoreAddress(path(u"none.csv"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kPatience);
}

void TestRecorder::aReadingIsCancelled()
{
    {
        Recorder recorder;
        recorder.setPoints(support::recordedPoints(5));
        recorder.start(settings());
        for (int i = 0; i < 5000; ++i)
            recorder.take(support::sampleOfEach(5, kTime + i));
    }
    RecordingReader reader;
    QSignalSpy finished(&reader, &RecordingReader::finished);
    reader.read(settings().store);
    reader.cancel();
    QVERIFY(!reader.isReading());
    reader.read(settings().store);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kPatience);
}

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
