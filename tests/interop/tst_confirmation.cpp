// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/nginxprefix.h"
#include "transfer/receiver/installer.h"
#include "transfer/receiver/nginxprocess.h"

#include <QFile>
#include <QTcpServer>
#include <QTest>
#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using support::contentOf;
using Verdict = InstallResult::Verdict;

namespace {

constexpr int kPatience = 60000;

QByteArray ruleThatSays(const QByteArray &text)
{
    return "location = /rule { return 200 \"" + text + "\"; }\n";
}

QByteArray zoneOf(const QByteArray &key)
{
    return "limit_req_zone " + key + " zone=peers:1m rate=1r/s;\n";
}

/// An installer that looks for evidence, in front of a real nginx.
class Workshop
{
public:
    Workshop()
    {
        m_options.test = line(nginx.testCommand());
        m_options.reload = line(nginx.reloadCommand());
        m_options.confirmation = {nginx.pidFile(), nginx.errorLog(), 30s};
        m_installer.setOptions(m_options);
    }

    /// Empty when no result came.
    std::optional<InstallResult> install(const QString &name, const QByteArray &content)
    {
        auto staged = m_store.stage();
        if (!staged || !staged->append(content))
            return std::nullopt;
        std::optional<InstallResult> got;
        m_installer.install(std::move(*staged), {.name = name, .from = u"the test"_s}, &m_context,
                            [&](const InstallResult &result) { got = result; });
        if (!QTest::qWaitFor([&] { return got.has_value(); }, kPatience))
            return std::nullopt;
        return got;
    }

    InstallerOptions &options() { return m_options; }
    void useOptions() { m_installer.setOptions(m_options); }

    support::NginxPrefix nginx;

private:
    static CommandLine line(const QString &text) { return *CommandLine::parse(text, 30s); }

    InstallerOptions m_options;
    RuleStore m_store = *RuleStore::open(nginx.rulesDirectory());
    Installer m_installer{m_store, {}};
    QObject m_context;
};

QList<Phase> passed(const InstallResult &result)
{
    QList<Phase> phases;
    for (const PhaseReport &report : result.phases) {
        if (report.isPassed)
            phases.append(report.phase);
    }
    return phases;
}

} // namespace

/// Whether a reload took effect is told by a real nginx's workers and its error log.
class TestConfirmation : public QObject
{
    Q_OBJECT
private slots:
    void aGoodRuleIsProvedLive();
    void whatTheTestMissesIsFoundAndTakenBack_data();
    void whatTheTestMissesIsFoundAndTakenBack();
    void withoutTheLogTheWorkersTell();
    void nginxIsNotRunning();
    void aStalePidFileSignalsNobody();
};

void TestConfirmation::aGoodRuleIsProvedLive()
{
    Workshop workshop;
    QVERIFY(workshop.nginx.start());
    for (const QByteArray text : {"first", "second"}) {
        const auto result = workshop.install(u"site.conf"_s, ruleThatSays(text));
        QVERIFY(result);
        QVERIFY2(result->verdict == Verdict::Installed, qPrintable(result->reason));
        QVERIFY(result->isProved);
        QCOMPARE(passed(*result),
                 (QList{Phase::Install, Phase::Test, Phase::Reload, Phase::Confirm}));
        // Proved means now, not soon.
        QCOMPARE(workshop.nginx.get("/rule"), text);
    }
}

void TestConfirmation::whatTheTestMissesIsFoundAndTakenBack_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("good");
    QTest::addColumn<QByteArray>("bad");
    QTest::addColumn<QString>("reason");
    QTest::newRow("an address in use")
        << u"site.conf"_s << ruleThatSays("good")
        << QByteArray("listen 127.0.0.1:PORT;\n") + ruleThatSays("bad")
        << u"still could not bind()"_s;
    QTest::newRow("a zone that changed its key") << u"peers.zone"_s << zoneOf("$binary_remote_addr")
                                                 << zoneOf("$host") << u"key while previously"_s;
}

void TestConfirmation::whatTheTestMissesIsFoundAndTakenBack()
{
    QFETCH(const QString, name);
    QFETCH(const QByteArray, good);
    QFETCH(QByteArray, bad);
    QFETCH(const QString, reason);
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost));
    bad.replace("PORT", QByteArray::number(squatter.serverPort()));

    Workshop workshop;
    QVERIFY(workshop.nginx.start());
    QVERIFY(workshop.install(name, good)->isProved);
    const auto result = workshop.install(name, bad);
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::NotConfirmed);
    QVERIFY2(result->reason.contains(reason), qPrintable(result->reason));
    QVERIFY2(result->reason.contains(u"what was there before is back"_s),
             qPrintable(result->reason));
    QVERIFY2(!result->reason.contains(u"not proved"_s), qPrintable(result->reason));
    // Back, signalled and seen to be live again.
    QCOMPARE(passed(*result), (QList{Phase::Install, Phase::Test, Phase::Reload, Phase::Restore,
                                     Phase::Restore, Phase::Restore}));
    QCOMPARE(contentOf(workshop.nginx.rule(name)), good);
    QCOMPARE(workshop.nginx.get("/alive"), "alive");
    QVERIFY(workshop.install(u"after.conf"_s, ruleThatSays("after").replace("/rule", "/after"))
                ->isProved);
    QCOMPARE(workshop.nginx.get("/after"), "after");
}

void TestConfirmation::withoutTheLogTheWorkersTell()
{
    QTcpServer squatter;
    QVERIFY(squatter.listen(QHostAddress::LocalHost));
    Workshop workshop;
    QVERIFY(workshop.nginx.start());
    workshop.options().confirmation.errorLog.clear();
    workshop.options().confirmation.limit = 500ms;
    workshop.useOptions();
    const auto result = workshop.install(
        u"site.conf"_s, "listen 127.0.0.1:" + QByteArray::number(squatter.serverPort()) + ";\n");
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::NotConfirmed);
    QVERIFY2(result->reason.contains(u"1 of nginx's 1 workers are the old ones"_s),
             qPrintable(result->reason));
    QCOMPARE(contentOf(workshop.nginx.rule(u"site.conf"_s)), "(none)");
}

void TestConfirmation::nginxIsNotRunning()
{
    Workshop workshop;
    const auto result = workshop.install(u"site.conf"_s, ruleThatSays("unheard"));
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::ReloadFailed);
    QVERIFY2(result->reason.contains(u"nginx does not run"_s), qPrintable(result->reason));
    QCOMPARE(contentOf(workshop.nginx.rule(u"site.conf"_s)), "(none)");
}

void TestConfirmation::aStalePidFileSignalsNobody()
{
    Workshop workshop;
    // Its number was given to somebody else: to this test, which would end by nginx's signal.
    QFile pidFile(workshop.nginx.pidFile());
    QVERIFY(pidFile.open(QIODevice::WriteOnly));
    pidFile.write(QByteArray::number(QCoreApplication::applicationPid()) + '\n');
    pidFile.close();
    const auto result = workshop.install(u"site.conf"_s, ruleThatSays("unheard"));
    QVERIFY(result);
    QCOMPARE(result->verdict, Verdict::ReloadFailed);
    QVERIFY2(result->reason.contains(u"is no nginx master"_s), qPrintable(result->reason));
    QCOMPARE(passed(*result), (QList{Phase::Install, Phase::Test, Phase::Restore}));
    QCOMPARE(contentOf(workshop.nginx.rule(u"site.conf"_s)), "(none)");
}

QTEST_GUILESS_MAIN(TestConfirmation)
#include "tst_confirmation.moc"
