// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/csvstore.h"
#include "modbus/recorder/fileseries.h"
#include "modbus/recorder/recording.h"
#include "modbus/recorder/sqliteschema.h"
#include "modbus/recorder/store.h"
#include "tests/support/files.h"
#include "tests/support/recording.h"

#include <QDateTime>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <limits>

using namespace modbus::recorder;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 kTime = 1'700'000'000'000;
const auto kNaN = std::numeric_limits<double>::quiet_NaN();

Block blockOf(quint64 first, int rows)
{
    Block block{support::recordedPoints(3), first, {}};
    for (int i = 0; i < rows; ++i) {
        const auto sequence = static_cast<qint64>(first) + i;
        block.rows.append({kTime + sequence,
                           int((sequence - 1) % 3),
                           modbus::Quality::Good,
                           double(sequence) / 8,
                           {}});
    }
    return block;
}

bool goesOn(double /*share*/)
{
    return true;
}

Recording everythingIn(const QString &path, const Query &query = {})
{
    const auto read = readRecording(*parseStoreAddress(path), query, goesOn);
    return read ? *read : Recording();
}

bool age(const QString &path, std::chrono::seconds by)
{
    QFile file(path);
    return file.open(QIODevice::ReadWrite) &&
           file.setFileTime(QDateTime::currentDateTime().addSecs(-by.count()),
                            QFileDevice::FileModificationTime);
}

} // namespace

/// CSV and SQLite files: each test runs with both.
class TestFileStores : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase_data();
    void init();
    void keepsEveryKindOfValue();
    void tellsWhereItLeftOff();
    void aSecondSessionIsAddedToTheFirst();
    void takesOnePartOfABlockThatItHasAlready();
    void beginsANewFileBySize();
    void beginsANewFileByAge();
    void keepsNoMoreThanItMay_data();
    void keepsNoMoreThanItMay();
    void deletesWhatIsTooOld();
    void neverDeletesWhatItDidNotWrite();
    void leavesAForeignFileAsItIs();
    void twoRecordersDoNotShareAFile();
    void saysWhenItsFileIsGone();
    void readsARangeOfTime();
    void readingEndsWhenAsked();
    void readingIsBounded();
    void readsNothingFromWhatIsNoRecording();

private:
    QString path(const QString &name = u"plant"_s) const
    {
        return m_folder->filePath(name + u'.' + m_ending);
    }
    std::unique_ptr<Store> store(const Rotation &rotation = {}, const Retention &retention = {})
    {
        Settings settings = support::recordInto(path(), m_folder->path());
        settings.rotation = rotation;
        settings.retention = retention;
        return makeStore(settings);
    }
    QStringList files() const
    {
        return QDir(m_folder->path()).entryList({u"*."_s + m_ending}, QDir::Files, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_ending;
};

void TestFileStores::initTestCase_data()
{
    QTest::addColumn<QString>("ending");
    QTest::newRow("SQLite") << u"sqlite"_s;
    QTest::newRow("CSV") << u"csv"_s;
}

void TestFileStores::init()
{
    QFETCH_GLOBAL(const QString, ending);
    m_ending = ending;
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestFileStores::keepsEveryKindOfValue()
{
    Block block{support::recordedPoints(4), 1, {}};
    block.points[1].tag = u"=danger(\"a\",1)"_s;
    block.points[1].format.type = modbus::DataType::Int64;
    block.points[2].format.type = modbus::DataType::Utf8;
    block.points[3].bit = 3;
    block.rows = {
        {kTime, 0, modbus::Quality::Good, double(0.1F), {}},
        {kTime + 1, 0, modbus::Quality::Failed, kNaN, u"no answer, \"really\""_s},
        {kTime + 2, 0, modbus::Quality::Good, -1.5e300, {}},
        {kTime + 3, 1, modbus::Quality::Good, 9.007199254740993e15, u"9007199254740993"_s},
        {kTime + 4, 2, modbus::Quality::Good, kNaN, u"=1+1, 温度"_s},
        {kTime + 5, 3, modbus::Quality::Good, 1, {}}};
    block.points[0].format.type = modbus::DataType::Float64;
    const auto target = store();
    const Session session = Session::begin();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, block));
    target->close();

    const Recording recording = everythingIn(path());
    QCOMPARE(recording.points.size(), 4);
    for (int i = 0; i < 4; ++i) {
        const modbus::Point &read = recording.points.at(i);
        const modbus::Point &written = block.points.at(i);
        QCOMPARE(read.tag, written.tag);
        QCOMPARE(read.device, written.device);
        QCOMPARE(read.unit, written.unit);
        QVERIFY(read.address == written.address);
        QCOMPARE(read.engineeringUnit, written.engineeringUnit);
        QVERIFY(read.bit == written.bit);
        QVERIFY(read.format.type == written.format.type);
    }
    const QList<double> numbers = recording.series.at(0).numbers;
    QCOMPARE(recording.series.at(0).times, QList<qint64>({kTime, kTime + 1, kTime + 2}));
    QCOMPARE(numbers.at(0), double(0.1F));
    QVERIFY(std::isnan(numbers.at(1)));
    QCOMPARE(numbers.at(2), -1.5e300);
    QCOMPARE(recording.series.at(1).numbers.size(), 1);
    QVERIFY(recording.series.at(2).times.isEmpty());
    QCOMPARE(recording.series.at(3).numbers, QList<double>({1}));
    if (m_ending == u"csv") {
        const QByteArray text = support::contentOf(path());
        QVERIFY(
            text.contains("2023-11-14T22:13:20.003Z,\"'=danger(\"\"a\"\",1)\",9007199254740993,"));
        QVERIFY(text.contains(",\"'=1+1, "));
    } else {
        support::LookInto look(path());
        QCOMPARE(look.value(u"SELECT text FROM samples WHERE sequence=4"_s)->toString(),
                 u"9007199254740993"_s);
        QCOMPARE(
            look.value(u"SELECT time || quality FROM readings WHERE text LIKE 'no%'"_s)->toString(),
            u"2023-11-14T22:13:20.001Zfailed"_s);
    }
}

void TestFileStores::tellsWhereItLeftOff()
{
    const Session session = Session::begin();
    auto target = store();
    QVERIFY(target->open());
    QCOMPARE(*target->begin(session), quint64(0));
    QVERIFY(target->write(session, blockOf(1, 10)));
    QVERIFY(target->write(session, blockOf(11, 5)));
    target->close();
    QVERIFY(target->open());
    QCOMPARE(*target->begin(session), quint64(15));
    QVERIFY(target->write(session, blockOf(16, 1)));
    target.reset();
    if (m_ending == u"csv") { // a kill tore the last row
        QFile file(path());
        QVERIFY(file.resize(file.size() - 5));
        target = store();
        QVERIFY(target->open());
        QCOMPARE(*target->begin(session), quint64(15));
        QVERIFY(target->write(session, blockOf(16, 1)));
        target.reset();
    }
    QCOMPARE(everythingIn(path()).samples, 16);
}

void TestFileStores::aSecondSessionIsAddedToTheFirst()
{
    for (int i = 0; i < 3; ++i) {
        const Session session = Session::begin();
        const auto target = store();
        QVERIFY(target->open());
        QCOMPARE(*target->begin(session), quint64(0));
        QVERIFY(target->write(session, blockOf(1, 10)));
    }
    const Recording recording = everythingIn(path());
    QCOMPARE(recording.samples, 30);
    QCOMPARE(recording.points.size(), 3);
}

void TestFileStores::takesOnePartOfABlockThatItHasAlready()
{
    const Session session = Session::begin();
    const auto target = store();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(1, 10)));
    target->close();
    // As after a write whose confirmation was lost.
    QVERIFY(target->open());
    Block again = blockOf(6, 10);
    again.dropThrough(*target->begin(session));
    QCOMPARE(again.first, quint64(11));
    QVERIFY(target->write(session, again));
    target->close();
    QCOMPARE(everythingIn(path()).samples, 15);
}

void TestFileStores::beginsANewFileBySize()
{
    const Session session = Session::begin();
    auto target = store({.bytes = 100'000, .age = 0s});
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    for (quint64 first = 1; first <= 9001; first += 1000) {
        QVERIFY(target->write(session, blockOf(first, 1000)));
        QVERIFY(target->tidy(QDateTime::currentMSecsSinceEpoch()));
    }
    target.reset();
    QVERIFY(files().size() >= 3);
    QCOMPARE(files().constFirst(), u"plant-0002."_s + m_ending);
    QVERIFY(files().contains(u"plant."_s + m_ending));
    QCOMPARE(everythingIn(path()).samples, 10'000);
    QVERIFY(everythingIn(path(u"plant-0002"_s)).samples < 10'000);
    // The session goes on where it was, in the newest part.
    target = store();
    QVERIFY(target->open());
    QCOMPARE(*target->begin(session), quint64(10'000));
}

void TestFileStores::beginsANewFileByAge()
{
    const Session session = Session::begin();
    const auto target = store({.bytes = 0, .age = 1h});
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(1, 10)));
    QVERIFY(target->tidy(now + 1000));
    QCOMPARE(files().size(), 1);
    QVERIFY(target->tidy(now + 3'700'000));
    QCOMPARE(files().size(), 2);
    QVERIFY(target->write(session, blockOf(11, 10)));
    target->close();
    QCOMPARE(everythingIn(path()).samples, 20);
}

void TestFileStores::keepsNoMoreThanItMay_data()
{
    QTest::addColumn<qint64>("rotation");
    QTest::newRow("files of a size") << qint64(100'000);
    QTest::newRow("files as the retention needs them") << qint64(0);
    QTest::newRow("files larger than what may be kept") << qint64(1'000'000'000);
}

void TestFileStores::keepsNoMoreThanItMay()
{
    QFETCH(const qint64, rotation);
    const Session session = Session::begin();
    const auto target = store({.bytes = rotation, .age = 0s}, {.bytes = 400'000, .age = 0s});
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    for (quint64 first = 1; first <= 29'001; first += 1000) {
        QVERIFY(target->write(session, blockOf(first, 1000)));
        QVERIFY(target->tidy(QDateTime::currentMSecsSinceEpoch()));
        QVERIFY2(target->bytes() < 900'000, qPrintable(QString::number(target->bytes())));
    }
    QVERIFY(!files().contains(u"plant."_s + m_ending));
    QVERIFY(files().size() >= 2);
    QVERIFY(QFile::exists(target->place()));
    target->close();
    QVERIFY(everythingIn(m_folder->filePath(files().constFirst())).samples > 0);
    // The series goes by the name of its first file, though that one is gone.
    QVERIFY(everythingIn(path()).samples > 0);
}

void TestFileStores::deletesWhatIsTooOld()
{
    const Session session = Session::begin();
    const auto target = store({.bytes = 1, .age = 0s}, {.bytes = 0, .age = 24h});
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(1, 10)));
    QVERIFY(target->tidy(now));
    QCOMPARE(files().size(), 2);
    QVERIFY(age(path(), 25h));
    QVERIFY(target->write(session, blockOf(11, 10)));
    QVERIFY(target->tidy(now));
    QVERIFY(!QFile::exists(path()));
}

void TestFileStores::neverDeletesWhatItDidNotWrite()
{
    const QStringList foreign{u"plant-0001."_s + m_ending, u"plant-0002."_s + m_ending,
                              u"plant-old."_s + m_ending, u"plants."_s + m_ending,
                              u"plant-0003.txt"_s};
    for (const QString &name : foreign) {
        support::write(m_folder->filePath(name), "somebody else's\r\n");
        QVERIFY(age(m_folder->filePath(name), 48h));
    }
    FileSeries(path(), m_ending == u"csv" ? isOurCsvFile : isOurSqliteFile)
        .prune({.bytes = 1, .age = 1s}, QString(), QDateTime::currentMSecsSinceEpoch());
    for (const QString &name : foreign)
        QVERIFY2(QFile::exists(m_folder->filePath(name)), qPrintable(name));
}

void TestFileStores::leavesAForeignFileAsItIs()
{
    support::write(path(), "somebody else's\r\n");
    const Result<void> opened = store()->open();
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, Problem::Kind::Unusable);
    QVERIFY(opened.error().text.contains(u"is no recording"_s));
    QCOMPARE(support::contentOf(path()), "somebody else's\r\n");
}

void TestFileStores::twoRecordersDoNotShareAFile()
{
    const auto first = store();
    QVERIFY(first->open());
    const auto second = store();
    QVERIFY(!second->open());
    first->close();
    QVERIFY(second->open());
}

void TestFileStores::saysWhenItsFileIsGone()
{
    const Session session = Session::begin();
    const auto target = store();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(1, 10)));
    QVERIFY(QFile::remove(path()));
    const Result<void> written = target->write(session, blockOf(11, 10));
    QVERIFY(!written);
    QVERIFY(written.error().text.contains(u"is gone"_s));
    target->close();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(11, 10)));
    target->close();
    QCOMPARE(everythingIn(path()).samples, 10);
}

void TestFileStores::readsARangeOfTime()
{
    const Session session = Session::begin();
    const auto target = store();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    Block block = blockOf(1, 300);
    std::swap(block.rows[0], block.rows[9]); // two devices answer a little out of order
    QVERIFY(target->write(session, block));
    target->close();
    const Recording recording = everythingIn(path(), {.from = kTime + 1, .to = kTime + 30});
    QCOMPARE(recording.samples, 30);
    QCOMPARE(recording.series.at(0).times.constFirst(), kTime + 1);
    QVERIFY(
        std::is_sorted(recording.series.at(0).times.cbegin(), recording.series.at(0).times.cend()));
    QCOMPARE(recording.series.at(0).numbers.constFirst(), 0.125);
}

void TestFileStores::readingEndsWhenAsked()
{
    const Session session = Session::begin();
    const auto target = store();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(1, 20'000)));
    target->close();
    int calls = 0;
    const auto read = readRecording(*parseStoreAddress(path()), {}, [&calls](double share) {
        ++calls;
        return share < 0.2;
    });
    QVERIFY(read);
    QVERIFY(read->samples < 20'000);
    QVERIFY(calls >= 2);
}

void TestFileStores::readingIsBounded()
{
    const Session session = Session::begin();
    const auto target = store();
    QVERIFY(target->open());
    QVERIFY(target->begin(session));
    QVERIFY(target->write(session, blockOf(1, 100)));
    target->close();
    Query query;
    query.mostSamples = 40;
    const Recording recording = everythingIn(path(), query);
    QCOMPARE(recording.samples, 40);
    QVERIFY(recording.isCut);
}

void TestFileStores::readsNothingFromWhatIsNoRecording()
{
    QVERIFY(!readRecording(*parseStoreAddress(path()), {}, goesOn));
    support::write(path(), QByteArray(5000, 'x'));
    const auto read = readRecording(*parseStoreAddress(path()), {}, goesOn);
    QVERIFY(!read);
    QVERIFY(read.error().text.contains(u"is no recording"_s));
}

QTEST_GUILESS_MAIN(TestFileStores)
#include "tst_filestores.moc"
