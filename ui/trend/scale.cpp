// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/scale.h"

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr double kMargin = 0.08;     ///< of the span, above and below
constexpr double kLeastFilled = 0.4; ///< of the axis
constexpr int kSteps = 10;           ///< about so many between the ends

/// 1, 2 or 5 times a power of ten, at least as large as `step`.
double roundStep(double step)
{
    const double power = std::pow(10, std::floor(std::log10(step)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (step <= factor * power * (1 + 1e-9))
            return factor * power;
    }
    return 10 * power;
}

} // namespace

ValueRange autoRange(const ValueRange &current, double low, double high)
{
    // A value that stands still is shown in the middle of a band that its noise would not fill.
    const double leastSpan = std::max(std::max(std::abs(low), std::abs(high)) * 1e-3, 1e-9);
    const double span = std::max(high - low, leastSpan);
    const bool fits = low >= current.low && high <= current.high;
    if (fits && span >= kLeastFilled * (current.high - current.low))
        return current;
    const double middle = low + (high - low) / 2;
    const double half = span * (0.5 + kMargin);
    const double step = roundStep(2 * half / kSteps);
    const ValueRange range{std::floor((middle - half) / step) * step,
                           std::ceil((middle + half) / step) * step};
    return std::isfinite(range.low) && std::isfinite(range.high) && range.low < range.high
               ? range
               : current;
}

} // namespace ui
