// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

namespace bench {

double median(QList<double> values);

/// A bar that a ratio of two figures of the same run has to take.
enum class Limit { AtMost, AtLeast };
/// Prints what was measured and whether the bar is met. Gives that back.
bool bar(const char *what, double ratio, Limit limit, double value);

} // namespace bench
