// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/secure/client.h"

#include "transfer/rulefile.h"

#include <QCryptographicHash>
#include <QTimer>
#include <QUrl>
#include <algorithm>

namespace transfer::secure {

namespace {

constexpr int kOk = 200;
constexpr int kUnderWay = 202;

} // namespace

QByteArray rulePath(const QString &name)
{
    return "/v1/rules/" + QUrl::toPercentEncoding(name);
}

Client::Client(Access access, Limits limits, QObject *parent)
    : QObject(parent)
    , m_channel(std::move(access), limits)
{
}

void Client::ask(const Call &call, int retries, QObject *context, const Taken &taken)
{
    m_channel.send(call, context, [=, this](const Answered &answered) {
        if (answered.error) {
            taken(tl::unexpected(*answered.error));
            return;
        }
        if (answered.status == kOk || answered.status == kUnderWay) {
            taken(answered);
            return;
        }
        const Error refusal = refusalOf(answered.status, answered.body, peer());
        if (refusal.kind != Error::Kind::Busy || retries == 0) {
            taken(tl::unexpected(refusal));
            return;
        }
        const std::chrono::milliseconds pause =
            std::max<std::chrono::milliseconds>(answered.retryAfter, m_channel.limits().retryPause);
        auto *timer = new QTimer(this);
        timer->setSingleShot(true);
        connect(timer, &QTimer::timeout, timer, &QObject::deleteLater);
        connect(timer, &QTimer::timeout, context,
                [=, this] { ask(call, retries - 1, context, taken); });
        timer->start(pause);
    });
}

template <typename Value, typename Parse>
void Client::askFor(const QByteArray &path, QObject *context, const Done<Value> &done, Parse parse)
{
    const Call call{.path = path, .limit = m_channel.limits().answer};
    ask(call, m_channel.limits().retries, context,
        [this, done, parse](const tl::expected<Answered, Error> &answered) {
            const auto value =
                answered.and_then([&](const Answered &whole) -> tl::expected<Value, Error> {
                    return parse(whole).map_error(
                        [this](const QString &fault) { return unexpected(fault); });
                });
            done(value);
        });
}

Error Client::unexpected(const QString &detail) const
{
    return {Error::Kind::UnexpectedAnswer, detail, peer(), QStringLiteral("answer")};
}

void Client::health(QObject *context, const Done<Health> &done)
{
    askFor<Health>("/v1/health", context, done,
                   [](const Answered &answered) { return parseHealth(answered.body); });
}

void Client::list(QObject *context, const Done<QList<Rule>> &done)
{
    askFor<QList<Rule>>("/v1/rules", context, done,
                        [](const Answered &answered) { return parseRules(answered.body); });
}

void Client::versions(const QString &name, QObject *context, const Done<QList<Version>> &done)
{
    askFor<QList<Version>>(rulePath(name) + "/versions", context, done,
                           [](const Answered &answered) { return parseVersions(answered.body); });
}

void Client::fetch(const QString &name, QObject *context, const Done<Content> &done)
{
    content(rulePath(name), context, done);
}

void Client::fetchVersion(const QString &name, int version, QObject *context,
                          const Done<Content> &done)
{
    content(rulePath(name) + "/versions/" + QByteArray::number(version), context, done);
}

void Client::content(const QByteArray &path, QObject *context, const Done<Content> &done)
{
    const Call call{
        .path = path, .limit = m_channel.limits().answer, .mostBytes = kMostRuleFileBytes};
    ask(call, m_channel.limits().retries, context,
        [this, done](const tl::expected<Answered, Error> &answered) {
            if (!answered) {
                done(tl::unexpected(answered.error()));
                return;
            }
            const QByteArray sha256 =
                QCryptographicHash::hash(answered->body, QCryptographicHash::Sha256).toHex();
            if (answered->entityTag != sha256) {
                done(tl::unexpected(unexpected(
                    QStringLiteral("the bytes that came have not the SHA-256 that it names"))));
                return;
            }
            done(Content{answered->body, sha256});
        });
}

void Client::result(const QByteArray &key, QObject *context,
                    const Done<std::optional<ChangeResult>> &done)
{
    using Result = std::optional<ChangeResult>;
    askFor<Result>("/v1/results/" + key, context, done,
                   [](const Answered &answered) -> tl::expected<Result, QString> {
                       if (answered.status == kUnderWay)
                           return Result();
                       return parseResult(answered.body).map([](const ChangeResult &result) {
                           return Result(result);
                       });
                   });
}

} // namespace transfer::secure
