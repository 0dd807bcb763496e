// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/rulediff.h"

#include <QRandomGenerator>
#include <QTest>

using namespace transfer;
using Kind = DiffLine::Kind;

namespace {

/// One side of an overlay, put together again.
QByteArray sideOf(const QList<DiffLine> &lines, Kind absent)
{
    QByteArray text;
    for (const DiffLine &line : lines) {
        if (line.kind != absent)
            text += line.isEnded ? line.text + '\n' : line.text;
    }
    return text;
}

QByteArray unified(const QByteArray &before, const QByteArray &after)
{
    return unifiedDiff(diffLines(before, after), {"live", "new"});
}

QByteArray someLines(QRandomGenerator &random, int count, int kinds)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += "deny 10.0.0." + QByteArray::number(random.bounded(kinds)) + ";\n";
    return text;
}

} // namespace

class RuleDiffTest : public QObject
{
    Q_OBJECT
private slots:
    void printsWhatDiffPrints_data();
    void printsWhatDiffPrints();
    void numbersTheLinesOfBothTexts();
    void givesBothTextsBack_data();
    void givesBothTextsBack();
    void staysQuickWhereThousandsOfLinesDiffer();
};

void RuleDiffTest::printsWhatDiffPrints_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("printed");
    const auto row = [](const char *name, const char *before, const char *after,
                        const char *hunks) {
        const QByteArray heading = *hunks == 0 ? "" : "--- live\n+++ new\n";
        QTest::newRow(name) << QByteArray(before) << QByteArray(after)
                            << QByteArray(heading + hunks);
    };
    row("nothing differs", "a\nb\n", "a\nb\n", "");
    row("two empty files", "", "", "");
    row("a file that is new", "", "a\nb\n", "@@ -0,0 +1,2 @@\n+a\n+b\n");
    row("a file emptied", "a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n");
    row("a line changed", "a\nb\nc\n", "a\nB\nc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
    row("removals before additions", "a\nb\n", "x\ny\n", "@@ -1,2 +1,2 @@\n-a\n-b\n+x\n+y\n");
    row("a line put in", "a\nc\n", "a\nb\nc\n", "@@ -1,2 +1,3 @@\n a\n+b\n c\n");
    row("three lines around a change", "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
        "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    row("hunks that touch are one", "1\n2\n3\n4\n5\n6\n7\n8\n", "x\n2\n3\n4\n5\n6\n7\ny\n",
        "@@ -1,8 +1,8 @@\n-1\n+x\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+y\n");
    row("hunks apart are two", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "x\n2\n3\n4\n5\n6\n7\n8\ny\n",
        "@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+y\n");
    row("the last line feed gone", "a\n", "a",
        "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
    row("line ends changed", "a\r\nb\n", "a\nb\n", "@@ -1,2 +1,2 @@\n-a\r\n+a\n b\n");
}

void RuleDiffTest::printsWhatDiffPrints()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QTEST(unified(before, after), "printed");
    QCOMPARE(countOf(diffLines(before, after)).isEmpty(), before == after);
}

void RuleDiffTest::numbersTheLinesOfBothTexts()
{
    const QList<DiffLine> expected{
        {Kind::Same, 1, 1, "a", true},  {Kind::Removed, 2, 0, "b", true},
        {Kind::Added, 0, 2, "x", true}, {Kind::Added, 0, 3, "y", true},
        {Kind::Same, 3, 4, "c", false},
    };
    const QList<DiffLine> lines = diffLines("a\nb\nc", "a\nx\ny\nc");
    QVERIFY(lines == expected);
    QVERIFY((countOf(lines) == DiffCount{1, 2}));
}

void RuleDiffTest::givesBothTextsBack_data()
{
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("kinds");
    QTest::newRow("few lines, many alike") << 12 << 9 << 3;
    QTest::newRow("many lines, many alike") << 300 << 320 << 8;
    QTest::newRow("many lines, few alike") << 200 << 150 << 1000;
    QTest::newRow("one much longer") << 3 << 400 << 5;
}

void RuleDiffTest::givesBothTextsBack()
{
    QFETCH(int, before);
    QFETCH(int, after);
    QFETCH(int, kinds);
    QRandomGenerator random(20261124);
    for (int round = 0; round < 50; ++round) {
        const QByteArray old = someLines(random, before, kinds);
        const QByteArray fresh = someLines(random, after, kinds);
        const QList<DiffLine> lines = diffLines(old, fresh);
        QCOMPARE(sideOf(lines, Kind::Added), old);
        QCOMPARE(sideOf(lines, Kind::Removed), fresh);
    }
}

void RuleDiffTest::staysQuickWhereThousandsOfLinesDiffer()
{
    // All of 40,000 lines differ but every hundredth: a plain search takes 10^9 steps and as many
    // bytes. The test's time limit is the judge.
    QByteArray old;
    QByteArray fresh;
    for (int i = 0; i < 40'000; ++i) {
        const QByteArray number = QByteArray::number(i);
        old += (i % 100 == 0 ? "same " : "old ") + number + '\n';
        fresh += (i % 100 == 0 ? "same " : "new ") + number + '\n';
    }
    const QList<DiffLine> lines = diffLines(old, fresh);
    QCOMPARE(sideOf(lines, Kind::Added), old);
    QCOMPARE(sideOf(lines, Kind::Removed), fresh);
}

QTEST_GUILESS_MAIN(RuleDiffTest)
#include "tst_rulediff.moc"
