// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/latencyhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace modbus {

namespace {

constexpr int kPlainBits = 5; ///< durations of so many bits, below 32 us, have a bucket each
constexpr std::size_t kBucketsInABar = 4;

} // namespace

// Above that its octave and its five highest bits choose the bucket.
std::size_t LatencyHistogram::bucketOf(quint64 microseconds)
{
    const quint64 within = std::min(microseconds, (quint64(1) << kLongestBits) - 1);
    const int shift = std::max(0, int(std::bit_width(within)) - kPlainBits);
    return std::size_t(shift) * kPerOctave + std::size_t(within >> shift);
}

quint64 LatencyHistogram::firstIn(std::size_t bucket)
{
    if (bucket < 2 * kPerOctave)
        return bucket;
    const std::size_t shift = bucket / kPerOctave - 1;
    return quint64(bucket - shift * kPerOctave) << shift;
}

void LatencyHistogram::add(Microseconds latency)
{
    latency = std::max(latency, Microseconds(0));
    ++m_buckets[bucketOf(quint64(latency.count()))];
    m_least = m_count == 0 ? latency : std::min(m_least, latency);
    m_most = std::max(m_most, latency);
    ++m_count;
}

std::optional<LatencyHistogram::Microseconds> LatencyHistogram::least() const
{
    return m_count == 0 ? std::nullopt : std::optional(m_least);
}

std::optional<LatencyHistogram::Microseconds> LatencyHistogram::most() const
{
    return m_count == 0 ? std::nullopt : std::optional(m_most);
}

std::optional<LatencyHistogram::Microseconds> LatencyHistogram::quantile(double part) const
{
    if (m_count == 0)
        return {};
    const auto rank = std::clamp<quint64>(quint64(std::ceil(part * double(m_count))), 1, m_count);
    quint64 seen = 0;
    std::size_t bucket = 0;
    while ((seen += m_buckets[bucket]) < rank)
        ++bucket;
    const Microseconds middle((firstIn(bucket) + firstIn(bucket + 1) - 1) / 2);
    return std::clamp(middle, m_least, m_most);
}

QList<LatencyHistogram::Bar> LatencyHistogram::bars() const
{
    if (m_count == 0)
        return {};
    const std::size_t first = bucketOf(quint64(m_least.count())) / kBucketsInABar;
    const std::size_t last = bucketOf(quint64(m_most.count())) / kBucketsInABar;
    QList<Bar> bars;
    for (std::size_t bar = first; bar <= last; ++bar) {
        const std::size_t begin = bar * kBucketsInABar;
        quint64 count = 0;
        for (std::size_t bucket = begin; bucket < begin + kBucketsInABar; ++bucket)
            count += m_buckets[bucket];
        bars.append(
            {Microseconds(firstIn(begin)), Microseconds(firstIn(begin + kBucketsInABar)), count});
    }
    return bars;
}

} // namespace modbus
