// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/utcclock.h"

#include <atomic>

namespace modbus {

std::chrono::microseconds utcNow()
{
    using std::chrono::microseconds;
    constexpr microseconds kMostApart = std::chrono::seconds(1);
    static std::atomic<microseconds::rep> fromMonotonicToWall = 0;

    const auto monotonic = std::chrono::duration_cast<microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
    const auto wall = std::chrono::duration_cast<microseconds>(
        std::chrono::system_clock::now().time_since_epoch());
    const microseconds told = monotonic + microseconds(fromMonotonicToWall.load());
    if (std::chrono::abs(told - wall) <= kMostApart)
        return told;
    fromMonotonicToWall = (wall - monotonic).count();
    return wall;
}

} // namespace modbus
