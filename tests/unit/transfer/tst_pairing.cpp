// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/pairing.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace transfer;

namespace {

const QByteArray kFingerprint(64, 'a');
const QByteArray kToken = QByteArray(41, 'T') + "-_";
const QString kGood = u"loopcheck-pair:192.0.2.7:9443/"_s + QString::fromLatin1(kFingerprint) +
                      u'/' + QString::fromLatin1(kToken);

QString with(const QString &before, const QString &after)
{
    QString line = kGood;
    return line.replace(before, after);
}

} // namespace

class TestPairing : public QObject
{
    Q_OBJECT
private slots:
    void goesThereAndBack_data();
    void goesThereAndBack();
    void takesWhatPastingAdds();
    void refuses_data();
    void refuses();
    void neverRepeatsTheToken();
    void showsAFingerprintAsOthersDo();
};

void TestPairing::goesThereAndBack_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << u"192.0.2.7"_s;
    QTest::newRow("IPv6") << u"2001:db8::7"_s;
    QTest::newRow("name") << u"edge-1.example.com"_s;
}

void TestPairing::goesThereAndBack()
{
    QFETCH(QString, host);
    const Pairing pairing{host, 9443, kFingerprint, kToken};
    const auto back = Pairing::parse(pairing.toLine());
    QVERIFY2(back, qPrintable(back ? QString() : back.error()));
    QCOMPARE(*back, pairing);
}

void TestPairing::takesWhatPastingAdds()
{
    const auto plain = Pairing::parse(kGood);
    QVERIFY(plain);
    QCOMPARE(*Pairing::parse(u"  \t"_s + kGood + u"\r\n"_s), *plain);
    QCOMPARE(*Pairing::parse(with(QString::fromLatin1(kFingerprint),
                                  QString::fromLatin1(kFingerprint.toUpper()))),
             *plain);
}

void TestPairing::refuses_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("nothing") << QString();
    QTest::newRow("another scheme") << with(u"loopcheck-pair:"_s, u"https://"_s);
    QTest::newRow("a token that was cut") << kGood.chopped(1);
    QTest::newRow("a token with more behind it") << kGood + u'x';
    QTest::newRow("a token with a blank in it") << with(u"TTT-"_s, u"TT -"_s);
    QTest::newRow("a fingerprint that was cut") << with(u"aaa/"_s, u"aa/"_s);
    QTest::newRow("a fingerprint that is none") << with(u"aaa/"_s, u"aag/"_s);
    QTest::newRow("no port") << with(u":9443"_s, {});
    QTest::newRow("port 0") << with(u":9443"_s, u":0"_s);
    QTest::newRow("port 65536") << with(u":9443"_s, u":65536"_s);
    QTest::newRow("no host") << with(u"192.0.2.7"_s, {});
    QTest::newRow("a host with a blank") << with(u"192.0.2.7"_s, u"192.0.2.7 evil"_s);
    QTest::newRow("a host with an at sign") << with(u"192.0.2.7"_s, u"me@192.0.2.7"_s);
    QTest::newRow("a host with a NUL") << with(u"192"_s, QString(QChar(u'\0')));
    QTest::newRow("a host of 300 letters") << with(u"192.0.2.7"_s, QString(300, u'h'));
    QTest::newRow("two lines") << kGood + u'\n' + kGood;
    QTest::newRow("a megabyte") << kGood + QString(1 << 20, u'x');
}

void TestPairing::refuses()
{
    QFETCH(QString, line);
    const auto pairing = Pairing::parse(line);
    QVERIFY(!pairing);
    QVERIFY2(pairing.error().contains(u"loopcheck-receiver init"_s), qPrintable(pairing.error()));
}

void TestPairing::neverRepeatsTheToken()
{
    const auto pairing = Pairing::parse(with(u":9443"_s, {}));
    QVERIFY(!pairing);
    QVERIFY(!pairing.error().contains(QString::fromLatin1(kToken)));
}

void TestPairing::showsAFingerprintAsOthersDo()
{
    QCOMPARE(readableFingerprint("00ff7a"), u"00:ff:7a"_s);
}

QTEST_GUILESS_MAIN(TestPairing)
#include "tst_pairing.moc"
