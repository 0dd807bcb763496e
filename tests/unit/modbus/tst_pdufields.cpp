// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/pdufields.h"

#include <QRandomGenerator>
#include <QTest>

using namespace modbus;

namespace {

/// "name = value" of each field, and " ! fault" where it has one.
QStringList texts(const QList<PduField> &fields)
{
    QStringList texts;
    for (const PduField &field : fields) {
        QString text = field.name + QStringLiteral(" = ") + field.value;
        if (field.isFaulty())
            text += QStringLiteral(" ! ") + field.fault;
        texts.append(text);
    }
    return texts;
}

QByteArray hex(const char *text)
{
    return QByteArray::fromHex(text);
}

/// Each byte of a PDU stands in one field, in order.
void coversEachByteOnce(const QList<PduField> &fields, const QByteArray &pdu)
{
    int position = 0;
    for (const PduField &field : fields) {
        QCOMPARE(field.offset, position);
        position += field.length;
        QVERIFY(field.length > 0 || field.isFaulty() ||
                field.name.endsWith(QStringLiteral("Data")) ||
                field.name.endsWith(QStringLiteral("Value")));
    }
    QCOMPARE(position, int(pdu.size()));
}

struct Example
{
    const char *name;
    const char *request;
    const char *reply;
};

// The examples of MODBUS Application Protocol V1.1b3, sections 6.1 to 6.21. The specification
// miscounts "Product code XX" in the last one; here it has its 15 bytes.
const QList<Example> kExamples{
    {"read coils", "0100130013", "0103CD6B05"},
    {"read discrete inputs", "0200C40016", "0203ACDB35"},
    {"read holding registers", "03006B0003", "0306022B00000064"},
    {"read input registers", "0400080001", "0402000A"},
    {"write single coil", "0500ACFF00", "0500ACFF00"},
    {"write single register", "0600010003", "0600010003"},
    {"read exception status", "07", "076D"},
    {"return query data", "080000A537", "080000A537"},
    {"return diagnostic register", "0800020000", "0800020123"},
    {"get comm event counter", "0B", "0BFFFF0108"},
    {"get comm event log", "0C", "0C080000010801212000"},
    {"write multiple coils", "0F0013000A02CD01", "0F0013000A"},
    {"write multiple registers", "100001000204000A0102", "1000010002"},
    {"report server id", "11", "110312FF34"},
    {"read file record", "140E0600040001000206000300090002", "140C05060DFE0020050633CD0040"},
    {"write file record", "150D0600040007000306AF04BE100D", "150D0600040007000306AF04BE100D"},
    {"mask write register", "16000400F20025", "16000400F20025"},
    {"read/write multiple registers", "1700030006000E00030600FF00FF00FF",
     "170C00FE0ACD00010003000D00FF"},
    {"read fifo queue", "1804DE", "180006000201B81284"},
    {"read device identification", "2B0E0100",
     "2B0E010100000300" // three objects, the first of 22 bytes
     "16436F6D70616E79206964656E74696669636174696F6E"
     "010F50726F6475637420636F6465205858"
     "020556322E3131"},
};

} // namespace

class PduFields : public QObject
{
    Q_OBJECT

private slots:
    void theSpecificationsExamplesHaveNoFault_data() { addExamples(); }
    void theSpecificationsExamplesHaveNoFault();
    void everyTruncationIsFoundAndNamed_data() { addExamples(); }
    void everyTruncationIsFoundAndNamed();
    void whatWasAppendedIsSurplus_data() { addExamples(); }
    void whatWasAppendedIsSurplus();
    void fieldsSayWhatTheSpecificationSays_data();
    void fieldsSayWhatTheSpecificationSays();
    void repliesAreHeldAgainstTheirRequest_data();
    void repliesAreHeldAgainstTheirRequest();
    void unlawfulRequestsAreNamed_data();
    void unlawfulRequestsAreNamed();
    void codesHaveNames_data();
    void codesHaveNames();
    void anyBytesWillDo();

private:
    static void addExamples();
};

void PduFields::addExamples()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("reply");
    for (const Example &example : kExamples)
        QTest::newRow(example.name) << hex(example.request) << hex(example.reply);
}

void PduFields::theSpecificationsExamplesHaveNoFault()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, reply);
    QCOMPARE(firstFault(requestFields(request)), QString());
    QCOMPARE(firstFault(replyFields(reply, request)), QString());
    QCOMPARE(firstFault(replyFields(reply)), QString());
    coversEachByteOnce(requestFields(request), request);
    coversEachByteOnce(replyFields(reply, request), reply);
    coversEachByteOnce(replyFields(reply), reply);
}

void PduFields::everyTruncationIsFoundAndNamed()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, reply);
    for (int size = 0; size < request.size(); ++size) {
        const QByteArray part = request.first(size);
        QVERIFY2(!firstFault(requestFields(part)).isEmpty(), part.toHex());
        coversEachByteOnce(requestFields(part), part);
    }
    for (int size = 0; size < reply.size(); ++size) {
        const QByteArray part = reply.first(size);
        QVERIFY2(!firstFault(replyFields(part, request)).isEmpty(), part.toHex());
        coversEachByteOnce(replyFields(part, request), part);
        coversEachByteOnce(replyFields(part), part);
    }
}

void PduFields::whatWasAppendedIsSurplus()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, reply);
    const bool isFreeInLength = request[0] == 8 && request[2] == 0; // Return Query Data
    QVERIFY(isFreeInLength || !firstFault(requestFields(request + '\1')).isEmpty());
    QVERIFY(!firstFault(replyFields(reply + '\1', request)).isEmpty());
    coversEachByteOnce(requestFields(request + '\1'), request + '\1');
    coversEachByteOnce(replyFields(reply + '\1', request), reply + '\1');
}

void PduFields::fieldsSayWhatTheSpecificationSays_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("reply"); ///< empty: the request's fields are meant
    QTest::addColumn<QStringList>("fields");
    const auto row = [](const char *name, const char *request, const char *reply,
                        const QStringList &fields) {
        QTest::newRow(name) << hex(request) << hex(reply) << fields;
    };
    row("a request has addresses in both notations", "03006B0003", "",
        {QStringLiteral("Function Code = 3 (0x03), Read Holding Registers"),
         QStringLiteral("Starting Address = 107 (0x006B), 40108"),
         QStringLiteral("Quantity of Registers = 3 (0x0003)")});
    row("registers have their addresses", "03006B0003", "0306022BFFFF0064",
        {QStringLiteral("Function Code = 3 (0x03), Read Holding Registers"),
         QStringLiteral("Byte Count = 6 (0x06)"),
         QStringLiteral("Register Value, PDU 107 = 555 (0x022B)"),
         QStringLiteral("Register Value, PDU 108 = 65535 (0xFFFF, int16 -1)"),
         QStringLiteral("Register Value, PDU 109 = 100 (0x0064)")});
    row("bits stand in the order of their addresses", "0100130013", "0103CD6B05",
        {QStringLiteral("Function Code = 1 (0x01), Read Coils"),
         QStringLiteral("Byte Count = 3 (0x03)"),
         QStringLiteral("Coil Status, PDU 19..26 = 10110011 (0xCD)"),
         QStringLiteral("Coil Status, PDU 27..34 = 11010110 (0x6B)"),
         QStringLiteral("Coil Status, PDU 35..37 = 101 (0x05)")});
    row("a coil is on", "0500ACFF00", "",
        {QStringLiteral("Function Code = 5 (0x05), Write Single Coil"),
         QStringLiteral("Output Address = 172 (0x00AC), 00173"),
         QStringLiteral("Output Value = 65280 (0xFF00), ON")});
    row("an exception has its name", "03006B0003", "8302",
        {QStringLiteral("Function Code = 131 (0x83), Read Holding Registers, exception"),
         QStringLiteral("Exception Code = 2 (0x02), Illegal data address")});
    row("a diagnostic counter is named", "08000E0000", "08000E0007",
        {QStringLiteral("Function Code = 8 (0x08), Diagnostics"),
         QStringLiteral("Sub-function = 14 (0x000E), Return Server Message Count"),
         QStringLiteral("Server Message Count = 7 (0x0007)")});
    row("events are in words", "0C", "0C09000001080121204480",
        {QStringLiteral("Function Code = 12 (0x0C), Get Comm Event Log"),
         QStringLiteral("Byte Count = 9 (0x09)"), QStringLiteral("Status = 0 (0x0000), ready"),
         QStringLiteral("Event Count = 264 (0x0108)"),
         QStringLiteral("Message Count = 289 (0x0121)"),
         QStringLiteral("Event 0 = 32 (0x20), not in the specification"),
         QStringLiteral("Event 1 = 68 (0x44), sent: server busy exception (codes 5 and 6)"),
         QStringLiteral("Event 2 = 128 (0x80), received")});
    row("the run indicator stands behind the id", "11", "110312FF34",
        {QStringLiteral("Function Code = 17 (0x11), Report Server ID"),
         QStringLiteral("Byte Count = 3 (0x03)"), QStringLiteral("Server ID = 12"),
         QStringLiteral("Run Indicator Status = 255 (0xFF), ON"),
         QStringLiteral("Additional Data = 4")});
    row("or at the end", "11", "11065054313030 00",
        {QStringLiteral("Function Code = 17 (0x11), Report Server ID"),
         QStringLiteral("Byte Count = 6 (0x06)"),
         QStringLiteral("Server ID = 50 54 31 30 30, PT100"),
         QStringLiteral("Run Indicator Status = 0 (0x00), OFF")});
    row("a user-defined function keeps its data", "41DEAD", "",
        {QStringLiteral("Function Code = 65 (0x41), User-defined function"),
         QStringLiteral("Data = DE AD")});
    row("objects are named and read", "2B0E0401", "2B0E048100000101035632FF",
        {QStringLiteral("Function Code = 43 (0x2B), Encapsulated Interface Transport"),
         QStringLiteral("MEI Type = 14 (0x0E), Read Device Identification"),
         QStringLiteral("Read Device ID Code = 4 (0x04), one specific object"),
         QStringLiteral("Conformity Level = 129 (0x81), basic, stream and individual access"),
         QStringLiteral("More Follows = 0 (0x00)"), QStringLiteral("Next Object Id = 0 (0x00)"),
         QStringLiteral("Number of Objects = 1 (0x01)"),
         QStringLiteral("Object 1, Object Id = 1 (0x01), ProductCode"),
         QStringLiteral("Object 1, Object Length = 3 (0x03)"),
         QStringLiteral("Object 1, Object Value = 56 32 FF")});
    row("no bytes have no function", "", "", {QStringLiteral("Function Code =  ! missing")});
}

void PduFields::fieldsSayWhatTheSpecificationSays()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, reply);
    QFETCH(QStringList, fields);
    QCOMPARE(texts(reply.isEmpty() ? requestFields(request) : replyFields(reply, request)), fields);
}

void PduFields::repliesAreHeldAgainstTheirRequest_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const char *request, const char *reply,
                        const char *fault) {
        QTest::newRow(name) << hex(request) << hex(reply) << QString::fromLatin1(fault);
    };
    row("another function", "0300000001", "04020001",
        "Function Code 4 (0x04), Read Input Registers: the request had function code 3");
    row("fewer registers", "0300000002", "03020001", "Byte Count 2 (0x02): 4 bytes were asked");
    row("a byte count that lies", "0300000001", "0302000100",
        "Byte Count 2 (0x02): 3 bytes follow");
    row("another sub-function", "08000B0000", "08000C0000",
        "Sub-function 12 (0x000C), Return Bus Communication Error Count: the request said 00 0B");
    row("other query data", "080000A537", "080000A538", "Data A5 38: the request said A5 37");
    row("another and mask", "16000400F20025", "16000400F30025",
        "And_Mask 243 (0x00F3): the request said 00 F2");
    row("fewer registers of a read and write", "1700030002000E000102FFFF", "17020001",
        "Byte Count 2 (0x02): 4 bytes were asked");
    row("32 registers in a queue", "1804DE",
        (QByteArrayLiteral("1800420020") + QByteArray(128, '0')).constData(),
        "FIFO Count 32 (0x0020): at most 31 are lawful");
    row("a queue shorter than it says", "1804DE", "180006000201B8",
        "Byte Count 6 (0x0006): 4 bytes follow");
    row("a record too many", "1407060004000100 01", "140A05060DFE002003060001",
        "Sub-Resp. 1, File Resp. Length 5 (0x05): 2 bytes of records were asked");
    row("a range not answered", "140E0600040001000206000300090002", "140605060DFE0020",
        "Sub-Resp. 1, Record Data 2 32 (0x0020): only 1 of the ranges asked were answered");
    row("another reference type", "1407060004000100 01", "140403070DFE",
        "Sub-Resp. 1, Reference Type 7 (0x07): lawful is 6");
    row("another MEI type", "2B0E0100", "2B0D0100",
        "MEI Type 13 (0x0D), CANopen General Reference: the request said 0E");
    row("fewer objects than announced", "2B0E0100", "2B0E01010000020001 41",
        "Object 1, Object Value A: 2 objects announced, 1 came");
    row("an object longer than the reply", "2B0E0100", "2B0E010100000100FF41",
        "Object 1, Object Value A: 1 of 255 bytes");
    row("no server id", "11", "1100", "Byte Count 0 (0x00): there is no server id");
    row("an exception without its code", "0300000001", "83", "Exception Code: missing");
}

void PduFields::repliesAreHeldAgainstTheirRequest()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, reply);
    QFETCH(QString, fault);
    QCOMPARE(firstFault(replyFields(reply, request)), fault);
}

void PduFields::unlawfulRequestsAreNamed_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("fault");
    const auto row = [](const char *name, const char *request, const char *fault) {
        QTest::newRow(name) << hex(request) << QString::fromLatin1(fault);
    };
    row("too many registers", "030000007E",
        "Quantity of Registers 126 (0x007E): lawful are 1 to 125");
    row("past the end of the table", "03FFFF0002",
        "Quantity of Registers 2 (0x0002): reaches past PDU address 65535");
    row("a coil that is half on", "0500000001",
        "Output Value 1 (0x0001): lawful are 0xFF00 (ON) and 0x0000 (OFF)");
    row("fewer values than said", "100000000204000A", "Byte Count 4 (0x04): 2 bytes follow");
    row("a record past the last", "14070600012710 0001",
        "Sub-Req. 1, Record Number 10000 (0x2710): lawful are 0 to 9999");
    row("an exception", "8301",
        "Function Code 131 (0x83), Read Holding Registers: lawful are 1 to "
        "127");
    row("data where there is none", "0700", "Surplus 00: nothing belongs here");
}

void PduFields::unlawfulRequestsAreNamed()
{
    QFETCH(QByteArray, request);
    QFETCH(QString, fault);
    QCOMPARE(firstFault(requestFields(request)), fault);
}

void PduFields::codesHaveNames_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("name");
    QTest::newRow("public") << 23 << QStringLiteral("Read/Write Multiple Registers");
    QTest::newRow("exception") << 0x97 << QStringLiteral("Read/Write Multiple Registers");
    QTest::newRow("user-defined, first") << 65 << QStringLiteral("User-defined function");
    QTest::newRow("user-defined, last") << 110 << QStringLiteral("User-defined function");
    QTest::newRow("reserved") << 126 << QStringLiteral("Reserved function");
    QTest::newRow("unassigned") << 99 << QStringLiteral("Unassigned function");
    QTest::newRow("none") << 0 << QStringLiteral("Not a function");
}

void PduFields::codesHaveNames()
{
    QFETCH(int, code);
    QFETCH(QString, name);
    QCOMPARE(functionName(quint8(code)), name);
}

void PduFields::anyBytesWillDo()
{
    QRandomGenerator random(20241124); // the same bytes each time
    const auto bytes = [&random](int code) {
        QByteArray pdu(1, char(code));
        const int size = random.bounded(40);
        for (int i = 0; i < size; ++i)
            pdu.append(char(random.bounded(4) ? random.bounded(8) : random.bounded(256)));
        return pdu;
    };
    for (int round = 0; round < 200; ++round) {
        for (int code = 0; code < 256; ++code) {
            const QByteArray request = bytes(code);
            const QByteArray reply = bytes(code);
            coversEachByteOnce(requestFields(request), request);
            coversEachByteOnce(replyFields(reply), reply);
            coversEachByteOnce(replyFields(reply, request), reply);
            if (QTest::currentTestFailed())
                QFAIL((request.toHex() + " " + reply.toHex()).constData());
        }
    }
}

QTEST_GUILESS_MAIN(PduFields)
#include "tst_pdufields.moc"
