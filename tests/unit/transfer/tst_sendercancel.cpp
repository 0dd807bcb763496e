// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/legacy/sender.h"

#include "tests/support/busylistener.h"
#include "tests/support/legacyreceiver.h"
#include "tests/support/senderfixture.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace std::chrono_literals;
using namespace support;
using namespace transfer;
using transfer::legacy::Sender;

class SenderCancelTest : public QObject
{
    Q_OBJECT
private slots:
    void cancelsWhileConnecting();
    void cancelsInAPause();
    void cancelsInAStep_data();
    void cancelsInAStep();
    void cancelsFromItsOwnSignal_data();
    void cancelsFromItsOwnSignal();
    void endsOnce();
    void maybeDestroyedFromItsOwnSignal_data();
    void maybeDestroyedFromItsOwnSignal();
    void maybeDestroyedInAnyStep_data();
    void maybeDestroyedInAnyStep();
};

void SenderCancelTest::cancelsWhileConnecting()
{
    const BusyListener listener;
    Sender sender({kName, "a"}, local(listener.port()), quick());
    connect(
        &sender, &Push::stepStarted, &sender, [&] { sender.cancel(); }, Qt::QueuedConnection);
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::Aborted);
    QCOMPARE(stepNames(*result).join(u' '), QStringLiteral("(connect)"));
}

void SenderCancelTest::cancelsInAPause()
{
    LegacyManner manner;
    manner.listensAtOnce = false;
    LegacyReceiver receiver(manner);
    PushOptions options = quick();
    options.connectRetries = 5;
    options.retryPause = 1h;
    Sender sender({kName, "a"}, local(receiver.port()), options);
    connect(&sender, &Push::retrying, &sender, &Push::cancel);
    const auto result = runToEnd(sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, Outcome::NotSent);
    QCOMPARE(result->error.value().kind, Error::Kind::Aborted);
}

void SenderCancelTest::cancelsInAStep_data()
{
    using At = LegacyFault::At;
    QTest::addColumn<At>("at");
    QTest::addColumn<int>("reads");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("while the name is answered") << At::Name << 1 << Outcome::NotSent;
    QTest::newRow("while a chunk is answered") << At::Chunk << 3 << Outcome::NotSent;
    QTest::newRow("while nginx reloads") << At::End << 5 << Outcome::Unknown;
}

void SenderCancelTest::cancelsInAStep()
{
    QFETCH(LegacyFault::At, at);
    QFETCH(int, reads);
    QFETCH(Outcome, outcome);

    LegacyReceiver receiver(LegacyFault{LegacyFault::Kind::Stall, at, 1, {}});
    const auto sender = senderOfThreeChunks(receiver.port());
    QSignalSpy finished(sender.get(), &Push::finished);
    sender->start();
    QTRY_COMPARE_WITH_TIMEOUT(receiver.reads(), reads, 30'000);
    sender->cancel();
    QVERIFY(finished.isEmpty());
    QTRY_COMPARE(finished.size(), 1);
    const auto result = finished.first().first().value<PushResult>();
    QCOMPARE(result.outcome, outcome);
    QCOMPARE(result.error.value().kind, Error::Kind::Aborted);
}

void SenderCancelTest::cancelsFromItsOwnSignal_data()
{
    QTest::addColumn<Step>("step");
    QTest::addColumn<Outcome>("outcome");
    QTest::newRow("connect") << Step::Connect << Outcome::NotSent;
    QTest::newRow("name") << Step::Name << Outcome::NotSent;
    QTest::newRow("data") << Step::Data << Outcome::NotSent;
    QTest::newRow("end") << Step::End << Outcome::NotSent;
    QTest::newRow("reload") << Step::Reload << Outcome::Unknown;
}

void SenderCancelTest::cancelsFromItsOwnSignal()
{
    QFETCH(Step, step);
    QFETCH(Outcome, outcome);

    LegacyReceiver receiver;
    const auto sender = senderOfThreeChunks(receiver.port());
    connect(sender.get(), &Push::stepStarted, this, [&](Step started) {
        if (started == step)
            sender->cancel();
    });
    const auto result = runToEnd(*sender);
    QVERIFY(result);
    QCOMPARE(result->outcome, outcome);
    QCOMPARE(result->error.value().kind, Error::Kind::Aborted);
    QCOMPARE(result->error->step, stepName(step));
}

void SenderCancelTest::endsOnce()
{
    LegacyReceiver receiver;
    const auto sender = senderOfThreeChunks(receiver.port());
    QSignalSpy finished(sender.get(), &Push::finished);
    sender->cancel();
    sender->start();
    sender->start();
    QTRY_COMPARE(finished.size(), 1);
    sender->cancel();
    sender->start();
    QCoreApplication::processEvents();
    QCOMPARE(finished.size(), 1);
    QCOMPARE(finished.first().first().value<PushResult>().outcome, Outcome::Reloaded);
    QCOMPARE(receiver.reloads(), 1);
}

void SenderCancelTest::maybeDestroyedFromItsOwnSignal_data()
{
    using Connect = std::function<void(Sender *, std::function<void()>)>;
    QTest::addColumn<Connect>("connectTo");
    QTest::addColumn<bool>("isListening");
    const auto onStep = [](Step step) -> Connect {
        return [step](Sender *sender, const std::function<void()> &act) {
            connect(sender, &Push::stepStarted, sender, [step, act](Step started) {
                if (started == step)
                    act();
            });
        };
    };
    QTest::newRow("connect started") << onStep(Step::Connect) << true;
    QTest::newRow("name started") << onStep(Step::Name) << true;
    QTest::newRow("data started") << onStep(Step::Data) << true;
    QTest::newRow("end started") << onStep(Step::End) << true;
    QTest::newRow("reload started") << onStep(Step::Reload) << true;
    QTest::newRow("a step done") << Connect([](Sender *sender, const std::function<void()> &act) {
        connect(sender, &Push::stepDone, sender, act);
    }) << true;
    QTest::newRow("progressed") << Connect([](Sender *sender, const std::function<void()> &act) {
        connect(sender, &Push::progressed, sender, act);
    }) << true;
    QTest::newRow("finished") << Connect([](Sender *sender, const std::function<void()> &act) {
        connect(sender, &Push::finished, sender, act);
    }) << true;
    QTest::newRow("retrying") << Connect([](Sender *sender, const std::function<void()> &act) {
        connect(sender, &Push::retrying, sender, act);
    }) << false;
}

void SenderCancelTest::maybeDestroyedFromItsOwnSignal()
{
    using Connect = std::function<void(Sender *, std::function<void()>)>;
    QFETCH(Connect, connectTo);
    QFETCH(bool, isListening);

    LegacyManner manner;
    manner.listensAtOnce = isListening;
    LegacyReceiver receiver(manner);
    PushOptions options = quick();
    options.connectRetries = 1;
    const QPointer<Sender> sender = senderOfThreeChunks(receiver.port(), options).release();
    connectTo(sender, [sender] { delete sender; });
    sender->start();
    QTRY_VERIFY(!sender);
    QCoreApplication::processEvents();
}

void SenderCancelTest::maybeDestroyedInAnyStep_data()
{
    using At = LegacyFault::At;
    QTest::addColumn<At>("at");
    QTest::addColumn<int>("reads");
    QTest::newRow("while the name is answered") << At::Name << 1;
    QTest::newRow("while a chunk is answered") << At::Chunk << 3;
    QTest::newRow("while nginx reloads") << At::End << 5;
}

void SenderCancelTest::maybeDestroyedInAnyStep()
{
    QFETCH(LegacyFault::At, at);
    QFETCH(int, reads);

    LegacyReceiver receiver(LegacyFault{LegacyFault::Kind::Stall, at, 1, {}});
    auto sender = senderOfThreeChunks(receiver.port());
    sender->start();
    QTRY_COMPARE_WITH_TIMEOUT(receiver.reads(), reads, 30'000);
    sender.reset();
    QCoreApplication::processEvents();
}

QTEST_GUILESS_MAIN(SenderCancelTest)
#include "tst_sendercancel.moc"
