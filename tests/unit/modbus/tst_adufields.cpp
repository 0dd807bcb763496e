// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/adufields.h"

#include <QTest>

using namespace modbus;

namespace {

QStringList textsOf(const QList<PduField> &fields)
{
    QStringList texts;
    for (const PduField &field : fields)
        texts += QStringLiteral("%1..%2 %3")
                     .arg(field.offset)
                     .arg(field.offset + field.length)
                     .arg(field.name);
    return texts;
}

} // namespace

class AduFieldsTest : public QObject
{
    Q_OBJECT

private slots:
    void headerComesFirstAndOffsetsCountFromIt();
    void headerFaultsAreNamed_data();
    void headerFaultsAreNamed();
    void anyBytesWillDo();
};

void AduFieldsTest::headerComesFirstAndOffsetsCountFromIt()
{
    const QList<PduField> fields = requestAduFields(QByteArray::fromHex("1234"
                                                                        "0000"
                                                                        "0006"
                                                                        "07"
                                                                        "03006B0003"));
    QCOMPARE(textsOf(fields).first(5),
             QStringList({QStringLiteral("0..2 Transaction Identifier"),
                          QStringLiteral("2..4 Protocol Identifier"), QStringLiteral("4..6 Length"),
                          QStringLiteral("6..7 Unit Identifier"),
                          QStringLiteral("7..8 Function Code")}));
    QCOMPARE(fields.first().value, QStringLiteral("4660 (0x1234)"));
    QCOMPARE(fields.last().offset + fields.last().length, 12);
    QVERIFY(firstFault(fields).isEmpty());
}

void AduFieldsTest::headerFaultsAreNamed_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<QString>("field");
    QTest::newRow("another transaction") << QByteArray("000900000005"
                                                       "01"
                                                       "03020007")
                                         << QStringLiteral("Transaction Identifier");
    QTest::newRow("another protocol") << QByteArray("000112340005"
                                                    "01"
                                                    "03020007")
                                      << QStringLiteral("Protocol Identifier");
    QTest::newRow("a length that is wrong") << QByteArray("000100000009"
                                                          "01"
                                                          "03020007")
                                            << QStringLiteral("Length");
    QTest::newRow("another unit") << QByteArray("000100000005"
                                                "63"
                                                "03020007")
                                  << QStringLiteral("Unit Identifier");
    QTest::newRow("another function") << QByteArray("000100000005"
                                                    "01"
                                                    "04020007")
                                      << QStringLiteral("Function Code");
    QTest::newRow("half a header") << QByteArray("00010000") << QStringLiteral("Length");
}

void AduFieldsTest::headerFaultsAreNamed()
{
    QFETCH(QByteArray, reply);
    QFETCH(QString, field);
    const QList<PduField> fields =
        replyAduFields(QByteArray::fromHex(reply), QByteArray::fromHex("000100000006"
                                                                       "01"
                                                                       "0300070001"));
    const QString fault = firstFault(fields);
    QVERIFY2(fault.startsWith(field), qPrintable(fault));
}

void AduFieldsTest::anyBytesWillDo()
{
    const QByteArray reply = QByteArray::fromHex("000100000005"
                                                 "01"
                                                 "03020007");
    for (qsizetype length = 0; length <= reply.size(); ++length) {
        for (const QList<PduField> &fields :
             {requestAduFields(reply.first(length)), replyAduFields(reply.first(length))}) {
            int end = 0;
            for (const PduField &field : fields) {
                QCOMPARE(field.offset, end);
                end += field.length;
            }
            QCOMPARE(end, int(length));
        }
    }
}

QTEST_APPLESS_MAIN(AduFieldsTest)
#include "tst_adufields.moc"
