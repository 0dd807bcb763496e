// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/apidesk.h"
#include "tests/support/files.h"
#include "tests/support/nginxprefix.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>
#include <csignal>

using namespace Qt::StringLiterals;
using support::ApiDesk;
using support::contentOf;

namespace {

constexpr int kPatience = 60000;

QByteArray ruleThatSays(const QByteArray &text)
{
    return "location = /rule { return 200 \"" + text + "\"; }\n" +
           QByteArray("# a line that makes it long\n").repeated(8000);
}

} // namespace

/// A receiver that is killed at random instants of pushes, in front of a real nginx.
class TestReceiverKill : public QObject
{
    Q_OBJECT
private slots:
    void leavesWholeRulesThatNginxAccepts();
};

void TestReceiverKill::leavesWholeRulesThatNginxAccepts()
{
    // LOOPCHECK_KILLS=500 asks for more than a run of all tests has time for.
    const int kills = qMax(qEnvironmentVariableIntValue("LOOPCHECK_KILLS"), 20);
    support::NginxPrefix nginx;
    QVERIFY(nginx.start());
    const QList<QByteArray> good{ruleThatSays("one"), ruleThatSays("two")};
    const QByteArray bad = "broken;" + QByteArray(50000, '\n');
    ApiDesk desk({u"--test-command"_s, nginx.testCommand(), u"--reload-command"_s,
                  nginx.reloadCommand(), u"--nginx-pid-file"_s, nginx.pidFile(),
                  u"--nginx-error-log"_s, nginx.errorLog()},
                 nginx.rulesDirectory());
    const QStringList test = QProcess::splitCommand(nginx.testCommand());
    int installed = 0;
    int answered = 0;
    for (int round = 0; round < kills; ++round) {
        QVERIFY2(desk.start(), qPrintable(desk.log()));
        QTRY_VERIFY_WITH_TIMEOUT(desk.log().contains(u"serving on"), kPatience);
        // What the one before left is settled by now.
        const auto accepted = support::runProgram(test[0], test.sliced(1));
        QVERIFY2(accepted.exitCode == 0, accepted.all().constData());

        const QByteArray content = round % 4 == 3 ? bad : good[round % 2];
        support::write(desk.path(u"upload"_s), content);
        QProcess push;
        push.start(u"curl"_s, desk.curlArguments(u"/v1/rules/site.conf"_s,
                                                 {u"-T"_s, desk.path(u"upload"_s)}, desk.token()));
        const int instant = int(QRandomGenerator::global()->bounded(400));
        QTimer::singleShot(instant, this, [&] { desk.receiver().signal(SIGKILL); });
        QTRY_COMPARE_WITH_TIMEOUT(push.state(), QProcess::NotRunning, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.receiver().isRunning(), kPatience);
        const bool isApplied = push.readAllStandardOutput().contains("\"verdict\":\"applied\"");
        answered += isApplied ? 1 : 0;

        const QByteArray left = contentOf(nginx.rule(u"site.conf"_s));
        QVERIFY2(left == "(none)" || left == bad || good.contains(left),
                 qPrintable(u"%1 bytes after %2 ms"_s.arg(left.size()).arg(instant)));
        if (isApplied) // what was said holds
            QVERIFY(left == content);
        installed += left == content && content != bad ? 1 : 0;
        QCOMPARE(nginx.get("/alive"), "alive");
    }
    QVERIFY2(desk.start(), qPrintable(desk.log()));
    const auto last = desk.push(u"site.conf"_s, ruleThatSays("after all"));
    QVERIFY2(last.json()[u"verdict"].toString() == u"applied", last.all().constData());
    QCOMPARE(nginx.get("/rule"), "after all");
    QCOMPARE(QDir(nginx.rulesDirectory()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot),
             QStringList(u"site.conf"_s));
    const auto versions =
        desk.curl(u"/v1/rules/site.conf/versions"_s).json()[u"versions"].toArray();
    for (const QJsonValue version : versions) {
        const auto bytes =
            desk.curl(u"/v1/rules/site.conf/versions/%1"_s.arg(version[u"version"].toInt()));
        QCOMPARE(QString::fromLatin1(
                     QCryptographicHash::hash(bytes.body, QCryptographicHash::Sha256).toHex()),
                 version[u"sha256"].toString());
    }
    qInfo() << kills << "kills," << answered << "pushes had their answer before," << installed
            << "were installed; 0 partial files, 0 broken configurations";
}

QTEST_GUILESS_MAIN(TestReceiverKill)
#include "tst_receiverkill.moc"
