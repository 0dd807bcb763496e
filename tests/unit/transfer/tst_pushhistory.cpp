// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/pushhistory.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using transfer::Outcome;
using transfer::PushHistory;
using transfer::PushRecord;

namespace {

PushRecord record(const QString &receiver, const QString &name, qint64 lines,
                  Outcome outcome = Outcome::Reloaded)
{
    PushRecord made;
    made.time = QDateTime(QDate(2026, 11, 23), QTime(12, 4, 7, 120), Qt::UTC);
    made.receiver = receiver;
    made.name = name;
    made.bytes = lines * 30;
    made.lines = lines;
    made.sha256 = QByteArray(64, 'a');
    made.outcome = outcome;
    made.answer = QStringLiteral("nginx reload succ");
    made.duration = std::chrono::milliseconds(61);
    made.who = QStringLiteral("engineer@laptop");
    return made;
}

const QString kReceiver = QStringLiteral("192.168.0.20:9000");
const QString kName = QStringLiteral("bad-bots.conf");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void setContent(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

class TestPushHistory : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

private slots:
    void init()
    {
        QVERIFY(m_folder.isValid());
        m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())) +
                 QStringLiteral(".jsonl");
    }

    void aRecordComesBackAsItWas()
    {
        PushRecord relayed = record(kReceiver, kName, 0, Outcome::Unknown);
        relayed.relay = QStringLiteral("[fd00::1]:9100");
        relayed.bytes.reset();
        relayed.lines.reset();
        relayed.sha256.clear();
        relayed.answer = QStringLiteral("two\nlines \"quoted\" \u4f60\u597d");
        relayed.error = QStringLiteral("connectionLost");
        const QList<PushRecord> written{record(kReceiver, kName, 340), relayed};
        PushHistory history(m_path);
        for (const PushRecord &one : written)
            QVERIFY(history.append(one));
        QCOMPARE(contentOf(m_path).count('\n'), 2);

        PushHistory again(m_path);
        QVERIFY(again.load());
        QVERIFY(again.records() == written);
        QVERIFY(again.damagedLines().isEmpty());
    }

    void aFileThatDoesNotExistYetIsAnEmptyHistory()
    {
        PushHistory history(m_path);
        QVERIFY(history.load());
        QVERIFY(history.records().isEmpty());
        QVERIFY(!QFile::exists(m_path));
    }

    void foldersOnTheWayAreMade()
    {
        PushHistory history(m_folder.filePath(QStringLiteral("a/b/history.jsonl")));
        QVERIFY(history.append(record(kReceiver, kName, 1)));
        QVERIFY(QFile::exists(history.path()));
    }

    void damagedLinesAreSkippedAndKept_data()
    {
        QTest::addColumn<QByteArray>("damage");
        QTest::newRow("not JSON") << QByteArray("rubbish");
        QTest::newRow("half a record")
            << QByteArray("{\"time\":\"2026-11-23T12:04:07.120Z\",\"rec");
        QTest::newRow("an array") << QByteArray("[1, 2]");
        QTest::newRow("no receiver") << QByteArray(
            "{\"time\":\"2026-11-23T12:04:07.120Z\",\"name\":\"a\",\"outcome\":\"reloaded\"}");
        QTest::newRow("an outcome that does not exist") << QByteArray(
            "{\"time\":\"2026-11-23T12:04:07.120Z\",\"receiver\":\"a:1\",\"name\":\"a\","
            "\"outcome\":\"perfect\"}");
        QTest::newRow("no time") << QByteArray(
            "{\"receiver\":\"a:1\",\"name\":\"a\",\"outcome\":\"reloaded\"}");
        QTest::newRow("NUL bytes, as a crash of the machine leaves them") << QByteArray(40, '\0');
    }

    void damagedLinesAreSkippedAndKept()
    {
        QFETCH(QByteArray, damage);
        QVERIFY(PushHistory(m_path).append(record(kReceiver, kName, 340)));
        const QByteArray before = contentOf(m_path) + damage + '\n';
        setContent(m_path, before);

        PushHistory history(m_path);
        QVERIFY(history.load());
        QCOMPARE(history.records().size(), 1);
        QCOMPARE(history.damagedLines(), QList<int>{2});
        QVERIFY(history.append(record(kReceiver, kName, 341)));
        QVERIFY(contentOf(m_path).startsWith(before));

        PushHistory again(m_path);
        QVERIFY(again.load());
        QCOMPARE(again.records().size(), 2);
        QFile::remove(m_path);
    }

    void aRecordAfterATornLineStandsOnALineOfItsOwn()
    {
        setContent(m_path, "{\"time\":\"2026-11-2");
        PushHistory history(m_path);
        QVERIFY(history.load());
        QVERIFY(history.append(record(kReceiver, kName, 340)));

        PushHistory again(m_path);
        QVERIFY(again.load());
        QCOMPARE(again.records().size(), 1);
        QCOMPARE(again.damagedLines(), QList<int>{1});
    }

    void twoHistoriesMayAppendToOneFile()
    {
        PushHistory one(m_path);
        PushHistory other(m_path);
        QVERIFY(one.append(record(kReceiver, kName, 1)));
        QVERIFY(other.append(record(kReceiver, kName, 2)));
        QVERIFY(one.append(record(kReceiver, kName, 3)));
        PushHistory both(m_path);
        QVERIFY(both.load());
        QCOMPARE(both.records().size(), 3);
    }

    void anUnwritableFileIsSaidAndTheRecordKept()
    {
        PushHistory history(m_folder.path()); // a folder, which not even root can write to
        const auto written = history.append(record(kReceiver, kName, 340));
        QVERIFY(!written);
        QVERIFY2(written.error().contains(m_folder.path()), qPrintable(written.error()));
        QCOMPARE(history.records().size(), 1);
        QVERIFY(!history.load());
    }

    void withoutAPathItIsKeptInMemoryOnly()
    {
        PushHistory history;
        QVERIFY(history.append(record(kReceiver, kName, 340)));
        QCOMPARE(history.records().size(), 1);
    }

    void theLastReloadedIsTheOneThatIsSought()
    {
        const QString other = QStringLiteral("192.168.0.21:9000");
        PushHistory history;
        QVERIFY(!history.lastReloaded(kReceiver, kName));
        for (const PushRecord &one :
             {record(kReceiver, kName, 340), record(kReceiver, kName, 341),
              record(kReceiver, kName, 12, Outcome::ReloadFailed),
              record(kReceiver, kName, 13, Outcome::Unknown),
              record(kReceiver, kName, 14, Outcome::NotSent), record(other, kName, 15),
              record(kReceiver, QStringLiteral("other.conf"), 16)})
            QVERIFY(history.append(one));
        QCOMPARE(history.lastReloaded(kReceiver, kName).value().lines.value(), 341);
    }
};

QTEST_GUILESS_MAIN(TestPushHistory)
#include "tst_pushhistory.moc"
