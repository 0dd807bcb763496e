// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/knownreceivers.h"

#include "tests/support/files.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace transfer;
using namespace transfer::secure;

namespace {

KnownReceiver receiver(const QString &name)
{
    return {.name = name,
            .peer = {QStringLiteral("fd00::20"), 9443},
            .fingerprint = QByteArray(64, 'a'),
            .role = QStringLiteral("push"),
            .isProduction = true,
            .certificateFile = QStringLiteral("own.pem")};
}

const QString kName = QStringLiteral("edge-1");

} // namespace

class KnownReceiversTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QString m_path;

private slots:
    void init()
    {
        m_path = m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction()) +
                                   QStringLiteral("/receivers.json"));
    }

    void comesBackAsItWas()
    {
        KnownReceivers receivers(m_path);
        QCOMPARE(receivers.load(), QString());
        KnownReceiver signedOne = receiver(QStringLiteral("\u4ea7\u7ebf-2"));
        signedOne.fingerprint.clear();
        QVERIFY(receivers.put(signedOne));
        QVERIFY(receivers.put(receiver(kName)));
        KnownReceivers again(m_path);
        QCOMPARE(again.load(), QString());
        QVERIFY((again.all() == QList<KnownReceiver>{receiver(kName), signedOne}));
        QVERIFY(again.find(kName) == receiver(kName));
        QVERIFY(!again.find(QStringLiteral("edge-2")));
    }

    void replacesAndRemoves()
    {
        KnownReceivers receivers(m_path);
        QVERIFY(receivers.put(receiver(kName)));
        KnownReceiver moved = receiver(kName);
        moved.peer.port = 9444;
        QVERIFY(receivers.put(moved));
        QCOMPARE(receivers.all().size(), 1);
        QCOMPARE(receivers.find(kName)->peer.port, 9444);
        QVERIFY(receivers.remove(kName));
        QVERIFY(receivers.remove(kName));
        KnownReceivers again(m_path);
        again.load();
        QVERIFY(again.all().isEmpty());
    }

    void keepsWhatAnotherProgramAdded()
    {
        KnownReceivers window(m_path);
        KnownReceivers terminal(m_path);
        window.load();
        QVERIFY(terminal.put(receiver(kName)));
        QVERIFY(window.put(receiver(QStringLiteral("edge-2"))));
        terminal.load();
        QCOMPARE(terminal.all().size(), 2);
    }

    void setsADamagedFileAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("NUL bytes") << QByteArray(100, '\0');
        QTest::newRow("half of it") << QByteArray("{\"receivers\":[{\"name\"");
        QTest::newRow("a pin that is lost")
            << QByteArray(R"({"receivers":[{"name":"a","host":"h","port":1,"role":"push"}]})");
        QTest::newRow("a pin cut short") << QByteArray(
            R"({"receivers":[{"name":"a","host":"h","port":1,"fingerprint":"abc"}]})");
        QTest::newRow("no such port") << QByteArray(
            R"({"receivers":[{"name":"a","host":"h","port":65537,"fingerprint":""}]})");
    }

    void setsADamagedFileAside()
    {
        QFETCH(QByteArray, content);
        m_path += QString::fromLatin1(QTest::currentDataTag());
        QVERIFY(QDir().mkpath(QFileInfo(m_path).path()));
        support::write(m_path, content);
        KnownReceivers receivers(m_path);
        const QString complaint = receivers.load();
        const QFileInfo info(m_path);
        const QStringList aside =
            info.dir().entryList({info.fileName() + QStringLiteral(".damaged-*")});
        QCOMPARE(aside.size(), 1);
        QVERIFY(complaint.contains(aside.first()));
        QCOMPARE(support::contentOf(info.dir().filePath(aside.first())), content);
        QVERIFY(receivers.put(receiver(kName)));
        QCOMPARE(receivers.load(), QString());
    }

    void tellsWhyItCannotBeKept()
    {
        QVERIFY(QDir().mkpath(m_path)); // a folder where the file should be
        KnownReceivers receivers(m_path);
        QVERIFY(!receivers.load().isEmpty());
        QVERIFY(!receivers.put(receiver(kName)));
        QVERIFY(QFileInfo(m_path).isDir());
    }

    void takesNamesThatAreNothingElse_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isFit");
        QTest::newRow("letters and digits") << QStringLiteral("edge-1.plant_2") << true;
        QTest::newRow("Chinese") << QStringLiteral("\u4ea7\u7ebf-2") << true;
        QTest::newRow("nothing") << QString() << false;
        QTest::newRow("a peer") << QStringLiteral("edge:9000") << false;
        QTest::newRow("a path") << QStringLiteral("a/b") << false;
        QTest::newRow("an option") << QStringLiteral("-x") << false;
        QTest::newRow("a blank in it") << QStringLiteral("a b") << false;
        QTest::newRow("too long") << QString(65, u'a') << false;
    }

    void takesNamesThatAreNothingElse()
    {
        QFETCH(QString, name);
        QTEST(checkReceiverName(name).has_value(), "isFit");
    }
};

QTEST_GUILESS_MAIN(KnownReceiversTest)
#include "tst_knownreceivers.moc"
