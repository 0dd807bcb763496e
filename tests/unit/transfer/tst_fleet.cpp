// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/fleet.h"

#include "tests/support/closedport.h"
#include "tests/support/securedesk.h"

#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <memory>
#include <vector>

using namespace support;
using namespace transfer;
using namespace transfer::secure;

namespace {

using Peers = std::vector<std::unique_ptr<SecurePeer>>;

Peers peersOf(int count)
{
    Peers peers;
    for (int i = 0; i < count; ++i)
        peers.push_back(std::make_unique<SecurePeer>());
    return peers;
}

QList<FleetTarget> targetsOf(const Peers &peers)
{
    QList<FleetTarget> targets;
    for (const auto &peer : peers)
        targets.append({QStringLiteral("edge-%1").arg(targets.size()), accessTo(*peer)});
    return targets;
}

FleetOptions quickOptions()
{
    FleetOptions options;
    options.limits = quickLimits(0);
    return options;
}

/// By target; nothing when it does not end, or ends inside start().
QList<ChangeResult> runToEnd(Fleet &fleet)
{
    QSignalSpy finished(&fleet, &Fleet::finished);
    fleet.start();
    if (!finished.isEmpty() || !finished.wait(60'000))
        return {};
    return fleet.results();
}

QStringList verdictsOf(const QList<ChangeResult> &results)
{
    QStringList verdicts;
    for (const ChangeResult &result : results)
        verdicts.append(verdictName(result.verdict));
    return verdicts;
}

int installsAt(const Peers &peers)
{
    int installs = 0;
    for (const auto &peer : peers)
        installs += peer->installs();
    return installs;
}

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(u' ');
}

} // namespace

class FleetTest : public QObject
{
    Q_OBJECT
private slots:
    void pushesToAll();
    void tellsThePhasesOfEach();
    void skipsWhoHasItAlready();
    void sendsACanaryFirst();
    void takesTheNextCanaryWhereTheFirstHasItAlready();
    void stopsOrGoesOn_data();
    void stopsOrGoesOn();
    void runsNoMoreAtOnceThanAsked();
    void takesAllBack();
    void takesBackNothingThatSomebodyChangedSince();
    void endsWhenCancelled();
};

void FleetTest::pushesToAll()
{
    const Peers peers = peersOf(20);
    Fleet fleet(targetsOf(peers), pushOf("deny all;\n"), quickOptions());
    QSignalSpy ended(&fleet, &Fleet::ended);
    const auto results = runToEnd(fleet);
    QCOMPARE(results.size(), 20);
    QCOMPARE(ended.size(), 20);
    for (std::size_t i = 0; i < peers.size(); ++i) {
        QCOMPARE(results[i].verdict, Verdict::Applied);
        QCOMPARE(results[i].receiver, fleet.targets()[i].access.peer.toString());
        QCOMPARE(peers[i]->rule("site.conf"), QByteArray("deny all;\n"));
    }
}

void FleetTest::tellsThePhasesOfEach()
{
    const Peers peers = peersOf(2);
    Fleet fleet(targetsOf(peers), pushOf("deny all;\n"), quickOptions());
    QHash<int, QList<FleetPhase>> phases;
    connect(&fleet, &Fleet::phaseChanged, this,
            [&phases](int target, FleetPhase phase) { phases[target].append(phase); });
    runToEnd(fleet);
    const QList<FleetPhase> expected{FleetPhase::Comparing, FleetPhase::Sending,
                                     FleetPhase::Installing, FleetPhase::Ended};
    QCOMPARE(phases.size(), 2);
    QVERIFY(phases[0] == expected);
    QVERIFY(phases[1] == expected);
}

void FleetTest::skipsWhoHasItAlready()
{
    const Peers peers = peersOf(2);
    peers[0]->setRule("site.conf", "deny all;\n");
    Fleet fleet(targetsOf(peers), pushOf("deny all;\n"), quickOptions());
    QCOMPARE(verdictsOf(runToEnd(fleet)), words("skipped applied"));
    QCOMPARE(peers[0]->installs(), 0);

    FleetOptions options = quickOptions();
    options.isForced = true;
    Fleet forced(targetsOf(peers), pushOf("deny all;\n"), options);
    QCOMPARE(verdictsOf(runToEnd(forced)), words("applied applied"));
}

void FleetTest::sendsACanaryFirst()
{
    const Peers peers = peersOf(4);
    peers[0]->setVerdict(QStringLiteral("failed"), QStringLiteral("testFailed"));
    FleetOptions options = quickOptions();
    options.hasCanary = true;
    options.stopsOnFailure = false;
    Fleet fleet(targetsOf(peers), pushOf("a"), options);
    const auto results = runToEnd(fleet);
    QCOMPARE(verdictsOf(results), words("failed notSent notSent notSent"));
    for (int i = 1; i < 4; ++i) {
        QCOMPARE(peers[i]->connections(), 0);
        QCOMPARE(results[i].error.value().kind, Error::Kind::Aborted);
    }

    peers[0]->setVerdict(QStringLiteral("applied"));
    bool isAlone = true;
    peers[0]->setBehaviour([&](const HttpAsked &asked) {
        isAlone = isAlone && std::all_of(peers.cbegin() + 1, peers.cend(),
                                         [](const auto &peer) { return peer->connections() == 0; });
        peers[0]->answerWell(asked);
    });
    Fleet good(targetsOf(peers), pushOf("a"), options);
    QCOMPARE(verdictsOf(runToEnd(good)), words("applied applied applied applied"));
    QVERIFY(isAlone);
}

void FleetTest::takesTheNextCanaryWhereTheFirstHasItAlready()
{
    const Peers peers = peersOf(4);
    peers[0]->setRule("site.conf", "a");
    peers[1]->setVerdict(QStringLiteral("failed"), QStringLiteral("testFailed"));
    FleetOptions options = quickOptions();
    options.hasCanary = true;
    Fleet fleet(targetsOf(peers), pushOf("a"), options);
    QCOMPARE(verdictsOf(runToEnd(fleet)), words("skipped failed notSent notSent"));
}

void FleetTest::stopsOrGoesOn_data()
{
    QTest::addColumn<bool>("stops");
    QTest::addColumn<QStringList>("verdicts");
    QTest::newRow("stops") << true << words("applied failed notSent notSent");
    QTest::newRow("goes on") << false << words("applied failed notSent applied");
}

void FleetTest::stopsOrGoesOn()
{
    QFETCH(bool, stops);
    const ClosedPort closed;
    const Peers peers = peersOf(4);
    peers[1]->setVerdict(QStringLiteral("failed"), QStringLiteral("reloadFailed"));
    QList<FleetTarget> targets = targetsOf(peers);
    targets[2].access.peer.port = closed.number();
    FleetOptions options = quickOptions();
    options.stopsOnFailure = stops;
    options.parallel = 1;
    Fleet fleet(targets, pushOf("a"), options);
    const auto results = runToEnd(fleet);
    QTEST(verdictsOf(results), "verdicts");
    QCOMPARE(results[2].error.value().kind, stops ? Error::Kind::Aborted : Error::Kind::Refused);
}

void FleetTest::runsNoMoreAtOnceThanAsked()
{
    const Peers peers = peersOf(12);
    FleetOptions options = quickOptions();
    options.parallel = 3;
    Fleet fleet(targetsOf(peers), pushOf("a"), options);
    QSet<int> running;
    qsizetype most = 0;
    connect(&fleet, &Fleet::phaseChanged, this, [&](int target, FleetPhase phase) {
        if (phase == FleetPhase::Ended)
            running.remove(target);
        else
            running.insert(target);
        most = std::max(most, running.size());
    });
    QCOMPARE(runToEnd(fleet).size(), 12);
    QCOMPARE(most, 3);
}

void FleetTest::takesAllBack()
{
    const Peers peers = peersOf(3);
    Fleet before(targetsOf({}), pushOf("x"), quickOptions());
    QVERIFY(runToEnd(before).isEmpty()); // to nobody: ends, too
    {
        QList<FleetTarget> two = targetsOf(peers);
        two.removeLast();
        Fleet first(two, pushOf("old"), quickOptions());
        QCOMPARE(verdictsOf(runToEnd(first)), words("applied applied"));
    }
    peers[1]->setVerdict(QStringLiteral("failed"), QStringLiteral("testFailed"));
    FleetOptions options = quickOptions();
    options.stopsOnFailure = false;
    Fleet fleet(targetsOf(peers), pushOf("new"), options);
    QCOMPARE(verdictsOf(runToEnd(fleet)), words("applied failed applied"));
    const int installs = installsAt(peers);

    QSignalSpy rolledBack(&fleet, &Fleet::rolledBack);
    QSignalSpy finished(&fleet, &Fleet::rollBackFinished);
    fleet.rollBack();
    QVERIFY(finished.wait(60'000));
    QCOMPARE(rolledBack.size(), 2);
    QCOMPARE(peers[0]->rule("site.conf"), QByteArray("old"));
    QCOMPARE(peers[1]->rule("site.conf"), QByteArray("old"));
    QCOMPARE(peers[2]->rule("site.conf"), QByteArray("(none)")); // there was none
    QCOMPARE(installsAt(peers), installs + 2);

    fleet.rollBack(); // nothing is left to be taken back
    QVERIFY(finished.wait(60'000));
    QCOMPARE(installsAt(peers), installs + 2);
}

void FleetTest::takesBackNothingThatSomebodyChangedSince()
{
    const Peers peers = peersOf(1);
    Fleet first(targetsOf(peers), pushOf("old"), quickOptions());
    QCOMPARE(verdictsOf(runToEnd(first)), words("applied"));
    Fleet fleet(targetsOf(peers), pushOf("new"), quickOptions());
    QCOMPARE(verdictsOf(runToEnd(fleet)), words("applied"));
    peers[0]->setRule("site.conf", "of somebody else");
    QSignalSpy rolledBack(&fleet, &Fleet::rolledBack);
    fleet.rollBack();
    QVERIFY(rolledBack.wait(60'000));
    const auto result = rolledBack.first().at(1).value<ChangeResult>();
    QCOMPARE(result.verdict, Verdict::NotSent);
    QCOMPARE(result.error.value().kind, Error::Kind::ChangedMeanwhile);
    QCOMPARE(peers[0]->rule("site.conf"), QByteArray("of somebody else"));
}

void FleetTest::endsWhenCancelled()
{
    const Peers peers = peersOf(3);
    for (const auto &peer : peers)
        peer->setBehaviour([](const HttpAsked &) {});
    FleetOptions options = quickOptions();
    options.parallel = 2;
    Fleet fleet(targetsOf(peers), pushOf("a"), options);
    QSignalSpy finished(&fleet, &Fleet::finished);
    fleet.start();
    QTRY_VERIFY(peers[0]->asked().size() == 1 && peers[1]->asked().size() == 1);
    fleet.cancel();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(verdictsOf(fleet.results()), words("notSent notSent notSent"));
    QCOMPARE(peers[2]->connections(), 0);
}

QTEST_GUILESS_MAIN(FleetTest)
#include "tst_fleet.moc"
