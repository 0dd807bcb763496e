// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

namespace modbus {

/// How long replies took: any number of them in constant memory. Durations are sorted into buckets
/// that are at most 1/16 wider than their lower edge, so a quantile is that exact; least and most
/// are kept as they were.
class LatencyHistogram
{
public:
    using Microseconds = std::chrono::microseconds;

    /// Durations below 0 count as 0, those of 19 hours and more as the longest there is room for.
    void add(Microseconds latency);

    quint64 count() const { return m_count; }
    std::optional<Microseconds> least() const;
    std::optional<Microseconds> most() const;
    /// The duration that this part of all stays within, 0..1: 0.5 for the median.
    std::optional<Microseconds> quantile(double part) const;

    /// A range of durations and how many fell into it.
    struct Bar
    {
        Microseconds from; ///< the first inside
        Microseconds to;   ///< the first beyond
        quint64 count = 0;
    };
    /// Four bars an octave, without gaps, from the shortest to the longest that occurred.
    QList<Bar> bars() const;

private:
    static constexpr std::size_t kPerOctave = 16;
    static constexpr int kLongestBits = 36;
    static constexpr std::size_t kBuckets = (kLongestBits - 3) * kPerOctave;
    static std::size_t bucketOf(quint64 microseconds);
    static quint64 firstIn(std::size_t bucket);

    std::array<quint64, kBuckets> m_buckets{};
    quint64 m_count = 0;
    Microseconds m_least{};
    Microseconds m_most{};
};

} // namespace modbus
