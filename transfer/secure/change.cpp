// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/change.h"

#include "transfer/rulefile.h"
#include "transfer/secure/answers.h"
#include "transfer/secure/client.h"

#include <QCryptographicHash>
#include <QPointer>
#include <QUuid>
#include <algorithm>

namespace transfer::secure {

namespace {

using Kind = Error::Kind;

constexpr int kOk = 200;
constexpr int kUnderWay = 202;
constexpr int kFailed = 422;

/// What may well go away by itself.
bool isPassing(Kind kind)
{
    return kind == Kind::Refused || kind == Kind::Unreachable || kind == Kind::ConnectTimeout ||
           kind == Kind::ConnectionLost || kind == Kind::Timeout || kind == Kind::Busy;
}

QByteArray quoted(const QByteArray &text)
{
    return '"' + text + '"';
}

} // namespace

Change::Change(Channel &channel, ChangeRequest request, QObject *parent)
    : QObject(parent)
    , m_channel(channel)
    , m_request(std::move(request))
{
    if (m_request.key.isEmpty())
        m_request.key = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    if (m_request.action == Action::Push && m_request.sha256.isEmpty()) {
        m_request.sha256 =
            QCryptographicHash::hash(m_request.content, QCryptographicHash::Sha256).toHex();
    }
    m_pause.setSingleShot(true);
}

void Change::start()
{
    if (m_state != State::Idle)
        return;
    m_clock.start();
    if (const auto isFit = check(); !isFit) {
        m_state = State::Pausing;
        m_pause.callOnTimeout(this,
                              [this, error = isFit.error()] { finish(Verdict::NotSent, error); });
        m_pause.start(0);
        return;
    }
    m_pause.callOnTimeout(this, [this] { m_isInDoubt ? ask() : send(); });
    send();
}

void Change::cancel()
{
    if (m_state == State::Idle || m_state == State::Over || m_isCancelled)
        return;
    m_isCancelled = true;
    if (m_state == State::Talking) {
        m_cancel();
        return;
    }
    m_pause.stop();
    const QString step = m_isInDoubt ? QStringLiteral("answer") : stepName(Step::Connect);
    finish(m_isInDoubt ? Verdict::Unknown : Verdict::NotSent,
           Error{Kind::Aborted, {}, m_channel.access().peer.toString(), step});
}

tl::expected<void, Error> Change::check() const
{
    if (m_request.content.size() > kMostRuleFileBytes) {
        return tl::unexpected(
            Error{Kind::NotSendable,
                  QStringLiteral("a rule file has %1 bytes at most").arg(kMostRuleFileBytes),
                  {},
                  {}});
    }
    return checkRuleName(m_request.name);
}

Call Change::call() const
{
    Call call{.path = rulePath(m_request.name),
              .query = query(),
              .headers = {{"Idempotency-Key", m_request.key}},
              .limit = m_channel.limits().change};
    switch (m_request.action) {
    case Action::Push:
        call.verb = Verb::Put;
        call.body = m_request.content;
        call.headers.emplace_back("Content-Type", "application/octet-stream");
        call.headers.emplace_back("X-Content-SHA256", m_request.sha256);
        break;
    case Action::Restore:
        call.verb = Verb::Post;
        call.path += "/restore";
        call.body = "{\"version\":" + QByteArray::number(m_request.version) + '}';
        call.headers.emplace_back("Content-Type", "application/json");
        break;
    case Action::Delete:
        call.verb = Verb::Delete;
        break;
    }
    if (m_request.expectedSha256) {
        if (m_request.expectedSha256->isEmpty())
            call.headers.emplace_back("If-None-Match", "*");
        else
            call.headers.emplace_back("If-Match", quoted(*m_request.expectedSha256));
    }
    return call;
}

QByteArray Change::query() const
{
    QByteArrayList pairs;
    const auto add = [&pairs](const QByteArray &key, const QString &value) {
        pairs.append(key + '=' + QUrl::toPercentEncoding(value));
    };
    if (m_request.isDryRun)
        add("dryRun", QStringLiteral("true"));
    if (!m_request.comment.isEmpty())
        add("comment", m_request.comment);
    if (const auto &probe = m_request.probe) {
        add("probeUrl", QString::fromLatin1(probe->url.toEncoded()));
        if (!probe->host.isEmpty())
            add("probeHost", probe->host);
        add("probeStatus", QString::number(probe->status));
        if (!probe->header.isEmpty())
            add("probeHeader", probe->header);
        if (!probe->text.isEmpty())
            add("probeText", probe->text);
        add("probeTimeout",
            QString::number(std::chrono::duration<double>(probe->limit).count(), 'f', 3));
    }
    return pairs.join('&');
}

void Change::send()
{
    ++m_attempts;
    m_state = State::Talking;
    const bool isPush = m_request.action == Action::Push;
    m_cancel = m_channel.send(
        call(), this, [this](const Answered &answer) { answered(answer); },
        [this, isPush](qint64 sent, qint64 total) {
            if (m_state != State::Talking)
                return;
            const QPointer<Change> self(this);
            if (isPush)
                emit progressed(sent, total);
            if (self && sent == total)
                enter(Stage::Waiting);
        });
    enter(Stage::Sending);
}

void Change::answered(const Answered &answer)
{
    if (answer.error) {
        failed(answer);
        return;
    }
    if (answer.status == kOk || answer.status == kFailed) {
        if (auto result = resultIn(answer)) {
            finish(*std::move(result));
            return;
        }
        lost({Kind::UnexpectedAnswer, resultIn(answer).error(), {}, QStringLiteral("answer")});
        return;
    }
    const Error refusal = refusalOf(answer.status, answer.body, m_channel.access().peer.toString());
    if (refusal.kind == Kind::UnexpectedAnswer)
        lost(refusal); // of a stranger on the way, perhaps
    else if (refusal.kind == Kind::Busy)
        tryAgain(refusal, answer.retryAfter);
    else
        finish(Verdict::NotSent, refusal);
}

void Change::failed(const Answered &answer)
{
    const Error &why = *answer.error;
    if (m_isCancelled)
        finish(answer.mayHaveArrived ? Verdict::Unknown : Verdict::NotSent, why);
    else if (answer.mayHaveArrived)
        lost(why);
    else if (isPassing(why.kind))
        tryAgain(why, {});
    else
        finish(Verdict::NotSent, why);
}

void Change::tryAgain(const Error &why, std::chrono::milliseconds pause)
{
    const Limits &limits = m_channel.limits();
    if (m_isCancelled || m_attempts > limits.retries) {
        finish(Verdict::NotSent, why);
        return;
    }
    pause = std::max(pause, limits.retryPause);
    m_isInDoubt = false;
    m_state = State::Pausing;
    m_pause.start(pause);
    emit retrying(m_attempts, limits.retries + 1, pause, why);
}

void Change::lost(const Error &why)
{
    m_isInDoubt = true;
    m_lost = why;
    m_lost.peer = m_channel.access().peer.toString();
    m_doubtClock.start();
    askLater(m_lost);
}

void Change::askLater(const Error &why)
{
    if (m_isCancelled || m_doubtClock.hasExpired(m_channel.limits().doubt.count())) {
        finish(Verdict::Unknown, why);
        return;
    }
    m_state = State::Pausing;
    m_pause.start(m_channel.limits().retryPause);
    enter(Stage::Asking);
}

void Change::ask()
{
    m_state = State::Talking;
    const Call call{.path = "/v1/results/" + m_request.key, .limit = m_channel.limits().answer};
    m_cancel =
        m_channel.send(call, this, [this](const Answered &answer) { answeredWhenAsked(answer); });
}

void Change::answeredWhenAsked(const Answered &answer)
{
    if (answer.error) {
        if (isPassing(answer.error->kind))
            askLater(*answer.error);
        else
            finish(Verdict::Unknown, *answer.error);
        return;
    }
    if (answer.status == kUnderWay) {
        askLater(m_lost);
        return;
    }
    if (answer.status == kOk) {
        if (auto result = resultIn(answer)) {
            result->isFromAsking = true;
            finish(*std::move(result));
        } else {
            finish(Verdict::Unknown,
                   {Kind::UnexpectedAnswer, result.error(), m_lost.peer, m_lost.step});
        }
        return;
    }
    const Error refusal = refusalOf(answer.status, answer.body, m_lost.peer);
    if (refusal.code == QStringLiteral("noSuchResult"))
        tryAgain(m_lost, {}); // it never got there, or was undone when the receiver died
    else if (refusal.kind == Kind::Busy)
        askLater(refusal);
    else
        finish(Verdict::Unknown, refusal);
}

tl::expected<ChangeResult, QString> Change::resultIn(const Answered &answer) const
{
    auto result = parseResult(answer.body);
    if (!result)
        return result;
    const bool isFailure = result->verdict == Verdict::Failed;
    if (const QString foreign = foreignPartOf(*result); !foreign.isEmpty())
        return tl::unexpected(QStringLiteral("the result is not this change's: ") + foreign);
    if (isFailure != result->error.has_value() || (answer.status == kFailed && !isFailure))
        return tl::unexpected(QStringLiteral("the result contradicts itself"));
    return result;
}

QString Change::foreignPartOf(const ChangeResult &result) const
{
    if (result.name != m_request.name)
        return QStringLiteral("name");
    if (result.action != m_request.action)
        return QStringLiteral("action");
    const bool isChecked = result.verdict == Verdict::Checked;
    if (result.isDryRun != m_request.isDryRun ||
        (result.verdict != Verdict::Failed && isChecked != m_request.isDryRun))
        return QStringLiteral("dryRun");
    if (m_request.action != Action::Restore && result.sha256 != m_request.sha256)
        return QStringLiteral("sha256");
    return {};
}

void Change::enter(Stage stage)
{
    if (m_state == State::Over || m_stage == stage)
        return;
    m_stage = stage;
    emit stageChanged(stage);
}

void Change::finish(Verdict verdict, const Error &error)
{
    ChangeResult result;
    result.name = m_request.name;
    result.action = m_request.action;
    result.verdict = verdict;
    result.isDryRun = m_request.isDryRun;
    result.sha256 = m_request.sha256;
    if (m_request.action == Action::Push)
        result.size = m_request.content.size();
    result.error = error;
    finish(std::move(result));
}

void Change::finish(ChangeResult result)
{
    m_state = State::Over;
    result.receiver = m_channel.access().peer.toString();
    if (result.error)
        result.error->peer = result.receiver;
    result.duration = std::chrono::milliseconds(m_clock.elapsed());
    result.key = m_request.key;
    emit finished(result);
}

} // namespace transfer::secure
