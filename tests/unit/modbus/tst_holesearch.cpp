// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/holesearch.h"
#include "modbus/tablefacts.h"

#include <QTest>
#include <algorithm>
#include <numeric>
#include <set>

using namespace modbus;
using namespace std::chrono_literals;

namespace {

std::vector<int> itemsUpTo(int count)
{
    std::vector<int> items(std::size_t(count), 0);
    std::iota(items.begin(), items.end(), 0);
    return items;
}

} // namespace

class HoleSearchTest : public QObject
{
    Q_OBJECT

private slots:
    void findsEveryHoleAndNothingElse_data();
    void findsEveryHoleAndNothingElse();
    void findsWhatCanOnlyBeReadInTwo();
    void asksAgainWhatSaidNothing();

    void holesRestAndAreDueAgain();
    void theLargestRequestIsFoundFromBothSides();
    void aRequestThatCostsADeadlineIsNotTriedAgain();
    void requestsStayBelowWhatTheUserAllows();
};

void HoleSearchTest::findsEveryHoleAndNothingElse_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QList<int>>("holes");
    QTest::addColumn<int>("mostProbes");
    QTest::newRow("the first of two") << 2 << QList<int>{0} << 2;
    QTest::newRow("one of 125, by halving") << 125 << QList<int>{77} << 14;
    QTest::newRow("the last of 125") << 125 << QList<int>{124} << 14;
    QTest::newRow("two of 125") << 125 << QList<int>{3, 100} << 26;
    QTest::newRow("all of 8") << 8 << QList<int>{0, 1, 2, 3, 4, 5, 6, 7} << 14;
}

void HoleSearchTest::findsEveryHoleAndNothingElse()
{
    QFETCH(int, count);
    QFETCH(QList<int>, holes);
    QFETCH(int, mostProbes);
    HoleSearch search;
    search.suspect(itemsUpTo(count), HoleSearch::Doubt::Address);
    std::set<int> good;
    QList<int> found;
    int probes = 0;
    while (search.hasNext()) {
        const HoleSearch::Probe probe = search.take();
        ++probes;
        const bool isSpoilt = std::any_of(probe.items.begin(), probe.items.end(),
                                          [&holes](int item) { return holes.contains(item); });
        if (!isSpoilt) {
            QVERIFY(!search.succeeded(probe));
            good.insert(probe.items.begin(), probe.items.end());
        } else if (search.failed(probe, HoleSearch::Doubt::Address)) {
            found.append(probe.items.front());
        }
    }
    QVERIFY(search.isEmpty());
    std::sort(found.begin(), found.end());
    QCOMPARE(found, holes);
    QCOMPARE(int(good.size()), count - int(holes.size()));
    QVERIFY2(probes <= mostProbes, qPrintable(QString::number(probes)));
}

void HoleSearchTest::findsWhatCanOnlyBeReadInTwo()
{
    HoleSearch search;
    search.suspect(itemsUpTo(10), HoleSearch::Doubt::Quantity);
    const HoleSearch::Probe left = search.take();
    const HoleSearch::Probe right = search.take();
    QVERIFY(!search.succeeded(right));
    const auto finding = search.succeeded(left);
    QVERIFY(finding);
    QCOMPARE(int(finding->items.size()), 10);
    QCOMPARE(finding->middle(), 5);
    QVERIFY(finding->doubt == HoleSearch::Doubt::Quantity);
}

void HoleSearchTest::asksAgainWhatSaidNothing()
{
    HoleSearch search;
    search.suspect({3, 4, 5}, HoleSearch::Doubt::Address);
    QCOMPARE(search.waiting(), (std::vector<int>{3, 4, 5}));
    const HoleSearch::Probe probe = search.take();
    QCOMPARE(search.waiting(), (std::vector<int>{4, 5}));
    QVERIFY(!search.isEmpty());
    search.putBack(probe);
    QCOMPARE(search.waiting(), (std::vector<int>{3, 4, 5}));
    QCOMPARE(search.take().items, probe.items);
}

void HoleSearchTest::holesRestAndAreDueAgain()
{
    TableFacts facts(Table::HoldingRegisters);
    const quint64 version = facts.version();
    const Extent hole{7, 2};
    facts.addHole(hole, 100s);
    QVERIFY(facts.version() != version);
    QVERIFY(facts.isHole(hole) && facts.hasHoles());
    QCOMPARE(facts.rules(kAnyGap).holes, QList<Extent>{hole});
    QVERIFY(!facts.isDue(hole, 100s + TableFacts::kHoleRest - 1ns));
    QVERIFY(facts.isDue(hole, 100s + TableFacts::kHoleRest));
    const quint64 known = facts.version();
    facts.addHole(hole, 200s);
    QCOMPARE(facts.version(), known); // nothing new
    QVERIFY(!facts.isDue(hole, 201s));
    facts.removeHole(hole);
    QVERIFY(!facts.isHole(hole));
    QVERIFY(facts.version() != known);
}

void HoleSearchTest::theLargestRequestIsFoundFromBothSides()
{
    constexpr int kStands = 97;
    TableFacts facts(Table::InputRegisters);
    QCOMPARE(facts.most(), kMostRegistersRead);
    int refusals = 0;
    for (int turn = 0; turn < 20; ++turn) {
        const int asked = facts.most();
        if (asked <= kStands) {
            facts.answered(asked);
        } else {
            ++refusals;
            facts.answered(asked / 2);
            facts.tooMany(asked, true);
        }
    }
    QCOMPARE(facts.most(), kStands);
    QVERIFY2(refusals <= 7, qPrintable(QString::number(refusals)));
}

void HoleSearchTest::aRequestThatCostsADeadlineIsNotTriedAgain()
{
    TableFacts facts(Table::InputRegisters);
    facts.answered(63);
    facts.tooMany(125, false);
    QCOMPARE(facts.most(), 63);
    facts.answered(63);
    QCOMPARE(facts.most(), 63);
}

void HoleSearchTest::requestsStayBelowWhatTheUserAllows()
{
    TableFacts facts(Table::HoldingRegisters);
    const quint64 version = facts.version();
    facts.allow(kMostRegistersRead);
    QCOMPARE(facts.version(), version); // nothing new
    facts.allow(20);
    QCOMPARE(facts.most(), 20);
    QVERIFY(facts.version() != version);
    facts.answered(20);
    facts.tooMany(100, true);
    QCOMPARE(facts.most(), 20);
    facts.tooMany(11, false);
    QCOMPARE(facts.most(), 10);
    facts.allow(kMostRegistersRead);
    QCOMPARE(facts.most(), 10); // what the device said still holds
}

QTEST_APPLESS_MAIN(HoleSearchTest)
#include "tst_holesearch.moc"
