// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/spool.h"
#include "modbus/recorder/spoolrecord.h"
#include "tests/support/files.h"
#include "tests/support/recording.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <limits>

using namespace modbus::recorder;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMost = 1'000'000'000;
const auto kKey = u"0123456789abcdef"_s;

Block blockOf(quint64 first, int rows, int points = 3)
{
    Block block{support::recordedPoints(points), first, {}};
    for (int i = 0; i < rows; ++i) {
        const auto sequence = static_cast<qint64>(first) + i;
        block.rows.append({1'700'000'000'000 + sequence,
                           int(sequence % points),
                           modbus::Quality::Good,
                           double(sequence),
                           {}});
    }
    return block;
}

QStringList filesIn(const QTemporaryDir &folder, const QString &pattern)
{
    return QDir(folder.path()).entryList({pattern}, QDir::Files, QDir::Name);
}

/// All that waits, in order, as sequence numbers.
QList<quint64> drain(BlockSource &source)
{
    QList<quint64> sequences;
    for (;;) {
        const Result<Block> block = source.peek(7);
        if (!block || block->isEmpty())
            return sequences;
        for (quint64 sequence = block->first; sequence <= block->last(); ++sequence)
            sequences.append(sequence);
        source.commit();
    }
}

QList<quint64> from(quint64 first, quint64 last)
{
    QList<quint64> sequences;
    for (quint64 sequence = first; sequence <= last; ++sequence)
        sequences.append(sequence);
    return sequences;
}

} // namespace

/// What waits on disk for a store.
class TestSpool : public QObject
{
    Q_OBJECT
private slots:
    void theChecksumIsTheUsualOne();
    void rowsComeBackAsTheyWere();
    void givesTheOldestFirst();
    void whatWasNotCommittedIsGivenAgain();
    void whatWasInMemoryComesFirst();
    void takesNoMoreThanAllowed();
    void leavesOffWhereItWasTorn_data();
    void leavesOffWhereItWasTorn();
    void leavesOffAtADamagedByte();
    void hostileRecordsAreRefused_data();
    void hostileRecordsAreRefused();
    void takesWhatAnEndedProgramLeft();
    void leavesAloneWhatARunningProgramWrites();
    void keepsAsideWhatIsNoSpool();
    void aFileThatSomebodyDeletedIsSaidOnce();
};

void TestSpool::theChecksumIsTheUsualOne()
{
    QCOMPARE(crc32("123456789"), 0xcbf43926U); // the check value of CRC-32/ISO-HDLC
}

void TestSpool::rowsComeBackAsTheyWere()
{
    const QTemporaryDir folder;
    Block block{support::recordedPoints(4), 5, {}};
    modbus::Point &odd = block.points[1];
    odd.description = u"温度, \"hot\""_s;
    odd.bit = 15;
    odd.lowLimit = -1.5;
    odd.notAvailable = 0x8000;
    odd.scaling = {0.1, -3};
    odd.address.table = modbus::Table::InputRegisters;
    odd.format.order = modbus::WordOrder::CDAB;
    block.rows = {
        {1, 0, modbus::Quality::Good, 1.25, {}},
        {2, 1, modbus::Quality::Failed, std::numeric_limits<double>::quiet_NaN(), u"no answer"_s},
        {3, 2, modbus::Quality::Good, -std::numeric_limits<double>::infinity(), {}},
        {4, 3, modbus::Quality::Good, std::numeric_limits<double>::quiet_NaN(), u"温度"_s}};
    Spool spool(folder.path(), kKey, Session::begin(), kMost);
    QVERIFY(spool.append(block));
    const Result<Block> read = spool.peek(100);
    QVERIFY(read);
    QCOMPARE(read->first, quint64(5));
    QVERIFY(read->points == block.points);
    QVERIFY(read->rows == block.rows);
}

void TestSpool::givesTheOldestFirst()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), kKey, Session::begin(), kMost);
    QVERIFY(spool.append(blockOf(1, 10)));
    QVERIFY(spool.append(blockOf(11, 5, 4))); // a point more
    QCOMPARE(spool.rows(), quint64(15));
    QCOMPARE(drain(spool), from(1, 15));
    QVERIFY(spool.isEmpty());
    QCOMPARE(spool.bytes(), 0);
    QCOMPARE(filesIn(folder, u"*.spool"_s), QStringList());
    QVERIFY(spool.append(blockOf(16, 3)));
    QCOMPARE(drain(spool), from(16, 18));
}

void TestSpool::whatWasNotCommittedIsGivenAgain()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), kKey, Session::begin(), kMost);
    QVERIFY(spool.append(blockOf(1, 10)));
    QCOMPARE(spool.peek(100)->rows.size(), 10);
    QVERIFY(!spool.isEmpty());
    QVERIFY(spool.append(blockOf(11, 10)));
    QCOMPARE(drain(spool), from(1, 20));
}

void TestSpool::whatWasInMemoryComesFirst()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), kKey, Session::begin(), kMost);
    QVERIFY(spool.append(blockOf(21, 10)));
    QVERIFY(spool.prepend({blockOf(1, 10), blockOf(11, 10)}));
    QCOMPARE(drain(spool), from(1, 30));
}

void TestSpool::takesNoMoreThanAllowed()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), kKey, Session::begin(), 2000);
    QVERIFY(spool.append(blockOf(1, 100)));
    const Result<void> refused = spool.append(blockOf(101, 1));
    QVERIFY(!refused);
    QVERIFY(refused.error().text.contains(u"full"_s));
    QCOMPARE(drain(spool), from(1, 100));
    QVERIFY(spool.append(blockOf(101, 1)));
}

void TestSpool::leavesOffWhereItWasTorn_data()
{
    QTest::addColumn<int>("missing");
    for (const int missing : {1, 4, 7, 8, 9, 60, 200})
        QTest::addRow("the last %d bytes were not written", missing) << missing;
}

void TestSpool::leavesOffWhereItWasTorn()
{
    QFETCH(const int, missing);
    const QTemporaryDir folder;
    {
        Spool spool(folder.path(), kKey, Session::begin(), kMost);
        QVERIFY(spool.append(blockOf(1, 10)));
        QVERIFY(spool.append(blockOf(11, 10)));
    }
    const QString path = folder.filePath(filesIn(folder, u"*.spool"_s).constFirst());
    QFile file(path);
    QVERIFY(file.resize(file.size() - missing));
    auto left = Spool::leftBehind(folder.path(), kKey, kMost);
    QCOMPARE(left.size(), 1);
    QCOMPARE(drain(*left.constFirst()), from(1, 10));
    QVERIFY(left.constFirst()->takeComplaint().contains(u"torn"_s));
    QCOMPARE(filesIn(folder, u"*.spool"_s), QStringList());
    QCOMPARE(filesIn(folder, u"*.damaged"_s).size(), 1);
}

void TestSpool::leavesOffAtADamagedByte()
{
    const QTemporaryDir folder;
    {
        Spool spool(folder.path(), kKey, Session::begin(), kMost);
        for (const quint64 first : {1, 11, 21})
            QVERIFY(spool.append(blockOf(first, 10)));
    }
    const QString path = folder.filePath(filesIn(folder, u"*.spool"_s).constFirst());
    QByteArray bytes = support::contentOf(path);
    bytes[bytes.size() - 300] = static_cast<char>(bytes.at(bytes.size() - 300) ^ 1);
    support::write(path, bytes);
    auto left = Spool::leftBehind(folder.path(), kKey, kMost);
    QCOMPARE(drain(*left.constFirst()), from(1, 10));
}

void TestSpool::hostileRecordsAreRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("another kind") << QByteArray(100, '\x09');
    QTest::newRow("a count beyond its bytes")
        << QByteArray("\x03\x01\0\0\0\0\0\0\0\xff\xff\xff\xff", 13);
    Block block = blockOf(1, 1);
    block.rows[0].point = 3;
    QTest::newRow("a point that was not defined") << encodeRows(block, 0, 1);
    block.rows[0].point = -1;
    QTest::newRow("a negative point") << encodeRows(block, 0, 1);
    block = blockOf(1, 1);
    block.rows[0].quality = static_cast<modbus::Quality>(9);
    QTest::newRow("a quality that there is not") << encodeRows(block, 0, 1);
    block = blockOf(1, 1);
    block.rows[0].text = u"abc"_s;
    QTest::newRow("a text that is cut off") << encodeRows(block, 0, 1).chopped(1);
}

void TestSpool::hostileRecordsAreRefused()
{
    QFETCH(const QByteArray, content);
    QVERIFY(!decodeRows(content, 3));
    QList<modbus::Point> points;
    QVERIFY(!decodePoints(content, points));
    QVERIFY(!decodeSession(content));
}

void TestSpool::takesWhatAnEndedProgramLeft()
{
    const QTemporaryDir folder;
    const Session older{u"b"_s, 1000, u"here"_s};
    const Session newer{u"a"_s, 2000, u"here"_s};
    for (const Session &session : {older, newer}) {
        Spool spool(folder.path(), kKey, session, kMost);
        QVERIFY(spool.append(blockOf(11, 10)));
        QVERIFY(spool.prepend({blockOf(1, 10)}));
    }
    {
        Spool other(folder.path(), u"fedcba9876543210"_s, newer, kMost);
        QVERIFY(other.append(blockOf(1, 1)));
    }
    auto left = Spool::leftBehind(folder.path(), kKey, kMost);
    QCOMPARE(left.size(), 2);
    QVERIFY(left.at(0)->session() == older);
    QVERIFY(left.at(1)->session() == newer);
    QCOMPARE(drain(*left.at(0)), from(1, 20));
    QCOMPARE(drain(*left.at(1)), from(1, 20));
    left.clear();
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1); // the other store's
}

void TestSpool::leavesAloneWhatARunningProgramWrites()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), kKey, Session::begin(), kMost);
    QVERIFY(spool.append(blockOf(1, 10)));
    QVERIFY(Spool::leftBehind(folder.path(), kKey, kMost).isEmpty());
}

void TestSpool::keepsAsideWhatIsNoSpool()
{
    const QTemporaryDir folder;
    const QString name = kKey + u"-0a-00000000000000000001.spool"_s;
    support::write(folder.filePath(name), "LCSPOOL1 and then something else");
    QVERIFY(Spool::leftBehind(folder.path(), kKey, kMost).isEmpty());
    QCOMPARE(filesIn(folder, u"*"_s), QStringList(name + u".damaged"_s));
}

void TestSpool::aFileThatSomebodyDeletedIsSaidOnce()
{
    const QTemporaryDir folder;
    Spool spool(folder.path(), kKey, Session::begin(), kMost);
    QVERIFY(spool.append(blockOf(11, 10)));
    QVERIFY(spool.prepend({blockOf(1, 10)}));
    QVERIFY(QFile::remove(folder.filePath(filesIn(folder, u"*.spool"_s).constFirst())));
    QVERIFY(!spool.peek(100));
    QCOMPARE(drain(spool), from(11, 20));
}

QTEST_GUILESS_MAIN(TestSpool)
#include "tst_spool.moc"
