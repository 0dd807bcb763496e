// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/report.h"

#include <algorithm>
#include <cstdio>

namespace bench {

double median(QList<double> values)
{
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

bool bar(const char *what, double ratio, Limit limit, double value)
{
    const bool isMet = limit == Limit::AtMost ? ratio <= value : ratio >= value;
    std::printf("bar %s: %s: %.2f x, %s %.2f x\n", isMet ? "met" : "MISSED", what, ratio,
                limit == Limit::AtMost ? "at most" : "at least", value);
    return isMet;
}

} // namespace bench
