// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QHostAddress>
#include <chrono>

namespace transfer::receiver::api {

/// How many requests a second are served, from one peer and in all. After a pause twice as many may
/// come at once.
class RateLimit
{
public:
    using Clock = std::chrono::steady_clock;

    RateLimit(int perPeer, int inAll);
    /// Counts the request. False: it is one too many.
    bool admits(const QHostAddress &peer, Clock::time_point now = Clock::now());
    /// How many peers are remembered.
    qsizetype peerCount() const { return m_peers.size(); }

private:
    struct Bucket
    {
        double left = 0;
        Clock::time_point filled;
    };
    static bool take(Bucket &bucket, int perSecond, Clock::time_point now);
    void forgetFull(Clock::time_point now);

    int m_perPeer;
    int m_inAll;
    Bucket m_all;
    QHash<QHostAddress, Bucket> m_peers;
};

} // namespace transfer::receiver::api
