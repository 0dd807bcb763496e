// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/files.h"
#include "transfer/receiver/instancelock.h"
#include "transfer/receiver/listeningsocket.h"
#include "transfer/receiver/logtext.h"
#include "transfer/receiver/settings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace transfer::receiver;
using support::write;

namespace {

class Parsed
{
public:
    explicit Parsed(QList<QByteArray> arguments)
        : settings(u"a-daemon"_s, u"Does things."_s,
                   {{u"dir"_s, u"A directory."_s, u"dir"_s, {}},
                    {u"allow"_s, u"A list."_s, u"address"_s, {}},
                    {u"word"_s, u"A text."_s, u"text"_s, {}},
                    {u"limit"_s, u"A time."_s, u"seconds"_s, u"1.5"_s},
                    {u"most"_s, u"A number."_s, u"number"_s, u"7"_s}})
    {
        arguments.prepend("a-daemon");
        QList<char *> pointers;
        for (QByteArray &argument : arguments)
            pointers.append(argument.data());
        status = settings.parse(int(pointers.size()), pointers.data());
    }

    Settings settings;
    std::optional<int> status;
};

} // namespace

class TestReceiverSettings : public QObject
{
    Q_OBJECT
private slots:
    void takesTheCommandLineBeforeTheFileBeforeTheDefault();
    void readsTheFileAgain();
    void endsOnWrongUsage_data();
    void endsOnWrongUsage();
    void checksNumbersAndTimes();
    void readsListenAddresses_data();
    void readsListenAddresses();
    void listensOnAFreePort();
    void locksOutASecondInstance();
    void escapesWhatIsLogged_data();
    void escapesWhatIsLogged();
};

void TestReceiverSettings::takesTheCommandLineBeforeTheFileBeforeTheDefault()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"daemon.conf"_s);
    write(path, "# a comment\nword=sh -c \"a = b\"\ndir=/from/file\nlimit=2\nallow=10.0.0.1\n\n "
                "allow = 10.0.0.2\n");
    const Parsed parsed({"--config", path.toUtf8(), "--dir", "here", "-d"});
    QVERIFY(!parsed.status);
    QCOMPARE(parsed.settings.path(u"dir"_s), QDir::currentPath() + u"/here"_s);
    QCOMPARE(*parsed.settings.seconds(u"limit"_s), 2s);
    QCOMPARE(*parsed.settings.number(u"most"_s, 1, 10), 7);
    QCOMPARE(parsed.settings.texts(u"allow"_s), (QStringList{u"10.0.0.1"_s, u"10.0.0.2"_s}));
    QCOMPARE(parsed.settings.text(u"word"_s), u"sh -c \"a = b\""_s);
    QVERIFY(parsed.settings.isSet(u"daemon"_s));
    QVERIFY(!parsed.settings.isSet(u"supervise"_s));
}

void TestReceiverSettings::readsTheFileAgain()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"daemon.conf"_s);
    write(path, "most=3\n");
    Parsed parsed({"--config", path.toUtf8()});
    QCOMPARE(*parsed.settings.number(u"most"_s, 1, 10), 3);
    write(path, "most=10\n");
    QVERIFY(parsed.settings.reread());
    QCOMPARE(*parsed.settings.number(u"most"_s, 1, 10), 10);
    write(path, "mots=4\n");
    const auto unknown = parsed.settings.reread();
    QVERIFY(!unknown);
    QVERIFY(unknown.error().contains(u":1: \"mots=4\""));
    write(path, "most\n");
    QVERIFY(!parsed.settings.reread());
    QVERIFY(QFile::remove(path));
    QVERIFY(!parsed.settings.reread());
    QCOMPARE(*parsed.settings.number(u"most"_s, 1, 10), 10);
}

void TestReceiverSettings::endsOnWrongUsage_data()
{
    QTest::addColumn<QList<QByteArray>>("arguments");
    QTest::newRow("an unknown option") << QList<QByteArray>{"--none"};
    QTest::newRow("a word too many") << QList<QByteArray>{"word"};
    QTest::newRow("a value is missing") << QList<QByteArray>{"--dir"};
    QTest::newRow("no such configuration") << QList<QByteArray>{"--config", "/none/such"};
}

void TestReceiverSettings::endsOnWrongUsage()
{
    QFETCH(const QList<QByteArray>, arguments);
    QCOMPARE(Parsed(arguments).status, 2);
}

void TestReceiverSettings::checksNumbersAndTimes()
{
    for (const QByteArray wrong : {"0", "11", "x", "", "1.5"})
        QVERIFY(!Parsed({"--most", wrong}).settings.number(u"most"_s, 1, 10));
    for (const QByteArray wrong : {"0", "-1", "x", "", "nan", "1e99"})
        QVERIFY(!Parsed({"--limit", wrong}).settings.seconds(u"limit"_s));
    QCOMPARE(*Parsed({"--limit", "0.25"}).settings.seconds(u"limit"_s), 250ms);
}

void TestReceiverSettings::readsListenAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("understood");
    QTest::newRow("IPv4") << u"127.0.0.1:9000"_s << u"127.0.0.1:9000"_s;
    QTest::newRow("any IPv4") << u"0.0.0.0:0"_s << u"0.0.0.0:0"_s;
    QTest::newRow("IPv6") << u"[::1]:9000"_s << u"[::1]:9000"_s;
    QTest::newRow("IPv6 without brackets") << u"::1:9000"_s << QString();
    QTest::newRow("no port") << u"127.0.0.1"_s << QString();
    QTest::newRow("no address") << u":9000"_s << QString();
    QTest::newRow("a host name") << u"localhost:9000"_s << QString();
    QTest::newRow("a port out of range") << u"127.0.0.1:65536"_s << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestReceiverSettings::readsListenAddresses()
{
    QFETCH(const QString, text);
    QFETCH(const QString, understood);
    const auto address = ListenAddress::parse(text);
    QCOMPARE(address.has_value(), !understood.isEmpty());
    if (address)
        QCOMPARE(address->toString(), understood);
}

void TestReceiverSettings::listensOnAFreePort()
{
    const auto socket = ListeningSocket::open({QHostAddress(QHostAddress::LocalHost), 0});
    QVERIFY(socket);
    QVERIFY(socket->address.port != 0);
    const auto second = ListeningSocket::open(socket->address);
    QVERIFY(!second);
    QVERIFY(second.error().contains(socket->address.toString()));
}

void TestReceiverSettings::locksOutASecondInstance()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"lock"_s);
    auto lock = std::make_unique<InstanceLock>(*InstanceLock::take(path));
    lock->writeProcessId();
    const auto second = InstanceLock::take(path);
    QVERIFY(!second);
    QVERIFY(second.error().contains(QString::number(QCoreApplication::applicationPid())));
    lock.reset();
    QVERIFY(InstanceLock::take(path));
}

void TestReceiverSettings::escapesWhatIsLogged_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("shown");
    QTest::newRow("plain text") << QByteArray("site.conf") << u"site.conf"_s;
    QTest::newRow("other scripts") << QByteArray("\u4e2d\u6587 \u00e4") << u"\u4e2d\u6587 \u00e4"_s;
    QTest::newRow("line breaks") << QByteArray("a\r\nb\tc") << u"a\\r\\nb\\tc"_s;
    QTest::newRow("a backslash") << QByteArray("a\\nb") << u"a\\\\nb"_s;
    QTest::newRow("colours of a terminal") << QByteArray("\x1b[31m") << u"\\x1b[31m"_s;
    QTest::newRow("a NUL") << QByteArray("a\0b", 3) << u"a\\x00b"_s;
    QTest::newRow("text turned around") << QByteArray("a\u202eb") << u"a\\u{202e}b"_s;
    QTest::newRow("another kind of line break") << QByteArray("a\u2028b") << u"a\\u{2028}b"_s;
    QTest::newRow("bytes that are not UTF-8") << QByteArray("a\xff\\") << u"a\\xff\\\\"_s;
    QTest::newRow("too much") << QByteArray(30, 'x') << u"xxxxxxxxxx [... 20 more]"_s;
}

void TestReceiverSettings::escapesWhatIsLogged()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, shown);
    QCOMPARE(printable(bytes, 10), shown);
}

QTEST_GUILESS_MAIN(TestReceiverSettings)
#include "tst_receiversettings.moc"
