// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/securepeer.h"
#include "transfer/secure/change.h"
#include "transfer/secure/client.h"

#include <QSignalSpy>
#include <QTest>
#include <chrono>
#include <optional>

namespace support {

/// Limits under which a test does not wait for what cannot come.
inline transfer::secure::Limits quickLimits(int retries = 2)
{
    using namespace std::chrono_literals;
    return {.connect = 20s,
            .answer = 20s,
            .change = 20s,
            .retries = retries,
            .retryPause = 1ms,
            .doubt = 20s};
}

/// Pinned to the peer's certificate, with the token that it takes.
inline transfer::secure::Access accessTo(const SecurePeer &peer)
{
    transfer::secure::Access access;
    access.peer = {QStringLiteral("127.0.0.1"), peer.port()};
    access.fingerprint = firstCertificate().fingerprint();
    access.token = peer.token();
    return access;
}

inline transfer::secure::ChangeRequest pushOf(const QByteArray &content,
                                              const QString &name = QStringLiteral("site.conf"))
{
    transfer::secure::ChangeRequest request;
    request.name = name;
    request.content = content;
    return request;
}

/// Runs a change to its end. Nothing when it does not end, ends twice, or ends inside start().
inline std::optional<transfer::secure::ChangeResult> runToEnd(transfer::secure::Change &change)
{
    QSignalSpy finished(&change, &transfer::secure::Change::finished);
    change.start();
    if (!finished.isEmpty() || !finished.wait(60'000) || finished.size() != 1)
        return std::nullopt;
    return finished.first().first().value<transfer::secure::ChangeResult>();
}

/// Waits for the answer to a question: `ask` gets the context and the callback.
template <typename Value, typename Ask>
std::optional<tl::expected<Value, transfer::Error>> answerTo(Ask ask)
{
    QObject context;
    std::optional<tl::expected<Value, transfer::Error>> answer;
    ask(&context, [&answer](const tl::expected<Value, transfer::Error> &came) { answer = came; });
    if (answer) // from inside
        return std::nullopt;
    static_cast<void>(QTest::qWaitFor([&answer] { return answer.has_value(); }, 60'000));
    return answer;
}

} // namespace support
