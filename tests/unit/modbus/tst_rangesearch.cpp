// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/rangesearch.h"

#include <QTest>
#include <algorithm>
#include <cmath>

using namespace modbus::discovery;

namespace {

using Stretches = QList<Stretch>;

/// A device, as far as the search sees it.
struct Device
{
    Stretches areas; ///< nothing can be read across their ends, even where they touch
    int most = 125;  ///< longest block that it gives
    bool gives(Stretch asked) const
    {
        return asked.count <= most &&
               std::any_of(areas.begin(), areas.end(), [&](const Stretch &area) {
                   return asked.begin >= area.begin && asked.end() <= area.end();
               });
    }
};

struct Outcome
{
    Stretches found;
    int requests = 0;
    int most = 0;
    bool wentAstray = false; ///< asked outside the range, or without end
};

Outcome search(const Device &device, Stretch range, int most = 125, int stride = 16)
{
    RangeSearch search(range, most, stride);
    Outcome outcome;
    while (const auto question = search.question()) {
        if (question->count < 1 || question->count > most || question->begin < range.begin ||
            question->end() > range.end() || ++outcome.requests > 200000) {
            outcome.wentAstray = true;
            break;
        }
        search.answer(device.gives(*question));
    }
    outcome.found = search.stretches();
    outcome.most = search.mostAtOnce();
    return outcome;
}

/// What the search promises to cost: whole blocks of what is readable, a look each stride into
/// what is not, and some halvings for each stretch.
int bound(const Stretches &areas, Stretch range, int most, int stride)
{
    double readable = 0;
    for (const Stretch &area : areas)
        readable += std::ceil(double(area.count) / most);
    const double halvings = 3 * std::ceil(std::log2(range.count)) + 4;
    return int(readable + double(range.count) / stride + double(areas.size() + 1) * halvings);
}

} // namespace

Q_DECLARE_METATYPE(Stretches)

class RangeSearchTest : public QObject
{
    Q_OBJECT
private slots:
    void findsTheExactLimitsWithFewRequests_data();
    void findsTheExactLimitsWithFewRequests();
    void findsStretchesOfTheStrideWhereverTheyLie();
    void looksAtEachAddressWhenToldTo();
    void learnsThatTheDeviceGivesFewerAtATime_data();
    void learnsThatTheDeviceGivesFewerAtATime();
    void keepsAreasApartThatCannotBeReadAcross();
    void asksNothingOfAnEmptyRange();
    void survivesAnyAnswers();
};

void RangeSearchTest::findsTheExactLimitsWithFewRequests_data()
{
    QTest::addColumn<Stretches>("areas");
    QTest::addColumn<Stretch>("range");
    const auto row = [](const char *name, const Stretches &areas, Stretch range) {
        QTest::newRow(name) << areas << range;
    };
    row("everything", {{0, 65536}}, {0, 65536});
    row("nothing", {}, {0, 65536});
    row("the first address only", {{0, 1}}, {0, 1000});
    row("all but the first address", {{1, 999}}, {0, 1000});
    row("all but the last address", {{0, 999}}, {0, 1000});
    row("one block that a request just covers", {{0, 125}}, {0, 1000});
    row("one block that a request just does not cover", {{0, 126}}, {0, 1000});
    row("one block at an odd place", {{337, 41}}, {0, 1000});
    row("three blocks", {{3, 100}, {250, 313}, {900, 64}}, {0, 1000});
    row("five blocks over the whole table",
        {{0, 10}, {999, 2001}, {9999, 17}, {30000, 125}, {65500, 36}}, {0, 65536});
    row("a single hole", {{0, 500}, {501, 499}}, {0, 1000});
    row("a block that ends with the table", {{65520, 16}}, {60000, 5536});
    row("a range that begins inside a block", {{0, 300}}, {150, 1000});
    row("one address", {{7, 1}}, {7, 1});
}

void RangeSearchTest::findsTheExactLimitsWithFewRequests()
{
    QFETCH(Stretches, areas);
    QFETCH(Stretch, range);
    Stretches expected;
    for (const Stretch &area : areas) {
        const int begin = std::max(area.begin, range.begin);
        expected.append({begin, std::min(area.end(), range.end()) - begin});
    }
    const Outcome outcome = search({areas}, range);
    QVERIFY(!outcome.wentAstray);
    QCOMPARE(outcome.found, expected);
    const int most = bound(areas, range, 125, 16);
    QVERIFY2(outcome.requests <= most,
             qPrintable(QStringLiteral("%1 requests, %2 at most").arg(outcome.requests).arg(most)));
}

void RangeSearchTest::findsStretchesOfTheStrideWhereverTheyLie()
{
    for (int begin = 0; begin <= 200; ++begin) {
        const Stretches areas{{begin, 16}};
        const Outcome outcome = search({areas}, {0, 1000});
        QCOMPARE(outcome.found, areas);
        QVERIFY(outcome.requests <= bound(areas, {0, 1000}, 125, 16));
    }
}

void RangeSearchTest::looksAtEachAddressWhenToldTo()
{
    const Stretches areas{{40, 1}, {77, 2}, {180, 1}};
    const Outcome outcome = search({areas}, {0, 200}, 125, 1);
    QCOMPARE(outcome.found, areas);
    QVERIFY(outcome.requests <= 200 + 3 * 20);
}

void RangeSearchTest::learnsThatTheDeviceGivesFewerAtATime_data()
{
    QTest::addColumn<int>("most");
    for (const int most : {1, 2, 3, 10, 32, 64, 100, 124, 125})
        QTest::addRow("%d at a time", most) << most;
}

void RangeSearchTest::learnsThatTheDeviceGivesFewerAtATime()
{
    QFETCH(int, most);
    const Stretches areas{{0, 500}, {600, 100}};
    const Outcome outcome = search({areas, most}, {0, 1000});
    QVERIFY(!outcome.wentAstray);
    QCOMPARE(outcome.found, areas);
    QCOMPARE(outcome.most, most);
    const int fair = bound(areas, {0, 1000}, most, 16);
    QVERIFY2(outcome.requests <= fair,
             qPrintable(QStringLiteral("%1 requests, %2 at most").arg(outcome.requests).arg(fair)));
}

void RangeSearchTest::keepsAreasApartThatCannotBeReadAcross()
{
    const Stretches areas{{10, 90}, {100, 200}, {300, 5}};
    const Outcome outcome = search({areas}, {0, 1000});
    QCOMPARE(outcome.found, areas);
    QCOMPARE(outcome.most, 125);
    QVERIFY(outcome.requests <= bound(areas, {0, 1000}, 125, 16));
}

void RangeSearchTest::asksNothingOfAnEmptyRange()
{
    QVERIFY(!RangeSearch({0, 0}, 125, 16).question());
    QVERIFY(!RangeSearch({100, -1}, 125, 16).question());
}

/// A device may answer as it likes, differently each time: the search ends, within its range.
void RangeSearchTest::survivesAnyAnswers()
{
    for (quint32 seed = 1; seed <= 200; ++seed) {
        quint32 state = seed;
        RangeSearch search({50, 400}, 125, 16);
        int requests = 0;
        while (const auto question = search.question()) {
            QVERIFY(question->count >= 1 && question->begin >= 50 && question->end() <= 450);
            QVERIFY(++requests < 5000);
            state = state * 1664525U + 1013904223U;
            search.answer((state >> 16) % 3 != 0);
        }
        int end = 50;
        for (const Stretch &stretch : search.stretches()) {
            QVERIFY(stretch.begin >= end && stretch.count > 0 && stretch.end() <= 450);
            end = stretch.end();
        }
    }
}

QTEST_GUILESS_MAIN(RangeSearchTest)
#include "tst_rangesearch.moc"
