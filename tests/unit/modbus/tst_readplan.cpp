// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/readplan.h"

#include <QRandomGenerator>
#include <QTest>
#include <algorithm>
#include <set>
#include <vector>

using namespace modbus;

namespace {

using Extents = QList<Extent>;

/// What a request must not do, looked at address by address.
bool isLawful(const Extents &together, const Extents &all, const ReadRules &rules)
{
    int end = 0;
    for (const Extent &extent : together)
        end = std::max(end, extent.end());
    const int begin = together.front().begin;
    if (end - begin > rules.most && together.size() > 1)
        return false;
    int unwanted = 0;
    for (int address = begin; address < end; ++address) {
        const auto holds = [address](const Extent &extent) {
            return extent.begin <= address && address < extent.end();
        };
        const bool isWanted = std::any_of(all.begin(), all.end(), holds);
        unwanted = isWanted ? 0 : unwanted + 1;
        if (unwanted > rules.mostGap)
            return false;
        if (!isWanted && std::any_of(rules.holes.begin(), rules.holes.end(), holds))
            return false;
    }
    return std::none_of(rules.seams.begin(), rules.seams.end(),
                        [&](int seam) { return begin < seam && seam <= together.back().begin; });
}

struct Cost
{
    int requests = 0;
    int items = 0;
    friend auto operator<=>(const Cost &, const Cost &) = default;
};

/// The best of all ways to put the extents into requests, one after the other into each.
void tryAll(const Extents &all, const ReadRules &rules, std::vector<Extents> &requests,
            qsizetype next, std::optional<Cost> &best)
{
    if (next == all.size()) {
        Cost cost;
        for (const Extents &together : requests) {
            if (!isLawful(together, all, rules))
                return;
            int end = 0;
            for (const Extent &extent : together)
                end = std::max(end, extent.end());
            ++cost.requests;
            cost.items += end - together.front().begin;
        }
        if (!best || cost < *best)
            best = cost;
        return;
    }
    for (std::size_t i = 0; i < requests.size(); ++i) {
        requests[i].append(all.at(next));
        tryAll(all, rules, requests, next + 1, best);
        requests[i].removeLast();
    }
    requests.push_back({all.at(next)});
    tryAll(all, rules, requests, next + 1, best);
    requests.pop_back();
}

/// For long lists, with nothing in the way: each request begins at the first extent that the one
/// before doesn't bring. That windows of one length cover intervals by the fewest is known of it.
int sweep(const Extents &wanted, int most)
{
    int requests = 0;
    int begin = -1;
    for (const Extent &extent : wanted) {
        if (begin < 0 || extent.end() > begin + most) {
            begin = extent.begin;
            ++requests;
        }
    }
    return requests;
}

QList<PlannedRead> plan(const Extents &wanted, const ReadRules &rules)
{
    return planReads({wanted.constData(), std::size_t(wanted.size())}, rules);
}

Extents someExtents(QRandomGenerator &random, int count, int room, int longest)
{
    std::set<Extent> extents;
    while (int(extents.size()) < count)
        extents.insert({int(random.bounded(room)), 1 + int(random.bounded(longest))});
    return {extents.begin(), extents.end()};
}

void verifyCover(const Extents &wanted, const QList<PlannedRead> &reads)
{
    int next = 0;
    for (const PlannedRead &read : reads) {
        QCOMPARE(read.first, next);
        next += read.count;
        QVERIFY(read.count > 0);
        for (int i = read.first; i < next; ++i) {
            QVERIFY(read.extent.begin <= wanted.at(i).begin);
            QVERIFY(wanted.at(i).end() <= read.extent.end());
        }
    }
    QCOMPARE(next, int(wanted.size()));
}

} // namespace

class ReadPlanTest : public QObject
{
    Q_OBJECT

private slots:
    void mergesAsItShould_data();
    void mergesAsItShould();
    void noPlanIsBetter();
    void longListsTakeTheFewestRequests_data();
    void longListsTakeTheFewestRequests();
};

void ReadPlanTest::mergesAsItShould_data()
{
    QTest::addColumn<Extents>("wanted");
    QTest::addColumn<ReadRules>("rules");
    QTest::addColumn<Extents>("requests");
    const auto row = [](const char *name, const Extents &wanted, const ReadRules &rules,
                        const Extents &requests) {
        QTest::newRow(name) << wanted << rules << requests;
    };
    const ReadRules usual;
    row("nothing wanted, nothing asked", {}, usual, {});
    row("one value is one request", {{7, 2}}, usual, {{7, 2}});
    row("neighbours go together", {{0, 1}, {1, 2}, {3, 4}}, usual, {{0, 7}});
    row("a gap is read along", {{0, 1}, {100, 1}}, usual, {{0, 101}});
    row("125 registers go together", {{0, 1}, {123, 2}}, usual, {{0, 125}});
    row("126 registers do not", {{0, 1}, {124, 2}}, usual, {{0, 1}, {124, 2}});
    row("a value is never split", {{0, 124}, {124, 4}}, usual, {{0, 124}, {124, 4}});
    row("of two ways with as many requests the one with fewer registers",
        {{0, 1}, {100, 1}, {150, 1}}, usual, {{0, 1}, {100, 51}});
    row("values that overlap go together", {{0, 4}, {1, 1}, {2, 4}}, usual, {{0, 6}});
    row("one value within another's registers", {{0, 125}, {50, 1}, {124, 1}}, usual, {{0, 125}});
    row("a value longer than a request may be is asked all the same", {{0, 4}, {4, 1}}, {.most = 2},
        {{0, 4}, {4, 1}});
    row("no gap wider than allowed", {{0, 1}, {10, 1}, {21, 1}}, {.mostGap = 9},
        {{0, 11}, {21, 1}});
    row("no gap at all", {{0, 2}, {2, 1}, {4, 1}}, {.mostGap = 0}, {{0, 3}, {4, 1}});
    row("not over a hole", {{0, 1}, {10, 1}, {20, 1}}, {.holes = {{15, 1}}}, {{0, 11}, {20, 1}});
    row("not over a hole within a longer one", {{0, 1}, {10, 1}, {20, 1}},
        {.holes = {{2, 7}, {3, 1}, {15, 1}}}, {{0, 1}, {10, 1}, {20, 1}});
    row("a hole behind all is in nobody's way", {{0, 1}, {10, 1}}, {.holes = {{11, 2}}}, {{0, 11}});
    row("a hole that a good value covers is none", {{0, 2}, {1, 3}, {4, 1}}, {.holes = {{1, 2}}},
        {{0, 5}});
    row("not across a seam", {{0, 1}, {1, 1}, {2, 1}}, {.seams = {1}}, {{0, 1}, {1, 2}});
    row("a seam in a gap counts", {{0, 1}, {10, 1}}, {.seams = {5}}, {{0, 1}, {10, 1}});
    row("a seam before all is in nobody's way", {{5, 1}, {6, 1}}, {.seams = {5}}, {{5, 2}});
    row("2000 coils go together", {{0, 1}, {1999, 1}}, {.most = kMostBitsRead}, {{0, 2000}});
}

void ReadPlanTest::mergesAsItShould()
{
    QFETCH(Extents, wanted);
    QFETCH(ReadRules, rules);
    QFETCH(Extents, requests);
    const QList<PlannedRead> reads = plan(wanted, rules);
    Extents extents;
    for (const PlannedRead &read : reads)
        extents.append(read.extent);
    QCOMPARE(extents, requests);
    verifyCover(wanted, reads);
}

void ReadPlanTest::noPlanIsBetter()
{
    QRandomGenerator random(20240917);
    for (int turn = 0; turn < 3000; ++turn) {
        const Extents wanted = someExtents(random, 1 + int(random.bounded(6)), 24, 5);
        ReadRules rules;
        rules.most = 5 + int(random.bounded(12));
        if (random.bounded(2) == 0)
            rules.mostGap = int(random.bounded(6));
        for (int holes = int(random.bounded(3)); holes > 0; --holes)
            rules.holes.append({int(random.bounded(26)), 1 + int(random.bounded(3))});
        if (random.bounded(3) == 0)
            rules.seams.append(int(random.bounded(26)));

        const QList<PlannedRead> reads = plan(wanted, rules);
        verifyCover(wanted, reads);
        Cost cost;
        for (const PlannedRead &read : reads) {
            QVERIFY2(isLawful(wanted.mid(read.first, read.count), wanted, rules),
                     qPrintable(QString::number(turn)));
            ++cost.requests;
            cost.items += read.extent.count;
        }
        std::optional<Cost> best;
        std::vector<Extents> requests;
        tryAll(wanted, rules, requests, 0, best);
        QVERIFY(best);
        QVERIFY2(cost == *best,
                 qPrintable(QStringLiteral("turn %1: %2 requests of %3 items, best is %4 of %5")
                                .arg(turn)
                                .arg(cost.requests)
                                .arg(cost.items)
                                .arg(best->requests)
                                .arg(best->items)));
    }
}

void ReadPlanTest::longListsTakeTheFewestRequests_data()
{
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("longest");
    QTest::newRow("registers") << kMostRegistersRead << 4;
    QTest::newRow("registers with texts") << kMostRegistersRead << 60;
    QTest::newRow("coils") << kMostBitsRead << 1;
}

void ReadPlanTest::longListsTakeTheFewestRequests()
{
    QFETCH(int, most);
    QFETCH(int, longest);
    QRandomGenerator random(7);
    for (int turn = 0; turn < 20; ++turn) {
        const Extents wanted = someExtents(random, 1500, kTableSize - longest, longest);
        const QList<PlannedRead> reads = plan(wanted, {.most = most});
        verifyCover(wanted, reads);
        for (const PlannedRead &read : reads)
            QVERIFY(read.extent.count <= most);
        QCOMPARE(int(reads.size()), sweep(wanted, most));
    }
}

QTEST_APPLESS_MAIN(ReadPlanTest)
#include "tst_readplan.moc"
