// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/trafficexport.h"
#include "modbus/trafficlog.h"
#include "tests/support/hostileserver.h"
#include "tests/support/program.h"
#include "tests/support/quickconnection.h"

#include <QByteArrayList>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace modbus;
using namespace support;

/// Wireshark's own dissector, by tshark, on what we export.
class WiresharkTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void requestsAndRepliesAreDissectedAndMatched_data();
    void requestsAndRepliesAreDissectedAndMatched();
    void timesAreOurs();
    void headersAreFaultless_data();
    void headersAreFaultless();
    void faultsAreTheirFramesComments();
    void portMayBeDecodedByHand();

private:
    /// Talks to a server at this address: reads of all tables, a write, an exception.
    void talk(const QHostAddress &address = QHostAddress::LocalHost);
    QString exported() const;
    /// What tshark prints of these fields, a line a packet that matches the filter.
    QList<QByteArrayList> dissected(const QString &filter, const QStringList &fields,
                                    QStringList options = {}) const;
    QStringList portOption() const
    {
        return {QStringLiteral("-o"),
                QStringLiteral("mbtcp.tcp.port:502,%1").arg(m_log->at(1).session->server.port)};
    }
    qsizetype countOf(TrafficFrame::Kind kind) const;

    const QString m_tshark = QStandardPaths::findExecutable(QStringLiteral("tshark"));
    QTemporaryDir m_folder;
    std::unique_ptr<TrafficLog> m_log;
};

void WiresharkTest::initTestCase()
{
    QVERIFY2(!m_tshark.isEmpty(), "tshark is not installed");
    QVERIFY(m_folder.isValid());
}

void WiresharkTest::talk(const QHostAddress &address)
{
    m_log = std::make_unique<TrafficLog>();
    HostileServer server;
    server.setBehaviour([&](const Asked &asked) {
        Answer answer = server.answerTo(asked);
        if (asked.unit == 9)
            answer.pdu = char(asked.pdu[0] | 0x80) + QByteArray("\x02");
        HostileServer::send(asked, answer.bytes());
    });
    Connection connection({address.toString(), server.listen(0, address)}, quickOptions());
    m_log->tap(connection);
    Outcomes outcomes;
    connection.open();
    QTRY_COMPARE(connection.state(), Connection::State::Connected);
    connection.arm();
    QList<Request> requests;
    for (const Table table :
         {Table::Coils, Table::DiscreteInputs, Table::HoldingRegisters, Table::InputRegisters})
        requests += *readRequest(1, {table, 100}, 20);
    requests += *writeRequest(1, {Table::HoldingRegisters, 5}, {1, 2, 3});
    requests += *readRequest(9, {Table::HoldingRegisters, 7}, 2);
    requests += *readRequest(1, {Table::HoldingRegisters, 0}, kMostRegistersRead);
    for (const Request &request : requests)
        connection.send(request, this, outcomes.collect());
    QTRY_COMPARE(outcomes.all.size(), requests.size());
    connection.close();
}

QString WiresharkTest::exported() const
{
    const QString path = m_folder.filePath(QStringLiteral("traffic.pcapng"));
    std::vector<TrafficEntry> entries;
    for (quint64 number = m_log->first(); number < m_log->end(); ++number)
        entries.push_back(m_log->at(number));
    const auto saved = saveTraffic(entries, TrafficFormat::Pcapng, path);
    return saved ? path : saved.error();
}

QList<QByteArrayList> WiresharkTest::dissected(const QString &filter, const QStringList &fields,
                                               QStringList options) const
{
    options +=
        {QStringLiteral("-n"), QStringLiteral("-r"),    exported(), QStringLiteral("-Y"), filter,
         QStringLiteral("-T"), QStringLiteral("fields")};
    for (const QString &field : fields)
        options += {QStringLiteral("-e"), field};
    const Ended ended = runProgram(m_tshark, options);
    if (ended.exitCode != 0)
        return {{ended.all()}};
    QList<QByteArrayList> rows;
    for (const QByteArray &line : ended.out.split('\n')) {
        if (!line.isEmpty())
            rows.append(line.split('\t'));
    }
    return rows;
}

qsizetype WiresharkTest::countOf(TrafficFrame::Kind kind) const
{
    qsizetype count = 0;
    for (quint64 number = m_log->first(); number < m_log->end(); ++number)
        count += m_log->at(number).kind == kind;
    return count;
}

void WiresharkTest::requestsAndRepliesAreDissectedAndMatched_data()
{
    QTest::addColumn<QHostAddress>("address");
    QTest::newRow("IPv4") << QHostAddress(QHostAddress::LocalHost);
    if (QTcpServer probe; probe.listen(QHostAddress::LocalHostIPv6))
        QTest::newRow("IPv6") << QHostAddress(QHostAddress::LocalHostIPv6);
}

void WiresharkTest::requestsAndRepliesAreDissectedAndMatched()
{
    QFETCH(QHostAddress, address);
    talk(address);
    const QByteArray serverPort = QByteArray::number(m_log->at(1).session->server.port);
    const QList<QByteArrayList> rows =
        dissected(QStringLiteral("mbtcp"),
                  {QStringLiteral("modbus.func_code"), QStringLiteral("mbtcp.trans_id"),
                   QStringLiteral("mbtcp.unit_id"), QStringLiteral("tcp.dstport"),
                   QStringLiteral("modbus.exception_code"), QStringLiteral("modbus.request_frame"),
                   QStringLiteral("mbtcp.cannot_classify")},
                  portOption());
    const QByteArrayList functions{"1", "2", "3", "4", "16", "3", "3"};
    QCOMPARE(rows.size(), 2 * functions.size());
    for (qsizetype i = 0; i < functions.size(); ++i) {
        const QByteArrayList &request = rows[2 * i];
        const QByteArrayList &reply = rows[2 * i + 1];
        const QByteArray unit = i == 5 ? "9" : "1";
        QCOMPARE(request, QByteArrayList(
                              {functions[i], QByteArray::number(i), unit, serverPort, "", "", ""}));
        QCOMPARE(reply.first(3), request.first(3));
        QVERIFY(reply[3] != serverPort);
        QCOMPARE(reply[4], QByteArray(i == 5 ? "2" : ""));
        // Packets 1 to 3 are the handshake; Wireshark matches no exceptions.
        if (i != 5)
            QCOMPARE(reply[5], QByteArray::number(4 + 2 * i));
    }
}

void WiresharkTest::timesAreOurs()
{
    talk();
    const QList<QByteArrayList> rows =
        dissected(QStringLiteral("mbtcp"), {QStringLiteral("frame.time_epoch")}, portOption());
    qsizetype row = 0;
    for (quint64 number = m_log->first(); number < m_log->end(); ++number) {
        const TrafficEntry &entry = m_log->at(number);
        if (entry.adu.isEmpty())
            continue;
        QVERIFY(row < rows.size());
        // Seconds with nine decimals.
        const QByteArray told = QByteArray(rows[row].first()).replace(".", "");
        QCOMPARE(told.toLongLong(), entry.time.count() * 1000);
        ++row;
    }
    QCOMPARE(row, rows.size());
}

void WiresharkTest::headersAreFaultless_data()
{
    requestsAndRepliesAreDissectedAndMatched_data();
}

void WiresharkTest::headersAreFaultless()
{
    QFETCH(QHostAddress, address);
    talk(address);
    const QStringList checks{QStringLiteral("-o"), QStringLiteral("tcp.check_checksum:TRUE"),
                             QStringLiteral("-o"), QStringLiteral("ip.check_checksum:TRUE")};
    const QString packet = QStringLiteral("frame.number");
    // What Wireshark calls an expert's note: bad checksums, gaps and repeats in a stream,
    // malformed frames. Beginning and end of a connection are notes as well, and fine.
    const QList<QByteArrayList> notes =
        dissected(QStringLiteral("_ws.malformed || tcp.analysis.flags || _ws.expert.severity >= "
                                 "\"Warning\""),
                  {packet, QStringLiteral("_ws.expert.message")}, portOption() + checks);
    QCOMPARE(notes, QList<QByteArrayList>());
    const QList<QByteArrayList> good =
        dissected(QStringLiteral("tcp.checksum.status == \"Good\""), {packet}, checks);
    // Three packets of the handshake, one of the end.
    QCOMPARE(good.size(),
             4 + countOf(TrafficFrame::Kind::Request) + countOf(TrafficFrame::Kind::Reply));
}

void WiresharkTest::faultsAreTheirFramesComments()
{
    talk();
    const QList<QByteArrayList> rows = dissected(
        QStringLiteral("frame.comment"),
        {QStringLiteral("modbus.func_code"), QStringLiteral("frame.comment")}, portOption());
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows.first(), QByteArrayList({"3", "Exception 02 Illegal data address"}));
}

void WiresharkTest::portMayBeDecodedByHand()
{
    talk();
    const QList<QByteArrayList> rows =
        dissected(QStringLiteral("mbtcp"), {QStringLiteral("mbtcp.unit_id")},
                  {QStringLiteral("-d"),
                   QStringLiteral("tcp.port==%1,mbtcp").arg(m_log->at(1).session->server.port)});
    QCOMPARE(rows.size(),
             countOf(TrafficFrame::Kind::Request) + countOf(TrafficFrame::Kind::Reply));
}

QTEST_GUILESS_MAIN(WiresharkTest)
#include "tst_wireshark.moc"
