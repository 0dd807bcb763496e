// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/recording.h"
#include "tests/support/files.h"
#include "tests/support/recording.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

using namespace modbus::recorder;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

/// The helper, and the latest figures that it printed.
class Helper
{
public:
    explicit Helper(const QStringList &arguments)
    {
        m_process.setProgram(QStringLiteral(RECORDING_HELPER));
        m_process.setArguments(arguments);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start();
    }
    ~Helper() { kill(); }
    Helper(const Helper &) = delete;
    Helper &operator=(const Helper &) = delete;

    void look()
    {
        while (m_process.canReadLine()) {
            const QList<QByteArray> words = m_process.readLine().trimmed().split(' ');
            if (words.size() == 5) {
                spooled = words.at(1).toLongLong();
                recorded = words.at(2).toLongLong();
                taken = words.at(3).toLongLong();
                recovered = words.at(4).toLongLong();
                hasStopped = words.at(0) == "stopped";
            }
        }
    }
    bool hasRecorded(qint64 rows)
    {
        look();
        return recorded >= rows;
    }
    bool hasSpooled(qint64 rows)
    {
        look();
        return spooled >= rows;
    }
    bool hasEnded()
    {
        look();
        return m_process.state() == QProcess::NotRunning && hasStopped;
    }
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.kill();
        m_process.waitForFinished();
        look();
    }

    qint64 spooled = 0;
    qint64 recorded = 0;
    qint64 taken = 0;
    qint64 recovered = 0;
    bool hasStopped = false;

private:
    QProcess m_process;
};

} // namespace

/// A recording program is killed (SIGKILL) at any moment, and started again.
class TestKilled : public QObject
{
    Q_OBJECT
private slots:
    void whatWasRecordedIsThereOnce_data();
    void whatWasRecordedIsThereOnce();
    void whatWasSpooledIsRecordedByTheNextStart();
};

void TestKilled::whatWasRecordedIsThereOnce_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("SQLite") << u"plant.sqlite"_s;
    QTest::newRow("CSV") << u"plant.csv"_s;
}

void TestKilled::whatWasRecordedIsThereOnce()
{
    QFETCH(const QString, name);
    const QTemporaryDir folder;
    const QString store = folder.filePath(name);
    const QString spool = folder.filePath(u"spool"_s);
    qint64 atLeast = 0;
    qint64 atMost = 0;
    for (int round = 0; round < 4; ++round) {
        Helper helper({store, spool});
        QTRY_VERIFY_WITH_TIMEOUT(helper.hasRecorded(500 + 300 * round), kPatience);
        helper.kill();
        atLeast += helper.recorded;
        atMost += 1'000'000;
    }
    Helper last({store, spool, u"2000"_s});
    QTRY_VERIFY_WITH_TIMEOUT(last.hasEnded(), kPatience);
    QCOMPARE(last.recorded, 2000);
    atLeast += last.recorded + last.recovered;
    const auto recording =
        readRecording(*parseStoreAddress(store), {}, [](double) { return true; });
    QVERIFY(recording);
    QVERIFY2(recording->samples >= atLeast && recording->samples < atMost,
             qPrintable(u"%1 rows, told of %2"_s.arg(recording->samples).arg(atLeast)));
    if (name.endsWith(u"sqlite"_s)) {
        support::LookInto look(store);
        // In each session the rows are 1, 2, 3 and on, as the session's own record says.
        QCOMPARE(look.figure(u"SELECT count(*) FROM sessions s WHERE last_sequence <> (SELECT"
                             " count(*) FROM samples WHERE session=s.number) OR last_sequence <>"
                             " (SELECT count(DISTINCT sequence) FROM samples WHERE"
                             " session=s.number)"_s),
                 0);
        QCOMPARE(look.figure(u"SELECT count(*) FROM sessions"_s), 5);
    }
    QCOMPARE(QDir(spool).entryList({u"*.spool"_s}, QDir::Files), QStringList());
}

void TestKilled::whatWasSpooledIsRecordedByTheNextStart()
{
    const QTemporaryDir folder;
    const QString store = folder.filePath(u"plant.sqlite"_s);
    const QString spool = folder.filePath(u"spool"_s);
    qint64 spooled = 0;
    {
        Helper helper({store, spool});
        QTRY_VERIFY_WITH_TIMEOUT(helper.hasRecorded(100), kPatience);
        support::LookInto holder(store);
        holder.value(u"BEGIN IMMEDIATE"_s);
        QTRY_VERIFY_WITH_TIMEOUT(helper.hasSpooled(2000), kPatience);
        helper.kill();
        spooled = helper.spooled;
        holder.value(u"ROLLBACK"_s);
    }
    QVERIFY(!QDir(spool).entryList({u"*.spool"_s}, QDir::Files).isEmpty());
    Helper next({store, spool, u"1000"_s});
    QTRY_VERIFY_WITH_TIMEOUT(next.hasEnded(), kPatience);
    QVERIFY2(next.recovered >= spooled,
             qPrintable(u"%1 recovered of %2"_s.arg(next.recovered).arg(spooled)));
    QCOMPARE(next.recorded, 1000);
    support::LookInto look(store);
    QCOMPARE(
        look.figure(u"SELECT count(*) FROM samples"_s),
        look.figure(u"SELECT count(*) FROM (SELECT DISTINCT session, sequence FROM samples)"_s));
    QCOMPARE(look.figure(u"SELECT sum(last_sequence) FROM sessions"_s),
             look.figure(u"SELECT count(*) FROM samples"_s));
    QCOMPARE(QDir(spool).entryList({u"*.spool"_s}, QDir::Files), QStringList());
}

QTEST_GUILESS_MAIN(TestKilled)
#include "tst_killed.moc"
