// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/sample.h"

#include <limits>

/// Points and samples for the tests of the trend.
namespace trendtest {

constexpr qint64 kStart = 1'795'521'600'000; ///< 2026-11-24 12:00:00 UTC

inline modbus::Point point(const QString &tag, const QString &unit = QStringLiteral("C"))
{
    modbus::Point made;
    made.tag = tag;
    made.engineeringUnit = unit;
    made.description = QStringLiteral("what ") + tag + QStringLiteral(" measures");
    made.format.type = modbus::DataType::Float32;
    return made;
}

inline modbus::PointValue good(double number)
{
    return {modbus::Quality::Good, number, number, {}};
}

inline modbus::PointValue failed(const QString &fault = QStringLiteral("No answer in 1 s."))
{
    return {modbus::Quality::Failed, {}, std::numeric_limits<double>::quiet_NaN(), fault};
}

/// A sample of a point, by its index, so many milliseconds after kStart.
inline modbus::Sample sample(int index, qint64 after, const modbus::PointValue &value)
{
    return {index, kStart + after, value};
}

} // namespace trendtest
