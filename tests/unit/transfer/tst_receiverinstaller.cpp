// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/installerworkshop.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using support::contentOf;
using Workshop = support::InstallerWorkshop;
using Verdict = InstallResult::Verdict;

namespace {

constexpr int kPatience = 60000;

} // namespace

class TestReceiverInstaller : public QObject
{
    Q_OBJECT
private slots:
    void installsWhatPasses();
    void testsWithTheCandidateInPlace();
    void takesBackWhatFails_data();
    void takesBackWhatFails();
    void reloadsAgainAfterAReloadThatFailed();
    void killsACommandWithItsChildren();
    void outputOfACommandIsBounded();
    void installsOneAfterTheOther();
    void doesNotWaitForEver();
    void doneIsNotCalledForAContextThatIsGone();
    void undoesAnInterruptedInstall();
};

void TestReceiverInstaller::installsWhatPasses()
{
    Workshop workshop;
    workshop.setCommands(u"echo test >>steps"_s, u"echo reload >>steps"_s);
    workshop.install(u"site.conf"_s, "first");
    QVERIFY(workshop.results.isEmpty());
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QCOMPARE(workshop.results[0].verdict, Verdict::Installed);
    QCOMPARE(workshop.rule(u"site.conf"_s), "first");
    QCOMPARE(contentOf(workshop.path(u"steps"_s)), "test\nreload\n");
    QCOMPARE(workshop.journal(), "(none)");
}

void TestReceiverInstaller::testsWithTheCandidateInPlace()
{
    Workshop workshop;
    workshop.setCommands(u"grep -q good rules/site.conf"_s, u"true"_s);
    workshop.install(u"site.conf"_s, "good");
    workshop.install(u"site.conf"_s, "bad");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 2, kPatience);
    QCOMPARE(workshop.results[0].verdict, Verdict::Installed);
    QCOMPARE(workshop.results[1].verdict, Verdict::TestFailed);
    QCOMPARE(workshop.rule(u"site.conf"_s), "good");
}

void TestReceiverInstaller::takesBackWhatFails_data()
{
    QTest::addColumn<QString>("test");
    QTest::addColumn<QString>("reload");
    QTest::addColumn<Verdict>("verdict");
    QTest::addColumn<QString>("reason");
    QTest::newRow("the test fails")
        << u"exit 3"_s << u"true"_s << Verdict::TestFailed << u"exit status 3"_s;
    QTest::newRow("the test crashes")
        << u"kill -SEGV $$"_s << u"true"_s << Verdict::TestFailed << u"crashed"_s;
    QTest::newRow("the test does not end")
        << u"sleep 1000"_s << u"true"_s << Verdict::TestFailed << u"killed after 0.5 s"_s;
    QTest::newRow("the reload fails")
        << u"true"_s << u"exit 1"_s << Verdict::ReloadFailed << u"exit status 1"_s;
    QTest::newRow("the reload does not end")
        << u"true"_s << u"sleep 1000"_s << Verdict::ReloadFailed << u"killed after 0.5 s"_s;
}

void TestReceiverInstaller::takesBackWhatFails()
{
    QFETCH(const QString, test);
    QFETCH(const QString, reload);
    QFETCH(const Verdict, verdict);
    QFETCH(const QString, reason);
    Workshop workshop;
    workshop.install(u"site.conf"_s, "first");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);

    workshop.setCommands(test, reload, test.contains(u"1000") ? 500ms : 60s,
                         reload.contains(u"1000") ? 500ms : 60s);
    workshop.install(u"site.conf"_s, "second");
    workshop.install(u"new.conf"_s, "new");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 3, kPatience);
    for (const int index : {1, 2}) {
        QCOMPARE(workshop.results[index].verdict, verdict);
        QVERIFY2(workshop.results[index].reason.contains(reason),
                 qPrintable(workshop.results[index].reason));
    }
    QCOMPARE(workshop.rule(u"site.conf"_s), "first");
    QCOMPARE(workshop.rule(u"new.conf"_s), "(none)");
    QCOMPARE(workshop.journal(), "(none)");
}

void TestReceiverInstaller::reloadsAgainAfterAReloadThatFailed()
{
    Workshop workshop;
    workshop.setCommands(u"true"_s, u"cat rules/* >live; echo >>tries; test -s rules/none"_s);
    workshop.install(u"site.conf"_s, "rejected");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QCOMPARE(workshop.results[0].verdict, Verdict::ReloadFailed);
    QCOMPARE(contentOf(workshop.path(u"tries"_s)), "\n\n");
    QCOMPARE(contentOf(workshop.path(u"live"_s)), "");
}

void TestReceiverInstaller::killsACommandWithItsChildren()
{
    Workshop workshop;
    workshop.setCommands(u"sleep 1000 & echo $! >child; wait"_s, u"true"_s, 3s);
    workshop.install(u"site.conf"_s, "rule");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    const int child = contentOf(workshop.path(u"child"_s)).trimmed().toInt();
    QVERIFY(child > 0);
    // Gone, or a zombie where nobody collects orphans.
    const auto hasEnded = [&] {
        const QByteArray state = contentOf(u"/proc/%1/stat"_s.arg(child));
        return state == "(none)" || state.contains(") Z ");
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasEnded(), kPatience);
}

void TestReceiverInstaller::outputOfACommandIsBounded()
{
    Command command({u"/bin/sh"_s, {u"-c"_s, u"yes | head -c 1000000"_s}, 20s});
    std::optional<CommandResult> result;
    connect(&command, &Command::finished, this,
            [&](const CommandResult &finished) { result = finished; });
    command.start();
    QTRY_VERIFY_WITH_TIMEOUT(result, kPatience);
    QVERIFY(result->output.startsWith("y\ny\n"));
    QVERIFY(result->output.size() <= 16384);
}

void TestReceiverInstaller::installsOneAfterTheOther()
{
    Workshop workshop;
    workshop.setCommands(u"mkdir busy"_s, u"sleep 0.05; rmdir busy"_s);
    for (int i = 0; i < 5; ++i)
        workshop.install(i % 2 == 0 ? u"even.conf"_s : u"odd.conf"_s, QByteArray::number(i));
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 5, kPatience);
    for (const InstallResult &result : std::as_const(workshop.results))
        QCOMPARE(result.verdict, Verdict::Installed);
    QCOMPARE(workshop.rule(u"even.conf"_s), "4");
    QCOMPARE(workshop.rule(u"odd.conf"_s), "3");
}

void TestReceiverInstaller::doesNotWaitForEver()
{
    Workshop workshop;
    workshop.setCommands(u"until test -e go; do sleep 0.02; done"_s, u"true"_s, 60s, 60s, 200ms);
    workshop.install(u"first.conf"_s, "first");
    QTRY_VERIFY_WITH_TIMEOUT(workshop.rule(u"first.conf"_s) == "first", kPatience);
    workshop.install(u"second.conf"_s, "second");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QCOMPARE(workshop.results[0].verdict, Verdict::TooBusy);
    QCOMPARE(workshop.rule(u"second.conf"_s), "(none)");
    QVERIFY(QFile(workshop.path(u"go"_s)).open(QIODevice::WriteOnly));
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 2, kPatience);
    QCOMPARE(workshop.results[1].verdict, Verdict::Installed);
}

void TestReceiverInstaller::doneIsNotCalledForAContextThatIsGone()
{
    Workshop workshop;
    auto file = workshop.store().stage();
    QVERIFY(file && file->append("rule"));
    auto context = std::make_unique<QObject>();
    bool isCalled = false;
    workshop.installer().install(std::move(*file), {.name = u"site.conf"_s, .from = u"a test"_s},
                                 context.get(), [&](const InstallResult &) { isCalled = true; });
    context.reset();
    workshop.install(u"other.conf"_s, "other");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    QVERIFY(!isCalled);
    QCOMPARE(workshop.rule(u"site.conf"_s), "rule");
}

void TestReceiverInstaller::undoesAnInterruptedInstall()
{
    Workshop workshop;
    workshop.install(u"site.conf"_s, "first");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 1, kPatience);
    auto file = workshop.store().stage();
    QVERIFY(file && file->append("half tested"));
    QVERIFY(workshop.store().place(std::move(*file), u"site.conf"_s));

    workshop.setCommands(u"true"_s, u"cat rules/site.conf >live"_s);
    QVERIFY(workshop.installer().recover());
    QCOMPARE(workshop.rule(u"site.conf"_s), "first");
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(workshop.path(u"live"_s)), "first", kPatience);
    workshop.install(u"site.conf"_s, "second");
    QTRY_COMPARE_WITH_TIMEOUT(workshop.results.size(), 2, kPatience);
    QCOMPARE(workshop.rule(u"site.conf"_s), "second");
}

QTEST_GUILESS_MAIN(TestReceiverInstaller)
#include "tst_receiverinstaller.moc"
