// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/trend/timeview.h"

#include <QObject>
#include <QPoint>
#include <array>
#include <optional>

class QCPItemLine;
class QCPItemText;

namespace ui {

class TrendPlot;
class TrendSeries;

/// Two cursors on the time axis, A and B. One of them has the keyboard.
class TrendCursors : public QObject
{
    Q_OBJECT
public:
    explicit TrendCursors(TrendPlot &plot);

    bool areShown() const { return m_areShown; }
    /// They come up at a third and two thirds of what is shown.
    void setShown(bool areShown);
    /// Empty while they are not shown. `from` is A and may be later than `to`, which is B.
    std::optional<TimeRange> times() const;

    int active() const { return m_active; }
    void setActive(int cursor);
    void place(int cursor, double time);
    /// Moves the active cursor.
    void move(double pixels);
    /// To the next (1) or previous (-1) reading of a series.
    void jump(const TrendSeries &series, int direction);
    /// The cursor that is drawn at a place; empty for none.
    std::optional<int> at(const QPoint &place) const;
    void dress(const QPalette &palette);

    /// "A 12:00:01.200   B 12:00:03.400   B - A 2.200 s (0.4545 Hz)".
    QString text() const;

signals:
    void changed();

private:
    void draw();

    TrendPlot &m_plot;
    std::array<double, 2> m_times{};
    std::array<QCPItemLine *, 2> m_lines{};
    std::array<QCPItemText *, 2> m_names{};
    int m_active = 0;
    bool m_areShown = false;
};

} // namespace ui
