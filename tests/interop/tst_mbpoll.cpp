// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/program.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using support::ServerProgram;

namespace {

/// What mbpoll prints of a reading: "[101]: \t100" is 100.
QStringList valuesIn(const QByteArray &out)
{
    static const QRegularExpression line(QStringLiteral("^\\[\\d+\\]:\\s+(\\S+)"),
                                         QRegularExpression::MultilineOption);
    QStringList values;
    auto matches = line.globalMatch(QString::fromUtf8(out));
    while (matches.hasNext())
        values.append(matches.next().captured(1));
    return values;
}

} // namespace

/// mbpoll (built on libmodbus) against our demo device.
class MbpollTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void reads_data();
    void reads();
    void writesThenReads_data();
    void writesThenReads();
    void isToldOfAnAddressPastTheEnd();
    void seesSignalsMove();

private:
    support::Ended poll(const ServerProgram &server, const QString &options,
                        const QStringList &values = {}) const
    {
        const QStringList words =
            options.split(QLatin1Char(' ')) +
            QStringList{QStringLiteral("-0"), QStringLiteral("-1"), QStringLiteral("-p"),
                        server.port(), QStringLiteral("127.0.0.1")};
        return support::runProgram(m_mbpoll, words + values);
    }

    const QString m_mbpoll = QStandardPaths::findExecutable(QStringLiteral("mbpoll"));
    const QString m_sim = support::builtProgram(QStringLiteral("loopcheck-sim"));
    const QStringList m_static{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
                               QStringLiteral("--static")};
};

void MbpollTest::initTestCase()
{
    QVERIFY2(!m_mbpoll.isEmpty(), "mbpoll is not installed");
}

void MbpollTest::reads_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char *name, const char *options, const char *values) {
        QTest::newRow(name) << QString::fromLatin1(options)
                            << QString::fromLatin1(values).split(QLatin1Char(' '));
    };
    row("coils", "-t 0 -r 3 -c 4", "1 0 0 1");
    row("discrete inputs", "-t 1 -r 3 -c 4", "0 1 0 1");
    row("input registers", "-t 3 -r 100 -c 3", "65435 65434 65433");
    row("holding registers", "-t 4 -r 100 -c 3", "100 101 102");
    row("the last holding register", "-t 4:hex -r 65535 -c 1", "0xFFFF");
    row("an int32 of two registers", "-t 4:int -B -r 1 -c 1", "65538");
}

void MbpollTest::reads()
{
    QFETCH(QString, options);
    QFETCH(QStringList, values);
    const ServerProgram server(m_sim, m_static);
    QVERIFY(server.isReady());
    const auto ended = poll(server, options);
    QVERIFY2(ended.exitCode == 0, ended.all());
    QStringList seen = valuesIn(ended.out);
    for (QString &value : seen) // some versions print 65435 with -101 beside it
        value = value.section(QLatin1Char('('), 0, 0);
    QCOMPARE(seen, values);
}

void MbpollTest::writesThenReads_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QStringList>("values");
    const auto row = [](const char *name, const char *options, const char *values) {
        QTest::newRow(name) << QString::fromLatin1(options)
                            << QString::fromLatin1(values).split(QLatin1Char(' '));
    };
    row("one coil", "-t 0 -r 200", "1");
    row("several coils", "-t 0 -r 200", "1 0 1");
    row("one register", "-t 4 -r 200", "4711");
    row("several registers", "-t 4 -r 200", "1 2 3");
    row("a float", "-t 4:float -B -r 200", "12.5");
    row("a float with swapped words", "-t 4:float -r 200", "12.5");
}

void MbpollTest::writesThenReads()
{
    QFETCH(QString, options);
    QFETCH(QStringList, values);
    const ServerProgram server(m_sim, m_static);
    QVERIFY(server.isReady());
    const auto written = poll(server, options, values);
    QVERIFY2(written.exitCode == 0, written.all());
    const auto read = poll(server, options + QStringLiteral(" -c %1").arg(values.size()));
    QVERIFY2(read.exitCode == 0, read.all());
    QCOMPARE(valuesIn(read.out), values);
}

void MbpollTest::isToldOfAnAddressPastTheEnd()
{
    const ServerProgram server(m_sim, m_static);
    QVERIFY(server.isReady());
    const auto ended = poll(server, QStringLiteral("-t 4 -r 65535 -c 2"));
    QVERIFY2(ended.all().contains("Illegal data address"), ended.all());
}

void MbpollTest::seesSignalsMove()
{
    const ServerProgram server(m_sim, {QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
    QVERIFY(server.isReady());
    const QString counter = QStringLiteral("-t 4 -r 2 -c 1");
    const QStringList first = valuesIn(poll(server, counter).out);
    QCOMPARE(first.size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(valuesIn(poll(server, counter).out) != first, 20'000);
}

QTEST_GUILESS_MAIN(MbpollTest)
#include "tst_mbpoll.moc"
