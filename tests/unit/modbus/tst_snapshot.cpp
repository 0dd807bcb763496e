// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/blocksweep.h"
#include "modbus/discovery/changelog.h"
#include "modbus/discovery/foundpoints.h"
#include "modbus/discovery/snapshotfile.h"
#include "tests/support/hostileserver.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace modbus;
using namespace modbus::discovery;
using namespace support;
using namespace std::chrono_literals;

namespace {

using Values = QList<std::optional<quint16>>;

const Address kHolding100{Table::HoldingRegisters, 100};

Snapshot snapshotOf(const Values &values, Address first = kHolding100, quint8 unit = 1)
{
    Snapshot snapshot;
    snapshot.title = QStringLiteral("before the pump was changed");
    snapshot.endpoint = {QStringLiteral("192.168.0.10"), 502};
    snapshot.takenAt = QDateTime::fromMSecsSinceEpoch(1700000000123, Qt::UTC);
    snapshot.parts = {{unit, first, values}};
    return snapshot;
}

Snapshot::PointReading reading(const QString &tag, const QString &text)
{
    return {tag, {}, 1, kHolding100, Quality::Good, text};
}

BlockResult resultOf(const QList<quint16> &values)
{
    BlockResult result;
    result.values = values;
    return result;
}

QJsonObject goodObject()
{
    Snapshot snapshot = snapshotOf({1, std::nullopt, 65535});
    snapshot.points = {reading(QStringLiteral("TT-101"), QStringLiteral("21.5"))};
    return QJsonDocument::fromJson(writeSnapshot(snapshot)).object();
}

QByteArray bytesOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

} // namespace

class SnapshotTest : public QObject
{
    Q_OBJECT
private slots:
    void equalSnapshotsDoNotDiffer();
    void changesAreFoundByAddress();
    void partsMayBeCutDifferently();
    void pointsDifferByTag();
    void deviceIsComparedWithItsList();
    void failuresAreKeptAsHoles();

    void filesReadBackTheSame();
    void damagedFilesAreRefused_data();
    void damagedFilesAreRefused();
    void missingFilesAreSaid();
    void failedSavingLeavesTheOldFile();

    void logKeepsWhatChangesAndHowOften();
    void logLeavesOutWhatChangesByItself();
    void logIgnoresWhatCannotBeRead();

    void sweepReadsAllBlocksOnce();
    void sweepGoesOnUntilCancelled();
    void pointsAreMadeOfBlocks();
};

void SnapshotTest::equalSnapshotsDoNotDiffer()
{
    const Snapshot one = snapshotOf({1, std::nullopt, 3});
    QVERIFY(changesBetween(one, one).isEmpty());
    QCOMPARE(one.items(), 3);
    QCOMPARE(one.readable(), 2);
}

void SnapshotTest::changesAreFoundByAddress()
{
    const Snapshot before = snapshotOf({1, std::nullopt, 3, 4, 5});
    const Snapshot after = snapshotOf({1, 2, std::nullopt, 40});
    const auto at = [](quint16 offset) { return Address{Table::HoldingRegisters, offset}; };
    QCOMPARE(changesBetween(before, after), (QList<Change>{{1, at(101), std::nullopt, 2},
                                                           {1, at(102), 3, std::nullopt},
                                                           {1, at(103), 4, 40},
                                                           {1, at(104), 5, std::nullopt}}));
    QCOMPARE(changesBetween(snapshotOf({1}), snapshotOf({1}, kHolding100, 2)).size(), 2);
    QCOMPARE(changesBetween(snapshotOf({1}), snapshotOf({1}, {Table::InputRegisters, 100})).size(),
             2);
}

void SnapshotTest::partsMayBeCutDifferently()
{
    Snapshot cut = snapshotOf({1, 2});
    cut.parts.append({1, {Table::HoldingRegisters, 102}, {3, 4}});
    QVERIFY(changesBetween(snapshotOf({1, 2, 3, 4}), cut).isEmpty());
}

void SnapshotTest::pointsDifferByTag()
{
    Snapshot before;
    before.points = {reading(QStringLiteral("A"), QStringLiteral("1")),
                     reading(QStringLiteral("B"), QStringLiteral("2")),
                     reading(QStringLiteral("C"), QStringLiteral("3"))};
    Snapshot after;
    after.points = {reading(QStringLiteral("D"), QStringLiteral("4")),
                    reading(QStringLiteral("B"), QStringLiteral("20")),
                    reading(QStringLiteral("A"), QStringLiteral("1"))};
    QCOMPARE(pointChangesBetween(before, after),
             (QList<PointChange>{{QStringLiteral("B"), QStringLiteral("2"), QStringLiteral("20")},
                                 {QStringLiteral("C"), QStringLiteral("3"), {}},
                                 {QStringLiteral("D"), {}, QStringLiteral("4")}}));
}

void SnapshotTest::deviceIsComparedWithItsList()
{
    const Snapshot snapshot = snapshotOf({1, std::nullopt, 3, 4, 0, 6, 7});
    const auto pointAt = [](quint16 offset, const QString &device = {}) {
        Point point;
        point.address = {Table::HoldingRegisters, offset};
        point.device = device;
        return point;
    };
    const QList<Point> points{pointAt(100), pointAt(101), pointAt(5000),
                              pointAt(102, QStringLiteral("192.168.0.10")),
                              pointAt(103, QStringLiteral("192.168.0.99"))};
    const ListComparison comparison = compareWithList(snapshot, points);
    QCOMPARE(comparison.unreadable, QList<int>{1});
    QCOMPARE(comparison.notAsked, QList<int>{2});
    QCOMPARE(comparison.unlisted, (QList<Block>{{1, {Table::HoldingRegisters, 103}, 1},
                                                {1, {Table::HoldingRegisters, 105}, 2}}));
}

void SnapshotTest::failuresAreKeptAsHoles()
{
    BlockResult result = resultOf({1, 0, 0, 4});
    result.failures = {{1, 2, {}}};
    QCOMPARE(partOf({1, kHolding100, 4}, result).values,
             (Values{1, std::nullopt, std::nullopt, 4}));
    BlockResult nothing;
    nothing.failures = {{0, 3, {}}};
    QCOMPARE(partOf({1, kHolding100, 3}, nothing).values.count(std::nullopt), 3);
}

void SnapshotTest::filesReadBackTheSame()
{
    Snapshot snapshot = snapshotOf({1, std::nullopt, 65535});
    snapshot.parts.append({255, {Table::Coils, 65534}, {0, 1}});
    snapshot.points = {reading(QStringLiteral("TT-101"), QStringLiteral("21.5 \u00b0C")),
                       {QStringLiteral("FT-204"),
                        QStringLiteral("plc-2:1502"),
                        7,
                        {Table::InputRegisters, 9},
                        Quality::Failed,
                        QStringLiteral("no answer")}};
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.json"));
    QVERIFY(saveSnapshot(snapshot, path));
    const auto loaded = loadSnapshot(path);
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error()));
    QCOMPARE(*loaded, snapshot);
}

void SnapshotTest::damagedFilesAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("named");
    const auto row = [](const char *name, const QByteArray &bytes, const char *named) {
        QTest::newRow(name) << bytes << QString::fromLatin1(named);
    };
    const auto with = [](const char *member, const QJsonValue &value) {
        QJsonObject object = goodObject();
        object.insert(QLatin1StringView(member), value);
        return bytesOf(object);
    };
    const auto withBlock = [&](const char *member, const QJsonValue &value) {
        QJsonObject object = goodObject();
        QJsonObject block = object.value(QStringLiteral("blocks"))[0].toObject();
        block.insert(QLatin1StringView(member), value);
        object.insert(QStringLiteral("blocks"), QJsonArray{block});
        return bytesOf(object);
    };
    row("empty", {}, "JSON");
    row("not JSON", "register 1 = 5", "JSON");
    row("cut off", bytesOf(goodObject()).chopped(20), "JSON");
    row("a list", "[1,2,3]", "no snapshot");
    row("another format", with("format", QStringLiteral("points")), "no snapshot");
    row("a version to come", with("version", 2), "version");
    row("no port", with("port", QJsonValue()), "port");
    row("a port that is none", with("port", 70000), "port");
    row("no time", with("takenAt", QStringLiteral("yesterday")), "takenAt");
    row("no blocks", with("blocks", 5), "blocks");
    row("a block that is a number", with("blocks", QJsonArray{5}), "blocks[0].");
    row("a unit that is none", withBlock("unit", 256), "blocks[0].unit");
    row("a table that is none", withBlock("table", QStringLiteral("registers")), "blocks[0].table");
    row("an address that is none", withBlock("first", -1), "blocks[0].first");
    row("an address with a fraction", withBlock("first", 1.5), "blocks[0].first");
    row("past the end of the table", withBlock("first", 65534), "blocks[0].values");
    row("a value that is none", withBlock("values", QJsonArray{65536}), "blocks[0].values");
    row("a value that is a text", withBlock("values", QJsonArray{QStringLiteral("1")}),
        "blocks[0].values");
    row(
        "a bit of 2",
        [&] {
            QJsonObject object =
                QJsonDocument::fromJson(withBlock("values", QJsonArray{2})).object();
            QJsonObject block = object.value(QStringLiteral("blocks"))[0].toObject();
            block.insert(QStringLiteral("table"), QStringLiteral("coil"));
            object.insert(QStringLiteral("blocks"), QJsonArray{block});
            return bytesOf(object);
        }(),
        "blocks[0].values");
    row("a point without a tag", with("points", QJsonArray{QJsonObject()}), "points[0].tag");
}

void SnapshotTest::damagedFilesAreRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, named);
    const auto snapshot = readSnapshot(bytes);
    QVERIFY(!snapshot);
    QVERIFY2(snapshot.error().contains(named), qPrintable(snapshot.error()));
}

void SnapshotTest::missingFilesAreSaid()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("none.json"));
    const auto snapshot = loadSnapshot(path);
    QVERIFY(!snapshot);
    QVERIFY(snapshot.error().contains(path));
}

void SnapshotTest::failedSavingLeavesTheOldFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("folder"));
    QVERIFY(QDir().mkpath(path));
    const auto saved = saveSnapshot(snapshotOf({1}), path);
    QVERIFY(!saved);
    QVERIFY(saved.error().contains(path));
    QVERIFY(QFileInfo(path).isDir());
}

void SnapshotTest::logKeepsWhatChangesAndHowOften()
{
    ChangeLog log;
    const Block block{1, kHolding100, 3};
    log.take(block, resultOf({1, 2, 3}), 1000);
    QVERIFY(log.changed().isEmpty());
    log.take(block, resultOf({1, 20, 3}), 2000);
    log.take(block, resultOf({1, 5, 4}), 3000);
    log.take(block, resultOf({1, 5, 3}), 4000);
    const QList<ChangedItem> changed = log.changed();
    QCOMPARE(changed.size(), 2);
    QCOMPARE(changed[0].address.offset, quint16(102)); // the latest first
    QCOMPARE(changed[0].changes, 2);
    QCOMPARE(changed[0].last, quint16(3));
    QCOMPARE(changed[1].address.offset, quint16(101));
    QCOMPARE(changed[1].first, quint16(2));
    QCOMPARE(changed[1].last, quint16(5));
    QCOMPARE(changed[1].least, quint16(2));
    QCOMPARE(changed[1].most, quint16(20));
    QCOMPARE(changed[1].changedAt, qint64(3000));
}

void SnapshotTest::logLeavesOutWhatChangesByItself()
{
    ChangeLog log;
    const Block block{1, kHolding100, 2};
    log.take(block, resultOf({1, 2}), 1);
    log.take(block, resultOf({2, 2}), 2);
    log.leaveOutChanged();
    QCOMPARE(log.leftOut(), 1);
    log.take(block, resultOf({3, 7}), 3);
    QCOMPARE(log.changed().size(), 1);
    QCOMPARE(log.changed()[0].address.offset, quint16(101));
    log.startOver();
    QVERIFY(log.changed().isEmpty());
    log.take(block, resultOf({4, 7}), 4);
    log.take(block, resultOf({5, 8}), 5);
    QCOMPARE(log.changed().size(), 1);
}

void SnapshotTest::logIgnoresWhatCannotBeRead()
{
    ChangeLog log;
    const Block block{1, kHolding100, 3};
    log.take(block, resultOf({1, 2, 3}), 1);
    BlockResult holed = resultOf({1, 0, 30});
    holed.failures = {{1, 1, {}}};
    log.take(block, holed, 2);
    QCOMPARE(log.changed().size(), 1);
    QCOMPARE(log.changed()[0].address.offset, quint16(102));
    log.take(block, {}, 3);
    QCOMPARE(log.changed().size(), 1);
}

void SnapshotTest::sweepReadsAllBlocksOnce()
{
    HostileServer server;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()});
    connection.open();
    BlockSweep sweep(connection, {{1, kHolding100, 300}, {2, {Table::Coils, 0}, 8}});
    QSignalSpy read(&sweep, &BlockSweep::read);
    QSignalSpy progressed(&sweep, &BlockSweep::progressed);
    QSignalSpy finished(&sweep, &BlockSweep::finished);
    sweep.start(BlockSweep::Mode::Once);
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(finished[0][0].toBool(), false);
    QCOMPARE(read.size(), 2);
    QCOMPARE(read[0][1].value<BlockResult>().values.size(), 300);
    QCOMPARE(progressed.last(), (QVariantList{308, 308}));
    QCOMPARE(server.asked().size(), 4);
}

void SnapshotTest::sweepGoesOnUntilCancelled()
{
    HostileServer server;
    Connection connection({QStringLiteral("127.0.0.1"), server.listen()});
    connection.open();
    BlockSweep sweep(connection, {{1, kHolding100, 10}});
    QSignalSpy read(&sweep, &BlockSweep::read);
    QSignalSpy finished(&sweep, &BlockSweep::finished);
    sweep.start(BlockSweep::Mode::Repeat, 1ms);
    QTRY_VERIFY(read.size() >= 3);
    QCOMPARE(finished.size(), 0);
    server.setBehaviour([](const Asked &) {});
    const auto asked = server.asked().size();
    QTRY_VERIFY(server.asked().size() > asked);
    sweep.cancel(); // with a request on the wire
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished[0][0].toBool(), true);
    sweep.cancel();
    QCOMPARE(finished.size(), 1);
}

void SnapshotTest::pointsAreMadeOfBlocks()
{
    ReadableBlock block;
    block.first = kHolding100;
    block.values = {1, 2, 3};
    const Target target{{QStringLiteral("plc-1"), 1502}, 7};
    const QList<Point> points = pointsOf(block, target, 2);
    QCOMPARE(points.size(), 2);
    QCOMPARE(points[1].tag, QStringLiteral("HR40102"));
    QCOMPARE(points[1].device, QStringLiteral("plc-1:1502"));
    QCOMPARE(points[1].unit, quint8(7));
    QCOMPARE(points[1].address, (Address{Table::HoldingRegisters, 101}));
    block.first = {Table::Coils, 0};
    QCOMPARE(pointsOf(block, target, 10).size(), 3);
    QCOMPARE(pointsOf(block, target, 10)[0].format.type, DataType::Bool);
}

QTEST_GUILESS_MAIN(SnapshotTest)
#include "tst_snapshot.moc"
