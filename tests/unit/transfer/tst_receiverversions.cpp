// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/installerworkshop.h"
#include "transfer/receiver/installreport.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using support::contentOf;
using Action = VersionRecord::Action;
using Verdict = InstallResult::Verdict;
using Workshop = support::InstallerWorkshop;

namespace {

constexpr int kPatience = 60000;
const auto kName = u"site.conf"_s;

QByteArray digest(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
}

Change named()
{
    return {.name = kName, .from = u"127.0.0.1:4711"_s, .by = u"Anna"_s};
}

QStringList phases(const InstallResult &result)
{
    QStringList names;
    for (const PhaseReport &phase : result.phases)
        names.append(phaseName(phase.phase));
    return names;
}

/// Answers every request with the same words.
class Site : public QTcpServer
{
public:
    explicit Site(const QByteArray &answer)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket, answer] {
                heard += socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }
    QUrl url() const { return QUrl(u"http://127.0.0.1:%1/there"_s.arg(serverPort())); }
    QByteArray heard;
};

} // namespace

/// Changes with their history: who, when, from where; dry runs, deletions, preconditions, probes.
class TestReceiverVersions : public QObject
{
    Q_OBJECT
private slots:
    void remembersWhoWhenAndFromWhere();
    void keepsWhatIsFoundOnTheMachine();
    void keepsTheLastTwenty();
    void aDryRunChangesNothing();
    void takesARuleAwayAndKeepsItsVersions();
    void aRuleThatIsStillNeededComesBack();
    void whatIsNotThereCannotBeTakenAway();
    void twoPeopleDoNotOverwriteEachOther_data();
    void twoPeopleDoNotOverwriteEachOther();
    void probesTheSite_data();
    void probesTheSite();
    void twoProcessesTakeTurns();
    void aSecondProcessLeavesAnUploadAlone();
    void listsWhatIsThere();
};

void TestReceiverVersions::remembersWhoWhenAndFromWhere()
{
    Workshop workshop;
    Change change = named();
    change.comment = u"blocks the bots of Tuesday"_s;
    change.key = "k1";
    const auto before = QDateTime::currentDateTimeUtc();
    workshop.install(change, "first");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    const InstallResult &result = workshop.results[0];
    QCOMPARE(result.version, 1);
    QCOMPARE(result.sha256, digest("first"));
    QVERIFY(result.previousSha256.isEmpty());

    const auto versions = workshop.store().versions().list(kName);
    QCOMPARE(versions.size(), 1);
    QCOMPARE(versions[0].number, 1);
    QCOMPARE(versions[0].action, Action::Push);
    QCOMPARE(versions[0].by, u"Anna"_s);
    QCOMPARE(versions[0].from, u"127.0.0.1:4711"_s);
    QCOMPARE(versions[0].comment, change.comment);
    QCOMPARE(versions[0].sha256, digest("first"));
    QCOMPARE(versions[0].size, 5);
    QCOMPARE(versions[0].isProved, false);
    QVERIFY(versions[0].installed >= before.addMSecs(-1));
    QVERIFY(versions[0].installed <= QDateTime::currentDateTimeUtc());
    // What its sender was told can be told again.
    QCOMPARE(versions[0].key, "k1");
    QCOMPARE(versions[0].result[u"verdict"].toString(), u"notProved"_s);
    QCOMPARE(versions[0].result, reportOf(change, result));

    workshop.install(named(), "second");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 2, kPatience);
    QCOMPARE(workshop.results[1].version, 2);
    QCOMPARE(workshop.results[1].previousSha256, digest("first"));
    QCOMPARE(contentOf(workshop.path(u"rules.loopcheck/versions/site.conf/1"_s)), "first");
}

void TestReceiverVersions::keepsWhatIsFoundOnTheMachine()
{
    Workshop workshop;
    support::write(workshop.path(u"rules/site.conf"_s), "by hand");
    workshop.install(named(), "pushed");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    support::write(workshop.path(u"rules/site.conf"_s), "by hand again");
    workshop.install(named(), "pushed again");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 2, kPatience);
    const auto versions = workshop.store().versions().list(kName);
    QList<Action> actions;
    for (const auto &version : versions)
        actions.append(version.action);
    QCOMPARE(actions, (QList{Action::Push, Action::Found, Action::Push, Action::Found}));
    QCOMPARE(versions[1].sha256, digest("by hand again"));
    QCOMPARE(versions[3].sha256, digest("by hand"));
    QCOMPARE(contentOf(workshop.path(u"rules.loopcheck/versions/site.conf/1"_s)), "by hand");
}

void TestReceiverVersions::keepsTheLastTwenty()
{
    Workshop workshop;
    constexpr int kInstalls = kMostVersions + 5;
    for (int i = 1; i <= kInstalls; ++i)
        workshop.install(named(), QByteArray::number(i));
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), kInstalls, kPatience);
    const auto versions = workshop.store().versions().list(kName);
    QCOMPARE(versions.size(), kMostVersions);
    QCOMPARE(versions.constFirst().number, kInstalls);
    QCOMPARE(versions.constLast().number, kInstalls - kMostVersions + 1);
    QVERIFY(!workshop.store().versions().open(kName, 1).isOpen());
    QVERIFY(workshop.store().versions().open(kName, kInstalls).isOpen());
}

void TestReceiverVersions::aDryRunChangesNothing()
{
    Workshop workshop;
    workshop.install(named(), "good");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    workshop.setCommands(u"echo >>tests; grep -q good rules/site.conf"_s, u"echo >>reloads"_s);
    Change dry = named();
    dry.isDryRun = true;
    const auto modified = workshop.store().rules().find(kName).value()->modified;
    workshop.install(dry, "good as well");
    workshop.install(dry, "bad");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 3, kPatience);
    QCOMPARE(workshop.results[1].verdict, Verdict::Checked);
    QCOMPARE(workshop.results[1].version, 0);
    QCOMPARE(phases(workshop.results[1]),
             (QStringList{u"installed"_s, u"tested"_s, u"restored"_s}));
    QCOMPARE(workshop.results[2].verdict, Verdict::TestFailed);
    QCOMPARE(workshop.results[2].phases[1].exitStatus, 1);
    QCOMPARE(workshop.rule(kName), "good");
    QCOMPARE(workshop.store().rules().find(kName).value()->modified, modified);
    QCOMPARE(contentOf(workshop.path(u"tests"_s)), "\n\n");
    QCOMPARE(contentOf(workshop.path(u"reloads"_s)), "(none)");
    QCOMPARE(workshop.store().versions().list(kName).size(), 1);
}

void TestReceiverVersions::takesARuleAwayAndKeepsItsVersions()
{
    Workshop workshop;
    workshop.install(named(), "first");
    workshop.takeAway(named());
    workshop.install(named(), "again");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 3, kPatience);
    QCOMPARE(workshop.results[1].verdict, Verdict::Installed);
    QCOMPARE(workshop.results[1].previousSha256, digest("first"));
    QVERIFY(workshop.results[2].previousSha256.isEmpty());
    const auto versions = workshop.store().versions().list(kName);
    QCOMPARE(versions.size(), 3);
    QCOMPARE(versions[1].action, Action::Delete);
    QVERIFY(versions[1].sha256.isEmpty() && !versions[1].size);
    QVERIFY(!workshop.store().versions().open(kName, 2).isOpen());
    QVERIFY(workshop.store().versions().open(kName, 1).isOpen());
}

void TestReceiverVersions::aRuleThatIsStillNeededComesBack()
{
    Workshop workshop;
    workshop.install(named(), "needed");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    workshop.setCommands(u"test -e rules/site.conf"_s, u"true"_s);
    workshop.takeAway(named());
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 2, kPatience);
    QCOMPARE(workshop.results[1].verdict, Verdict::TestFailed);
    QCOMPARE(workshop.rule(kName), "needed");
    QCOMPARE(workshop.store().versions().list(kName).size(), 1);
}

void TestReceiverVersions::whatIsNotThereCannotBeTakenAway()
{
    Workshop workshop;
    workshop.takeAway(named());
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QCOMPARE(workshop.results[0].verdict, Verdict::NoSuchRule);
    QCOMPARE(workshop.journal(), "(none)");
}

void TestReceiverVersions::twoPeopleDoNotOverwriteEachOther_data()
{
    using Kind = Precondition::Kind;
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<Precondition>("precondition");
    QTest::addColumn<bool>("isInstalled");
    QTest::newRow("the one that was looked at is there")
        << true << Precondition{Kind::Sha256, digest("first")} << true;
    QTest::newRow("another one is there")
        << true << Precondition{Kind::Sha256, digest("other")} << false;
    QTest::newRow("it was taken away")
        << false << Precondition{Kind::Sha256, digest("first")} << false;
    QTest::newRow("any is there") << true << Precondition{Kind::Exists} << true;
    QTest::newRow("none is there") << false << Precondition{Kind::Exists} << false;
    QTest::newRow("a new one") << false << Precondition{Kind::Absent} << true;
    QTest::newRow("a new one that is there already") << true << Precondition{Kind::Absent} << false;
}

void TestReceiverVersions::twoPeopleDoNotOverwriteEachOther()
{
    QFETCH(const bool, isThere);
    QFETCH(const Precondition, precondition);
    QFETCH(const bool, isInstalled);
    Workshop workshop;
    if (isThere)
        support::write(workshop.path(u"rules/site.conf"_s), "first");
    Change change = named();
    change.precondition = precondition;
    workshop.install(change, "second");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QCOMPARE(workshop.results[0].verdict,
             isInstalled ? Verdict::Installed : Verdict::PreconditionFailed);
    QCOMPARE(workshop.rule(kName), isInstalled ? "second" : isThere ? "first" : "(none)");
}

void TestReceiverVersions::probesTheSite_data()
{
    QTest::addColumn<Probe>("probe");
    QTest::addColumn<QString>("complaint");
    const auto asks = [](Probe probe) {
        probe.limit = 300ms;
        return probe;
    };
    Probe good{.host = "shop.example.com",
               .headerName = "x-rules",
               .headerValue = "42",
               .text = "welcome"};
    good.limit = 60s;
    QTest::newRow("it answers as asked") << good << QString();
    QTest::newRow("another status") << asks({.status = 403}) << u"it answered 200, not 403"_s;
    QTest::newRow("another header")
        << asks({.headerName = "X-Rules", .headerValue = "43"}) << u"is \"42\", not \"43\""_s;
    QTest::newRow("another text") << asks({.text = "goodbye"})
                                  << u"does not have the text \"goodbye\""_s;
}

void TestReceiverVersions::probesTheSite()
{
    QFETCH(Probe, probe);
    QFETCH(const QString, complaint);
    Site site("HTTP/1.1 200 OK\r\nX-Rules: 42\r\nContent-Length: 7\r\n\r\nwelcome");
    probe.url = site.url();
    Workshop workshop;
    workshop.setCommands(u"true"_s, u"echo >>reloads"_s);
    Change change = named();
    change.probe = probe;
    workshop.install(change, "first");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    const InstallResult &result = workshop.results[0];
    QVERIFY(site.heard.startsWith("GET /there HTTP/1.1\r\n"));
    if (complaint.isEmpty()) {
        QCOMPARE(result.verdict, Verdict::Installed);
        QVERIFY(result.isProved);
        QVERIFY(site.heard.contains("Host: shop.example.com\r\n"));
        QCOMPARE(workshop.rule(kName), "first");
        return;
    }
    QCOMPARE(result.verdict, Verdict::ProbeFailed);
    QVERIFY2(result.reason.contains(complaint), qPrintable(result.reason));
    QCOMPARE(workshop.rule(kName), "(none)");
    QCOMPARE(contentOf(workshop.path(u"reloads"_s)), "\n\n");
    QCOMPARE(phases(result), (QStringList{u"installed"_s, u"tested"_s, u"reloaded"_s, u"probed"_s,
                                          u"restored"_s, u"restored"_s}));
}

void TestReceiverVersions::twoProcessesTakeTurns()
{
    Workshop workshop;
    // What another process has open is a store of its own on the same directories.
    auto other = RuleStore::open(workshop.path(u"rules"_s));
    QVERIFY(other && other->takeTurn());
    auto file = other->stage();
    QVERIFY(file && file->append("theirs") && other->place(std::move(*file), kName));
    QVERIFY(workshop.installer().recover());
    workshop.install(named(), "ours");
    QCOMPARE(workshop.rule(kName), "theirs");
    QVERIFY(!workshop.store().takeTurn());
    QVERIFY(other->keep());
    QVERIFY(workshop.results.isEmpty());
    other->leaveTurn();
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QCOMPARE(workshop.results[0].previousSha256, digest("theirs"));
    QCOMPARE(workshop.store().versions().list(kName).size(), 2);
}

void TestReceiverVersions::aSecondProcessLeavesAnUploadAlone()
{
    Workshop workshop;
    auto file = workshop.store().stage();
    QVERIFY(file && file->append("half"));
    auto other = RuleStore::open(workshop.path(u"rules"_s));
    QVERIFY(other && other->recover());
    QVERIFY(file->append(" and half"));
    QVERIFY(workshop.store().place(std::move(*file), kName));
    QCOMPARE(workshop.rule(kName), "half and half");
}

void TestReceiverVersions::listsWhatIsThere()
{
    Workshop workshop;
    const auto write = [&](const QString &name, const QByteArray &text) {
        support::write(workshop.path(u"rules/"_s + name), text);
    };
    write(u"b.conf"_s, "bb");
    write(u"a.conf"_s, "a");
    write(u".hidden"_s, "x");
    QFile::link(workshop.path(u"rules/a.conf"_s), workshop.path(u"rules/link.conf"_s));
    QVERIFY(QDir(workshop.path(u"rules"_s)).mkdir(u"folder"_s));
    const RuleDirectory &rules = workshop.store().rules();
    auto list = rules.list();
    QVERIFY(list);
    QCOMPARE(list->size(), 2);
    QCOMPARE(list->at(0).name, u"a.conf"_s);
    QCOMPARE(list->at(0).size, 1);
    QCOMPARE(list->at(1).sha256, digest("bb"));
    write(u"b.conf"_s, "cc");
    QCOMPARE(rules.list()->at(1).sha256, digest("cc"));
    QVERIFY(!rules.open(u"link.conf"_s).isOpen());
    QVERIFY(!rules.open(u"folder"_s).isOpen());
    QVERIFY(rules.open(u"a.conf"_s).isOpen());
}

QTEST_GUILESS_MAIN(TestReceiverVersions)
#include "tst_receiverversions.moc"
