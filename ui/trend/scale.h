// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ui {

/// What a value axis shows.
struct ValueRange
{
    double low = 0;
    double high = 1; ///< above low
    friend bool operator==(const ValueRange &, const ValueRange &) = default;
};

/// The range for an axis that scales by itself, with a margin and round ends. It stays as it is
/// while the data fit in and fill a good part of it, so that a live trend does not flicker.
ValueRange autoRange(const ValueRange &current, double low, double high);

} // namespace ui
