// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendplot.h"

#include "ui/trend/axismodel.h"
#include "ui/trend/legendmodel.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendhistory.h"
#include "ui/trend/trendline.h"

#include <QDateTime>
#include <QPainter>
#include <limits>

namespace ui {

namespace {

constexpr std::chrono::milliseconds kTick{40};
constexpr std::chrono::milliseconds kLongestDrawing{12};
constexpr std::chrono::milliseconds kSending{2};
constexpr int kFewestColumns = 200;
constexpr int kAxisPadding = 6;
constexpr double kBitMargin = 0.1;

double secondsNow()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

/// How times are written where an axis shows so many seconds.
QString timeFormat(double seconds)
{
    if (seconds < 3)
        return QStringLiteral("hh:mm:ss.zzz");
    if (seconds < 86400)
        return QStringLiteral("hh:mm:ss");
    return QStringLiteral("MM-dd\nhh:mm");
}

} // namespace

TrendPlot::TrendPlot(LegendModel &lines, AxisModel &axes, TimeView &view, QWidget *parent)
    : QCustomPlot(parent)
    , m_legend(lines)
    , m_axes(axes)
    , m_view(view)
    , m_ticker(new QCPAxisTickerDateTime)
{
    setObjectName(QStringLiteral("trendPlot"));
    setAccessibleName(tr("Trend"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(240, 120);
    setPlottingHint(QCP::phCacheLabels);
    setAutoAddPlottableToLegend(false);
    m_ticker->setDateTimeSpec(Qt::LocalTime);
    m_ticker->setTickCount(7);
    xAxis->setTicker(m_ticker);
    const auto stale = [this] { wantReplot(); };
    connect(&lines, &LegendModel::linesChanged, this,
            [this] { m_axes.setNames(m_legend.axisNames()); });
    connect(&lines, &LegendModel::linesChanged, this, &TrendPlot::build);
    connect(&axes, &AxisModel::layoutWanted, this, &TrendPlot::build);
    connect(&axes, &AxisModel::rangesChanged, this, stale);
    connect(&view, &TimeView::rangeChanged, this, &TrendPlot::showRange);
    connect(&view, &TimeView::liveChanged, this, stale);
    connect(this, &QCustomPlot::beforeReplot, this, [this] {
        setSmooth(!m_view.isLive());
        prepare(std::max(area().width(), kFewestColumns));
    });
    m_ticks.setInterval(kTick);
    connect(&m_ticks, &QTimer::timeout, this, &TrendPlot::tick);
    axes.setNames(lines.axisNames());
    build();
    showRange();
}

QRect TrendPlot::area() const
{
    return axisRect()->rect();
}

void TrendPlot::build()
{
    m_lines.clear();
    clearPlottables();
    const auto old = axisRect()->axes(QCPAxis::atLeft | QCPAxis::atRight);
    for (QCPAxis *axis : old)
        axisRect()->removeAxis(axis);
    m_valueAxes.clear();
    for (const AxisModel::Axis &axis : m_axes.axes()) {
        m_valueAxes.append(axisRect()->addAxis(
            axis.side == AxisModel::Side::Left ? QCPAxis::atLeft : QCPAxis::atRight));
        m_valueAxes.constLast()->grid()->setVisible(m_valueAxes.size() == 1);
        m_valueAxes.constLast()->setPadding(kAxisPadding);
        m_valueAxes.constLast()->setNumberFormat(QStringLiteral("g"));
    }
    for (int row = 0; row < m_legend.rowCount(); ++row) {
        const int axis = m_axes.rowOf(m_legend.axisOf(row));
        const LegendModel::Line &line = m_legend.lines()[row];
        auto *drawn = new TrendLine(xAxis, m_valueAxes[axis], line.slot);
        drawn->setName(line.tag);
        drawn->setSeries(m_legend.history().series(line.tag));
        drawn->setStepped(m_legend.isBool(row));
        drawn->setEmphasized(row == m_emphasized);
        m_lines.append(drawn);
    }
    dress(palette());
    labelAxes();
}

void TrendPlot::labelAxes()
{
    QList<QStringList> tags(m_valueAxes.size());
    for (int row = 0; row < m_lines.size(); ++row)
        tags[m_axes.rowOf(m_legend.axisOf(row))].append(m_legend.lines()[row].tag);
    for (qsizetype i = 0; i < m_valueAxes.size(); ++i) {
        const QString name = m_axes.axes()[i].name;
        const QString lines = tags[i].join(QStringLiteral(", "));
        const QString text = name.isEmpty() ? lines : QStringLiteral("%1   %2").arg(name, lines);
        const int room = std::max(height() - 60, 40);
        m_valueAxes[i]->setLabel(
            QFontMetrics(m_valueAxes[i]->labelFont()).elidedText(text, Qt::ElideRight, room));
    }
    wantReplot();
}

void TrendPlot::dress(const QPalette &palette)
{
    const QColor text = palette.color(QPalette::Text);
    const QColor base = palette.color(QPalette::Base);
    QColor faint = text;
    faint.setAlphaF(0.15F);
    setBackground(QBrush(base));
    const auto axes = axisRect()->axes();
    for (QCPAxis *axis : axes) {
        axis->setBasePen(QPen(text));
        axis->setTickPen(QPen(text));
        axis->setSubTickPen(QPen(faint));
        axis->setTickLabelColor(text);
        axis->setLabelColor(text);
        axis->setTickLabelFont(font());
        axis->setLabelFont(font());
        axis->grid()->setPen(QPen(faint));
        axis->grid()->setZeroLinePen(QPen(faint));
    }
    for (qsizetype row = 0; row < m_lines.size(); ++row)
        m_lines[row]->setLook(lineLook(m_legend.lines()[row].slot, palette));
    wantReplot();
}

void TrendPlot::emphasize(int row)
{
    m_emphasized = row;
    for (qsizetype i = 0; i < m_lines.size(); ++i)
        m_lines[i]->setEmphasized(i == row);
    wantReplot();
}

void TrendPlot::prepare(int columns)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    struct Reach
    {
        double low = kNone;
        double high = kNone;
    };
    QList<Reach> reaches(m_valueAxes.size());
    for (int row = 0; row < m_lines.size(); ++row) {
        TrendLine *line = m_lines[row];
        line->prepare(columns);
        const Envelope &drawn = line->envelope();
        if (!drawn.hasValues())
            continue;
        Reach &reach = reaches[m_valueAxes.indexOf(line->valueAxis())];
        // Both states of a bit are in sight, and off the edges, whatever it is.
        const bool isBool = m_legend.isBool(row);
        reach.low = std::fmin(reach.low, isBool ? -kBitMargin : drawn.low());
        reach.high = std::fmax(reach.high, isBool ? 1 + kBitMargin : drawn.high());
    }
    for (int i = 0; i < m_valueAxes.size(); ++i) {
        const ValueRange range = m_axes.scale(i, reaches[i].low, reaches[i].high);
        m_valueAxes[i]->setRange(range.low, range.high);
    }
}

void TrendPlot::setSmooth(bool isSmooth)
{
    setAntialiasedElements(isSmooth ? QCP::aePlottables : QCP::aeNone);
    setNotAntialiasedElements(isSmooth ? QCP::aeNone : QCP::aeAll);
}

void TrendPlot::showRange()
{
    const TimeRange range = m_view.range();
    xAxis->setRange(range.from, range.to);
    m_ticker->setDateTimeFormat(timeFormat(range.length()));
    wantReplot();
}

void TrendPlot::tick()
{
    const double now = secondsNow();
    const double pixel = m_view.range().length() / std::max(area().width(), 1);
    if (m_view.isLive() && (m_isStale || now - m_view.range().to >= pixel)) {
        std::optional<TimeRange> span;
        if (const auto known = m_legend.history().span(m_legend.tags()))
            span = TimeRange{double(known->first) / 1000, double(known->last) / 1000};
        m_view.follow(now, span);
    }
    if (!m_isStale || isPutOff())
        return;
    m_isStale = false;
    replot(QCustomPlot::rpQueuedReplot);
}

/// Whether the drawing waits until a request that is due soon has been sent.
bool TrendPlot::isPutOff()
{
    m_isPutOff = !m_isPutOff && m_untilPoll && m_untilPoll() <= kLongestDrawing;
    if (m_isPutOff)
        QTimer::singleShot(m_untilPoll() + kSending, Qt::PreciseTimer, this, &TrendPlot::tick);
    return m_isPutOff;
}

int TrendPlot::axisAt(const QPoint &place) const
{
    if (area().contains(place))
        return -1;
    for (int row = 0; row < m_valueAxes.size(); ++row) {
        if (m_valueAxes[row]->selectTest(place, false) >= 0)
            return row;
    }
    return -1;
}

ValueRange TrendPlot::valuesBetween(int axisRow, double top, double bottom) const
{
    const QCPAxis *axis = m_valueAxes[axisRow];
    return {axis->pixelToCoord(bottom), axis->pixelToCoord(top)};
}

void TrendPlot::showEvent(QShowEvent *event)
{
    QCustomPlot::showEvent(event);
    wantReplot();
    m_ticks.start();
}

void TrendPlot::hideEvent(QHideEvent *event)
{
    m_ticks.stop();
    QCustomPlot::hideEvent(event);
}

void TrendPlot::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        dress(palette());
        m_legend.setPalette(palette());
    }
    QCustomPlot::changeEvent(event);
}

void TrendPlot::resizeEvent(QResizeEvent *event)
{
    QCustomPlot::resizeEvent(event);
    labelAxes();
}

void TrendPlot::paintEvent(QPaintEvent *event)
{
    QCustomPlot::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this); // a frame only: some styles fill their focus rectangle
    painter.setPen(palette().color(QPalette::Highlight));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void TrendPlot::focusInEvent(QFocusEvent *event)
{
    QCustomPlot::focusInEvent(event);
    update();
}

void TrendPlot::focusOutEvent(QFocusEvent *event)
{
    QCustomPlot::focusOutEvent(event);
    update();
}

} // namespace ui
