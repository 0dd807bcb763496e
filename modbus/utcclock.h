// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace modbus {

/// Microseconds since 1970-01-01 UTC, for times that are compared with each other: between two
/// calls as much passes as on the monotonic clock, whatever small corrections the wall clock gets.
/// Where the two have come apart by more than a second (the clock was set, the machine was
/// suspended) the wall clock is believed again.
std::chrono::microseconds utcNow();

} // namespace modbus
