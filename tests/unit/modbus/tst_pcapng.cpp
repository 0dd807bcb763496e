// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/ippacket.h"
#include "modbus/pcapng.h"
#include "tests/support/trafficframes.h"

#include <QBuffer>
#include <QTest>
#include <QtEndian>
#include <memory>

using namespace modbus;
using namespace support;

using Kind = TrafficFrame::Kind;
using Flag = TrafficFrame::Flag;

namespace {

struct Block
{
    quint32 type = 0;
    QByteArray body;
};

quint32 wordAt(const QByteArray &bytes, qsizetype offset)
{
    return qFromLittleEndian<quint32>(bytes.constData() + offset);
}

/// The blocks of a file; fewer than there seem to be where their lengths don't agree.
QList<Block> blocksOf(const QByteArray &file)
{
    QList<Block> blocks;
    for (qsizetype at = 0; at + 12 <= file.size();) {
        const auto length = qsizetype(wordAt(file, at + 4));
        if (length % 4 != 0 || at + length > file.size() ||
            wordAt(file, at + length - 4) != quint32(length))
            break;
        blocks.append({wordAt(file, at), file.mid(at + 8, length - 12)});
        at += length;
    }
    return blocks;
}

TrafficEntry entryOf(const TrafficFrame &frame, const TcpEnds &ends)
{
    TrafficEntry entry;
    static_cast<TrafficFrame &>(entry) = frame;
    entry.session = std::make_shared<const TrafficSession>(
        TrafficSession{{ends.peer.toString(), ends.peerPort}, ends});
    return entry;
}

TcpEnds ends(const QString &local, const QString &peer)
{
    return {QHostAddress(local), QHostAddress(peer), 40000, 1502};
}

/// The internet checksum over bytes that hold their own is 0 (RFC 1071).
quint16 checksumOver(const QByteArray &bytes)
{
    quint32 sum = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i)
        sum += quint32(quint8(bytes[i])) << (i % 2 == 0 ? 8 : 0);
    while (sum >> 16)
        sum = (sum & 0xFFFF) + (sum >> 16);
    return quint16(~sum);
}

TcpSegment segment(const QString &from, const QString &to, const QByteArray &payload)
{
    TcpSegment segment;
    segment.from = QHostAddress(from);
    segment.to = QHostAddress(to);
    segment.fromPort = 40000;
    segment.toPort = 1502;
    segment.flags = TcpSegment::Push | TcpSegment::Ack;
    segment.payload = payload;
    return segment;
}

} // namespace

class PcapngTest : public QObject
{
    Q_OBJECT

private slots:
    void fileIsBlocksOfTheRightLengths();
    void timesAreMicroseconds();
    void packetsHaveTheirAddresses_data();
    void packetsHaveTheirAddresses();
    void checksumsAreRight_data();
    void checksumsAreRight();
    void sequenceNumbersFollowTheBytes();
};

void PcapngTest::fileIsBlocksOfTheRightLengths()
{
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    PcapngWriter writer(file);
    writer.begin(QStringLiteral("a comment of 5 words"));
    const TcpEnds here = ends(QStringLiteral("192.0.2.1"), QStringLiteral("192.0.2.7"));
    for (const Kind kind : {Kind::Opened, Kind::ConnectFailed, Kind::Unanswered, Kind::Closed})
        writer.write(entryOf(lineFrame(kind), here), {});
    for (quint64 serial = 1; serial <= 4; ++serial) { // each length modulo 4
        TrafficFrame frame = requestFrame(serial);
        frame.adu.append(QByteArray(qsizetype(serial), 'x'));
        writer.write(entryOf(frame, here), QString(qsizetype(serial), u'c'));
    }
    const QList<Block> blocks = blocksOf(file.data());
    // Section, interface, three of the handshake, one of the end, four requests.
    QCOMPARE(blocks.size(), 10);
    qsizetype size = 0;
    for (const Block &block : blocks)
        size += block.body.size() + 12;
    QCOMPARE(size, file.size());
    QCOMPARE(blocks[0].type, 0x0A0D0D0AU);
    QCOMPARE(wordAt(blocks[0].body, 0), 0x1A2B3C4DU);
    QVERIFY(blocks[0].body.contains("a comment of 5 words"));
    QCOMPARE(blocks[1].type, 1U);
    for (qsizetype i = 2; i < blocks.size(); ++i)
        QCOMPARE(blocks[i].type, 6U);
}

void PcapngTest::timesAreMicroseconds()
{
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    PcapngWriter writer(file);
    writer.write(
        entryOf(requestFrame(1), ends(QStringLiteral("192.0.2.1"), QStringLiteral("192.0.2.7"))),
        {});
    const QByteArray body = blocksOf(file.data()).first().body;
    const quint64 time = quint64(wordAt(body, 4)) << 32 | wordAt(body, 8);
    QCOMPARE(time, quint64(kSomeTime.count()));
}

void PcapngTest::packetsHaveTheirAddresses_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("addresses");
    QTest::addColumn<int>("offset");
    QTest::newRow("IPv4") << "192.0.2.1"
                          << "198.51.100.7" << QByteArray::fromHex("C0000201C6336407") << 12;
    QTest::newRow("IPv4 mapped into IPv6")
        << "::ffff:192.0.2.1"
        << "::ffff:198.51.100.7" << QByteArray::fromHex("C0000201C6336407") << 12;
    QTest::newRow("IPv6") << "2001:db8::1"
                          << "2001:db8::7"
                          << QByteArray::fromHex("20010DB8000000000000000000000001"
                                                 "20010DB8000000000000000000000007")
                          << 8;
    QTest::newRow("unknown") << ""
                             << "" << QByteArray::fromHex("C0000201C0000202") << 12;
    QTest::newRow("two families") << "192.0.2.1"
                                  << "2001:db8::7" << QByteArray::fromHex("C0000201C0000202") << 12;
}

void PcapngTest::packetsHaveTheirAddresses()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QByteArray, addresses);
    QFETCH(int, offset);
    const QByteArray packet = ipPacket(segment(from, to, "payload"), 1);
    QCOMPARE(packet.mid(offset, addresses.size()), addresses);
    QVERIFY(packet.endsWith("payload"));
    const bool isIpv6 = quint8(packet[0]) >> 4 == 6;
    const auto said = qFromBigEndian<quint16>(packet.constData() + (isIpv6 ? 4 : 2));
    QCOMPARE(qsizetype(said), packet.size() - (isIpv6 ? 40 : 0));
}

void PcapngTest::checksumsAreRight_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("payload");
    for (const char *payload : {"", "even", "odd"}) {
        QTest::addRow("IPv4, payload '%s'", payload)
            << QStringLiteral("192.0.2.1") << QStringLiteral("198.51.100.7") << QByteArray(payload);
        QTest::addRow("IPv6, payload '%s'", payload)
            << QStringLiteral("2001:db8::1") << QStringLiteral("2001:db8::7")
            << QByteArray(payload);
    }
}

void PcapngTest::checksumsAreRight()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QByteArray, payload);
    const QByteArray packet = ipPacket(segment(from, to, payload), 4711);
    const bool isIpv6 = quint8(packet[0]) >> 4 == 6;
    if (!isIpv6)
        QCOMPARE(checksumOver(packet.first(20)), quint16(0));
    const QByteArray tcp = packet.mid(isIpv6 ? 40 : 20);
    const QByteArray addresses = isIpv6 ? packet.mid(8, 32) : packet.mid(12, 8);
    const QByteArray pretence = addresses + QByteArray("\0\6\0", 3) + char(tcp.size());
    QCOMPARE(checksumOver(pretence + tcp), quint16(0));
}

void PcapngTest::sequenceNumbersFollowTheBytes()
{
    QBuffer file;
    file.open(QIODevice::WriteOnly);
    PcapngWriter writer(file);
    TrafficEntry entry = entryOf(lineFrame(Kind::Opened),
                                 ends(QStringLiteral("192.0.2.1"), QStringLiteral("192.0.2.7")));
    for (const TrafficFrame &frame : {lineFrame(Kind::Opened), requestFrame(1), replyFrame(1),
                                      requestFrame(2), lineFrame(Kind::Closed, Flag::Lost)}) {
        static_cast<TrafficFrame &>(entry) = frame;
        writer.write(entry, {});
    }
    struct Numbers
    {
        quint32 sequence;
        quint32 acknowledged;
    };
    // Three of the handshake, 12 bytes, 11 bytes, 12 bytes, the server's end.
    const QList<Numbers> expected{{0, 0}, {0, 1}, {1, 1}, {1, 1}, {1, 13}, {13, 12}, {12, 25}};
    const QList<Block> blocks = blocksOf(file.data());
    QCOMPARE(blocks.size(), expected.size());
    for (qsizetype i = 0; i < expected.size(); ++i) {
        const char *tcp = blocks[i].body.constData() + 20 + 20; // after the block's own, after IP
        QCOMPARE(qFromBigEndian<quint32>(tcp + 4), expected[i].sequence);
        QCOMPARE(qFromBigEndian<quint32>(tcp + 8), expected[i].acknowledged);
    }
}

QTEST_APPLESS_MAIN(PcapngTest)
#include "tst_pcapng.moc"
