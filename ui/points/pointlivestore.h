// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/sample.h"

#include <array>
#include <vector>

namespace ui {

/// The latest numbers of a point, oldest first; NaN where there was none.
class Spark
{
public:
    static constexpr int kValues = 60;
    void append(float value);
    int size() const { return m_size; }
    float at(int index) const;

private:
    std::array<float, kValues> m_values{};
    int m_begin = 0;
    int m_size = 0;
};

/// What was seen of a point since it was added, or since the last reset.
struct PointStatistics
{
    quint64 count = 0; ///< good numbers
    double least = 0;
    double most = 0;
    double mean = 0;
    void add(double number);
};

/// What is live of one point.
struct PointLive
{
    bool wasSampled = false;
    modbus::PointValue latest;
    qint64 time = 0;             ///< of the latest sample, UTC milliseconds
    modbus::PointValue lastGood; ///< shown, marked as old, while the latest is not good
    qint64 goodTime = 0;         ///< 0: there was no good one
    Spark spark;
    PointStatistics statistics;
    QString writeNote; ///< what became of the last write

    void take(const modbus::Sample &sample);
    /// When what the device holds was read last, be it that it has no value; 0: never.
    qint64 readTime() const;
};

/// What is live of each point of a list, by its row.
class PointLiveStore
{
public:
    int size() const { return int(m_rows.size()); }
    const PointLive &at(int row) const { return m_rows[size_t(row)]; }
    PointLive &at(int row) { return m_rows[size_t(row)]; }
    void reset(int rows) { m_rows.assign(size_t(rows), {}); }
    void insert(int row, int count);
    void remove(int row, int count);
    void resetStatistics();

private:
    std::vector<PointLive> m_rows;
};

} // namespace ui
