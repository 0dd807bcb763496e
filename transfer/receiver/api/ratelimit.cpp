// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/ratelimit.h"

#include <algorithm>

namespace transfer::receiver::api {

namespace {

constexpr double kBurstSeconds = 2;
constexpr qsizetype kMostPeers = 10000;

/// Whoever has one IPv6 address has 2^64 of them.
QHostAddress networkOf(const QHostAddress &peer)
{
    if (peer.protocol() != QAbstractSocket::IPv6Protocol)
        return peer;
    constexpr int kHostBytes = 8;
    Q_IPV6ADDR bytes = peer.toIPv6Address();
    std::fill(std::begin(bytes.c) + kHostBytes, std::end(bytes.c), quint8(0));
    return QHostAddress(bytes);
}

} // namespace

RateLimit::RateLimit(int perPeer, int inAll)
    : m_perPeer(perPeer)
    , m_inAll(inAll)
    , m_all{kBurstSeconds * inAll, Clock::time_point()}
{
}

bool RateLimit::take(Bucket &bucket, int perSecond, Clock::time_point now)
{
    const std::chrono::duration<double> passed = now - bucket.filled;
    bucket.left = std::min(bucket.left + passed.count() * perSecond, kBurstSeconds * perSecond);
    bucket.filled = now;
    if (bucket.left < 1)
        return false;
    bucket.left -= 1;
    return true;
}

bool RateLimit::admits(const QHostAddress &peer, Clock::time_point now)
{
    if (m_peers.size() >= kMostPeers)
        forgetFull(now);
    const QHostAddress key = networkOf(peer);
    auto known = m_peers.find(key);
    if (known == m_peers.end())
        known = m_peers.insert(key, Bucket{kBurstSeconds * m_perPeer, now});
    return take(*known, m_perPeer, now) && take(m_all, m_inAll, now);
}

/// Peers that have been silent long enough are like new ones.
void RateLimit::forgetFull(Clock::time_point now)
{
    m_peers.removeIf([&](const auto &entry) {
        return now - entry.value().filled >= std::chrono::duration<double>(kBurstSeconds);
    });
    if (m_peers.size() >= kMostPeers) // the limit in all holds nevertheless
        m_peers.clear();
}

} // namespace transfer::receiver::api
