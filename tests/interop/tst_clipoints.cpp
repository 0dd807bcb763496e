// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/program.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using support::Ended;

/// loopcheck-cli points check, as a user or a script meets it.
class CliPointsTest : public QObject
{
    Q_OBJECT

private slots:
    void passesAGoodList();
    void warnsAndPasses();
    void namesBadRowsAndFindingsByLine();
    void tellsTheSameAsJson();
    void refusesWhatItCannotRead_data();
    void refusesWhatItCannotRead();
    void hidesWhatCouldSteerATerminal();

private:
    Ended run(const QStringList &arguments) const
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   QStringList{QStringLiteral("points")} + arguments);
    }
    Ended check(const QByteArray &list, const QStringList &more = {}) const
    {
        const QString path = m_folder.filePath(QStringLiteral("list.csv"));
        support::write(path, list);
        return run(QStringList{QStringLiteral("check"), path} + more);
    }

    QTemporaryDir m_folder;
};

void CliPointsTest::passesAGoodList()
{
    const Ended ended = check("tag;address;type\nA;40101;REAL\nB;40103;REAL\n");
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("2 points, 0 rows left out, 0 errors, 0 warnings (UTF-8, "
                                "separator ;)"),
             ended.out);
    QCOMPARE(ended.out.count('\n'), 1);
}

void CliPointsTest::warnsAndPasses()
{
    const Ended ended = check("tag,address,type,cabinet\nA,40101,REAL,C1\nB,40101,REAL,C1\n");
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("list.csv:2: warning: "), ended.out);
    QVERIFY2(ended.out.contains("left out: cabinet."), ended.out);
}

void CliPointsTest::namesBadRowsAndFindingsByLine()
{
    const Ended ended = check("tag,address,type,period\nA,40101,REAL,1 s\nA,40201,REAL,1 s\n"
                              "C,40301,quux,1 ms\n");
    QVERIFY2(ended.exitCode == 1, ended.all());
    QVERIFY2(ended.out.contains("list.csv:2: error: The tag A"), ended.out);
    QVERIFY2(ended.out.contains("list.csv:4: error: type \"quux\""), ended.out);
    QVERIFY2(ended.out.contains("list.csv:4: error: period \"1 ms\""), ended.out);
    QVERIFY2(ended.out.contains("2 points, 1 rows left out, 1 errors, 0 warnings"), ended.out);
    QVERIFY2(check("tag,address\nA,40101\nB,100\n").exitCode == 1, "a row left out is an error");
}

void CliPointsTest::tellsTheSameAsJson()
{
    const Ended ended = check("tag\taddress\ttype\nA\t40101\tREAL\nB\t40102\tREAL\nC\t1\tREAL\n",
                              {QStringLiteral("--json")});
    QCOMPARE(ended.exitCode, 1);
    const QJsonObject json = ended.json();
    QCOMPARE(json[u"points"].toInt(), 2);
    QCOMPARE(json[u"rowsLeftOut"].toInt(), 1);
    QCOMPARE(json[u"encoding"].toString(), QStringLiteral("UTF-8"));
    QCOMPARE(json[u"separator"].toString(), QStringLiteral("\t"));
    const QJsonArray findings = json[u"findings"].toArray();
    QCOMPARE(findings.size(), 1);
    QCOMPARE(findings.at(0)[u"kind"].toString(), QStringLiteral("straddle"));
    QCOMPARE(findings.at(0)[u"severity"].toString(), QStringLiteral("error"));
    QCOMPARE(findings.at(0)[u"lines"].toArray(), (QJsonArray{2, 3}));
    const QJsonArray faults = json[u"faults"].toArray();
    QCOMPARE(faults.size(), 1);
    QCOMPARE(faults.at(0)[u"line"].toInt(), 4);
    QCOMPARE(faults.at(0)[u"column"].toString(), QStringLiteral("address"));
}

void CliPointsTest::refusesWhatItCannotRead_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("says");
    const QString check = QStringLiteral("check");
    QTest::newRow("nothing to do") << QStringList{} << QByteArray("points check FILE");
    QTest::newRow("no file") << QStringList{check} << QByteArray("points check FILE");
    QTest::newRow("something else") << QStringList{QStringLiteral("mend"), QStringLiteral("x.csv")}
                                    << QByteArray("points check FILE");
    QTest::newRow("two files") << QStringList{check, QStringLiteral("a"), QStringLiteral("b")}
                               << QByteArray("points check FILE");
    QTest::newRow("a file that is not there")
        << QStringList{check, QStringLiteral("/nowhere/list.csv")} << QByteArray("No such file");
    QTest::newRow("a folder") << QStringList{check, QStringLiteral("/")} << QByteArray("folder");
}

void CliPointsTest::refusesWhatItCannotRead()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, says);
    const Ended ended = run(arguments);
    QCOMPARE(ended.exitCode, 2);
    QVERIFY2(ended.err.contains(says), ended.all());
    QVERIFY2(ended.out.isEmpty(), ended.out);
    const Ended asJson = run(arguments + QStringList{QStringLiteral("--json")});
    QCOMPARE(asJson.exitCode, 2);
    QVERIFY(!asJson.json()[u"error"][u"text"].toString().isEmpty());
}

void CliPointsTest::hidesWhatCouldSteerATerminal()
{
    const Ended ended = check("tag,address,type\n\x1b[2JA,40101,\x1b[31mquux\n");
    QCOMPARE(ended.exitCode, 1);
    QVERIFY(!ended.out.contains('\x1b'));
}

QTEST_GUILESS_MAIN(CliPointsTest)
#include "tst_clipoints.moc"
