// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/legacy/chunker.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using transfer::Error;
using transfer::legacy::chunks;

class ChunkerTest : public QObject
{
    Q_OBJECT
private slots:
    void cutsAsExpected_data();
    void cutsAsExpected();
    void refuses_data();
    void refuses();
    void keepsItsGuarantees_data();
    void keepsItsGuarantees();
    void keepsItsGuaranteesForRandomFiles();
    void makesFewChunksOfManyEndLines();
};

namespace {

/// The first promise of chunks() that `cut` breaks; empty when it keeps all.
QString brokenPromise(const QByteArray &content, int chunkBytes, const QList<QByteArray> &cut)
{
    for (qsizetype i = 0; i < cut.size(); ++i) {
        const QByteArray &chunk = cut[i];
        if (chunk.isEmpty())
            return QStringLiteral("chunk %1 is empty").arg(i);
        if (chunk.size() > chunkBytes)
            return QStringLiteral("chunk %1 has %2 bytes").arg(i).arg(chunk.size());
        if (chunk.startsWith("end"))
            return QStringLiteral("chunk %1 begins with end").arg(i);
        const bool isLeadingE = i == 0 && content.startsWith("end");
        if (!isLeadingE && i + 1 < cut.size() && chunk.size() + cut[i + 1].size() < chunkBytes)
            return QStringLiteral("chunks %1 and %2 would go into one").arg(i).arg(i + 1);
    }
    if (cut.join() != content)
        return QStringLiteral("the chunks are not the content");
    return {};
}

} // namespace

void ChunkerTest::cutsAsExpected_data()
{
    using Chunks = QList<QByteArray>;
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("chunkBytes");
    QTest::addColumn<QList<QByteArray>>("expected");

    const auto row = [](const char *name, const QByteArray &content, int chunkBytes,
                        const Chunks &expected) {
        QTest::newRow(name) << content << chunkBytes << expected;
    };
    row("an empty file has no chunks", "", 1000, {});
    row("a small file is one chunk", "a;\nb;\n", 1000, {"a;\nb;\n"});
    row("a file as long as a chunk is one chunk", "ab\ncd\n", 6, {"ab\ncd\n"});
    row("a file one byte longer is two", "ab\ncd\nx", 6, {"ab\ncd\n", "x"});
    row("lines stay whole where they fit", "abc\ndef\nghi\n", 9, {"abc\ndef\n", "ghi\n"});
    row("CRLF stays whole with its line", "abc\r\ndef\r\n", 8, {"abc\r\n", "def\r\n"});
    row("a line longer than a chunk is cut", "abcdefghij\n", 4, {"abcd", "efgh", "ij\n"});
    row("a file that begins with end begins with e", "end\n", 1000, {"e", "nd\n"});
    row("end alone", "end", 1000, {"e", "nd"});
    row("ends is end to the receiver", "endpoint on;\n", 1000, {"e", "ndpoint on;\n"});
    row("End is not end", "End\n", 1000, {"End\n"});
    row("a line border before end is not used", "ab\nend\n", 6, {"ab\nend", "\n"});
    row("an earlier line border is", "a\nb\nend\n", 6, {"a\n", "b\nend\n"});
    row("a byte border before end moves one byte", "xxxxendx", 4, {"xxx", "xend", "x"});
    row("en at the end of the file is no end", "abcden", 4, {"abcd", "en"});
    row("e and nd meet only in the receiver's file", "abcend", 4, {"abce", "nd"});
    row("all e", "eeeeeeeee", 4, {"eeee", "eeee", "e"});
    row("UTF-8 may be cut anywhere", "\xC3\xA4\xC3\xA4\xC3\xA4", 5,
        {"\xC3\xA4\xC3\xA4\xC3", "\xA4"});
}

void ChunkerTest::cutsAsExpected()
{
    QFETCH(QByteArray, content);
    QFETCH(int, chunkBytes);
    QFETCH(QList<QByteArray>, expected);

    const auto cut = chunks(content, chunkBytes);
    QVERIFY(cut.has_value());
    QCOMPARE(*cut, expected);
}

void ChunkerTest::refuses_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("chunkBytes");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a NUL byte") << QByteArray("ab\0cd", 5) << 1000 << QStringLiteral("offset 2");
    QTest::newRow("a NUL byte at the end")
        << QByteArray("ab\0", 3) << 1000 << QStringLiteral("offset 2");
    QTest::newRow("a chunk too small") << QByteArray("ab") << 3 << QStringLiteral("4..65535");
    QTest::newRow("a chunk too large") << QByteArray("ab") << 65536 << QStringLiteral("4..65535");
    QTest::newRow("a negative chunk") << QByteArray("ab") << -1 << QStringLiteral("4..65535");
}

void ChunkerTest::refuses()
{
    QFETCH(QByteArray, content);
    QFETCH(int, chunkBytes);
    QFETCH(QString, reason);

    const auto cut = chunks(content, chunkBytes);
    QVERIFY(!cut.has_value());
    QCOMPARE(cut.error().kind, Error::Kind::NotSendable);
    QVERIFY2(cut.error().detail.contains(reason), qPrintable(cut.error().detail));
}

void ChunkerTest::keepsItsGuarantees_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("end lines") << QByteArray("end\n").repeated(3000);
    QTest::newRow("end without a border") << QByteArray("end").repeated(3000);
    QTest::newRow("end between good borders") << QByteArray("a\nend\n").repeated(3000);
    QTest::newRow("end after every other line")
        << QByteArray("a\nb\nend\nend\nend\nend\nend\n").repeated(1000);
    QTest::newRow("eeee") << QByteArray(9000, 'e');
    QTest::newRow("eend") << QByteArray("eend").repeated(3000);
    QTest::newRow("empty lines") << QByteArray(9000, '\n');
    QTest::newRow("one long line") << QByteArray(70000, 'x');
    QTest::newRow("short line, long line")
        << (QByteArray("s\n") + QByteArray(998, 'l') + '\n').repeated(20);
    QTest::newRow("every byte but NUL") << [] {
        QByteArray all;
        for (int c = 1; c < 256; ++c)
            all.append(static_cast<char>(c));
        return all.repeated(300);
    }();
}

void ChunkerTest::keepsItsGuarantees()
{
    QFETCH(QByteArray, content);
    for (const int chunkBytes : {4, 5, 6, 7, 8, 99, 1000, 1023, 4095, 65535}) {
        const auto cut = chunks(content, chunkBytes);
        QVERIFY(cut.has_value());
        const QString broken = brokenPromise(content, chunkBytes, *cut);
        QVERIFY2(broken.isEmpty(),
                 qPrintable(QStringLiteral("%1: %2").arg(chunkBytes).arg(broken)));
    }
}

void ChunkerTest::keepsItsGuaranteesForRandomFiles()
{
    constexpr quint32 kSeed = 20240502;
    const QByteArray letters = "end\neee\nnnddx \r";
    QRandomGenerator random(kSeed);
    for (int round = 0; round < 4000; ++round) {
        QByteArray content(random.bounded(200), Qt::Uninitialized);
        std::generate(content.begin(), content.end(),
                      [&] { return letters[random.bounded(static_cast<int>(letters.size()))]; });
        const int chunkBytes = random.bounded(4, 60);
        const auto cut = chunks(content, chunkBytes);
        QVERIFY(cut.has_value());
        const QString broken = brokenPromise(content, chunkBytes, *cut);
        QVERIFY2(broken.isEmpty(), qPrintable(QStringLiteral("seed %1, round %2, chunk %3: %4")
                                                  .arg(kSeed)
                                                  .arg(round)
                                                  .arg(chunkBytes)
                                                  .arg(broken)));
    }
}

void ChunkerTest::makesFewChunksOfManyEndLines()
{
    const QByteArray content = QByteArray("end\n").repeated(250'000);
    const auto cut = chunks(content, 1000);
    QVERIFY(cut.has_value());
    QVERIFY2(cut->size() <= 1002 + 1, qPrintable(QString::number(cut->size())));
}

QTEST_APPLESS_MAIN(ChunkerTest)
#include "tst_chunker.moc"
