// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "tests/support/legacyreceiver.h"
#include "tests/support/pushrun.h"
#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/relayserver.h"
#include "transfer/receiver/rootedfile.h"
#include "transfer/relay/client.h"

#include <QDir>
#include <QFile>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using support::write;
using transfer::Outcome;

namespace {

constexpr int kPatience = 60000;

const QByteArray kRules("location = /relayed { return 200; }\n");

/// root/sites/site.conf, links of every kind beside it, and a secret next to the root.
class Tree
{
public:
    Tree()
    {
        QDir(m_directory.path()).mkpath(u"root/sites"_s);
        QDir(m_directory.path()).mkpath(u"root-secrets"_s);
        write(path(u"root/sites/site.conf"_s), kRules);
        write(path(u"root-secrets/key.conf"_s), "secret");
        QFile::link(path(u"root/sites"_s), path(u"root/current"_s));
        QFile::link(path(u"root-secrets"_s), path(u"root/escape"_s));
        QFile::link(path(u"root-secrets/key.conf"_s), path(u"root/sites/key.conf"_s));
        ::mkfifo(path(u"root/sites/pipe.conf"_s).toUtf8().constData(), 0600);
    }
    QString root() const { return path(u"root"_s); }
    QString path(const QString &name) const { return m_directory.filePath(name); }

private:
    QTemporaryDir m_directory;
};

/// A relay in this process.
class Relay
{
public:
    Relay(const QString &root, quint16 receiverPort, const QStringList &allowed = {})
        : m_server(optionsFor(root, receiverPort, allowed))
    {
        auto socket = ListeningSocket::open({QHostAddress(QHostAddress::LocalHost), 0});
        m_server.accept(std::move(socket->descriptor));
    }
    transfer::Peer peer() const { return {u"127.0.0.1"_s, m_server.port()}; }

    QByteArray ask(const QList<QByteArray> &segments) const
    {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), m_server.port());
        static_cast<void>(
            QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }));
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        for (const QByteArray &segment : segments) {
            socket.write(segment);
            socket.flush();
            QCoreApplication::processEvents();
        }
        static_cast<void>(QTest::qWaitFor(
            [&] { return socket.state() == QAbstractSocket::UnconnectedState; }, 20000));
        return socket.readAll();
    }

private:
    static RelayOptions optionsFor(const QString &root, quint16 receiverPort,
                                   const QStringList &allowed)
    {
        RelayOptions options;
        options.root = root;
        options.receiverPort = receiverPort;
        options.allowed = *AllowList::parse(allowed);
        options.push.connectRetries = 1;
        options.push.retryPause = 10ms;
        return options;
    }

    RelayServer m_server;
};

} // namespace

class TestRelayServer : public QObject
{
    Q_OBJECT
private slots:
    void readsBelowItsRootOnly_data();
    void readsBelowItsRootOnly();
    void allowsWhatItIsTold_data();
    void allowsWhatItIsTold();
    void refusesBadAllowEntries();
    void givesTheThreeAnswers();
    void takesARequestInAnySegments();
    void refusesBadRequests_data();
    void refusesBadRequests();
    void servesSeveralAtOnce();
};

void TestRelayServer::readsBelowItsRootOnly_data()
{
    QTest::addColumn<QString>("directory");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("relative") << u"sites/"_s << u"site.conf"_s << true;
    QTest::newRow("relative, without the slash") << u"sites"_s << u"site.conf"_s << true;
    QTest::newRow("absolute") << u"ROOT/sites/"_s << u"site.conf"_s << true;
    QTest::newRow("a link inside the root") << u"current/"_s << u"site.conf"_s << true;
    QTest::newRow("up and down again") << u"sites/../sites/"_s << u"site.conf"_s << true;
    QTest::newRow("no such file") << u"sites/"_s << u"none.conf"_s << false;
    QTest::newRow("no such directory") << u"none/"_s << u"site.conf"_s << false;
    QTest::newRow("a directory that only begins like the root")
        << u"ROOT-secrets/"_s << u"key.conf"_s << false;
    QTest::newRow("up and out") << u"../root-secrets/"_s << u"key.conf"_s << false;
    QTest::newRow("a link out of the root") << u"escape/"_s << u"key.conf"_s << false;
    QTest::newRow("a file that is a link") << u"sites/"_s << u"key.conf"_s << false;
    QTest::newRow("a named pipe") << u"sites/"_s << u"pipe.conf"_s << false;
    QTest::newRow("a directory for a file") << u"."_s << u"sites"_s << false;
    QTest::newRow("a name with a path") << u"."_s << u"sites/site.conf"_s << false;
    QTest::newRow("the system's files") << u"/etc/"_s << u"passwd"_s << false;
}

void TestRelayServer::readsBelowItsRootOnly()
{
    QFETCH(QString, directory);
    QFETCH(const QString, name);
    QFETCH(const bool, isRead);
    const Tree tree;
    directory.replace(u"ROOT"_s, tree.root());
    const auto file = readBelow(tree.root(), directory, name);
    QCOMPARE(file.has_value(), isRead);
    if (isRead) {
        QCOMPARE(file->name, name);
        QCOMPARE(file->content, kRules);
    } else {
        QVERIFY(!file.error().isEmpty());
    }
}

void TestRelayServer::allowsWhatItIsTold_data()
{
    QTest::addColumn<QStringList>("entries");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isAllowed");
    const QStringList none;
    const QStringList some{u"10.1.2.3"_s, u"192.168.0.0/16"_s, u"2001:db8::/32"_s};
    QTest::newRow("loopback when nothing is given") << none << u"127.0.0.1"_s << true;
    QTest::newRow("IPv6 loopback when nothing is given") << none << u"::1"_s << true;
    QTest::newRow("another when nothing is given") << none << u"10.1.2.3"_s << false;
    QTest::newRow("an address") << some << u"10.1.2.3"_s << true;
    QTest::newRow("its neighbour") << some << u"10.1.2.4"_s << false;
    QTest::newRow("one of a network") << some << u"192.168.77.1"_s << true;
    QTest::newRow("one of an IPv6 network") << some << u"2001:db8::7"_s << true;
    QTest::newRow("loopback when others are given") << some << u"127.0.0.1"_s << false;
}

void TestRelayServer::allowsWhatItIsTold()
{
    QFETCH(const QStringList, entries);
    QFETCH(const QString, address);
    QFETCH(const bool, isAllowed);
    const auto list = AllowList::parse(entries);
    QVERIFY(list);
    QCOMPARE(list->allows(QHostAddress(address)), isAllowed);
}

void TestRelayServer::refusesBadAllowEntries()
{
    for (const QString &entry : {u"receiver.example.org"_s, u"10.0.0.0/99"_s, u""_s, u"10.0.0"_s}) {
        const auto list = AllowList::parse({entry});
        QVERIFY2(!list, qPrintable(entry));
        QVERIFY(list.error().contains(u"10.0.0.7"));
    }
}

void TestRelayServer::givesTheThreeAnswers()
{
    const Tree tree;
    const support::LegacyReceiver good;
    support::LegacyManner manner;
    manner.doesReload = false;
    const support::LegacyReceiver bad(manner);
    manner.listensAtOnce = false;
    const support::LegacyReceiver absent(manner);
    const struct
    {
        const support::LegacyReceiver &receiver;
        QString answer;
        Outcome outcome;
    } cases[] = {{good, u"succ"_s, Outcome::Reloaded},
                 {bad, u"reload nginx error"_s, Outcome::ReloadFailed},
                 {absent, u"send file error"_s, Outcome::NotSent}};
    for (const auto &expected : cases) {
        const Relay relay(tree.root(), expected.receiver.port());
        transfer::relay::Client client(relay.peer(), tree.root() + u"/sites/"_s, u"site.conf"_s,
                                       u"127.0.0.1"_s);
        const auto result = support::runToEnd(client);
        QVERIFY(result);
        QCOMPARE(result->answer, expected.answer);
        QCOMPARE(result->outcome, expected.outcome);
    }
    QCOMPARE(good.file("site.conf"), kRules);
}

void TestRelayServer::takesARequestInAnySegments()
{
    const Tree tree;
    const support::LegacyReceiver receiver;
    const Relay relay(tree.root(), receiver.port());
    const QByteArray request("sites/ site.conf 127.0.0.1");
    QCOMPARE(relay.ask({request}), "succ");
    QCOMPARE(relay.ask({request + '\n'}), "succ");
    QCOMPARE(relay.ask({request + QByteArray(100, '\0')}), "succ");
    QList<QByteArray> bytes;
    for (const char byte : request)
        bytes.append(QByteArray(1, byte));
    QCOMPARE(relay.ask(bytes), "succ");
    QCOMPARE(receiver.reloads(), 4);
}

void TestRelayServer::refusesBadRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("two words") << QByteArray("sites/ site.conf");
    QTest::newRow("four words") << QByteArray("sites/ site.conf 127.0.0.1 more");
    QTest::newRow("blanks only") << QByteArray("   ");
    QTest::newRow("a host name") << QByteArray("sites/ site.conf localhost");
    QTest::newRow("a receiver that is not allowed") << QByteArray("sites/ site.conf 192.0.2.1");
    QTest::newRow("a path out of the root") << QByteArray("../root-secrets/ key.conf 127.0.0.1");
    QTest::newRow("bytes that are not UTF-8") << QByteArray("sites/ \xff\xfe 127.0.0.1");
    QTest::newRow("too long") << QByteArray(10000, 'x');
}

void TestRelayServer::refusesBadRequests()
{
    QFETCH(const QByteArray, request);
    const Tree tree;
    const support::LegacyReceiver receiver;
    const Relay relay(tree.root(), receiver.port());
    QCOMPARE(relay.ask({request}), "send file error");
    QCOMPARE(receiver.reads(), 0);
}

void TestRelayServer::servesSeveralAtOnce()
{
    const Tree tree;
    // The receiver stalls: that holds up the push to it, not the relay.
    support::LegacyManner manner;
    manner.fault.kind = support::LegacyFault::Kind::Stall;
    const support::LegacyReceiver stalled(manner);
    const Relay relay(tree.root(), stalled.port());
    QTcpSocket waiting;
    waiting.connectToHost(QHostAddress(QHostAddress::LocalHost), relay.peer().port);
    QTRY_COMPARE_WITH_TIMEOUT(waiting.state(), QAbstractSocket::ConnectedState, kPatience);
    waiting.write("sites/ site.conf 127.0.0.1\n");
    QTRY_COMPARE_WITH_TIMEOUT(stalled.reads(), 1, kPatience);
    QCOMPARE(relay.ask({"sites/ none.conf 127.0.0.1\n"}), "send file error");
    QCOMPARE(waiting.state(), QAbstractSocket::ConnectedState);
}

QTEST_GUILESS_MAIN(TestRelayServer)
#include "tst_relayserver.moc"
