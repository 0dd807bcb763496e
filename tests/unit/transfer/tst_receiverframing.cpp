// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/legacyframing.h"

#include <QTest>

using transfer::receiver::LegacyFraming;
using Kind = LegacyFraming::Message::Kind;

namespace {

using Segments = QList<QByteArray>;
using Cut = Segments (*)(const QByteArray &);

Segments whole(const QByteArray &message)
{
    return {message};
}

Segments piecesOf(const QByteArray &message, qsizetype size)
{
    Segments pieces;
    for (qsizetype at = 0; at < message.size(); at += size)
        pieces.append(message.mid(at, size));
    return pieces;
}

Segments byBytes(const QByteArray &message)
{
    return piecesOf(message, 1);
}

Segments bySevens(const QByteArray &message)
{
    return piecesOf(message, 7);
}

/// A sender that waits for each answer, a network that cuts its messages, and the receiver's side
/// of the handshake, without sockets or clocks.
class Exchange
{
public:
    Exchange(QList<QByteArray> messages, Cut cut)
        : m_messages(std::move(messages))
        , m_cut(cut)
    {
    }

    /// The network holds back what follows the first `bytes` bytes of message `index` until the
    /// receiver takes the sender for silent.
    void stall(int index, qsizetype bytes)
    {
        m_stalledMessage = index;
        m_stalledAfter = bytes;
    }

    void run()
    {
        send();
        while (!m_isEnded) {
            if (m_wire.isEmpty() || m_wire.constFirst().isNull()) {
                if (!m_wire.isEmpty())
                    m_wire.removeFirst();
                else if (!m_framing.needsSilence())
                    return; // a deadlock: both wait
                if (m_framing.needsSilence())
                    handle(m_framing.takeAfterSilence());
            } else {
                m_framing.feed(m_wire.takeFirst());
            }
            while (const auto message = m_framing.take())
                handle(message);
        }
    }

    QByteArray name() const { return m_name; }
    QByteArray content() const { return m_content; }
    bool isEnded() const { return m_isEnded; }
    int answers() const { return m_answers; }
    int silences() const { return m_silences; }

private:
    void send()
    {
        if (m_next == m_messages.size())
            return;
        const QByteArray message = m_messages[m_next];
        if (m_next == m_stalledMessage) {
            m_wire += m_cut(message.first(m_stalledAfter));
            m_wire += QByteArray();
            m_wire += m_cut(message.sliced(m_stalledAfter));
        } else {
            m_wire += m_cut(message);
        }
        ++m_next;
    }

    void handle(const std::optional<LegacyFraming::Message> &message)
    {
        if (!message) {
            ++m_silences;
            return;
        }
        if (message->kind == Kind::Name)
            m_name = message->bytes;
        else if (message->kind == Kind::Data)
            m_content += message->bytes;
        else
            m_isEnded = true;
        if (!m_isEnded && message->isToBeAnswered) {
            ++m_answers;
            send();
        }
    }

    LegacyFraming m_framing;
    QList<QByteArray> m_messages;
    Cut m_cut;
    Segments m_wire; ///< a null one is a stall
    qsizetype m_next = 0;
    qsizetype m_stalledMessage = -1;
    qsizetype m_stalledAfter = 0;
    QByteArray m_name;
    QByteArray m_content;
    bool m_isEnded = false;
    int m_answers = 0;
    int m_silences = 0;
};

const QByteArray kRules("server {\n    location / {\n        return 200;\n    }\n}\n");

QList<QByteArray> nulEnded(const QList<QByteArray> &chunks, const QByteArray &end = "end")
{
    QList<QByteArray> messages{"site.conf"};
    for (const QByteArray &chunk : chunks)
        messages.append(chunk + '\0');
    return messages << end;
}

/// As fgets cuts a file with a buffer of `buffer` bytes.
QList<QByteArray> lineByLine(const QByteArray &content, qsizetype buffer = 1024)
{
    QList<QByteArray> messages{"site.conf"};
    for (qsizetype at = 0; at < content.size();) {
        const qsizetype lineEnd = content.indexOf('\n', at);
        const qsizetype length = lineEnd < 0 ? content.size() - at : lineEnd + 1 - at;
        messages.append(content.mid(at, qMin(length, buffer - 1)));
        at += messages.constLast().size();
    }
    return messages << "end";
}

} // namespace

class TestReceiverFraming : public QObject
{
    Q_OBJECT
private slots:
    void servesEverySender_data();
    void servesEverySender();
    void healsAStall_data();
    void healsAStall();
    void takesMergedMessages();
    void takesANameThatEndsWithNulAtOnce();
    void skipsThePaddingBehindAName();
    void endOfANulSenderNeedsNoSilence();
    void learnsTheLengthOfCutLines();
    void longLinesDoNotEndTheFile();
};

void TestReceiverFraming::servesEverySender_data()
{
    QTest::addColumn<QList<QByteArray>>("messages");
    QTest::addColumn<QByteArray>("content");
    const QByteArray tricky("endpoint a;\nend\nendif\n  end\nlast line without its end");
    const QByteArray longLines = QByteArray(2500, 'x') + '\n' + QByteArray(1023, 'y') + '\n' +
                                 QByteArray(1022, 'z') + "\nshort\n";
    QTest::newRow("our sender, one chunk") << nulEnded({kRules}) << kRules;
    QTest::newRow("our sender, several chunks") << nulEnded(piecesOf(kRules, 20)) << kRules;
    QTest::newRow("our sender, chunks of one byte") << nulEnded(byBytes(kRules)) << kRules;
    QTest::newRow("our sender, its end ends with NUL as well")
        << nulEnded({kRules}, QByteArray("end\0", 4)) << kRules;
    QTest::newRow("our sender, a line that begins with end")
        << nulEnded({"a\n", "e", "ndpoint;\n"}) << QByteArray("a\nendpoint;\n");
    QTest::newRow("our sender, an empty file") << nulEnded({}) << QByteArray();
    QTest::newRow("old sender, lines") << lineByLine(kRules) << kRules;
    QTest::newRow("old sender, lines that begin with end") << lineByLine(tricky) << tricky;
    QTest::newRow("old sender, lines cut by its buffer of 1024")
        << lineByLine(longLines) << longLines;
    QTest::newRow("old sender, lines cut by its buffer of 100")
        << lineByLine(longLines, 100) << longLines;
    QTest::newRow("old sender, an empty file") << lineByLine({}) << QByteArray();
    QTest::newRow("old sender, empty lines") << lineByLine("\n\n\n") << QByteArray("\n\n\n");
}

void TestReceiverFraming::servesEverySender()
{
    QFETCH(const QList<QByteArray>, messages);
    QFETCH(const QByteArray, content);
    for (const Cut cut : {whole, byBytes, bySevens}) {
        Exchange exchange(messages, cut);
        exchange.run();
        QVERIFY(exchange.isEnded());
        QCOMPARE(exchange.name(), "site.conf");
        QCOMPARE(exchange.content(), content);
        QCOMPARE(exchange.answers(), messages.size() - 1);
    }
}

void TestReceiverFraming::healsAStall_data()
{
    QTest::addColumn<QList<QByteArray>>("messages");
    QTest::newRow("our sender, one chunk") << nulEnded({kRules});
    QTest::newRow("our sender, several chunks") << nulEnded(piecesOf(kRules, 20));
    QTest::newRow("old sender") << lineByLine(kRules);
}

void TestReceiverFraming::healsAStall()
{
    QFETCH(const QList<QByteArray>, messages);
    for (int stalled = 1; stalled < messages.size() - 1; ++stalled) {
        for (qsizetype after = 1; after < messages[stalled].size(); ++after) {
            Exchange exchange(messages, whole);
            exchange.stall(stalled, after);
            exchange.run();
            QVERIFY(exchange.isEnded());
            QCOMPARE(exchange.content(), kRules);
            QCOMPARE(exchange.answers(), messages.size() - 1);
        }
    }
}

void TestReceiverFraming::takesMergedMessages()
{
    LegacyFraming framing;
    framing.feed(QByteArray("site.conf\0a\n\0b\n\0end\0", 20));
    QByteArray content;
    QList<Kind> kinds;
    while (const auto message = framing.take()) {
        kinds.append(message->kind);
        QVERIFY(message->isToBeAnswered);
        if (message->kind == Kind::Data)
            content += message->bytes;
    }
    QCOMPARE(content, "a\nb\n");
    QCOMPARE(kinds, (QList{Kind::Name, Kind::Data, Kind::Data, Kind::End}));
}

void TestReceiverFraming::takesANameThatEndsWithNulAtOnce()
{
    LegacyFraming framing;
    framing.feed("site");
    QVERIFY(!framing.take());
    framing.feed(QByteArray(".conf\0", 6));
    QCOMPARE(framing.take()->bytes, "site.conf");
}

void TestReceiverFraming::skipsThePaddingBehindAName()
{
    LegacyFraming framing;
    framing.feed("site.conf" + QByteArray(91, '\0'));
    QCOMPARE(framing.take()->bytes, "site.conf");
    QVERIFY(!framing.take());
    framing.feed(QByteArray(20, '\0'));
    QVERIFY(!framing.take());
    framing.feed("line\n");
    QVERIFY(!framing.take());
    QCOMPARE(framing.takeAfterSilence()->bytes, "line\n");
}

void TestReceiverFraming::endOfANulSenderNeedsNoSilence()
{
    Exchange exchange(nulEnded({kRules}), whole);
    exchange.run();
    QVERIFY(exchange.isEnded());

    LegacyFraming framing;
    framing.feed(QByteArray("n\0a\0end", 7));
    framing.take();
    framing.take();
    const auto end = framing.take();
    QVERIFY(end);
    QCOMPARE(end->kind, Kind::End);
}

void TestReceiverFraming::learnsTheLengthOfCutLines()
{
    LegacyFraming framing;
    framing.feed("n");
    framing.takeAfterSilence();
    framing.feed("first\n");
    framing.takeAfterSilence();
    framing.feed(QByteArray(1023, 'x'));
    QVERIFY(!framing.take());
    QVERIFY(framing.takeAfterSilence());
    framing.feed("rest\n");
    QVERIFY(!framing.take()); // the rest of a message that was answered too early, or a new one
    QVERIFY(framing.takeAfterSilence());
    for (int line = 0; line < 3; ++line) {
        framing.feed(QByteArray(1023, 'x'));
        QVERIFY(framing.take());
        framing.feed("rest\n");
        QVERIFY(framing.take());
    }
}

void TestReceiverFraming::longLinesDoNotEndTheFile()
{
    LegacyFraming framing;
    framing.feed("n");
    framing.takeAfterSilence();
    framing.feed("end");
    QVERIFY(!framing.take()); // a file that is empty, or a line that has not come whole yet
    framing.feed("point;\n");
    const auto line = framing.takeAfterSilence();
    QVERIFY(line);
    QCOMPARE(line->kind, Kind::Data);
    QCOMPARE(line->bytes, "endpoint;\n");
    framing.feed("end\n");
    QCOMPARE(framing.take()->bytes, "end\n");
    framing.feed("end");
    QVERIFY(!framing.take());
    QCOMPARE(framing.takeAfterSilence()->kind, Kind::End);
}

QTEST_APPLESS_MAIN(TestReceiverFraming)
#include "tst_receiverframing.moc"
