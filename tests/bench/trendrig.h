// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/axismodel.h"
#include "ui/trend/legendmodel.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendhistory.h"
#include "ui/trend/trendplot.h"

namespace bench {

constexpr int kTrendLines = 8;
constexpr int kTrendReadings = 100'000;
constexpr QSize kTrendSize(1366, 700);

/// Readings come as fast, so that the last of the first 100,000 is of now.
constexpr std::chrono::milliseconds kTrendPeriod{50};

/// What reading `number` of `line` says: noise on a slow wave, so that each column of pixels has a
/// low and a high that differ.
double valueAt(int line, int number);
/// Seconds since 1970.
double timeAt(int number);

/// The trend's plot with eight lines of 100,000 readings that go on at 20 Hz.
class Trend
{
public:
    Trend();

    /// Reading `number` of every line comes in.
    void take(int number);
    /// Draws the last 100,000 readings, of which `number` is the newest.
    void draw(int number);
    /// Draws by itself from now on and goes with the time.
    void goLive();
    ui::TrendPlot &plot() { return m_plot; }
    int drawings() const { return m_drawings; }

private:
    ui::TrendHistory m_history;
    ui::LegendModel m_legend;
    ui::AxisModel m_axes;
    ui::TimeView m_view;
    ui::TrendPlot m_plot;
    int m_drawings = 0;
};

} // namespace bench
