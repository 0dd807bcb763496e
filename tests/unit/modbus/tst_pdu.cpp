// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pdu.h"

#include <QTest>

using namespace modbus;

namespace {

QByteArray bytesOf(const Request &request)
{
    return char(request.pdu.functionCode()) + request.pdu.data();
}

const Address kHolding{Table::HoldingRegisters, 0x006B};

} // namespace

class Pdu : public QObject
{
    Q_OBJECT

private slots:
    void requestsMatchTheSpecificationsExamples_data();
    void requestsMatchTheSpecificationsExamples();
    void unlawfulRangesAreRefused_data();
    void unlawfulRangesAreRefused();
    void repliesOfTheSpecificationAreRead_data();
    void repliesOfTheSpecificationAreRead();
    void onlyChangingFunctionsAreWrites();
};

void Pdu::requestsMatchTheSpecificationsExamples_data()
{
    // MODBUS Application Protocol V1.1b3, sections 6.1 to 6.6, 6.11 and 6.12.
    QTest::addColumn<Request>("request");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const auto &request, const char *hex) {
        QVERIFY(request);
        QTest::newRow(name) << *request << QByteArray::fromHex(hex);
    };
    row("coils 20-38", readRequest(1, {Table::Coils, 0x13}, 0x13), "0100130013");
    row("discrete inputs 197-218", readRequest(1, {Table::DiscreteInputs, 0xC4}, 0x16),
        "0200C40016");
    row("holding registers 108-110", readRequest(1, kHolding, 3), "03006B0003");
    row("input register 9", readRequest(1, {Table::InputRegisters, 8}, 1), "0400080001");
    row("coil 173 on", writeRequest(1, {Table::Coils, 0xAC}, {1}), "0500ACFF00");
    row("coil 173 off", writeRequest(1, {Table::Coils, 0xAC}, {0}), "0500AC0000");
    row("register 2 to 3", writeRequest(1, {Table::HoldingRegisters, 1}, {3}), "0600010003");
    row("ten coils from 20", writeRequest(1, {Table::Coils, 0x13}, {1, 0, 1, 1, 0, 0, 1, 1, 1, 0}),
        "0F0013000A02CD01");
    row("two registers from 2", writeRequest(1, {Table::HoldingRegisters, 1}, {0x000A, 0x0102}),
        "100001000204000A0102");
    row("one register by function 16", writeRequest(1, {Table::HoldingRegisters, 1}, {7}, true),
        "1000010001020007");
    row("one coil by function 15", writeRequest(1, {Table::Coils, 1}, {9}, true), "0F000100010101");
}

void Pdu::requestsMatchTheSpecificationsExamples()
{
    QFETCH(Request, request);
    QFETCH(QByteArray, bytes);
    QCOMPARE(bytesOf(request).toHex(), bytes.toHex());
}

void Pdu::unlawfulRangesAreRefused_data()
{
    QTest::addColumn<Address>("first");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("isLawfulRead");
    QTest::addColumn<bool>("isLawfulWrite");
    const auto row = [](const char *name, Table table, quint16 offset, int count, bool read,
                        bool write) {
        QTest::newRow(name) << Address{table, offset} << count << read << write;
    };
    row("no registers", Table::HoldingRegisters, 0, 0, false, false);
    row("a negative count", Table::HoldingRegisters, 0, -1, false, false);
    row("123 registers", Table::HoldingRegisters, 0, 123, true, true);
    row("124 registers", Table::HoldingRegisters, 0, 124, true, false);
    row("125 registers", Table::HoldingRegisters, 0, 125, true, false);
    row("126 registers", Table::HoldingRegisters, 0, 126, false, false);
    row("1968 coils", Table::Coils, 0, 1968, true, true);
    row("1969 coils", Table::Coils, 0, 1969, true, false);
    row("2000 coils", Table::Coils, 0, 2000, true, false);
    row("2001 coils", Table::Coils, 0, 2001, false, false);
    row("the last register", Table::HoldingRegisters, 65535, 1, true, true);
    row("past the last register", Table::HoldingRegisters, 65535, 2, false, false);
    row("a discrete input", Table::DiscreteInputs, 0, 1, true, false);
    row("an input register", Table::InputRegisters, 0, 1, true, false);
}

void Pdu::unlawfulRangesAreRefused()
{
    QFETCH(Address, first);
    QFETCH(int, count);
    QFETCH(bool, isLawfulRead);
    QFETCH(bool, isLawfulWrite);
    QCOMPARE(readRequest(1, first, count).has_value(), isLawfulRead);
    const auto write = writeRequest(1, first, QList<quint16>(std::max(0, count)));
    QCOMPARE(write.has_value(), isLawfulWrite);
    if (!write)
        QCOMPARE(write.error().kind, Error::Kind::InvalidRequest);
}

void Pdu::repliesOfTheSpecificationAreRead_data()
{
    QTest::addColumn<Request>("request");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<QList<quint16>>("values");
    QTest::newRow("coils 20-38") << *readRequest(1, {Table::Coils, 0x13}, 19)
                                 << QByteArray::fromHex("0103CD6B05")
                                 << QList<quint16>{1, 0, 1, 1, 0, 0, 1, 1, 1, 1,
                                                   0, 1, 0, 1, 1, 0, 1, 0, 1};
    QTest::newRow("holding registers")
        << *readRequest(1, kHolding, 3) << QByteArray::fromHex("0306022B00000064")
        << QList<quint16>{0x022B, 0, 0x64};
    QTest::newRow("echo of a coil") << *writeRequest(1, {Table::Coils, 0xAC}, {1})
                                    << QByteArray::fromHex("0500ACFF00") << QList<quint16>{};
    QTest::newRow("echo of ten coils")
        << *writeRequest(1, {Table::Coils, 0x13}, {1, 0, 1, 1, 0, 0, 1, 1, 1, 0})
        << QByteArray::fromHex("0F0013000A") << QList<quint16>{};
}

void Pdu::repliesOfTheSpecificationAreRead()
{
    QFETCH(Request, request);
    QFETCH(QByteArray, reply);
    QFETCH(QList<quint16>, values);
    const auto checked = checkReply(request, reply);
    QVERIFY(checked);
    QCOMPARE(*checked, values);

    // No byte of it may differ without being noticed, data bytes of a read aside.
    const bool isRead = !request.isWrite();
    for (int i = 0; i < (isRead ? 2 : reply.size()); ++i) {
        QByteArray spoilt = reply;
        spoilt[i] = char(spoilt[i] ^ 0x01);
        QVERIFY2(!checkReply(request, spoilt), spoilt.toHex().constData());
    }
    for (int size = 0; size < reply.size(); ++size)
        QVERIFY2(!checkReply(request, reply.first(size)), QByteArray::number(size).constData());
    QVERIFY(!checkReply(request, reply + '\0'));
}

void Pdu::onlyChangingFunctionsAreWrites()
{
    const QList<int> writes{5, 6, 8, 15, 16, 21, 22, 23};
    for (int function = 1; function < 127; ++function) {
        Request request;
        request.pdu = QModbusRequest(QModbusPdu::FunctionCode(function), QByteArray(4, '\0'));
        QCOMPARE(request.isWrite(), writes.contains(function));
    }
}

QTEST_GUILESS_MAIN(Pdu)
#include "tst_pdu.moc"
