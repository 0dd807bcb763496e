// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recording.h"
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/recording.h"

#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using support::Ended;

/// loopcheck-cli poll --record against loopcheck-sim.
class TestCliRecord : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void recordsWhatItPolls_data();
    void recordsWhatItPolls();
    void refusesWhatItCannotRecordTo_data();
    void refusesWhatItCannotRecordTo();

private:
    Ended poll(const QString &store, const QString &device)
    {
        const QString list = m_folder->filePath(u"points.csv"_s);
        support::write(list, "tag,table,address,data type,period,device\n"
                             "FT-1,holding,200,uint16,100 ms,\n"
                             "FT-2,holding,201,uint32,100 ms,\n");
        return support::runProgram(
            support::builtProgram(u"loopcheck-cli"_s),
            {u"poll"_s, list, u"--device"_s, device, u"--for"_s, u"2"_s, u"--record"_s, store});
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestCliRecord::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    qputenv("XDG_DATA_HOME", m_folder->filePath(u"data"_s).toUtf8()); // the spool's place
}

void TestCliRecord::recordsWhatItPolls_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("SQLite") << u"plant.sqlite"_s;
    QTest::newRow("CSV") << u"plant.csv"_s;
}

void TestCliRecord::recordsWhatItPolls()
{
    QFETCH(const QString, name);
    const support::ServerProgram sim(support::builtProgram(u"loopcheck-sim"_s),
                                     {u"--static"_s, u"--listen"_s, u"127.0.0.1:0"_s});
    QVERIFY(sim.isReady());
    const QString store = m_folder->filePath(name);
    const Ended ended = poll(store, sim.address());
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.err.contains("Recorded "), ended.all());
    const auto recording = modbus::recorder::readRecording(
        *modbus::recorder::parseStoreAddress(store), {}, [](double) { return true; });
    QVERIFY(recording);
    QCOMPARE(recording->points.size(), 2);
    QCOMPARE(recording->points.at(0).device, sim.address());
    QCOMPARE(recording->series.at(0).numbers.constFirst(), 200.0);
    QVERIFY2(ended.err.contains("Recorded " + QByteArray::number(recording->samples) + " samples"),
             ended.all());
}

void TestCliRecord::refusesWhatItCannotRecordTo_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("complaint");
    QTest::newRow("a name that says nothing") << u"plant"_s << QByteArray("does not say");
    QTest::newRow("a file that is somebody else's")
        << u"points.csv"_s << QByteArray("no recording of Loopcheck");
}

void TestCliRecord::refusesWhatItCannotRecordTo()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, complaint);
    const Ended ended = poll(m_folder->filePath(name), u"127.0.0.1:1"_s);
    QCOMPARE(ended.exitCode, 2);
    QVERIFY2(ended.err.contains(complaint), ended.all());
}

QTEST_GUILESS_MAIN(TestCliRecord)
#include "tst_clirecord.moc"
