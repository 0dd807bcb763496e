// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/error.h"
#include "transfer/secure/access.h"

#include <QByteArray>
#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

namespace transfer::secure {

enum class Verb { Get, Put, Post, Delete };

/// One request, before it goes out.
struct Call
{
    Verb verb = Verb::Get;
    QByteArray path = {};  ///< percent-encoded
    QByteArray query = {}; ///< percent-encoded, without '?'
    QList<std::pair<QByteArray, QByteArray>> headers = {};
    QByteArray body = {}; ///< of Put and Post
    std::chrono::milliseconds limit{30000};
    qint64 mostBytes = 8LL * 1024 * 1024; ///< of the answer's body
};

/// What came of it.
struct Answered
{
    int status = 0; ///< 0 where there was no answer that could be read to its end; `error` says why
    QByteArray body = {};
    QByteArray entityTag = {}; ///< ETag without its quotation marks
    bool isReplayed = false;   ///< Idempotent-Replayed
    std::chrono::seconds retryAfter{0};
    std::optional<Error> error = {};
    bool mayHaveArrived = true; ///< false: certainly not all of the request was sent
};

/// HTTPS to one receiver, and to nobody else: TLS 1.2 or newer, its certificate checked before the
/// first byte of a request, no redirects, no proxy, no cookies, nothing decompressed.
///
/// Qt itself sends a request again when the connection ends before the answer begins; each change
/// therefore carries an idempotency key.
class Channel : public QObject
{
    Q_OBJECT
public:
    using Done = std::function<void(const Answered &)>;
    /// Bytes of the body that went out; both the same once all of the request has.
    using Progress = std::function<void(qint64 sent, qint64 total)>;
    /// Ends a request, if it has not ended; `done` hears of it.
    using Cancel = std::function<void()>;

    explicit Channel(Access access, Limits limits = {}, QObject *parent = nullptr);

    const Access &access() const { return m_access; }
    const Limits &limits() const { return m_limits; }

    /// `done` is called once, never from inside, within `call.limit`; not at all when `context` is
    /// gone by then, which ends the request.
    Cancel send(const Call &call, QObject *context, Done done, const Progress &progress = {});

private:
    QNetworkRequest requestFor(const Call &call) const;
    QNetworkReply *begin(const Call &call);

    const Access m_access;
    const Limits m_limits;
    bool m_hasBeenOpen = false;      ///< so a request may go out on a connection that stands
    QNetworkAccessManager m_network; ///< owns the replies
};

} // namespace transfer::secure
