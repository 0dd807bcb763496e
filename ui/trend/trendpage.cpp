// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendpage.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/trend/pointtags.h"
#include "ui/trend/recordingbanner.h"
#include "ui/trend/sidepanel.h"
#include "ui/trend/trendarea.h"
#include "ui/trend/trendexport.h"
#include "ui/trend/trendplot.h"

#include <QAction>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QLocale>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>
#include <cmath>

namespace ui {

namespace {

constexpr QLatin1StringView kWindowKey("trend/window");
constexpr QLatin1StringView kPanelKey("trend/panel");
constexpr QLatin1StringView kColumnsKey("trend/columns");
constexpr QLatin1StringView kRowsKey("trend/rows");
constexpr std::chrono::milliseconds kRefresh{250};
constexpr qsizetype kMostRecorded = 5'000'000; ///< readings of one point of a recording
constexpr qsizetype kFirstLines = 8;           ///< of a recording none of whose points were shown

double secondsNow()
{
    return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
}

std::optional<TimeRange> toRange(const std::optional<TrendHistory::Span> &span)
{
    if (!span)
        return {};
    return TimeRange{double(span->first) / 1000, double(span->last) / 1000};
}

} // namespace

TrendPage::TrendPage(EventLog &events, QWidget *parent)
    : QWidget(parent)
    , m_area(new TrendArea({m_legend, m_axes, m_markerModel, m_view}))
    , m_side(new SidePanel(m_choice, m_axes, m_markerModel))
    , m_banner(new RecordingBanner)
    , m_columns(new QSplitter(Qt::Horizontal))
{
    setAcceptDrops(true);
    m_legend.setHistory(m_history);
    m_legend.setPalette(palette());
    m_columns->addWidget(m_area);
    m_columns->addWidget(m_side);
    m_columns->setStretchFactor(0, 1);
    m_columns->setSizes({800, 260});
    m_columns->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_columns, 1);
    setFocusProxy(&m_area->plot());

    wireArea(events);
    wireModels();
    m_refreshes.setInterval(kRefresh);
    connect(&m_refreshes, &QTimer::timeout, this, &TrendPage::refresh);
    m_refreshes.start();
    followLines();
    m_area->showLive(m_view.isLive());
}

// The views go before the models that they show.
TrendPage::~TrendPage()
{
    delete m_columns;
}

Page TrendPage::asPage()
{
    return {.name = QStringLiteral("trend"),
            .title = tr("Trend"),
            .icon = icon(QStringLiteral("trend")),
            .widget = this,
            .setTarget = {},
            .read = {},
            .togglePolling = std::bind_front(&TrendPage::togglePause, this),
            .isPolling = std::bind_front(&TrendPage::isLive, this),
            .cancel = std::bind_front(&TrendPage::cancel, this),
            .find = [this] { showPanel(true); },
            .underWay =
                [this] {
                    return m_area->files().isRunning()
                               ? tr("A CSV file of the trend is being written.")
                               : QString();
                },
            .saveState = std::bind_front(&TrendPage::saveState, this),
            .restoreState = std::bind_front(&TrendPage::restoreState, this)};
}

void TrendPage::wireArea(EventLog &events)
{
    connect(m_area, &TrendArea::panelWanted, this, &TrendPage::showPanel);
    connect(m_area, &TrendArea::pauseWanted, this, &TrendPage::togglePause);
    connect(m_area, &TrendArea::everythingWanted, this, &TrendPage::showEverything);
    connect(m_area, &TrendArea::markerWanted, this, &TrendPage::addMarker);
    connect(m_area, &TrendArea::removeWanted, this, [this](const QStringList &tags) {
        for (const QString &tag : tags)
            m_legend.remove(tag);
    });
    connect(m_area, &TrendArea::failed, this, [&events](const QString &text) {
        events.append(EventLog::Severity::Error, tr("Trend"), text);
    });
}

void TrendPage::wireModels()
{
    connect(&m_legend, &LegendModel::linesChanged, this, &TrendPage::followLines);
    connect(&m_axes, &AxisModel::edited, this, &TrendPage::edited);
    connect(&m_markerModel, &MarkerModel::markersChanged, this, &TrendPage::edited);
    connect(&m_choice, &PointChoice::toggled, this, [this](const QString &tag, bool isWanted) {
        if (isWanted)
            addLines({tag});
        else
            m_legend.remove(tag);
    });
    connect(&m_view, &TimeView::liveChanged, this, [this](bool isLive) {
        m_area->showLive(isLive);
        refresh();
        emit liveChanged(isLive);
        emit edited();
    });
    connect(&m_view, &TimeView::windowChanged, this, &TrendPage::edited);
    connect(m_side, &SidePanel::timeWanted, this, &TrendPage::goTo);
    connect(m_banner, &RecordingBanner::liveWanted, this, &TrendPage::endRecording);
}

void TrendPage::setPoints(const QList<modbus::Point> &points)
{
    m_history.setPoints(points);
    m_history.setShown(m_recording ? m_liveTags : shown());
    if (m_recording)
        return;
    m_choice.setPoints(m_history.points());
    m_legend.pointsChanged();
}

void TrendPage::take(const QList<modbus::Sample> &samples)
{
    m_history.take(samples);
    if (!m_recording && m_view.isLive())
        m_area->plot().wantReplot();
}

void TrendPage::setShown(const QStringList &tags)
{
    m_legend.setTags(tags);
}

void TrendPage::addLines(const QStringList &tags)
{
    const QStringList left = m_legend.add(tags);
    if (!left.isEmpty())
        m_area->say(tr("A trend has room for %1 lines; left out: %2. Take lines out first (Del).")
                        .arg(kMostLines)
                        .arg(left.join(QStringLiteral(", "))),
                    true);
}

bool TrendPage::addPoints(QStringList tags)
{
    tags.removeIf([this](const QString &tag) { return !history().point(tag); });
    if (tags.isEmpty()) {
        m_area->say(m_recording
                        ? tr("The recording has none of these points. \"Back to live\" above "
                             "follows the plant again.")
                        : tr("Nothing of that is a point with a number. Drag rows of the page "
                             "Points here, or text with a tag in each line."),
                    true);
        return false;
    }
    addLines(tags);
    return true;
}

void TrendPage::followLines()
{
    if (!m_recording)
        m_history.setShown(shown());
    m_choice.setShown(shown());
    m_area->showLines(!shown().isEmpty());
    setFocusProxy(shown().isEmpty() ? static_cast<QWidget *>(m_side) : &m_area->plot());
    refresh();
    emit edited();
}

void TrendPage::setUntilPoll(std::function<std::chrono::milliseconds()> untilPoll)
{
    m_area->plot().setUntilPoll(std::move(untilPoll));
}

void TrendPage::togglePause()
{
    if (m_recording) {
        m_area->say(tr("A recording stands still. \"Back to live\" above follows the plant again."),
                    false);
        return;
    }
    m_view.setLive(!m_view.isLive());
}

void TrendPage::exportTo(const QString &path)
{
    m_area->files().write(path);
}

void TrendPage::cancel()
{
    m_area->cancel();
}

void TrendPage::showEverything()
{
    if (m_view.isLive()) {
        m_view.setWindow(TimeView::kAll);
        return;
    }
    if (const auto span = toRange(history().span(shown())))
        m_view.setRange(*span);
}

void TrendPage::addMarker()
{
    const int row = m_markerModel.add(qint64(std::llround(m_area->timeInHand() * 1000)));
    if (row < 0) {
        m_area->say(tr("There is room for %1 markers. Remove some in the list beside first.")
                        .arg(MarkerModel::kMostMarkers),
                    true);
        return;
    }
    showPanel(true);
    m_side->editMarker(row);
}

void TrendPage::goTo(qint64 time)
{
    const double half = m_view.range().length() / 2;
    const double center = double(time) / 1000;
    m_view.setRange({center - half, center + half});
}

void TrendPage::showPanel(bool isWanted)
{
    m_area->actions().panel->setChecked(isWanted);
    m_side->setVisible(isWanted);
    if (isWanted)
        m_side->showPoints();
    else
        m_area->plot().setFocus();
    emit edited();
}

QString TrendPage::statusText() const
{
    const QLocale locale;
    qsizetype readings = 0;
    for (const QString &tag : shown()) {
        if (const TrendSeries *series = history().series(tag))
            readings += series->size();
    }
    const qsizetype lines = shown().size();
    QStringList parts{
        lines == 1 ? tr("1 line") : tr("%1 lines").arg(lines),
        m_recording ? tr("%1 recorded readings").arg(locale.toString(readings))
                    : tr("%1 readings, at most %2 a line")
                          .arg(locale.toString(readings), locale.toString(TrendSeries::kCapacity)),
        tr("%1 in use")
            .arg(locale.formattedDataSize(
                m_history.bytes() + (m_recording ? m_recording->bytes() : 0), 1))};
    if (!m_recording && !m_view.isLive()) {
        const auto behind = qint64(std::max(secondsNow() - m_view.range().to, 0.0));
        parts.append(
            tr("standing still, %1 s behind: Space follows again").arg(locale.toString(behind)));
    }
    if (m_axes.isZoomed())
        parts.append(tr("values zoomed: A or Esc ends it"));
    return parts.join(QStringLiteral("; "));
}

void TrendPage::refresh()
{
    if (!isVisible())
        return;
    m_legend.refresh(m_recording ? 0 : QDateTime::currentMSecsSinceEpoch());
    m_area->showStatus(statusText());
}

void TrendPage::showRecording(const QList<modbus::Point> &points,
                              const QList<modbus::Sample> &samples, const QString &name)
{
    if (!m_recording)
        m_liveTags = shown();
    auto recording = std::make_unique<TrendHistory>();
    recording->setPoints(points);
    QStringList tags;
    for (const modbus::Point &point : recording->points())
        tags.append(point.tag);
    recording->setShown(tags, kMostRecorded);
    recording->take(samples);
    QStringList wanted = m_liveTags;
    wanted.removeIf([&recording](const QString &tag) { return !recording->point(tag); });
    const std::unique_ptr<TrendHistory> before = std::exchange(m_recording, std::move(recording));
    m_choice.setPoints(m_recording->points());
    m_legend.setHistory(*m_recording);
    m_legend.setTags(wanted.isEmpty() ? tags.first(std::min(tags.size(), kFirstLines)) : wanted);
    const auto span = toRange(m_recording->span(tags));
    m_banner->showRecording(name, span);
    m_area->actions().live->setEnabled(false);
    m_view.setLive(false);
    if (span)
        m_view.setRange({span->from, std::max(span->to, span->from + 1)});
    refresh();
}

void TrendPage::endRecording()
{
    if (!m_recording)
        return;
    m_banner->hide();
    const std::unique_ptr<TrendHistory> before = std::move(m_recording);
    m_choice.setPoints(m_history.points());
    m_legend.setHistory(m_history);
    m_legend.setTags(std::exchange(m_liveTags, {}));
    m_area->actions().live->setEnabled(true);
    m_view.setLive(true);
    refresh();
}

void TrendPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (mayHaveTags(*event->mimeData()))
        event->acceptProposedAction();
}

void TrendPage::dropEvent(QDropEvent *event)
{
    if (addPoints(tagsIn(*event->mimeData())))
        event->acceptProposedAction();
}

void TrendPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        m_area->dress();
    QWidget::changeEvent(event);
}

void TrendPage::saveState(QSettings &settings) const
{
    if (!m_recording) // what is shown of a recording is for the time being
        m_legend.saveState(settings);
    m_axes.saveState(settings);
    m_markerModel.saveState(settings);
    settings.setValue(kWindowKey, m_view.window());
    settings.setValue(kPanelKey, m_area->actions().panel->isChecked());
    settings.setValue(kColumnsKey, m_columns->saveState());
    settings.setValue(kRowsKey, m_area->saveLayout());
}

void TrendPage::restoreState(const QSettings &settings)
{
    m_axes.restoreState(settings);
    m_legend.restoreState(settings);
    m_markerModel.restoreState(settings);
    m_view.setWindow(settings.value(kWindowKey, m_view.window()).toDouble());
    const bool isPanelShown = settings.value(kPanelKey, true).toBool();
    m_area->actions().panel->setChecked(isPanelShown);
    m_side->setVisible(isPanelShown);
    m_columns->restoreState(settings.value(kColumnsKey).toByteArray());
    m_area->restoreLayout(settings.value(kRowsKey).toByteArray());
}

} // namespace ui
