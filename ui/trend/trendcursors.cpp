// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendcursors.h"

#include "ui/trend/trendplot.h"
#include "ui/trend/trendseries.h"

#include <QDateTime>
#include <cmath>

namespace ui {

namespace {

constexpr double kReach = 6; ///< px around a cursor
constexpr std::array<char16_t, 2> kNames{u'A', u'B'};

QString clockText(double time)
{
    return QDateTime::fromMSecsSinceEpoch(qint64(std::llround(time * 1000)))
        .toString(QStringLiteral("hh:mm:ss.zzz"));
}

} // namespace

TrendCursors::TrendCursors(TrendPlot &plot)
    : QObject(&plot)
    , m_plot(plot)
{
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        // On a layer of their own, so that moving them does not draw the lines again.
        m_lines[i] = new QCPItemLine(&plot);
        m_lines[i]->setLayer(QStringLiteral("overlay"));
        m_lines[i]->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
        m_lines[i]->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        m_names[i] = new QCPItemText(&plot);
        m_names[i]->setLayer(QStringLiteral("overlay"));
        m_names[i]->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        m_names[i]->setPositionAlignment(Qt::AlignHCenter | Qt::AlignTop);
        m_names[i]->setPadding({4, 1, 4, 1});
    }
    dress(plot.palette());
    draw();
}

void TrendCursors::setShown(bool areShown)
{
    if (areShown == m_areShown)
        return;
    m_areShown = areShown;
    const TimeRange &range = m_plot.view().range();
    if (areShown)
        m_times = {range.from + range.length() / 3, range.from + range.length() * 2 / 3};
    draw();
    emit changed();
}

std::optional<TimeRange> TrendCursors::times() const
{
    if (!m_areShown)
        return {};
    return TimeRange{m_times[0], m_times[1]};
}

void TrendCursors::setActive(int cursor)
{
    m_active = cursor;
    draw();
    emit changed();
}

void TrendCursors::place(int cursor, double time)
{
    const TimeRange &range = m_plot.view().range();
    m_times.at(std::size_t(cursor)) = std::clamp(time, range.from, range.to);
    m_active = cursor;
    draw();
    emit changed();
}

void TrendCursors::move(double pixels)
{
    const double pixel = m_plot.view().range().length() / std::max(m_plot.area().width(), 1);
    place(m_active, m_times.at(std::size_t(m_active)) + pixels * pixel);
}

void TrendCursors::jump(const TrendSeries &series, int direction)
{
    const auto time = qint64(std::llround(m_times.at(std::size_t(m_active)) * 1000));
    const qsizetype target =
        direction > 0 ? series.lowerBound(time + 1) : series.lowerBound(time) - 1;
    if (target >= 0 && target < series.size())
        place(m_active, double(series.at(target).time) / 1000);
}

std::optional<int> TrendCursors::at(const QPoint &place) const
{
    if (!m_areShown || !m_plot.area().contains(place))
        return {};
    std::optional<int> nearest;
    double distance = kReach;
    for (int i = 0; i < int(m_times.size()); ++i) {
        const double its = std::abs(m_plot.pixelOf(m_times.at(std::size_t(i))) - place.x());
        if (its < distance) {
            nearest = i;
            distance = its;
        }
    }
    return nearest;
}

void TrendCursors::dress(const QPalette &palette)
{
    const QColor color = palette.color(QPalette::Text);
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        m_lines[i]->setPen(QPen(color, 1, i == 0 ? Qt::SolidLine : Qt::DashLine));
        m_names[i]->setColor(palette.color(QPalette::Base));
        m_names[i]->setBrush(color);
        m_names[i]->setFont(m_plot.font());
    }
}

void TrendCursors::draw()
{
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        m_lines[i]->setVisible(m_areShown);
        m_names[i]->setVisible(m_areShown);
        m_lines[i]->start->setCoords(m_times[i], 0);
        m_lines[i]->end->setCoords(m_times[i], 1);
        m_names[i]->position->setCoords(m_times[i], 0);
        const bool isActive = int(i) == m_active;
        m_names[i]->setText(isActive ? QStringLiteral("\u25b8%1\u25c2").arg(QChar(kNames[i]))
                                     : QString(QChar(kNames[i])));
        QPen pen = m_lines[i]->pen();
        pen.setWidth(isActive ? 2 : 1);
        m_lines[i]->setPen(pen);
    }
    if (m_plot.replotTime() > 0) // before the first drawing the layer has no buffer
        m_plot.layer(QStringLiteral("overlay"))->replot();
}

QString TrendCursors::text() const
{
    if (!m_areShown)
        return {};
    const double difference = m_times[1] - m_times[0];
    QString text =
        tr("A %1   B %2   B - A %3 s")
            .arg(clockText(m_times[0]), clockText(m_times[1]), QString::number(difference, 'f', 3));
    if (std::abs(difference) >= 0.001)
        text += tr(" (%1 Hz)").arg(QString::number(1 / std::abs(difference), 'g', 4));
    return text;
}

} // namespace ui
