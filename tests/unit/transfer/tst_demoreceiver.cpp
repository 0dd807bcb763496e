// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/demoreceiver.h"

#include "tests/support/naivesender.h"
#include "tests/support/pushrun.h"
#include "transfer/legacy/sender.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <future>
#include <memory>
#include <vector>

using namespace std::chrono_literals;
using support::runToEnd;
using transfer::DemoReceiver;
using transfer::Outcome;
using transfer::PushOptions;
using transfer::legacy::Sender;

namespace {

const QString kName = QStringLiteral("bad-bots.conf");

transfer::Peer local(quint16 port)
{
    return {QStringLiteral("127.0.0.1"), port};
}

/// A demo receiver on a free port.
struct Listening
{
    DemoReceiver receiver;
    quint16 port = receiver.listen(QHostAddress::LocalHost, 0).value_or(0);
    QByteArray file(const QString &name = kName) const { return receiver.files().value(name); }
};

} // namespace

class DemoReceiverTest : public QObject
{
    Q_OBJECT
private slots:
    void keepsExactBytes_data();
    void keepsExactBytes();
    void judgesWhatItGets_data();
    void judgesWhatItGets();
    void keepsTheOldFileWhenTheNewOneIsRefused();
    void takesLinesOfTheFieldsSender();
    void servesSeveralAtOnce();
    void dropsASenderThatStalls();
    void changesNothingWhenASenderDies();
    void refusesNamesThatAreNoPlainFileNames();
    void takesMessagesInPieces();
    void saysWhyItCannotListen();
};

void DemoReceiverTest::keepsExactBytes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("one line") << QByteArray("deny all;\n");
    QTest::newRow("end on every line") << QByteArray("end a;\n").repeated(500);
    QTest::newRow("a short line after a long one") << QByteArray(900, 'l') + ";\n;\na;";
    QTest::newRow("no end of the last line") << QByteArray("a;\nb");
    QTest::newRow("CRLF") << QByteArray("a;\r\nb;\r\n");
    QTest::newRow("a megabyte") << QByteArray("deny 10.0.0.1;\n").repeated(70'000);
}

void DemoReceiverTest::keepsExactBytes()
{
    QFETCH(QByteArray, content);
    for (const int chunkBytes : {99, 1000, 65535}) {
        const Listening demo;
        PushOptions options;
        options.chunkBytes = chunkBytes;
        Sender sender({kName, content}, local(demo.port), options);
        QSignalSpy received(&demo.receiver, &DemoReceiver::received);
        const auto result = runToEnd(sender);
        QVERIFY(result);
        QCOMPARE(result->chunks > 0, !content.isEmpty());
        QCOMPARE(received.size(), 1);
        QCOMPARE(received.first()[0].toString(), kName);
        QCOMPARE(result->outcome, Outcome::Reloaded);
        QVERIFY(demo.file() == content);
    }
}

void DemoReceiverTest::judgesWhatItGets_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<bool>("isAccepted");
    const auto good = [](const char *name, const QByteArray &content) {
        QTest::newRow(name) << content << true;
    };
    const auto bad = [](const char *name, const QByteArray &content) {
        QTest::newRow(name) << content << false;
    };
    good("an empty file", "");
    good("a block", "location /a { return 403; }\n");
    good("nested blocks", "http { server { listen 80; } }");
    good("a brace in a comment", "# } {\nreturn 403; # }");
    good("a brace in quotes", "add_header X \"}\";\nadd_header Y '{';");
    good("an escaped quote in quotes", "add_header X \"\\\"}\";");
    good("escapes behind each other in quotes", "rewrite \"\\\\\\\\\" /;");
    good("an escaped quote behind an escape", "rewrite \"\\d\\\"}\" /;");
    good("a variable in braces", "location / { return 200 ${host}; }");
    good("an escaped brace", "rewrite \\{ x;");
    good("an empty block", "location / {}\n");
    bad("no closing brace", "location / { return 403;");
    bad("no opening brace", "return 403; }");
    bad("no semicolon before a brace", "location / { return 403 }");
    bad("no semicolon before a comment and a brace", "location / { return 403 # x\n}");
    bad("an open quote", "add_header X \"a;");
    bad("an escape at the end of an open quote", "add_header X \"a\\");
    bad("an open variable", "return ${host;");
}

void DemoReceiverTest::judgesWhatItGets()
{
    QFETCH(QByteArray, content);
    QFETCH(bool, isAccepted);

    const Listening demo;
    Sender sender({kName, content}, local(demo.port));
    QSignalSpy received(&demo.receiver, &DemoReceiver::received);
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, isAccepted ? Outcome::Reloaded : Outcome::ReloadFailed);
    QCOMPARE(received.size(), 1);
    QCOMPARE(received.first()[1].toBool(), isAccepted);
    QCOMPARE(demo.receiver.files().contains(kName), isAccepted);
}

void DemoReceiverTest::keepsTheOldFileWhenTheNewOneIsRefused()
{
    const Listening demo;
    Sender good({kName, "deny all;\n"}, local(demo.port));
    QVERIFY(runToEnd(good));
    Sender bad({kName, "location / {\n"}, local(demo.port));
    QVERIFY(runToEnd(bad));
    QCOMPARE(demo.file(), "deny all;\n");
}

void DemoReceiverTest::takesLinesOfTheFieldsSender()
{
    const Listening demo;
    const QByteArray content = "location /a {\n    return 403;\n}\nlocation /b {\n}\n# no end";
    auto answer = std::async(std::launch::async, [&] {
        return support::pushLineByLine(demo.port, kName.toUtf8(), content);
    });
    QSignalSpy received(&demo.receiver, &DemoReceiver::received);
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 1, 30'000);
    QTRY_VERIFY(answer.wait_for(0s) == std::future_status::ready);
    QCOMPARE(answer.get(), "nginx reload succ");
    QCOMPARE(demo.file(), content);
}

void DemoReceiverTest::servesSeveralAtOnce()
{
    const Listening demo;
    QTcpSocket silent;
    silent.connectToHost(QHostAddress::LocalHost, demo.port);
    QTRY_COMPARE(silent.state(), QAbstractSocket::ConnectedState);

    std::vector<std::unique_ptr<Sender>> senders;
    QSignalSpy received(&demo.receiver, &DemoReceiver::received);
    for (int i = 0; i < 8; ++i) {
        const QString name = QStringLiteral("%1.conf").arg(i);
        const QByteArray content = QByteArray::number(i).repeated(20'000);
        senders.push_back(
            std::make_unique<Sender>(transfer::RuleFile{name, content}, local(demo.port)));
        senders.back()->start();
    }
    QTRY_COMPARE_WITH_TIMEOUT(received.size(), 8, 30'000);
    for (int i = 0; i < 8; ++i)
        QVERIFY(demo.file(QStringLiteral("%1.conf").arg(i)) ==
                QByteArray::number(i).repeated(20'000));
}

void DemoReceiverTest::dropsASenderThatStalls()
{
    Listening demo;
    demo.receiver.setStallTimeout(50ms);
    QTcpSocket silent;
    silent.connectToHost(QHostAddress::LocalHost, demo.port);
    QSignalSpy disconnected(&silent, &QTcpSocket::disconnected);
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, 30'000);
    QVERIFY(demo.receiver.files().isEmpty());
}

void DemoReceiverTest::changesNothingWhenASenderDies()
{
    const Listening demo;
    Sender first({kName, "old;\n"}, local(demo.port));
    QVERIFY(runToEnd(first));

    Sender dying({kName, QByteArray("new;\n").repeated(1000)}, local(demo.port));
    connect(&dying, &transfer::Push::progressed, &dying, &transfer::Push::cancel);
    const auto result = runToEnd(dying);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(demo.file(), "old;\n");
}

void DemoReceiverTest::refusesNamesThatAreNoPlainFileNames()
{
    const Listening demo;
    QTcpSocket client;
    client.connectToHost(QHostAddress::LocalHost, demo.port);
    client.write("../passwd");
    QSignalSpy disconnected(&client, &QTcpSocket::disconnected);
    QTRY_COMPARE_WITH_TIMEOUT(disconnected.size(), 1, 30'000);
    QCOMPARE(client.readAll(), "");
}

void DemoReceiverTest::takesMessagesInPieces()
{
    const Listening demo;
    QTcpSocket client;
    QByteArray answers;
    connect(&client, &QTcpSocket::readyRead, this, [&] { answers += client.readAll(); });
    client.connectToHost(QHostAddress::LocalHost, demo.port);
    client.write(kName.toUtf8());
    QTRY_COMPARE(answers, "sendmsg");
    client.write(QByteArray("allow 10.0.0.1;\n\0", 17));
    QTRY_COMPARE(answers, "sendmsggoon");
    for (const QByteArray &piece : {QByteArray("deny\n"), QByteArray("all;\n\0", 6)}) {
        client.write(piece);
        QTRY_COMPARE(client.bytesToWrite(), 0);
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(answers, "sendmsggoongoon");
    for (const QByteArray &piece : {QByteArray("en"), QByteArray("d")}) {
        client.write(piece);
        QTRY_COMPARE(client.bytesToWrite(), 0);
        QCoreApplication::processEvents();
    }
    QTRY_COMPARE(answers, "sendmsggoongoonnginx reload succ");
    QCOMPARE(demo.file(), "allow 10.0.0.1;\ndeny\nall;\n");
}

void DemoReceiverTest::saysWhyItCannotListen()
{
    const Listening demo;
    DemoReceiver second;
    const auto port = second.listen(QHostAddress::LocalHost, demo.port);
    QVERIFY(!port.has_value());
    QVERIFY(!port.error().isEmpty());
}

QTEST_GUILESS_MAIN(DemoReceiverTest)
#include "tst_demoreceiver.moc"
