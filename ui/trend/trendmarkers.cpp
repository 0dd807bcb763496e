// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendmarkers.h"

#include "ui/trend/markermodel.h"
#include "ui/trend/trendplot.h"

namespace ui {

namespace {

constexpr int kNoteWidth = 180; ///< px

} // namespace

TrendMarkers::TrendMarkers(MarkerModel &model, TrendPlot &plot)
    : QObject(&plot)
    , m_model(model)
    , m_plot(plot)
{
    connect(&model, &MarkerModel::markersChanged, this, &TrendMarkers::build);
    build();
}

void TrendMarkers::dress()
{
    build();
}

void TrendMarkers::build()
{
    for (QCPAbstractItem *item : std::as_const(m_items))
        m_plot.removeItem(item);
    m_items.clear();
    const QColor color = m_plot.palette().color(QPalette::Text);
    const QColor ground = m_plot.palette().color(QPalette::Base);
    const QFontMetrics metrics = m_plot.fontMetrics();
    int number = 0;
    for (const MarkerModel::Marker &marker : m_model.markers()) {
        const double time = double(marker.time) / 1000;
        auto *line = new QCPItemLine(&m_plot);
        line->setPen(QPen(color, 1, Qt::DotLine));
        line->start->setTypeY(QCPItemPosition::ptAxisRectRatio);
        line->end->setTypeY(QCPItemPosition::ptAxisRectRatio);
        line->start->setCoords(time, 0);
        line->end->setCoords(time, 1);
        auto *flag = new QCPItemText(&m_plot);
        flag->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
        flag->position->setCoords(time, 0.97);
        flag->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        flag->setPadding({4, 1, 4, 1});
        flag->setText(QStringLiteral("\u2691%1 %2")
                          .arg(++number)
                          .arg(metrics.elidedText(marker.note, Qt::ElideRight, kNoteWidth))
                          .trimmed());
        flag->setColor(color);
        flag->setPen(QPen(color));
        flag->setBrush(ground);
        flag->setFont(m_plot.font());
        m_items.append({line, flag});
    }
    m_plot.wantReplot();
}

} // namespace ui
