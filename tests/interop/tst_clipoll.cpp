// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/closedport.h"
#include "tests/support/hostileserver.h"
#include "tests/support/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using support::Asked;
using support::Ended;
using support::HostileServer;

namespace {

const char kHeader[] = "tag,table,address,data type,order,scale,engineering unit,low limit,"
                       "high limit,period,device\n";

/// One JSON object a line.
QList<QJsonObject> objects(const QByteArray &out)
{
    QList<QJsonObject> objects;
    for (const QByteArray &line : out.split('\n')) {
        if (!line.isEmpty())
            objects.append(QJsonDocument::fromJson(line).object());
    }
    return objects;
}

} // namespace

/// loopcheck-cli poll against loopcheck-sim and worse.
class CliPollTest : public QObject
{
    Q_OBJECT

private slots:
    void pollsTheSimulator();
    void pollsForPeople();
    void endsWithTheRightCode_data();
    void endsWithTheRightCode();
    void refusesListsThatAreNone_data();
    void refusesListsThatAreNone();

private:
    QString listFile(const QByteArray &content)
    {
        QFile file(m_folder.filePath(QStringLiteral("points.csv")));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return file.fileName();
    }
    Ended poll(const QByteArray &rows, const QStringList &options)
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   QStringList{QStringLiteral("poll"), listFile(kHeader + rows)} +
                                       options);
    }

    QTemporaryDir m_folder;
};

void CliPollTest::pollsTheSimulator()
{
    const support::ServerProgram sim(
        support::builtProgram(QStringLiteral("loopcheck-sim")),
        {QStringLiteral("--static"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
    QVERIFY(sim.isReady());
    const Ended ended = poll("FT-1,holding,200,uint16,,0.5,m3/h,,,100 ms,\n"
                             "FT-2,holding,201,uint32,CDAB,,,,,100 ms,\n"
                             "XS-1,coil,300,,,,,,,250 ms,\n",
                             {QStringLiteral("--device"), sim.address(), QStringLiteral("--for"),
                              QStringLiteral("3"), QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QList<QJsonObject> lines = objects(ended.out);
    QVERIFY(lines.size() > 3);
    QHash<QString, QJsonObject> latest;
    for (const QJsonObject &line : lines)
        latest.insert(line.value(u"tag").toString(), line);
    QCOMPARE(latest[QStringLiteral("FT-1")].value(u"value"), QJsonValue(100.0));
    QCOMPARE(latest[QStringLiteral("FT-1")].value(u"engineeringUnit").toString(),
             QStringLiteral("m3/h"));
    QCOMPARE(latest[QStringLiteral("FT-2")].value(u"value"), QJsonValue(202.0 * 65536 + 201));
    QCOMPARE(latest[QStringLiteral("XS-1")].value(u"value"), QJsonValue(true));
    QCOMPARE(latest[QStringLiteral("XS-1")].value(u"quality").toString(), QStringLiteral("good"));

    const QJsonObject summary = lines.last().value(u"summary").toObject();
    QCOMPARE(summary.value(u"points").toInt(), 3);
    QCOMPARE(summary.value(u"unread").toInt(), 0);
    QCOMPARE(summary.value(u"samples").toInt(), int(lines.size()) - 1);
    const QJsonArray rates = summary.value(u"rates").toArray();
    QCOMPARE(rates.size(), 2);
    QCOMPARE(rates.at(0).toObject().value(u"periodMs").toInt(), 100);
    QCOMPARE(rates.at(0).toObject().value(u"requestsPerCycle").toInt(), 1);
    QVERIFY(rates.at(0).toObject().value(u"cycles").toInt() > 1);
    QVERIFY(rates.at(0).toObject().value(u"achievedMs").toDouble() > 0);
}

void CliPollTest::pollsForPeople()
{
    HostileServer server;
    const Ended ended =
        poll("LOW-1,holding,7,uint16,,,bar,10,,100 ms,\nHIGH-1,holding,8,uint16,,,,,5,100 ms,\n",
             {QStringLiteral("--device"), QStringLiteral("127.0.0.1:%1").arg(server.listen()),
              QStringLiteral("--for"), QStringLiteral("3")});
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("LOW-1   7 bar  LOW, below 10"), ended.out);
    QVERIFY2(ended.out.contains("HIGH-1  8  HIGH, above 5"), ended.out);
    QCOMPARE(ended.out.count("LOW-1"), 1); // it shows nothing new
    QVERIFY2(ended.out.contains("2 points,"), ended.out);
    QVERIFY2(ended.out.contains("asked each 100 ms: reached each"), ended.out);
}

void CliPollTest::endsWithTheRightCode_data()
{
    QTest::addColumn<int>("hole");
    QTest::addColumn<bool>("isClosed");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("all is well") << -1 << false << 0;
    QTest::newRow("one point answers an exception") << 8 << false << 1;
    QTest::newRow("an address in a gap answers one") << 9 << false << 0;
    QTest::newRow("nobody listens") << -1 << true << 3;
}

void CliPollTest::endsWithTheRightCode()
{
    QFETCH(int, hole);
    QFETCH(bool, isClosed);
    QFETCH(int, exitCode);
    HostileServer server;
    server.setBehaviour([&server, hole](const Asked &asked) {
        const int first = quint8(asked.pdu.at(2));
        const int count = quint8(asked.pdu.at(4));
        support::Answer answer = server.answerTo(asked);
        if (first <= hole && hole < first + count)
            answer.pdu = QByteArray(1, char(0x83)) + '\x02';
        HostileServer::send(asked, answer.bytes());
    });
    const support::ClosedPort closed;
    const quint16 port = isClosed ? closed.number() : server.listen();
    const Ended ended =
        poll("A,holding,7,uint16,,,,,,100 ms,\nB,holding,8,uint16,,,,,,100 ms,\n"
             "C,holding,12,uint16,,,,,,100 ms,\n",
             {QStringLiteral("--device"), QStringLiteral("127.0.0.1:%1").arg(port),
              QStringLiteral("--for"), QStringLiteral("3"), QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    const QJsonObject summary = objects(ended.out).last().value(u"summary").toObject();
    QCOMPARE(summary.value(u"unread").toInt(), isClosed ? 3 : exitCode);
}

void CliPollTest::refusesListsThatAreNone_data()
{
    QTest::addColumn<QByteArray>("rows");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("exitCode");
    const QStringList device{QStringLiteral("--device"), QStringLiteral("127.0.0.1:1")};
    QTest::newRow("no points") << QByteArray() << device << 2;
    QTest::newRow("a bad row") << QByteArray("A,holding,99999999,uint16,,,,,,100 ms,\n") << device
                               << 2;
    QTest::newRow("a point without a device")
        << QByteArray("A,holding,1,uint16,,,,,,100 ms,\n") << QStringList() << 2;
    QTest::newRow("a device that is none") << QByteArray("A,holding,1,uint16,,,,,,100 ms,\n")
                                           << QStringList{QStringLiteral("--device=:")} << 2;
    QTest::newRow("no time") << QByteArray("A,holding,1,uint16,,,,,,100 ms,\n")
                             << device + QStringList{QStringLiteral("--for=0")} << 2;
}

void CliPollTest::refusesListsThatAreNone()
{
    QFETCH(QByteArray, rows);
    QFETCH(QStringList, options);
    QFETCH(int, exitCode);
    const Ended ended = poll(rows, options + QStringList{QStringLiteral("--json")});
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    QVERIFY(!ended.json().value(u"error").toObject().value(u"text").toString().isEmpty());
}

QTEST_GUILESS_MAIN(CliPollTest)
#include "tst_clipoll.moc"
