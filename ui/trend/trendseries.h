// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"

#include <QString>
#include <chrono>
#include <optional>
#include <vector>

namespace ui {

/// One value of a line, or the fact that there was none.
struct Reading
{
    qint64 time = 0;  ///< UTC, milliseconds since 1970-01-01
    double value = 0; ///< engineering value; NaN unless Good
    modbus::Quality quality = modbus::Quality::Good;
    /// Nothing is known of the time between the reading before and this one: polling was paused.
    bool startsAnew = false;

    bool isGap() const { return quality != modbus::Quality::Good; }
    friend bool operator==(const Reading &, const Reading &) = default;
};

/// What is known of the readings of a stretch of time.
struct Summary
{
    qsizetype count = 0; ///< good readings; the others are NaN while it is 0
    double low;
    double high;
    double mean;
};

/// The latest readings of one point, in the order of their times: a ring of bounded size.
class TrendSeries
{
public:
    static constexpr qsizetype kCapacity = 100'000;

    explicit TrendSeries(qsizetype capacity = kCapacity);

    qsizetype capacity() const { return m_capacity; }
    /// Keeps the latest readings that find room. At least 1.
    void setCapacity(qsizetype capacity);
    /// How often a reading is expected; tells a pause from a slow device.
    void setPeriod(std::chrono::milliseconds period) { m_period = period; }

    /// A reading that is older than others (the clock was set back) is put where it belongs.
    void append(qint64 time, const modbus::PointValue &value);
    void clear();

    bool isEmpty() const { return m_ring.empty(); }
    qsizetype size() const { return qsizetype(m_ring.size()); }
    /// 0 is the oldest.
    const Reading &at(qsizetype index) const { return m_ring[place(index)]; }
    const Reading &last() const { return at(size() - 1); }
    /// Why the latest reading has no value; empty when it has.
    const QString &fault() const { return m_fault; }

    /// The first reading at or after a time; size() when there is none.
    qsizetype lowerBound(qint64 time) const;
    /// What was valid at a time: the latest reading until then, empty where nothing was known.
    std::optional<Reading> validAt(qint64 time) const;
    Summary summary(qint64 from, qint64 to) const;

    qsizetype bytes() const { return qsizetype(m_ring.capacity()) * qsizetype(sizeof(Reading)); }

private:
    std::size_t place(qsizetype index) const
    {
        const auto place = m_start + std::size_t(index);
        return place < m_ring.size() ? place : place - m_ring.size();
    }
    bool isPause(qint64 time);

    qsizetype m_capacity;
    std::vector<Reading> m_ring; ///< grows to the capacity, then turns
    std::size_t m_start = 0;     ///< of the oldest; 0 while the ring grows
    std::chrono::milliseconds m_period{1000};
    qint64 m_spacing = 0; ///< between the latest two readings, ms
    QString m_fault;
};

} // namespace ui
