// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointlivestore.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ui {

void Spark::append(float value)
{
    if (m_size < kValues) {
        m_values[size_t(m_size++)] = value;
        return;
    }
    m_values[size_t(m_begin)] = value;
    m_begin = (m_begin + 1) % kValues;
}

float Spark::at(int index) const
{
    return m_values[size_t((m_begin + index) % kValues)];
}

void PointStatistics::add(double number)
{
    if (!std::isfinite(number))
        return;
    least = count ? std::min(least, number) : number;
    most = count ? std::max(most, number) : number;
    ++count;
    mean += (number - mean) / double(count);
}

void PointLive::take(const modbus::Sample &sample)
{
    wasSampled = true;
    latest = sample.value;
    time = sample.time;
    if (latest.quality != modbus::Quality::Good) {
        spark.append(std::numeric_limits<float>::quiet_NaN());
        return;
    }
    lastGood = latest;
    goodTime = time;
    spark.append(float(latest.number));
    statistics.add(latest.number);
}

qint64 PointLive::readTime() const
{
    return latest.quality == modbus::Quality::NotAvailable ? time : goodTime;
}

void PointLiveStore::insert(int row, int count)
{
    m_rows.insert(m_rows.begin() + row, size_t(count), {});
}

void PointLiveStore::remove(int row, int count)
{
    m_rows.erase(m_rows.begin() + row, m_rows.begin() + row + count);
}

void PointLiveStore::resetStatistics()
{
    for (PointLive &row : m_rows)
        row.statistics = {};
}

} // namespace ui
