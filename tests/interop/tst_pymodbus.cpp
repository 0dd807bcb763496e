// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"

#include <QJsonArray>
#include <QTest>

using support::ServerProgram;

/// Our command line against a server that pymodbus is.
class PymodbusTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsValues_data();
    void readsValues();
    void writesAndReadsBack_data();
    void writesAndReadsBack();
    void explainsAnException();
    void endsWhenAUnitIsNotThere();

private:
    support::Ended run(const QString &arguments) const
    {
        QStringList words = arguments.split(QLatin1Char(' '));
        words.insert(1, m_server.address());
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   words + QStringList{QStringLiteral("--json")});
    }

    // Debian's Python has Debian's pymodbus; another in the path may not.
    ServerProgram m_server{QStringLiteral("/usr/bin/python3"),
                           {QStringLiteral(INTEROP_SOURCES "/pymodbusserver.py")}};
};

void PymodbusTest::initTestCase()
{
    QVERIFY2(m_server.isReady(), m_server.complaint());
}

void PymodbusTest::readsValues_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QJsonArray>("values");
    const auto row = [](const char *name, const char *arguments, const QJsonArray &values) {
        QTest::newRow(name) << QString::fromLatin1(arguments) << values;
    };
    row("coils", "read coil 3 4", {true, false, false, true});
    row("discrete inputs", "read discrete 10004 4", {false, true, false, true});
    row("input registers", "read input 30101 2", {65435, 65434});
    row("holding registers", "read holding 40301 2", {300, 301});
    row("more registers than a request carries, windowed", "read holding 1800 200 --window 16", [] {
        QJsonArray values;
        for (int i = 1800; i < 2000; ++i)
            values.append(i);
        return values;
    }());
    row("a float", "read holding 1000 --type float32", {12.5});
    row("a float with swapped words", "read holding 1002 --type float32 --order CDAB", {12.5});
}

void PymodbusTest::readsValues()
{
    QFETCH(QString, arguments);
    QFETCH(QJsonArray, values);
    const auto ended = run(arguments);
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"values").toArray(), values);
}

void PymodbusTest::writesAndReadsBack_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QJsonArray>("values");
    const auto row = [](const char *name, const char *arguments, const QJsonArray &values) {
        QTest::newRow(name) << QString::fromLatin1(arguments) << values;
    };
    row("one coil", "write coil 50 on", {true});
    row("several coils", "write coil 51 on off on", {true, false, true});
    row("one register", "write holding 50 4711", {4711});
    row("an int64", "write holding 60 -9007199254740992 --type int64 --order DCBA",
        {QJsonValue(qint64(-9007199254740992))});
    row("a text", "write holding 70 TT-101 --type ascii --length 4", {QStringLiteral("TT-101")});
}

void PymodbusTest::writesAndReadsBack()
{
    QFETCH(QString, arguments);
    QFETCH(QJsonArray, values);
    const auto ended = run(arguments + QStringLiteral(" --arm --journal="));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("verified"));
    QCOMPARE(ended.json().value(u"readBack").toArray(), values);
}

void PymodbusTest::explainsAnException()
{
    const auto ended = run(QStringLiteral("read input 1999 2"));
    QVERIFY2(ended.exitCode == 1, ended.all());
    QCOMPARE(ended.json().value(u"error").toObject().value(u"exceptionCode").toInt(), 2);
}

void PymodbusTest::endsWhenAUnitIsNotThere()
{
    const auto ended = run(QStringLiteral("read holding 0 --unit 9 --timeout 500"));
    QVERIFY2(ended.exitCode == 1 || ended.exitCode == 3, ended.all());
    QVERIFY(ended.json().value(u"error").toObject().value(u"text").toString().contains(
        QStringLiteral("nit 9")));
}

QTEST_GUILESS_MAIN(PymodbusTest)
#include "tst_pymodbus.moc"
