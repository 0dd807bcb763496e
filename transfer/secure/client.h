// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/secure/answers.h"
#include "transfer/secure/channel.h"

#include <QObject>
#include <functional>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::secure {

/// "/v1/rules/NAME", percent-encoded.
QByteArray rulePath(const QString &name);

/// Asks one receiver. Each question is answered once, never from inside; not at all when its
/// context has gone. A receiver that is busy is asked again, as often as the limits say.
/// What changes something is a Change's business.
class Client : public QObject
{
    Q_OBJECT
public:
    template <typename Value>
    using Done = std::function<void(const tl::expected<Value, Error> &)>;

    explicit Client(Access access, Limits limits = {}, QObject *parent = nullptr);

    Channel &channel() { return m_channel; }
    QString peer() const { return m_channel.access().peer.toString(); }

    void health(QObject *context, const Done<Health> &done);
    void list(QObject *context, const Done<QList<Rule>> &done);
    void versions(const QString &name, QObject *context, const Done<QList<Version>> &done);
    void fetch(const QString &name, QObject *context, const Done<Content> &done);
    void fetchVersion(const QString &name, int version, QObject *context,
                      const Done<Content> &done);
    /// What became of the change with this idempotency key; nothing while it is under way.
    void result(const QByteArray &key, QObject *context,
                const Done<std::optional<ChangeResult>> &done);

private:
    using Taken = std::function<void(const tl::expected<Answered, Error> &)>;
    void ask(const Call &call, int retries, QObject *context, const Taken &taken);
    void content(const QByteArray &path, QObject *context, const Done<Content> &done);
    template <typename Value, typename Parse>
    void askFor(const QByteArray &path, QObject *context, const Done<Value> &done, Parse parse);
    Error unexpected(const QString &detail) const;

    Channel m_channel;
};

} // namespace transfer::secure
