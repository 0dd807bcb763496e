// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/push.h"

#include <QSet>
#include <QTest>

using transfer::Error;
using transfer::Outcome;
using transfer::PushResult;
using transfer::Step;

class PushTest : public QObject
{
    Q_OBJECT
private slots:
    void readsAPeer_data();
    void readsAPeer();
    void saysWhatIsWrongWithAPeer_data();
    void saysWhatIsWrongWithAPeer();
    void explainsEveryKindOfError();
    void namesPeerAndPlace();
    void warnsOfHalfAFile();
    void isNeverMoreCertainThanItsEvidence();
};

namespace {

Error errorOf(Error::Kind kind, Step step = Step::Data)
{
    return {kind, QStringLiteral("the reason"), QStringLiteral("edge-1:8000"),
            transfer::stepName(step)};
}

constexpr int kKinds = static_cast<int>(Error::Kind::Aborted) + 1;

} // namespace

void PushTest::readsAPeer_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint16>("defaultPort");
    QTest::addColumn<QString>("host");
    QTest::addColumn<quint16>("port");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *name, const char *text, quint16 defaultPort, const char *host,
                        quint16 port, const char *written) {
        QTest::newRow(name) << QString::fromUtf8(text) << defaultPort << QString::fromUtf8(host)
                            << port << QString::fromUtf8(written);
    };
    row("IPv4 and port", "192.168.0.20:8000", 0, "192.168.0.20", 8000, "192.168.0.20:8000");
    row("name and port", "edge-1.plant_a:8000", 0, "edge-1.plant_a", 8000, "edge-1.plant_a:8000");
    row("blanks around", "  edge-1:8000 ", 0, "edge-1", 8000, "edge-1:8000");
    row("IPv6 in brackets", "[fd00::20]:8000", 0, "fd00::20", 8000, "[fd00::20]:8000");
    row("the default port", "edge-1", 8000, "edge-1", 8000, "edge-1:8000");
    row("a port beats the default", "edge-1:1", 8000, "edge-1", 1, "edge-1:1");
    row("IPv6 and the default port", "[::1]", 8000, "::1", 8000, "[::1]:8000");
    row("bare IPv6 and the default port", "fd00::20", 8000, "fd00::20", 8000, "[fd00::20]:8000");
    row("the highest port", "a:65535", 0, "a", 65535, "a:65535");
    row("a name that begins with a digit", "3com:80", 0, "3com", 80, "3com:80");
    row("a name in Chinese", "边缘:8000", 0, "边缘", 8000, "边缘:8000");
}

void PushTest::readsAPeer()
{
    QFETCH(QString, text);
    QFETCH(quint16, defaultPort);
    QFETCH(QString, host);
    QFETCH(quint16, port);
    QFETCH(QString, written);

    const auto peer = transfer::parsePeer(text, defaultPort);
    QVERIFY2(peer.has_value(), peer ? "" : qPrintable(peer.error()));
    QCOMPARE(peer->host, host);
    QCOMPARE(peer->port, port);
    QCOMPARE(peer->toString(), written);
    QCOMPARE(transfer::parsePeer(written), peer);
}

void PushTest::saysWhatIsWrongWithAPeer_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<quint16>("defaultPort");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *text, quint16 defaultPort,
                        const char *reason) {
        QTest::newRow(name) << QString::fromUtf8(text) << defaultPort << QString::fromUtf8(reason);
    };
    row("nothing", "", 8000, "host is missing");
    row("blanks", "   ", 8000, "host is missing");
    row("no host", ":8000", 0, "host is missing");
    row("no port", "edge-1", 0, "edge-1:PORT");
    row("a colon and no port", "edge-1:", 8000, "not a port");
    row("port 0", "edge-1:0", 0, "from 1 to 65535");
    row("a port too high", "edge-1:65536", 0, "from 1 to 65535");
    row("a port far too high", "edge-1:99999999999", 0, "from 1 to 65535");
    row("a negative port", "edge-1:-1", 0, "from 1 to 65535");
    row("a port with a sign", "edge-1:+80", 0, "from 1 to 65535");
    row("a port with letters", "edge-1:http", 0, "from 1 to 65535");
    row("a number too large in IPv4", "192.168.0.256:80", 0, "not an IPv4 address");
    row("three numbers", "192.168.0:80", 0, "not an IPv4 address");
    row("one number", "8000", 8000, "not an IPv4 address");
    row("a blank inside", "edge 1:80", 0, "not a host name");
    row("two dots", "edge..a:80", 0, "not a host name");
    row("what looks like an option", "-edge:80", 0, "not a host name");
    row("a URL", "http://localhost:80", 0, "is a URL");
    row("a path behind", "edge-1/x", 8000, "not a host name");
    row("bare IPv6 without a port", "fd00::20", 0, "in brackets");
    row("several colons", "a:b:80", 8000, "in brackets");
    row("no closing bracket", "[fd00::20:80", 0, "in brackets");
    row("IPv4 in brackets", "[10.0.0.1]:80", 0, "in brackets");
    row("empty brackets", "[]:80", 0, "in brackets");
    row("IPv6 without a port", "[fd00::20]", 0, "[fd00::20]:PORT");
    row("words behind the bracket", "[fd00::20]80", 0, "only :PORT");
}

void PushTest::saysWhatIsWrongWithAPeer()
{
    QFETCH(QString, text);
    QFETCH(quint16, defaultPort);
    QFETCH(QString, reason);

    const auto peer = transfer::parsePeer(text, defaultPort);
    QVERIFY(!peer.has_value());
    QVERIFY2(peer.error().contains(reason), qPrintable(peer.error()));
}

void PushTest::explainsEveryKindOfError()
{
    QSet<QString> names;
    QSet<QString> texts;
    for (int i = 0; i < kKinds; ++i) {
        const auto kind = static_cast<Error::Kind>(i);
        const transfer::Explanation why = explain(errorOf(kind));
        QVERIFY2(why.text.endsWith(u'.'), qPrintable(why.text));
        QVERIFY2(why.remedy.endsWith(u'.'), qPrintable(why.remedy));
        names.insert(transfer::kindName(kind));
        texts.insert(why.text);
    }
    QCOMPARE(names.size(), kKinds);
    QCOMPARE(texts.size(), kKinds);
    QVERIFY(!names.contains(QString()));
}

void PushTest::namesPeerAndPlace()
{
    for (const Error::Kind kind :
         {Error::Kind::HostNotFound, Error::Kind::Refused, Error::Kind::Unreachable,
          Error::Kind::ConnectTimeout, Error::Kind::ConnectionLost, Error::Kind::Timeout,
          Error::Kind::UnexpectedAnswer, Error::Kind::Rejected, Error::Kind::ReloadFailed,
          Error::Kind::RelayFailed}) {
        const QString text = explain(errorOf(kind)).text;
        QVERIFY2(text.contains(u"edge-1:8000"), qPrintable(text));
    }
    for (const Error::Kind kind :
         {Error::Kind::ConnectionLost, Error::Kind::Timeout, Error::Kind::UnexpectedAnswer}) {
        QSet<QString> texts;
        for (const Step step : {Step::Connect, Step::Name, Step::Data, Step::End, Step::Reload})
            texts.insert(explain(errorOf(kind, step)).text);
        QCOMPARE(texts.size(), 5);
    }
    for (const Error::Kind kind : {Error::Kind::NotSendable, Error::Kind::UnreadableFile,
                                   Error::Kind::UnexpectedAnswer, Error::Kind::Unreachable})
        QVERIFY(explain(errorOf(kind)).text.contains(u"the reason"));
}

void PushTest::warnsOfHalfAFile()
{
    for (const Error::Kind kind : {Error::Kind::ConnectionLost, Error::Kind::Timeout,
                                   Error::Kind::UnexpectedAnswer, Error::Kind::Aborted}) {
        QVERIFY(explain(errorOf(kind, Step::Data)).remedy.contains(u"a part of the new one"));
        QVERIFY(explain(errorOf(kind, Step::Reload)).remedy.contains(u"not known"));
        QVERIFY(explain(errorOf(kind, Step::Connect)).remedy.contains(u"Nothing was changed"));
    }
}

void PushTest::isNeverMoreCertainThanItsEvidence()
{
    PushResult result;
    result.name = QStringLiteral("bad-bots.conf");
    result.peer = QStringLiteral("edge-1:8000");
    const auto textOf = [&](Outcome outcome, std::optional<Error> error) {
        result.outcome = outcome;
        result.error = std::move(error);
        return explain(result).text;
    };
    const QString reloaded = textOf(Outcome::Reloaded, {});
    QVERIFY(reloaded.contains(u"Reported, not proved"));
    QVERIFY(reloaded.contains(u"edge-1:8000"));
    QVERIFY(textOf(Outcome::ReloadFailed, errorOf(Error::Kind::ReloadFailed, Step::Reload))
                .contains(u"not in effect"));
    QVERIFY(textOf(Outcome::NotSent, errorOf(Error::Kind::Refused)).contains(u"not installed"));
    QVERIFY(textOf(Outcome::Unknown, errorOf(Error::Kind::ConnectionLost, Step::Reload))
                .contains(u"not known"));
}

QTEST_APPLESS_MAIN(PushTest)
#include "tst_push.moc"
