// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/legacy/sender.h"

#include "tests/support/legacyreceiver.h"
#include "tests/support/naivesender.h"
#include "tests/support/senderfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace support;
using namespace transfer;
using transfer::legacy::Sender;

namespace {

struct NastyFile
{
    const char *what;
    QByteArray content;
    bool isNastyForLines; ///< the field's own sender spoils it
};

QByteArray everyByteButNul()
{
    QByteArray bytes;
    for (int c = 1; c < 256; ++c)
        bytes.append(static_cast<char>(c));
    return bytes;
}

QList<NastyFile> nastyFiles()
{
    const QByteArray longLine = "# " + QByteArray(80, 'l') + '\n';
    QByteArray large;
    for (int i = 0; large.size() < 1'000'000; ++i)
        large += "location /rule-" + QByteArray::number(i) + " { return " +
                 QByteArray::number(i % 600) + "; }\n" +
                 (i % 97 == 0 ? QByteArray("end of part\n") : QByteArray());
    return {
        {"lines of one length", QByteArray("deny 10.0.0.1;\n").repeated(40), false},
        {"an empty file", {}, false},
        {"a short line after a long one", longLine + "}\n" + longLine + "\n", true},
        {"a line that begins with end", "a on;\nend of it;\nb on;\n", true},
        {"a file that begins with end", "endpoint on;\n", true},
        {"end alone", "end", true},
        {"end on every line", QByteArray("end\n").repeated(500), true},
        {"no end of the last line", longLine + "b on;", true},
        {"CRLF", QByteArray("location / {\r\n}\r\nend\r\n").repeated(60), true},
        {"one line longer than any buffer", QByteArray(9000, 'x') + "end", true},
        {"every byte but NUL", everyByteButNul().repeated(20), true},
        {"UTF-8", QByteArray("# Größe 大小 🚦 prüfen\nend 大\n").repeated(90), true},
        {"one megabyte", large, true},
    };
}

} // namespace

class SenderTest : public QObject
{
    Q_OBJECT
private slots:
    void storesExactBytes_data();
    void storesExactBytes();
    void lineByLineSpoilsThemOnTheSameReceiver_data();
    void lineByLineSpoilsThemOnTheSameReceiver();
    void pushesOneAfterAnother();
    void readsAnswersHoweverTheyCome_data();
    void readsAnswersHoweverTheyCome();
    void tellsAboutEachStep();
    void countsAcknowledgedBytes();
};

void SenderTest::storesExactBytes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("bufferBytes");
    QTest::addColumn<int>("chunkBytes");
    for (const NastyFile &file : nastyFiles()) {
        const auto row = [&](int bufferBytes, int chunkBytes) {
            QTest::addRow("%s, buffer of %d, chunks of %d", file.what, bufferBytes, chunkBytes)
                << file.content << bufferBytes << chunkBytes;
        };
        row(100, 99);
        row(1024, 1000);
        row(1024, 1023);
        row(4096, 1000);
        row(4096, 4095);
        if (file.content.size() < 10'000)
            row(1024, 4);
    }
}

void SenderTest::storesExactBytes()
{
    QFETCH(QByteArray, content);
    QFETCH(int, bufferBytes);
    QFETCH(int, chunkBytes);

    LegacyManner manner;
    manner.bufferBytes = bufferBytes;
    LegacyReceiver receiver(manner);
    Sender sender({kName, content}, local(receiver.port()), quick(chunkBytes));
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::Reloaded);
    QVERIFY(!result->error);
    QCOMPARE(result->name, kName);
    QCOMPARE(result->bytes, content.size());
    QCOMPARE(result->answer, QStringLiteral("nginx reload succ"));
    QCOMPARE(result->peer, local(receiver.port()).toString());
    QVERIFY(receiver.file(kWireName) == content);
    QCOMPARE(receiver.reads(), result->chunks + 2);
    QCOMPARE(receiver.reloads(), 1);
}

void SenderTest::lineByLineSpoilsThemOnTheSameReceiver_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isSpoilt");
    for (const NastyFile &file : nastyFiles())
        QTest::newRow(file.what) << file.content << file.isNastyForLines;
}

void SenderTest::lineByLineSpoilsThemOnTheSameReceiver()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, isSpoilt);

    LegacyReceiver receiver;
    pushLineByLine(receiver.port(), kWireName, content);
    QTRY_VERIFY(receiver.has(kWireName));
    QCOMPARE(receiver.file(kWireName) != content, isSpoilt);
}

void SenderTest::pushesOneAfterAnother()
{
    LegacyReceiver receiver;
    const QByteArray contents[] = {QByteArray(5000, 'a'), "b", "", QByteArray(999, 'c') + "end\n"};
    for (const QByteArray &content : contents) {
        Sender sender({kName, content}, local(receiver.port()), quick());
        const auto result = runToEnd(sender);
        QVERIFY(result);
        QCOMPARE(result->outcome, Outcome::Reloaded);
        QCOMPARE(receiver.file(kWireName), content);
    }
    QCOMPARE(receiver.reloads(), 4);
}

void SenderTest::readsAnswersHoweverTheyCome_data()
{
    QTest::addColumn<bool>("isByteByByte");
    QTest::addColumn<QByteArray>("padding");
    QTest::addColumn<bool>("doesReload");
    for (const bool doesReload : {true, false}) {
        const char *verdict = doesReload ? "reloaded" : "not reloaded";
        QTest::addRow("whole, %s", verdict) << false << QByteArray() << doesReload;
        QTest::addRow("byte by byte, %s", verdict) << true << QByteArray() << doesReload;
        QTest::addRow("with a closing NUL, %s", verdict)
            << false << QByteArray("\0", 1) << doesReload;
        QTest::addRow("with a line's end, %s", verdict)
            << false << QByteArray("\r\n") << doesReload;
        QTest::addRow("with NULs, byte by byte, %s", verdict)
            << true << QByteArray("\0\0\0", 3) << doesReload;
    }
}

void SenderTest::readsAnswersHoweverTheyCome()
{
    QFETCH(bool, isByteByByte);
    QFETCH(QByteArray, padding);
    QFETCH(bool, doesReload);

    LegacyManner manner;
    manner.answersByteByByte = isByteByByte;
    manner.padding = padding;
    manner.doesReload = doesReload;
    LegacyReceiver receiver(manner);
    const auto sender = senderOfThreeChunks(receiver.port());
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(receiver.file(kWireName), kThreeChunks);
    QCOMPARE(result->chunks, 3);
    if (doesReload) {
        QCOMPARE(result->outcome, Outcome::Reloaded);
        QCOMPARE(result->answer, QStringLiteral("nginx reload succ"));
        QVERIFY(!result->error);
    } else {
        QCOMPARE(result->outcome, Outcome::ReloadFailed);
        QCOMPARE(result->answer, QStringLiteral("nginx reload error"));
        QCOMPARE(result->error.value().kind, Error::Kind::ReloadFailed);
        QCOMPARE(result->error->step, QStringLiteral("reload"));
    }
}

void SenderTest::tellsAboutEachStep()
{
    LegacyReceiver receiver;
    const auto sender = senderOfThreeChunks(receiver.port());
    QStringList told;
    connect(sender.get(), &Push::stepStarted, this,
            [&](Step step) { told += u'+' + stepName(step); });
    connect(sender.get(), &Push::stepDone, this, [&](Step step) { told += u'-' + stepName(step); });
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(told.join(u' '), QStringLiteral("+connect -connect +name -name +data -data +end -end "
                                             "+reload -reload"));
    QCOMPARE(stepNames(*result).join(u' '), QStringLiteral("connect name data end reload"));
}

void SenderTest::countsAcknowledgedBytes()
{
    LegacyReceiver receiver;
    const auto sender = senderOfThreeChunks(receiver.port());
    QSignalSpy progressed(sender.get(), &Push::progressed);
    QVERIFY(runToEnd(*sender));
    QCOMPARE(progressed.size(), 3);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(progressed[i][0].toLongLong(), 15 * (i + 1));
        QCOMPARE(progressed[i][1].toLongLong(), 45);
    }
}

QTEST_GUILESS_MAIN(SenderTest)
#include "tst_sender.moc"
