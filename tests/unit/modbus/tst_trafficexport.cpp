// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficexport.h"
#include "modbus/trafficwords.h"
#include "tests/support/trafficframes.h"

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;

namespace {

TrafficEntry entryOf(const TrafficFrame &frame, quint64 number = 1)
{
    TrafficEntry entry;
    static_cast<TrafficFrame &>(entry) = frame;
    entry.number = number;
    if (frame.kind != Kind::Request && frame.serial != 0)
        entry.requestAdu = requestFrame(frame.serial).adu;
    entry.session = std::make_shared<const TrafficSession>(
        TrafficSession{{QStringLiteral("192.0.2.7"), 502}, {}});
    return entry;
}

QByteArray exported(const std::vector<TrafficEntry> &entries, TrafficFormat format)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    writeTraffic(entries, format, buffer);
    return buffer.data();
}

TrafficFrame flagged(TrafficFrame frame, Flag flag, const QString &detail = {})
{
    frame.flag = flag;
    frame.detail = detail;
    return frame;
}

} // namespace

class TrafficExportTest : public QObject
{
    Q_OBJECT

private slots:
    void summariesSayWhatMatters_data();
    void summariesSayWhatMatters();
    void everyFaultHasASentence();
    void timesAndDurationsAreExact();
    void textHasOneLineAFrame();
    void csvHasAHeaderAndQuotesWhatNeedsIt();
    void captureNamesPortsThatWiresharkDoesNotTake();
    void fileThatCannotBeWrittenIsExplained();
    void fileIsReplacedAsAWhole();
};

void TrafficExportTest::summariesSayWhatMatters_data()
{
    QTest::addColumn<TrafficFrame>("frame");
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("within");
    QTest::newRow("a request") << requestFrame(1, 107, 3) << "Starting Address: 107 (0x006B)"
                               << "Quantity of Registers: 3 (0x0003)";
    QTest::newRow("a reply") << replyFrame(1, "022B") << "Register Value, PDU 0: 555"
                             << "555 (0x022B)";
    QTest::newRow("a long reply") << replyFrame(1, QByteArray("0001").repeated(10))
                                  << "Byte Count: 20 (0x14) [2 bytes were asked]; "
                                  << "and 7 more";
    QTest::newRow("an exception") << exceptionFrame(1) << "Exception 02 Illegal data address"
                                  << "Exception";
    QTest::newRow("a bad reply") << flagged(replyFrame(1), Flag::BadReply,
                                            QStringLiteral("too short"))
                                 << "bad reply: too short. "
                                 << "Register";
    QTest::newRow("no reply") << flagged(lineFrame(Kind::Unanswered, Flag::Timeout, 1),
                                         Flag::Timeout, QStringLiteral("no reply within 150 ms"))
                              << "no reply in time"
                              << "150 ms";
    QTest::newRow("connected") << lineFrame(Kind::Opened) << "Connected"
                               << "";
    QTest::newRow("closed") << lineFrame(Kind::Closed) << "Closed"
                            << "";
    TrafficFrame refused = lineFrame(Kind::ConnectFailed, Flag::Lost);
    refused.cause = Error::Kind::Refused;
    QTest::newRow("refused") << refused << "192.0.2.7:502 refused the connection"
                             << "";
}

void TrafficExportTest::summariesSayWhatMatters()
{
    QFETCH(TrafficFrame, frame);
    QFETCH(QString, start);
    QFETCH(QString, within);
    const QString summary = summaryText(entryOf(frame));
    QVERIFY2(summary.startsWith(start) && summary.contains(within), qPrintable(summary));
}

void TrafficExportTest::everyFaultHasASentence()
{
    QVERIFY(faultSentence(entryOf(replyFrame(1))).isEmpty());
    QVERIFY(flagText(Flag::None).isEmpty());
    for (const Flag flag :
         {Flag::Exception, Flag::BadReply, Flag::ForeignUnit, Flag::Late, Flag::ForeignTransaction,
          Flag::Timeout, Flag::FramingFault, Flag::BrokenOff, Flag::Lost}) {
        const QString sentence = faultSentence(entryOf(flagged(exceptionFrame(1), flag)));
        QVERIFY2(sentence.endsWith(u'.') && sentence.contains(u' '), qPrintable(sentence));
        QVERIFY(!flagText(flag).isEmpty());
    }
}

void TrafficExportTest::timesAndDurationsAreExact()
{
    QCOMPARE(utcText(kSomeTime), QStringLiteral("2026-03-01 12:04:07.123456"));
    QCOMPARE(utcText(1000001us), QStringLiteral("1970-01-01 00:00:01.000001"));
    QCOMPARE(microsecondsText(18us), QStringLiteral("18 \u00b5s"));
    QCOMPARE(microsecondsText(420us), QStringLiteral("420 \u00b5s"));
    QCOMPARE(microsecondsText(1234us), QStringLiteral("1.234 ms"));
    QCOMPARE(microsecondsText(5000123us), QStringLiteral("5.000123 s"));
}

void TrafficExportTest::textHasOneLineAFrame()
{
    const QList<QByteArray> lines = exported({entryOf(requestFrame(1)), entryOf(replyFrame(1), 2),
                                              entryOf(lineFrame(Kind::Closed), 3)},
                                             TrafficFormat::Text)
                                        .split('\n');
    QCOMPARE(lines.size(), 4); // the last one is empty
    QVERIFY(lines[0].startsWith("2026-03-01 12:04:07.123456  #1  192.0.2.7:502  sent  unit 1  "
                                "Read Holding Registers"));
    QVERIFY(lines[0].endsWith("[00 00 00 00 00 06 01 03 00 00 00 01]"));
    QVERIFY(lines[1].contains("received"));
    QVERIFY(lines[1].contains("after 250 \u00b5s"));
    QVERIFY(lines[2].endsWith("line  Closed"));
}

void TrafficExportTest::csvHasAHeaderAndQuotesWhatNeedsIt()
{
    const QList<QByteArray> lines =
        exported({entryOf(requestFrame(1)),
                  entryOf(flagged(replyFrame(1), Flag::BadReply, QStringLiteral("a \"b\", c")), 2)},
                 TrafficFormat::Csv)
            .split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[0].startsWith("number,time_utc,server,kind,"));
    QVERIFY(lines[1].startsWith("1,2026-03-01 12:04:07.123456,192.0.2.7:502,request,1,3,"));
    QVERIFY(lines[1].endsWith(",00 00 00 00 00 06 01 03 00 00 00 01\r"));
    QVERIFY(lines[2].contains("\"bad reply: a \"\"b\"\", c. "));
    QVERIFY(lines[2].contains(",250,"));
}

void TrafficExportTest::captureNamesPortsThatWiresharkDoesNotTake()
{
    TrafficEntry entry = entryOf(requestFrame(1));
    QVERIFY(!exported({entry}, TrafficFormat::Pcapng).contains("mbtcp.tcp.port"));
    entry.session = std::make_shared<const TrafficSession>(
        TrafficSession{{QStringLiteral("192.0.2.7"), 1502}, {}});
    QVERIFY(exported({entry}, TrafficFormat::Pcapng).contains("-o mbtcp.tcp.port:502,1502"));
}

void TrafficExportTest::fileThatCannotBeWrittenIsExplained()
{
    const QString path = QStringLiteral("/no/such/folder/traffic.csv");
    const auto saved = saveTraffic({entryOf(requestFrame(1))}, TrafficFormat::Csv, path);
    QVERIFY(!saved);
    QVERIFY2(saved.error().startsWith(path) && saved.error().endsWith(u'.'),
             qPrintable(saved.error()));
}

void TrafficExportTest::fileIsReplacedAsAWhole()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("traffic.txt"));
    QVERIFY(saveTraffic({entryOf(requestFrame(1)), entryOf(replyFrame(1), 2)}, TrafficFormat::Text,
                        path));
    QVERIFY(saveTraffic({entryOf(requestFrame(1))}, TrafficFormat::Text, path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), exported({entryOf(requestFrame(1))}, TrafficFormat::Text));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

QTEST_APPLESS_MAIN(TrafficExportTest)
#include "tst_trafficexport.moc"
