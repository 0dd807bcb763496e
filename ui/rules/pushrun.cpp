// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/pushrun.h"

#include "transfer/legacy/sender.h"
#include "transfer/relay/client.h"

#include <QLocale>
#include <QSysInfo>

namespace ui {

namespace {

using namespace std::chrono_literals;
using transfer::Step;
constexpr auto kTick = 100ms;

QString userName()
{
    QString user = qEnvironmentVariable("USER");
    if (user.isEmpty())
        user = qEnvironmentVariable("USERNAME");
    const QString machine = QSysInfo::machineHostName();
    return user.isEmpty() ? machine : QStringLiteral("%1@%2").arg(user, machine);
}

transfer::Push *makePush(const PushTarget &target, const QByteArray &content,
                         const transfer::PushOptions &options, QObject *parent)
{
    if (const auto &relay = target.relay) {
        return new transfer::relay::Client(relay->peer, relay->directory, target.name,
                                           relay->receiverAddress, options, parent);
    }
    return new transfer::legacy::Sender({target.name, content}, target.receiver, options, parent);
}

} // namespace

QList<Step> stepsOf(bool isRelayed)
{
    if (isRelayed)
        return {Step::Connect, Step::Name, Step::Reload};
    return {Step::Connect, Step::Name, Step::Data, Step::End, Step::Reload};
}

PushRun::PushRun(PushTarget target, const QByteArray &content, const transfer::RuleFileFacts &facts,
                 const transfer::PushOptions &options, PushStepsModel &steps, QObject *parent)
    : QObject(parent)
    , m_target(std::move(target))
    , m_steps(steps)
    , m_push(makePush(m_target, content, options, this))
{
    m_record.receiver = m_target.receiverText();
    m_record.name = m_target.name;
    m_record.who = userName();
    m_steps.begin(stepsOf(m_target.relay.has_value()));
    if (m_target.relay) {
        m_record.relay = m_target.relay->peer.toString();
    } else {
        m_record.bytes = facts.bytes;
        m_record.lines = facts.lines;
        m_record.sha256 = facts.sha256;
    }
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &PushRun::countDown);
    connect(m_push, &transfer::Push::stepStarted, this, [this](Step step) {
        m_tick.stop();
        m_steps.stepStarted(step);
        m_hasCommitted =
            m_hasCommitted || step >= Step::End || (m_target.relay && step >= Step::Name);
        emit statusChanged({});
    });
    connect(m_push, &transfer::Push::stepDone, &m_steps, &PushStepsModel::stepDone);
    connect(m_push, &transfer::Push::progressed, &m_steps, &PushStepsModel::progressed);
    connect(m_push, &transfer::Push::progressed, this, &PushRun::progressed);
    connect(m_push, &transfer::Push::retrying, this, &PushRun::waitForRetry);
    connect(m_push, &transfer::Push::finished, this, [this](const transfer::PushResult &result) {
        m_tick.stop();
        m_steps.finished(result);
        m_record.outcome = result.outcome;
        m_record.answer = result.answer;
        m_record.duration = result.duration;
        m_record.error = result.error ? transfer::kindName(result.error->kind) : QString();
        emit finished(result, m_record);
    });
}

void PushRun::start()
{
    m_record.time = QDateTime::currentDateTimeUtc();
    m_push->start();
}

void PushRun::cancel()
{
    m_push->cancel();
}

QString PushRun::underWay() const
{
    const QString what =
        tr("%1 is being pushed to %2.").arg(m_target.name, m_target.receiverText());
    const QString risk =
        m_target.relay ? tr("A relay that has been asked goes on by itself, and how it ends would "
                            "not be known here.")
                       : tr("A push that is cut off can leave half of the file at a legacy "
                            "receiver, which writes it in place.");
    return what + u' ' + risk;
}

transfer::PushRecord PushRun::interruptedRecord() const
{
    transfer::PushRecord record = m_record;
    record.outcome = m_hasCommitted ? transfer::Outcome::Unknown : transfer::Outcome::NotSent;
    record.error = transfer::kindName(transfer::Error::Kind::Aborted);
    record.duration =
        std::chrono::milliseconds(record.time.msecsTo(QDateTime::currentDateTimeUtc()));
    return record;
}

void PushRun::waitForRetry(int attempt, int most, std::chrono::milliseconds pause,
                           const transfer::Error &why)
{
    m_steps.pausing();
    const QString cause = transfer::explain(why).text;
    if (cause != m_lastCause)
        emit attemptFailed(
            tr("Attempt %1 of %2 to connect failed: %3").arg(attempt).arg(most).arg(cause));
    m_lastCause = cause;
    m_countDownText = tr("Attempt %1 of %2 in %3 s: %4")
                          .arg(attempt + 1)
                          .arg(most)
                          .arg(QStringLiteral("%1"), cause);
    m_nextAttempt.setRemainingTime(pause);
    m_tick.start();
    countDown();
}

void PushRun::countDown()
{
    const double seconds = static_cast<double>(m_nextAttempt.remainingTime()) / 1000.0;
    emit statusChanged(m_countDownText.arg(QLocale().toString(seconds, 'f', 1)));
}

} // namespace ui
