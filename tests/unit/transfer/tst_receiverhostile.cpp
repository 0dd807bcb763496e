// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pushrun.h"
#include "tests/support/receiverdesk.h"
#include "transfer/legacy/sender.h"

#include <QRegularExpression>
#include <QTest>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using support::Desk;
using support::Peer;

namespace {

constexpr int kPatience = 60000;

/// While it lives this process gets no new descriptor.
class NoFreeDescriptor
{
public:
    NoFreeDescriptor()
    {
        ::getrlimit(RLIMIT_NOFILE, &m_before);
        const int next = ::dup(STDERR_FILENO);
        ::close(next);
        rlimit none = m_before;
        none.rlim_cur = rlim_t(next);
        ::setrlimit(RLIMIT_NOFILE, &none);
    }
    ~NoFreeDescriptor() { ::setrlimit(RLIMIT_NOFILE, &m_before); }
    NoFreeDescriptor(const NoFreeDescriptor &) = delete;
    NoFreeDescriptor &operator=(const NoFreeDescriptor &) = delete;

private:
    rlimit m_before = {};
};

void expectWarning(const char *pattern)
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QString::fromLatin1(pattern)));
}

} // namespace

/// Peers that mean harm, or look like it, and a system that is short of something.
class TestReceiverHostile : public QObject
{
    Q_OBJECT
private slots:
    void answersThatNobodyReadsAreNotKept();
    void aSenderThatResetsBeforeItsAnswersChangesNothing();
    void acceptsAgainAfterAShortageOfDescriptors();
    void servesNoMoreThanItHasDescriptorsFor();
    void ourSenderIsToldOfARefusal();
};

void TestReceiverHostile::answersThatNobodyReadsAreNotKept()
{
    Desk desk({.silence = 20ms, .stall = 1h});
    Peer peer(desk.port());
    peer.socket().setReadBufferSize(1);
    expectWarning("it does not read the answers");
    // Each NUL is an empty chunk, which is answered.
    peer.say("site.conf" + QByteArray(1, '\0') + 'a' + QByteArray(16'000'000, '\0'));
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);
    QVERIFY(desk.filesIn(u"rules.loopcheck/staging"_s).isEmpty());
}

void TestReceiverHostile::aSenderThatResetsBeforeItsAnswersChangesNothing()
{
    Desk desk;
    Peer peer(desk.port());
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 1, kPatience);
    expectWarning("given up: it closed the connection; nothing was changed");
    peer.say(QByteArray("site.conf\0rule\0end\0", 19));
    const linger atOnce{1, 0};
    QCOMPARE(::setsockopt(int(peer.socket().socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                          sizeof atOnce),
             0);
    peer.socket().abort();
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);

    // Whatever it had begun would come before this.
    transfer::legacy::Sender next({u"next.conf"_s, "next"}, {u"127.0.0.1"_s, desk.port()});
    QCOMPARE(support::runToEnd(next).value().outcome, transfer::Outcome::Reloaded);
    QCOMPARE(desk.filesIn(u"rules"_s), QStringList(u"next.conf"_s));
}

void TestReceiverHostile::acceptsAgainAfterAShortageOfDescriptors()
{
    Desk desk;
    QTcpSocket client;
    client.bind(QHostAddress(QHostAddress::LocalHost)); // has its descriptor now
    {
        const NoFreeDescriptor shortage;
        expectWarning("cannot accept a connection: .*; trying again in 1 s");
        client.connectToHost(QHostAddress(QHostAddress::LocalHost), desk.port());
        QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::ConnectedState, kPatience);
        QCoreApplication::processEvents();
        QCOMPARE(desk.listener().connectionCount(), 0);
    }
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 1, kPatience);
    client.write(QByteArray("site.conf\0rule\0end\0", 19));
    QTRY_COMPARE_WITH_TIMEOUT(desk.listener().connectionCount(), 0, kPatience);
    QCOMPARE(desk.rule(u"site.conf"_s), "rule");
}

void TestReceiverHostile::servesNoMoreThanItHasDescriptorsFor()
{
    Desk desk;
    rlimit before = {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
    rlimit few = before;
    few.rlim_cur = 100;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
    desk.listener().setMostSessions(20);
    QCOMPARE(desk.listener().mostSessions(), 20);
    expectWarning("^at most 34 connections at once, not 1000");
    desk.listener().setMostSessions(1000);
    QCOMPARE(desk.listener().mostSessions(), 34);
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

void TestReceiverHostile::ourSenderIsToldOfARefusal()
{
    Desk desk;
    QVERIFY(QDir().mkdir(desk.path(u"rules/site.conf"_s)));
    transfer::legacy::Sender sender({u"site.conf"_s, "rule"}, {u"127.0.0.1"_s, desk.port()});
    const auto result = support::runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, transfer::Outcome::NotSent);
    QCOMPARE(result->answer, u"nginx reload error"_s);
    QCOMPARE(result->error.value().kind, transfer::Error::Kind::Rejected);
    QVERIFY(transfer::explain(*result).text.contains(u"refused the file"));
}

QTEST_GUILESS_MAIN(TestReceiverHostile)
#include "tst_receiverhostile.moc"
