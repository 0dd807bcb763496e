// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/busylistener.h"
#include "tests/support/closedport.h"
#include "tests/support/fakerelay.h"
#include "tests/support/hostileserver.h"
#include "tests/support/legacyreceiver.h"
#include "tests/support/program.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using support::Asked;
using support::Ended;
using support::HostileServer;
using support::LegacyFault;
using support::LegacyManner;
using support::LegacyReceiver;

namespace {

QString hostAt(quint16 port)
{
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

QStringList words(const QString &text)
{
    return text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

} // namespace

/// loopcheck-cli as a user or a script meets it: a process with arguments, streams and a code.
class CliTest : public QObject
{
    Q_OBJECT

private slots:
    void helpsAndTellsItsVersion_data();
    void helpsAndTellsItsVersion();
    void refusesWrongUsage_data();
    void refusesWrongUsage();

    void readsAsText();
    void readsAsJson();
    void readsIntegersThatJsonCannotHold();
    void readsWhatIsNoNumber();
    void readsNegativeAndFractionalValues();
    void readsATableAtOnce();
    void readsTheRestWhenAPartIsRefused();
    void saysWhatElseAnAddressCouldMean();
    void tellsOfValuesThatAreNone();
    void hidesWhatCouldSteerATerminal();
    void endsWithTheRightCode_data();
    void endsWithTheRightCode();
    void tellsWhyThereIsNoConnection();

    void writesNothingUnlessArmed();
    void writesNothingThatIsWrong_data();
    void writesNothingThatIsWrong();
    void writesAndReadsBack();
    void findsThatTheReadBackDiffers();
    void isContentWithAReadBackRefused();
    void tellsOfAWriteRefused();
    void isInDoubtWithoutAnAnswer();
    void keepsAJournal();

    void pushes();
    void pushesUnderAnotherName();
    void tellsHowAPushEnded_data();
    void tellsHowAPushEnded();
    void refusesFilesThatCannotBePushed_data();
    void refusesFilesThatCannotBePushed();
    void asksARelay_data();
    void asksARelay();

    void showsADemo();
    void simRefusesWrongUsage_data();
    void simRefusesWrongUsage();
    void simHelpsAndTellsItsVersion();

private:
    Ended run(const QStringList &arguments) const
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-cli")),
                                   arguments);
    }
    Ended run(const QString &arguments) const { return run(words(arguments)); }
    Ended sim(const QStringList &arguments) const
    {
        return support::runProgram(support::builtProgram(QStringLiteral("loopcheck-sim")),
                                   arguments);
    }
    Ended read(const HostileServer &server, const QString &what) const
    {
        return run(QStringLiteral("read %1 %2").arg(hostAt(server.port()), what));
    }
    Ended write(const HostileServer &server, const QString &what) const
    {
        return run(QStringLiteral("write %1 %2 --journal=").arg(hostAt(server.port()), what));
    }
    QString ruleFile(const QByteArray &content,
                     const QString &name = QStringLiteral("rules.conf")) const
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return {};
        return file.fileName();
    }

    QTemporaryDir m_folder;
    support::ClosedPort m_closed;
};

void CliTest::helpsAndTellsItsVersion_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *arguments, const char *says) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments) << QByteArray(says);
    };
    row("--help", "read  HOST[:PORT] TABLE ADDRESS [COUNT]");
    row("-h", "push  FILE RECEIVER... | HOST[:PORT]");
    row("--version", "loopcheck-cli " LOOPCHECK_VERSION);
    row("-v", "loopcheck-cli " LOOPCHECK_VERSION);
    row("read --help", "--notation");
    row("write --help", "--arm");
    row("push --help", "--relay-path");
    row("demo --help", "demo receiver");
    row("read --version", "loopcheck-cli " LOOPCHECK_VERSION);
    row("push -v", "loopcheck-cli " LOOPCHECK_VERSION);
    row("write --nonsense --help", "Exit codes");
}

void CliTest::helpsAndTellsItsVersion()
{
    QFETCH(QString, arguments);
    QFETCH(QByteArray, says);
    const Ended ended = run(arguments);
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains(says), ended.out);
    QVERIFY2(ended.err.isEmpty(), ended.err);
}

void CliTest::refusesWrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *arguments, const char *says) {
        QTest::newRow(name) << words(QString::fromUtf8(arguments)) << QString::fromUtf8(says);
    };
    row("no command", "", "command is missing");
    row("no such command", "raed plc holding 0", "\"raed\" is no command");
    row("an option before the command", "--unit 1 read plc holding 0", "command is missing");
    row("no such option", "read plc holding 0 --untit 1", "untit");
    row("an option without its value", "read plc holding 0 --unit", "unit");
    row("too few arguments", "read plc holding", "ADDRESS");
    row("too many arguments", "read plc holding 0 1 2", "one argument too many");
    row("no such table", "read plc holdings 0", "no table \"holdings\"");
    row("no such host", "read plc:0 holding 0", "\"0\" is no port");
    row("a wrong address", "read plc holding abc", "\"abc\" is no address");
    row("an address of another table", "read plc holding %IW0", "input register");
    row("an address past the end", "read plc holding 65537", "outside the table");
    row("no such notation", "read plc holding 0 --notation octal", "no notation \"octal\"");
    row("an address in another notation", "read plc holding 101 --notation modicon", "40101");
    row("a count of nothing", "read plc holding 0 0", "COUNT");
    row("a negative count", "read plc holding 0 -1", "COUNT");
    row("a count that is no figure", "read plc holding 0 x", "COUNT");
    row("a count past the end", "read plc holding 65535 2", "room for 1 values");
    row("a type past the end", "read plc holding 65535 --type float32", "room for 0 values");
    row("no such type", "read plc holding 0 --type float16", "no type \"float16\"");
    row("no such order", "read plc holding 0 --order ABDC", "no byte order \"ABDC\"");
    row("a type for a coil", "read plc coil 0 --type uint16", "single bits");
    row("a unit too large", "read plc holding 0 --unit 256", "--unit takes a figure from 0 to 255");
    row("a negative unit", "read plc holding 0 --unit -1", "not \"-1\"");
    row("two units", "read plc/2 holding 0 --unit 3", "different units");
    row("a window too large", "read plc holding 0 --window 17", "--window");
    row("too many retries", "read plc holding 0 --retries 11", "--retries");
    row("a time-out of nothing", "read plc holding 0 --timeout 0", "--timeout");
    row("a time-out that is no figure", "read plc holding 0 --timeout 1s", "--timeout");
    row("a text of no length", "read plc holding 0 --type ascii --length 0", "--length");
    row("a push without a receiver", "push file", "FILE and HOST:PORT");
    row("a push without a port", "push file plc", "port");
    row("a push with a chunk too small", "push file plc:1 --chunk 3", "--chunk");
    row("a push with half a relay", "push file 10.0.0.1 --relay relay:1", "--relay-path");
    row("a push by relay under another name",
        "push file 10.0.0.1 --relay relay:1 --relay-path /r/ --name x", "--name");
    row("a demo with arguments", "demo plc", "no arguments");
}

void CliTest::refusesWrongUsage()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, says);
    const Ended asText = run(arguments);
    QVERIFY2(asText.exitCode == 2, asText.all());
    QVERIFY2(asText.out.isEmpty(), asText.out);
    QVERIFY2(QString::fromUtf8(asText.err).contains(says), asText.err);

    QStringList withJson = arguments;
    withJson.insert(std::min<qsizetype>(1, arguments.size()), QStringLiteral("--json"));
    const Ended asJson = run(withJson);
    QVERIFY2(asJson.exitCode == 2, asJson.all());
    const QJsonObject error = asJson.json().value(u"error").toObject();
    QVERIFY2(error.value(u"text").toString().contains(says), asJson.all());
    QVERIFY(error.contains(u"kind") && error.contains(u"remedy"));
    QVERIFY(error.value(u"exceptionCode").isNull());
}

void CliTest::readsAsText()
{
    HostileServer server;
    server.listen();
    const Ended ended = read(server, QStringLiteral("holding 40100 2"));
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QList<QByteArray> lines = ended.out.split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY2(lines.at(0).startsWith(hostAt(server.port()).toLatin1() + " unit 1: "), lines.at(0));
    QVERIFY(lines.at(0).contains("holding registers 400100..400101 (PDU 99..100)"));
    QCOMPARE(lines.at(1).simplified(), QByteArray("40100 PDU 99 0063 99"));
    QCOMPARE(lines.at(2).simplified(), QByteArray("40101 PDU 100 0064 100"));
    QCOMPARE(lines.at(1).size(), lines.at(2).size());
}

void CliTest::readsAsJson()
{
    HostileServer server;
    server.listen();
    const Ended ended = read(server, QStringLiteral("holding %MW100 3 --unit 7 --json"));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.err.isEmpty(), ended.err);
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(u"host").toString(), QStringLiteral("127.0.0.1"));
    QCOMPARE(json.value(u"port").toInt(), int(server.port()));
    QCOMPARE(json.value(u"unit").toInt(), 7);
    QCOMPARE(json.value(u"table").toString(), QStringLiteral("holding"));
    QCOMPARE(json.value(u"address").toInt(), 100);
    QCOMPARE(json.value(u"count").toInt(), 3);
    QCOMPARE(json.value(u"typed").toString(), QStringLiteral("%MW100"));
    QCOMPARE(json.value(u"notation").toString(), QStringLiteral("iec"));
    QCOMPARE(json.value(u"values").toArray(), (QJsonArray{100, 101, 102}));
    QVERIFY(json.value(u"latencyMs").toDouble() > 0);
    QVERIFY(!json.contains(u"error"));
    QCOMPARE(int(server.asked().constFirst().unit), 7);
}

void CliTest::readsIntegersThatJsonCannotHold()
{
    HostileServer server;
    server.listen();
    QVERIFY(write(server, QStringLiteral("holding 0 18446744073709551615 --type uint64 --arm"))
                .exitCode == 0);
    QVERIFY(write(server, QStringLiteral("holding 4 -42 --type int64 --arm")).exitCode == 0);
    QCOMPARE(read(server, QStringLiteral("holding 0 --type uint64 --json"))
                 .json()
                 .value(u"values")
                 .toArray(),
             QJsonArray{QStringLiteral("18446744073709551615")});
    QCOMPARE(read(server, QStringLiteral("holding 4 --type int64 --json"))
                 .json()
                 .value(u"values")
                 .toArray(),
             QJsonArray{-42});
}

void CliTest::readsWhatIsNoNumber()
{
    HostileServer server;
    server.listen();
    QVERIFY(write(server, QStringLiteral("holding 0 nan -inf --type float32 --arm")).exitCode == 0);
    const QJsonArray expected{QStringLiteral("nan"), QStringLiteral("-inf")};
    const Ended ended = read(server, QStringLiteral("holding 0 2 --type float32 --json"));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"values").toArray(), expected);
    QVERIFY(read(server, QStringLiteral("holding 0 2 --type float32")).out.contains("nan"));
}

void CliTest::readsNegativeAndFractionalValues()
{
    HostileServer server;
    server.listen();
    QVERIFY(write(server, QStringLiteral("holding 10 -12.5 0.1 --type float32 --order CDAB --arm"))
                .exitCode == 0);
    const Ended ended =
        read(server, QStringLiteral("holding 10 2 --type float32 --order CDAB --json"));
    QCOMPARE(ended.json().value(u"values").toArray(), (QJsonArray{-12.5, 0.1}));
    QVERIFY(ended.out.contains("-12.5,0.1]"));
}

void CliTest::readsATableAtOnce()
{
    HostileServer server;
    server.listen();
    const Ended ended = read(server, QStringLiteral("holding 0 65536 --window 16 --json"));
    QVERIFY2(ended.exitCode == 0, ended.err);
    const QJsonArray values = ended.json().value(u"values").toArray();
    QCOMPARE(values.size(), 65536);
    QCOMPARE(values.at(65535).toInt(), 65535);
    QCOMPARE(ended.json().value(u"requests").toInt(), 525);
}

void CliTest::readsTheRestWhenAPartIsRefused()
{
    HostileServer server;
    server.listen();
    server.setBehaviour([&server](const Asked &asked) {
        if (server.asked().size() == 2) {
            support::Answer answer = server.answerTo(asked);
            answer.pdu = QByteArray("\x83\x02");
            HostileServer::send(asked, answer.bytes());
        } else {
            server.answerWell(asked);
        }
    });
    const Ended ended = read(server, QStringLiteral("holding 0 300 --json"));
    QVERIFY2(ended.exitCode == 1, ended.err);
    const QJsonArray values = ended.json().value(u"values").toArray();
    QCOMPARE(values.size(), 300);
    QCOMPARE(values.at(124).toInt(), 124);
    QVERIFY(values.at(125).isNull() && values.at(249).isNull());
    QCOMPARE(values.at(250).toInt(), 250);
    QVERIFY(ended.json().value(u"error").toObject().value(u"text").toString().contains(
        QStringLiteral("400126..400250 (PDU 125..249)")));
}

void CliTest::saysWhatElseAnAddressCouldMean()
{
    HostileServer server;
    server.listen();
    const Ended ended = read(server, QStringLiteral("holding 40101"));
    QVERIFY2(ended.err.contains("PDU 40101") && ended.err.contains("--notation pdu"), ended.err);
    QVERIFY(read(server, QStringLiteral("holding 101")).err.isEmpty());
    const Ended elsewhere = read(server, QStringLiteral("holding 30001"));
    QVERIFY2(elsewhere.err.contains("input register 300001 (PDU 0) (table input)"), elsewhere.err);
    const Ended forced = read(server, QStringLiteral("holding 40101 --notation pdu --json"));
    QCOMPARE(forced.json().value(u"address").toInt(), 40101);
}

void CliTest::tellsOfValuesThatAreNone()
{
    HostileServer server;
    server.listen();
    const Ended ended = read(server, QStringLiteral("holding 9 2 --type bcd16 --json"));
    QVERIFY2(ended.exitCode == 1, ended.all());
    QCOMPARE(ended.json().value(u"values").toArray(), (QJsonArray{9, QJsonValue()}));
    QVERIFY(ended.json().value(u"error").toObject().value(u"text").toString().contains(
        QStringLiteral("0x000A is not BCD")));
}

void CliTest::hidesWhatCouldSteerATerminal()
{
    HostileServer server;
    server.listen();
    QVERIFY(write(server, QStringLiteral("holding 0 0x1b5b --type hex --arm")).exitCode == 0);
    const Ended ended = read(server, QStringLiteral("holding 0 --type ascii --length 1"));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY(!ended.out.contains('\x1b'));
    QVERIFY(QString::fromUtf8(ended.out).contains(QStringLiteral("\u241b[")));
}

void CliTest::endsWithTheRightCode_data()
{
    QTest::addColumn<QByteArray>("pdu");
    QTest::addColumn<int>("unit");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("kind");
    QTest::newRow("an exception is a refusal")
        << QByteArray("\x83\x02") << 1 << 1 << QStringLiteral("exception");
    QTest::newRow("another function is no answer")
        << QByteArray("\x04\x02\x00\x01", 4) << 1 << 3 << QStringLiteral("badReply");
    QTest::newRow("another quantity is no answer")
        << QByteArray("\x03\x04\x00\x01\x00\x02", 6) << 1 << 3 << QStringLiteral("badReply");
    QTest::newRow("silence is no answer") << QByteArray() << 1 << 3 << QStringLiteral("timeout");
}

void CliTest::endsWithTheRightCode()
{
    QFETCH(QByteArray, pdu);
    QFETCH(int, unit);
    QFETCH(int, exitCode);
    QFETCH(QString, kind);
    HostileServer server;
    server.listen();
    server.setBehaviour([&](const Asked &asked) {
        if (pdu.isEmpty())
            return;
        support::Answer answer = server.answerTo(asked);
        answer.pdu = pdu;
        answer.unit = static_cast<quint8>(unit);
        HostileServer::send(asked, answer.bytes());
    });
    const Ended ended = read(server, QStringLiteral("holding 0 --timeout 200 --json"));
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    const QJsonObject error = ended.json().value(u"error").toObject();
    QCOMPARE(error.value(u"kind").toString(), kind);
    QVERIFY(error.value(u"text").toString().contains(hostAt(server.port())));
    QCOMPARE(error.value(u"exceptionCode").toInt(), exitCode == 1 ? 2 : 0);
    QVERIFY(!ended.json().contains(u"values"));

    const Ended asText = read(server, QStringLiteral("holding 0 --timeout 200"));
    QCOMPARE(asText.exitCode, exitCode);
    QVERIFY2(asText.out.isEmpty() && asText.err.contains("PDU 0"), asText.all());
}

void CliTest::tellsWhyThereIsNoConnection()
{
    const Ended refused =
        run(QStringLiteral("read %1 holding 0 --json").arg(hostAt(m_closed.number())));
    QVERIFY2(refused.exitCode == 3, refused.all());
    QCOMPARE(refused.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("refused"));

    const support::BusyListener busy;
    const Ended silent = run(
        QStringLiteral("read %1 holding 0 --connect-timeout 300 --json").arg(hostAt(busy.port())));
    QVERIFY2(silent.exitCode == 3, silent.all());
    QCOMPARE(silent.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("connectTimeout"));

    const Ended unknown = run(QStringLiteral("read no-such-host.invalid holding 0 --json"));
    QVERIFY2(unknown.exitCode == 3, unknown.all());
    QCOMPARE(unknown.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("hostNotFound"));

    const Ended writing = run(QStringLiteral("write %1 holding 0 1 --arm --journal= --json")
                                  .arg(hostAt(m_closed.number())));
    QVERIFY2(writing.exitCode == 3, writing.all());
    QCOMPARE(writing.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("refused"));
}

void CliTest::writesNothingUnlessArmed()
{
    HostileServer server;
    server.listen();
    const Ended ended = write(server, QStringLiteral("holding 0 1"));
    QVERIFY2(ended.exitCode == 2, ended.all());
    QVERIFY2(ended.err.contains("--arm"), ended.err);
    QCOMPARE(server.connections(), 0);
    QCOMPARE(server.asked().size(), 0);
}

void CliTest::writesNothingThatIsWrong_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const char *what, const char *says) {
        QTest::newRow(name) << QString::fromLatin1(what) << QByteArray(says);
    };
    row("a table that cannot be written", "input 0 1", "coils and holding registers only");
    row("no value", "holding 0", "VALUE is missing");
    row("a value out of range", "holding 0 65536", "0 to 65535");
    row("a value of another type", "holding 0 1.5", "whole numbers");
    row("the second value is wrong", "holding 0 1 x", "\"x\" is no value");
    row("a coil of 2", "coil 0 2", "neither on nor off");
    row("values past the end", "holding 65535 1 2", "room for 1 values");
    row("a text too long", "holding 0 abcdefg --type ascii --length 2", "7 bytes");
}

void CliTest::writesNothingThatIsWrong()
{
    QFETCH(QString, what);
    QFETCH(QByteArray, says);
    HostileServer server;
    server.listen();
    const Ended ended = write(server, what + QStringLiteral(" --arm"));
    QVERIFY2(ended.exitCode == 2, ended.all());
    QVERIFY2(ended.err.contains(says), ended.err);
    QCOMPARE(server.connections(), 0);
}

void CliTest::writesAndReadsBack()
{
    HostileServer server;
    server.listen();
    const Ended asText = write(server, QStringLiteral("holding 40101 4711 --arm"));
    QVERIFY2(asText.exitCode == 0, asText.all());
    QVERIFY2(asText.out.contains("old 100  new 4711  read back 4711"), asText.out);
    QVERIFY2(asText.out.contains("verified"), asText.out);
    QCOMPARE(int(server.holding(100)), 4711);

    const Ended asJson =
        write(server, QStringLiteral("holding 100 -3 7 --type int16 --arm --json"));
    QVERIFY2(asJson.exitCode == 0, asJson.all());
    const QJsonObject json = asJson.json();
    QCOMPARE(json.value(u"verdict").toString(), QStringLiteral("verified"));
    QCOMPARE(json.value(u"oldValues").toArray(), (QJsonArray{4711, 101}));
    QCOMPARE(json.value(u"values").toArray(), (QJsonArray{-3, 7}));
    QCOMPARE(json.value(u"readBack").toArray(), (QJsonArray{-3, 7}));
    QCOMPARE(json.value(u"address").toInt(), 100);
}

void CliTest::findsThatTheReadBackDiffers()
{
    HostileServer server;
    server.listen();
    server.setBehaviour([&server](const Asked &asked) {
        if (asked.pdu.at(0) != 6) {
            server.answerWell(asked);
            return;
        }
        support::Answer echo{asked.transactionId, 0, asked.unit, asked.pdu};
        HostileServer::send(asked, echo.bytes()); // accepted, and nothing done
    });
    const Ended ended = write(server, QStringLiteral("holding 100 1 --arm --json"));
    QVERIFY2(ended.exitCode == 1, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("mismatch"));
    QCOMPARE(ended.json().value(u"readBack").toArray(), QJsonArray{100});
    QCOMPARE(ended.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("mismatch"));
    const Ended asText = write(server, QStringLiteral("holding 100 1 --arm"));
    QVERIFY2(asText.exitCode == 1 && asText.err.contains("read back shows other values"),
             asText.all());
}

void CliTest::isContentWithAReadBackRefused()
{
    HostileServer server;
    server.listen();
    server.setBehaviour([&server](const Asked &asked) {
        support::Answer answer = server.answerTo(asked);
        if (asked.pdu.at(0) == 3)
            answer.pdu = QByteArray("\x83\x01");
        HostileServer::send(asked, answer.bytes());
    });
    const Ended ended = write(server, QStringLiteral("holding 100 1 --arm --json"));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("notVerified"));
    QCOMPARE(ended.json().value(u"oldValues").toArray(), QJsonArray());
    QCOMPARE(int(server.holding(100)), 1);
    const Ended asText = write(server, QStringLiteral("holding 100 1 --arm"));
    QVERIFY2(asText.out.contains("old ?  new 1  read back ?"), asText.out);
    QVERIFY2(asText.out.contains("not verified"), asText.out);
}

void CliTest::tellsOfAWriteRefused()
{
    HostileServer server;
    server.listen();
    server.setBehaviour([&server](const Asked &asked) {
        support::Answer answer = server.answerTo(asked);
        if (asked.pdu.at(0) == 6)
            answer.pdu = QByteArray("\x86\x03");
        HostileServer::send(asked, answer.bytes());
    });
    const Ended ended = write(server, QStringLiteral("holding 100 1 --arm --json"));
    QVERIFY2(ended.exitCode == 1, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("refused"));
    QCOMPARE(ended.json().value(u"error").toObject().value(u"exceptionCode").toInt(), 3);
}

void CliTest::isInDoubtWithoutAnAnswer()
{
    HostileServer server;
    server.listen();
    server.setBehaviour([&server](const Asked &asked) {
        if (asked.pdu.at(0) == 3)
            server.answerWell(asked);
    });
    const Ended ended = write(server, QStringLiteral("holding 100 1 --arm --timeout 200 --json"));
    QVERIFY2(ended.exitCode == 3, ended.all());
    QCOMPARE(ended.json().value(u"verdict").toString(), QStringLiteral("unknown"));
    QVERIFY(ended.json().value(u"error").toObject().value(u"text").toString().contains(
        QStringLiteral("may or may not")));
}

void CliTest::keepsAJournal()
{
    HostileServer server;
    server.listen();
    const QString journal = m_folder.filePath(QStringLiteral("kept/journal.jsonl"));
    const QString command = QStringLiteral("write %1 holding 100 1 --arm --journal %2")
                                .arg(hostAt(server.port()), journal);
    QVERIFY(run(command).exitCode == 0);
    QVERIFY(run(command).exitCode == 0);
    QFile file(journal);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.constFirst().contains("\"verified\""));

    const Ended ended = run(QStringLiteral("write %1 holding 100 2 --arm --journal %2")
                                .arg(hostAt(server.port()), m_folder.path()));
    QVERIFY2(ended.exitCode == 0 && ended.err.contains("journal was not kept"), ended.all());
}

void CliTest::pushes()
{
    const LegacyReceiver receiver;
    const QByteArray content("location / { return 403; }\nend of a longer line\nx\n");
    const QString file = ruleFile(content);
    const Ended ended = run(QStringLiteral("push %1 %2 --json").arg(file, hostAt(receiver.port())));
    QVERIFY2(ended.exitCode == 0, ended.all());
    const QJsonObject json = ended.json();
    QCOMPARE(json.value(u"name").toString(), QStringLiteral("rules.conf"));
    QCOMPARE(json.value(u"bytes").toInt(), int(content.size()));
    QVERIFY(json.value(u"chunks").toInt() > 0);
    QCOMPARE(json.value(u"outcome").toString(), QStringLiteral("reloaded"));
    QCOMPARE(json.value(u"answer").toString(), QStringLiteral("nginx reload succ"));
    QVERIFY(json.value(u"durationMs").isDouble());
    QVERIFY(!json.contains(u"error"));
    QCOMPARE(receiver.file("rules.conf"), content);
}

void CliTest::pushesUnderAnotherName()
{
    const LegacyReceiver receiver;
    const QByteArray content = QByteArray("# a rule\n").repeated(100);
    const Ended ended = run(QStringLiteral("push %1 %2 --name other.conf --chunk 99")
                                .arg(ruleFile(content), hostAt(receiver.port())));
    QVERIFY2(ended.exitCode == 0, ended.all());
    QVERIFY2(ended.out.contains("reported, not proved"), ended.out);
    QVERIFY2(ended.out.contains("nginx reload succ"), ended.out);
    QVERIFY2(ended.err.contains("900 of 900 bytes"), ended.err);
    QCOMPARE(receiver.file("other.conf"), content);
    QVERIFY(!receiver.has("rules.conf"));
}

void CliTest::tellsHowAPushEnded_data()
{
    using Kind = LegacyFault::Kind;
    using At = LegacyFault::At;
    QTest::addColumn<bool>("doesReload");
    QTest::addColumn<int>("fault");
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char *name, bool doesReload, Kind kind, At at, int exitCode,
                        const char *outcome) {
        QTest::newRow(name) << doesReload << int(kind) << int(at) << exitCode
                            << QString::fromLatin1(outcome);
    };
    row("nginx did not reload", false, Kind::None, At::Name, 1, "reloadFailed");
    row("an answer that the protocol does not know", true, Kind::Say, At::Name, 1, "notSent");
    row("closed after the name", true, Kind::Close, At::Name, 3, "notSent");
    row("reset in the middle", true, Kind::Reset, At::Chunk, 3, "notSent");
    row("silent in the middle", true, Kind::Stall, At::Chunk, 3, "notSent");
    row("closed after all was sent", true, Kind::Close, At::End, 3, "unknown");
    row("silent after all was sent", true, Kind::Stall, At::End, 3, "unknown");
}

void CliTest::tellsHowAPushEnded()
{
    QFETCH(bool, doesReload);
    QFETCH(int, fault);
    QFETCH(int, at);
    QFETCH(int, exitCode);
    QFETCH(QString, outcome);
    LegacyManner manner;
    manner.doesReload = doesReload;
    manner.fault.kind = static_cast<LegacyFault::Kind>(fault);
    manner.fault.at = static_cast<LegacyFault::At>(at);
    manner.fault.words = "who are you?";
    const LegacyReceiver receiver(manner);
    const QString command = QStringLiteral("push %1 %2 --step-timeout 500 --reload-timeout 500")
                                .arg(ruleFile("# a rule\n"), hostAt(receiver.port()));
    const Ended ended = run(command + QStringLiteral(" --json"));
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    QCOMPARE(ended.json().value(u"outcome").toString(), outcome);
    const QJsonObject error = ended.json().value(u"error").toObject();
    QVERIFY(!error.value(u"text").toString().isEmpty());
    QVERIFY(!error.value(u"remedy").toString().isEmpty());
}

void CliTest::refusesFilesThatCannotBePushed_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("options");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("kind");
    QTest::newRow("a file with NUL bytes")
        << QByteArray("a\0b", 3) << QString() << 2 << QStringLiteral("notSendable");
    QTest::newRow("a name that leads elsewhere")
        << QByteArray("# rule\n") << QStringLiteral(" --name ../x") << 2
        << QStringLiteral("notSendable");
    QTest::newRow("nobody listens")
        << QByteArray("# rule\n") << QStringLiteral(" --connect-retries 0") << 3
        << QStringLiteral("refused");
}

void CliTest::refusesFilesThatCannotBePushed()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, options);
    QFETCH(int, exitCode);
    QFETCH(QString, kind);
    const Ended ended = run(QStringLiteral("push %1 %2 --json%3")
                                .arg(ruleFile(content), hostAt(m_closed.number()), options));
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    QCOMPARE(ended.json().value(u"error").toObject().value(u"kind").toString(), kind);

    const Ended missing = run(QStringLiteral("push %1 127.0.0.1:1 --json")
                                  .arg(m_folder.filePath(QStringLiteral("no-such-file"))));
    QVERIFY2(missing.exitCode == 2, missing.all());
    QCOMPARE(missing.json().value(u"error").toObject().value(u"kind").toString(),
             QStringLiteral("unreadableFile"));
}

void CliTest::asksARelay_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("done") << QByteArray("succ") << 0 << QStringLiteral("reloaded");
    QTest::newRow("not sent") << QByteArray("send file error") << 1 << QStringLiteral("notSent");
    QTest::newRow("not reloaded") << QByteArray("reload nginx error") << 1
                                  << QStringLiteral("reloadFailed");
}

void CliTest::asksARelay()
{
    QFETCH(QByteArray, answer);
    QFETCH(int, exitCode);
    QFETCH(QString, outcome);
    const support::FakeRelay relay(answer);
    const QString options =
        QStringLiteral("--relay %1 --relay-path /srv/rules/ --json").arg(hostAt(relay.port()));
    const Ended ended = run(QStringLiteral("push rules.conf 10.0.0.7 ") + options);
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    QCOMPARE(ended.json().value(u"outcome").toString(), outcome);
    QCOMPARE(ended.json().value(u"answer").toString(), QString::fromLatin1(answer));
    QCOMPARE(relay.messages(), QList<QByteArray>{"/srv/rules/ rules.conf 10.0.0.7"});

    const Ended named = run(QStringLiteral("push rules.conf receiver-name ") + options);
    QVERIFY2(named.exitCode == 2, named.all());
}

void CliTest::showsADemo()
{
    const Ended asText = run(QStringLiteral("demo"));
    QVERIFY2(asText.exitCode == 0, asText.all());
    for (const char *part : {"holding registers", "input registers", "coils", "discrete inputs",
                             "bad-bots.conf", "nginx reload succ"})
        QVERIFY2(asText.out.contains(part), part);

    const Ended asJson = run(QStringLiteral("demo --json"));
    QVERIFY2(asJson.exitCode == 0, asJson.all());
    const QJsonArray reads = asJson.json().value(u"reads").toArray();
    QVERIFY(reads.size() >= 8);
    const QJsonValue first = reads.first().toObject().value(u"values");
    const QJsonValue again = reads.at(reads.size() * 2 / 3).toObject().value(u"values");
    QVERIFY2(first != again, "the demo's values do not move");
    QCOMPARE(asJson.json().value(u"push").toObject().value(u"outcome").toString(),
             QStringLiteral("reloaded"));
}

void CliTest::simRefusesWrongUsage_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const char *arguments, int exitCode, const char *says) {
        QTest::newRow(name) << QString::fromLatin1(arguments) << exitCode << QByteArray(says);
    };
    row("no port", "--listen 127.0.0.1", 2, "--listen takes");
    row("no address", "--listen :1502", 2, "--listen takes");
    row("a host name", "--listen plc:1502", 2, "--listen takes");
    row("a port too large", "--listen 127.0.0.1:65536", 2, "--listen takes");
    row("IPv6 without brackets", "--listen ::1:1502", 2, "--listen takes");
    row("no value", "--listen", 2, "listen");
    row("no such option", "--dynamic", 2, "dynamic");
    row("something else", "127.0.0.1:1502", 2, "--listen");
    row("an address that is not this machine's", "--listen 192.0.2.1:0", 3,
        "cannot be listened on");
}

void CliTest::simRefusesWrongUsage()
{
    QFETCH(QString, arguments);
    QFETCH(int, exitCode);
    QFETCH(QByteArray, says);
    const Ended ended = sim(words(arguments));
    QVERIFY2(ended.exitCode == exitCode, ended.all());
    QVERIFY2(ended.out.isEmpty() && ended.err.contains(says), ended.all());
}

void CliTest::simHelpsAndTellsItsVersion()
{
    const Ended help = sim({QStringLiteral("--help")});
    QVERIFY2(help.exitCode == 0 && help.out.contains("--static"), help.all());
    const Ended version = sim({QStringLiteral("--version")});
    QCOMPARE(version.out.trimmed(), QByteArray("loopcheck-sim " LOOPCHECK_VERSION));
}

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
