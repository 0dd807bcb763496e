// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pdu.h"

#include "modbus/diagnostics.h"
#include "modbus/filerecords.h"
#include "modbus/identificationpdus.h"
#include "modbus/rawrequest.h"
#include "modbus/readwrite.h"

#include <QTest>

using namespace modbus;

namespace {

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
    void unlawfulRequestsAreNotMade_data();
    void unlawfulRequestsAreNotMade();
    void hexadecimalIsReadAsTyped_data();
    void hexadecimalIsReadAsTyped();
    void filesAndIdentificationAreTakenApart();
    void onlyChangingFunctionsAreWrites();
    void diagnosticsThatOnlyLookAreNoWrites_data();
    void diagnosticsThatOnlyLookAreNoWrites();
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
    row("bits of register 5", tl::expected<Request, Error>(maskWriteRequest(1, 4, 0xF2, 0x25)),
        "16000400F20025");
    row("read six registers, write three", readWriteRequest(1, 3, 6, 14, {0xFF, 0xFF, 0xFF}),
        "1700030006000E00030600FF00FF00FF");
    row("a queue", tl::expected<Request, Error>(readFifoRequest(1, 0x04DE)), "1804DE");
    row("two ranges of files", readFileRequest(1, {{4, 1, 2}, {3, 9, 2}}),
        "140E0600040001000206000300090002");
    row("three records of file 4", writeFileRequest(1, {{4, 7, {0x06AF, 0x04BE, 0x100D}}}),
        "150D0600040007000306AF04BE100D");
    row("query data", diagnosticsRequest(1, 0, {0xA537}), "080000A537");
    row("the diagnostic register", diagnosticsRequest(1, 2), "0800020000");
    row("exception status", tl::expected<Request, Error>(readExceptionStatusRequest(1)), "07");
    row("the event counter", tl::expected<Request, Error>(commEventCounterRequest(1)), "0B");
    row("the event log", tl::expected<Request, Error>(commEventLogRequest(1)), "0C");
    row("the server id", tl::expected<Request, Error>(reportServerIdRequest(1)), "11");
    row("basic identification",
        tl::expected<Request, Error>(deviceIdRequest(1, DeviceIdCode::Basic)), "2B0E0100");
    row("one coil by function 15", writeRequest(1, {Table::Coils, 1}, {9}, true), "0F000100010101");
}

void Pdu::requestsMatchTheSpecificationsExamples()
{
    QFETCH(Request, request);
    QFETCH(QByteArray, bytes);
    QCOMPARE(request.bytes().toHex(), bytes.toHex());
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
    QTest::newRow("read and write")
        << *readWriteRequest(1, 3, 2, 14, {0xFF}) << QByteArray::fromHex("170400FE0ACD")
        << QList<quint16>{0x00FE, 0x0ACD};
    QTest::newRow("a queue") << readFifoRequest(1, 0x04DE)
                             << QByteArray::fromHex("180006000201B81284")
                             << QList<quint16>{0x01B8, 0x1284};
    QTest::newRow("a queue that is empty")
        << readFifoRequest(1, 0x04DE) << QByteArray::fromHex("1800020000") << QList<quint16>{};
    QTest::newRow("file records") << *readFileRequest(1, {{4, 1, 2}, {3, 9, 2}})
                                  << QByteArray::fromHex("140C05060DFE0020050633CD0040")
                                  << QList<quint16>{0x0DFE, 0x0020, 0x33CD, 0x0040};
    QTest::newRow("echo of a mask") << maskWriteRequest(1, 4, 0xF2, 0x25)
                                    << QByteArray::fromHex("16000400F20025") << QList<quint16>{};
    QTest::newRow("echo of file records")
        << *writeFileRequest(1, {{4, 7, {0x06AF, 0x04BE, 0x100D}}})
        << QByteArray::fromHex("150D0600040007000306AF04BE100D") << QList<quint16>{};
    QTest::newRow("echo of query data") << *diagnosticsRequest(1, 0, {0xA537})
                                        << QByteArray::fromHex("080000A537") << QList<quint16>{};
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
    const bool hasData = !values.isEmpty();
    for (int i = 0; i < (hasData ? 2 : reply.size()); ++i) {
        QByteArray spoilt = reply;
        spoilt[i] = char(spoilt[i] ^ 0x01);
        QVERIFY2(!checkReply(request, spoilt), spoilt.toHex().constData());
    }
    for (int size = 0; size < reply.size(); ++size)
        QVERIFY2(!checkReply(request, reply.first(size)), QByteArray::number(size).constData());
    QVERIFY(!checkReply(request, reply + '\0'));
}

void Pdu::unlawfulRequestsAreNotMade_data()
{
    QTest::addColumn<bool>("isMade");
    QTest::addColumn<QString>("why");
    const auto row = [](const char *name, const tl::expected<Request, Error> &request) {
        const bool isInvalid = !request && request.error().kind == Error::Kind::InvalidRequest;
        QTest::newRow(name) << request.has_value()
                            << (isInvalid ? request.error().detail : QString());
    };
    row("126 registers read and written", readWriteRequest(1, 0, 126, 0, {1}));
    row("122 registers written and read", readWriteRequest(1, 0, 1, 0, QList<quint16>(122)));
    row("nothing written", readWriteRequest(1, 0, 1, 0, {}));
    row("read past the end", readWriteRequest(1, 65535, 2, 0, {1}));
    row("no file ranges", readFileRequest(1, {}));
    row("file 0", readFileRequest(1, {{0, 0, 1}}));
    row("record 10000", readFileRequest(1, {{1, 9999, 2}}));
    row("a reply too long", readFileRequest(1, {{1, 0, 122}}));
    row("too many file ranges", readFileRequest(1, QList<FileRange>(36)));
    row("records too long", writeFileRequest(1, {{1, 0, QList<quint16>(123)}}));
    row("no records", writeFileRequest(1, {{1, 0, {}}}));
    row("two words to a counter", diagnosticsRequest(1, 11, {0, 0}));
    row("126 words of query data", diagnosticsRequest(1, 0, QList<quint16>(126)));
    row("an empty PDU", rawRequest(1, {}));
    row("254 bytes", rawRequest(1, QByteArray(254, '\3')));
    row("function code 0", rawRequest(1, QByteArray(1, '\0')));
    row("function code 128", rawRequest(1, QByteArray::fromHex("80")));
}

void Pdu::unlawfulRequestsAreNotMade()
{
    QFETCH(bool, isMade);
    QFETCH(QString, why);
    QVERIFY(!isMade);
    QVERIFY(!why.isEmpty());
}

void Pdu::hexadecimalIsReadAsTyped_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes"); ///< empty: it is refused
    const auto row = [](const char *name, const char *text, const char *hex) {
        QTest::newRow(name) << QString::fromLatin1(text) << QByteArray::fromHex(hex);
    };
    row("in one piece", "2b0e0100", "2B0E0100");
    row("with blanks and line ends", " 2B 0E\n01 00 ", "2B0E0100");
    row("as C writes it", "0x2B, 0x0E,0x01,0x00", "2B0E0100");
    row("with colons", "2B:0E:01:00", "2B0E0100");
    row("half a byte", "2B0", "");
    row("no digits", "2B 0G", "");
    row("nothing", "  ", "");
}

void Pdu::hexadecimalIsReadAsTyped()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, bytes);
    const auto read = parseHex(text);
    QCOMPARE(read.has_value(), !bytes.isEmpty());
    QCOMPARE(read.value_or(QByteArray()), bytes);
}

void Pdu::filesAndIdentificationAreTakenApart()
{
    const QList<FileRecords> records{{4, 7, {0x06AF, 0x04BE}}, {9, 0, {1}}};
    QCOMPARE(recordsToWrite(writeFileRequest(1, records)->bytes()), records);
    QCOMPARE(recordsToWrite(QByteArray::fromHex("150D06")), QList<FileRecords>());
    QCOMPARE(recordsRead(QByteArray::fromHex("140C05060DFE0020050633CD0040")),
             (QList<QList<quint16>>{{0x0DFE, 0x0020}, {0x33CD, 0x0040}}));
    QVERIFY(recordsRead(QByteArray::fromHex("140C0506")).isEmpty());

    const auto part = deviceIdPart(QByteArray::fromHex("2B0E0182FF030200014101024242"));
    QVERIFY(part);
    QCOMPARE(part->conformity, 0x82);
    QVERIFY(part->moreFollows);
    QCOMPARE(part->nextObject, 3);
    QCOMPARE(part->objects, (QList<DeviceObject>{{0, "A"}, {1, "BB"}}));
    QVERIFY(!deviceIdPart(QByteArray::fromHex("2B0E0182FF0302000141010242")));

    const auto id = serverIdOf(QByteArray::fromHex("1105 01FF 4C4D42"));
    QVERIFY(id);
    QCOMPARE(id->id, QByteArray("\1"));
    QCOMPARE(id->isRunning, true);
    QCOMPARE(id->additional, QByteArray("LMB"));
    QVERIFY(!serverIdOf(QByteArray::fromHex("1105 01FF")));
    QVERIFY(!serverIdOf(QByteArray::fromHex("1103414243"))->isRunning.has_value());
    QCOMPARE(maskWritten(0x12, 0xF2, 0x25), 0x17); // the specification's example, section 6.16
}

void Pdu::onlyChangingFunctionsAreWrites()
{
    const QList<int> reads{1, 2, 3, 4, 7, 8, 11, 12, 17, 20, 24};
    for (int function = 1; function < 127; ++function) {
        Request request;
        request.pdu = QModbusRequest(QModbusPdu::FunctionCode(function), QByteArray(4, '\0'));
        QCOMPARE(request.isWrite(), !reads.contains(function));
    }
}

void Pdu::diagnosticsThatOnlyLookAreNoWrites_data()
{
    QTest::addColumn<QByteArray>("pdu");
    QTest::addColumn<bool>("isWrite");
    const auto row = [](const char *name, const char *hex, bool isWrite) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << isWrite;
    };
    row("return query data", "0800001234", false);
    row("restart communications", "0800010000", true);
    row("return diagnostic register", "0800020000", false);
    row("change the ASCII delimiter", "0800030A00", true);
    row("force listen only", "0800040000", true);
    row("clear counters", "08000A0000", true);
    row("the first counter", "08000B0000", false);
    row("the last counter", "0800120000", false);
    row("an unknown sub-function", "0800130000", true);
    row("clear the overrun counter", "0800140000", true);
    row("half a sub-function", "0800", true);
    row("read device identification", "2B0E0100", false);
    row("CANopen", "2B0D0100", true);
    row("an MEI type missing", "2B", true);
}

void Pdu::diagnosticsThatOnlyLookAreNoWrites()
{
    QFETCH(QByteArray, pdu);
    QFETCH(bool, isWrite);
    const auto request = rawRequest(1, pdu);
    QVERIFY(request);
    QCOMPARE(request->isWrite(), isWrite);
    QCOMPARE(request->bytes(), pdu);
}

QTEST_GUILESS_MAIN(Pdu)
#include "tst_pdu.moc"
