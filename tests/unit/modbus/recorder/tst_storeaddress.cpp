// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/recorder/storeaddress.h"

#include <QTest>

using modbus::recorder::parseStoreAddress;
using modbus::recorder::StoreAddress;
using namespace Qt::StringLiterals;

/// What a user names as the place to record to.
class TestStoreAddress : public QObject
{
    Q_OBJECT
private slots:
    void readsAServer_data();
    void readsAServer();
    void knowsAFileByItsEnding_data();
    void knowsAFileByItsEnding();
    void refuses_data();
    void refuses();
    void theKeyNamesTheStore();
};

void TestStoreAddress::readsAServer_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("database");
    QTest::addColumn<QString>("shown");
    QTest::newRow("all of it") << u"postgresql://me:secret@db.example.com:6000/plant"_s
                               << u"db.example.com"_s << 6000 << u"me"_s << u"secret"_s
                               << u"plant"_s << u"postgresql://me@db.example.com:6000/plant"_s;
    QTest::newRow("the short scheme, the usual port")
        << u"postgres://me@192.0.2.7/plant"_s << u"192.0.2.7"_s << 5432 << u"me"_s << QString()
        << u"plant"_s << u"postgresql://me@192.0.2.7/plant"_s;
    QTest::newRow("reserved characters in the password")
        << u"postgresql://me:p%40ss%2Fw%3Ard%23@localhost/plant"_s << u"localhost"_s << 5432
        << u"me"_s << u"p@ss/w:rd#"_s << u"plant"_s << u"postgresql://me@localhost/plant"_s;
    QTest::newRow("an IPv6 address")
        << u"postgresql://me@[2001:db8::1]:6000/plant"_s << u"2001:db8::1"_s << 6000 << u"me"_s
        << QString() << u"plant"_s << u"postgresql://me@[2001:db8::1]:6000/plant"_s;
    QTest::newRow("a Unix socket")
        << u"postgresql:///plant?host=/run/postgresql"_s << u"/run/postgresql"_s << 5432
        << QString() << QString() << u"plant"_s << u"postgresql:///plant?host=/run/postgresql"_s;
    QTest::newRow("with encryption asked for")
        << u"postgresql://db.example.com/plant?sslmode=require"_s << u"db.example.com"_s << 5432
        << QString() << QString() << u"plant"_s
        << u"postgresql://db.example.com/plant?sslmode=require"_s;
}

void TestStoreAddress::readsAServer()
{
    QFETCH(const QString, text);
    const auto address = parseStoreAddress(text);
    QVERIFY2(address, qPrintable(address ? QString() : address.error().text));
    QCOMPARE(address->kind, StoreAddress::Kind::Postgres);
    QTEST(address->server.host, "host");
    QTEST(int(address->server.port), "port");
    QTEST(address->server.user, "user");
    QTEST(address->server.password, "password");
    QTEST(address->server.database, "database");
    QTEST(address->toString(), "shown");
}

void TestStoreAddress::knowsAFileByItsEnding_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<StoreAddress::Kind>("kind");
    QTest::newRow("SQLite") << u"/data/plant.sqlite"_s << StoreAddress::Kind::Sqlite;
    QTest::newRow("SQLite, short") << u"/data/plant.db"_s << StoreAddress::Kind::Sqlite;
    QTest::newRow("in capitals") << u"/data/PLANT.SQLITE"_s << StoreAddress::Kind::Sqlite;
    QTest::newRow("CSV") << u"/data/plant.csv"_s << StoreAddress::Kind::Csv;
    QTest::newRow("a blank and a dot in the name")
        << u"/data/plant 2.1.csv"_s << StoreAddress::Kind::Csv;
}

void TestStoreAddress::knowsAFileByItsEnding()
{
    QFETCH(const QString, text);
    const auto address = parseStoreAddress(text);
    QVERIFY(address);
    QTEST(address->kind, "kind");
    QCOMPARE(address->path, text);
}

void TestStoreAddress::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("nothing") << QString();
    QTest::newRow("no ending") << u"/data/plant"_s;
    QTest::newRow("an ending that means nothing") << u"/data/plant.txt"_s;
    QTest::newRow("another kind of server") << u"mysql://me:secret@localhost/plant"_s;
    QTest::newRow("no database") << u"postgresql://me:secret@localhost"_s;
    QTest::newRow("a raw # in the password") << u"postgresql://me:secret#1@localhost/plant"_s;
    QTest::newRow("a port beyond 65535") << u"postgresql://me:secret@localhost:70000/plant"_s;
    QTest::newRow("an option that is not known")
        << u"postgresql://me:secret@localhost/plant?options=secret"_s;
    QTest::newRow("a folder") << u"/tmp"_s;
}

void TestStoreAddress::refuses()
{
    QFETCH(const QString, text);
    const auto address = parseStoreAddress(text);
    QVERIFY(!address);
    QVERIFY(address.error().text.endsWith(u'.'));
    QVERIFY(!address.error().remedy.isEmpty());
    QVERIFY(!(address.error().text + address.error().remedy).contains(u"secret"_s));
}

void TestStoreAddress::theKeyNamesTheStore()
{
    const auto key = [](const QString &text) { return parseStoreAddress(text)->key(); };
    const QString one = key(u"postgresql://me:old@localhost/plant"_s);
    QCOMPARE(key(u"postgresql://me:new@localhost/plant"_s), one);
    QVERIFY(key(u"postgresql://me:old@localhost/other"_s) != one);
    QVERIFY(key(u"/data/a.sqlite"_s) != key(u"/data/b.sqlite"_s));
}

QTEST_GUILESS_MAIN(TestStoreAddress)
#include "tst_storeaddress.moc"
