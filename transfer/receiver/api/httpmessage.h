// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QHostAddress>
#include <QList>
#include <QPair>
#include <functional>
#include <optional>

namespace transfer::receiver::api {

/// What is known of a request before its body.
struct RequestHead
{
    QByteArray method;
    QByteArray target;                     ///< as it was sent
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QHostAddress address;
    quint16 port = 0;
    /// Whether the client showed a certificate that the configured authority signed.
    bool hasClientCertificate = false;

    QString peer() const
    {
        const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
        return (isV6 ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2"))
            .arg(address.toString())
            .arg(port);
    }
};

struct HttpResponse
{
    int status = 200;
    QByteArray contentType = {};
    QByteArray body = {};
    FileDescriptor file = {}; ///< sent instead of the body where it is open
    qint64 fileSize = 0;
    QList<QPair<QByteArray, QByteArray>> headers = {};
};

/// One request, from its head to its answer. It may be destroyed at any time between: the client
/// left.
class HttpExchange
{
public:
    using Reply = std::function<void(HttpResponse)>;

    virtual ~HttpExchange() = default;
    /// First. An answer refuses the request: its body is not read.
    virtual std::optional<HttpResponse> refusal() = 0;
    /// A part of the body. False hangs up.
    virtual bool take(QByteArrayView bytes) = 0;
    /// The request has come whole. `reply` is to be called once, now or later; whether this object
    /// or its connection is still there then does not matter to it.
    virtual void answer(Reply reply) = 0;
};

} // namespace transfer::receiver::api
