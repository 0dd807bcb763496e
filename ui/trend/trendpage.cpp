// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendpage.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/trend/legendview.h"
#include "ui/trend/pointtags.h"
#include "ui/trend/recordingbanner.h"
#include "ui/trend/sidepanel.h"
#include "ui/trend/trendcursors.h"
#include "ui/trend/trendexport.h"
#include "ui/trend/trendgestures.h"
#include "ui/trend/trendmarkers.h"
#include "ui/trend/trendplot.h"
#include "ui/trend/trendtoolbar.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <cmath>

namespace ui {

namespace {

constexpr QLatin1StringView kWindowKey("trend/window");
constexpr QLatin1StringView kPanelKey("trend/panel");
constexpr QLatin1StringView kColumnsKey("trend/columns");
constexpr QLatin1StringView kRowsKey("trend/rows");
constexpr std::chrono::milliseconds kRefresh{250};
constexpr double kZoomStep = 0.5;
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
    , m_stack(new QStackedWidget)
    , m_area(new QWidget)
    , m_actions(*m_area)
    , m_plot(new TrendPlot(m_legend, m_axes, m_view))
    , m_cursors(new TrendCursors(*m_plot))
    , m_gestures(new TrendGestures(*m_plot, *m_cursors))
    , m_markers(new TrendMarkers(m_markerModel, *m_plot))
    , m_export(new TrendExport(*m_plot, m_legend))
    , m_legendView(new LegendView(m_legend))
    , m_side(new SidePanel(m_choice, m_axes, m_markerModel))
    , m_banner(new RecordingBanner)
    , m_cursorText(new QLabel)
    , m_status(new QLabel)
    , m_outcome(new QLabel)
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_rows(new QSplitter(Qt::Vertical))
{
    setAcceptDrops(true);
    m_legend.setHistory(m_history);
    m_legend.setPalette(palette());
    m_columns->addWidget(makeArea(events));
    m_columns->addWidget(m_side);
    m_columns->setStretchFactor(0, 1);
    m_columns->setSizes({800, 260});
    m_columns->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_columns, 1);
    setFocusProxy(m_plot);

    wireActions();
    wireModels();
    m_refreshes.setInterval(kRefresh);
    connect(&m_refreshes, &QTimer::timeout, this, &TrendPage::refresh);
    m_refreshes.start();
    followLines();
    showLive();
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
                    return m_export->isRunning() ? tr("A CSV file of the trend is being written.")
                                                 : QString();
                },
            .saveState = std::bind_front(&TrendPage::saveState, this),
            .restoreState = std::bind_front(&TrendPage::restoreState, this)};
}

QWidget *TrendPage::makeArea(EventLog &events)
{
    for (QLabel *label : {m_cursorText, m_status, m_outcome}) {
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setWordWrap(true);
        label->setContentsMargins(8, 1, 8, 1);
    }
    m_cursorText->setObjectName(QStringLiteral("trendCursorText"));
    m_status->setObjectName(QStringLiteral("trendStatus"));
    m_outcome->setObjectName(QStringLiteral("trendOutcome"));
    m_cursorText->hide();
    m_outcome->hide();
    connect(m_export, &TrendExport::said, this, [this, &events](const QString &text, bool isFault) {
        say(text, isFault);
        if (isFault)
            events.append(EventLog::Severity::Error, tr("Trend"), text);
    });

    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(m_plot);
    auto *beneath = new QWidget;
    auto *beneathLayout = new QVBoxLayout(beneath);
    beneathLayout->setContentsMargins(0, 0, 0, 0);
    beneathLayout->setSpacing(0);
    beneathLayout->addWidget(m_cursorText);
    beneathLayout->addWidget(m_legendView, 1);
    m_rows->addWidget(m_stack);
    m_rows->addWidget(beneath);
    m_rows->setStretchFactor(0, 1);
    m_rows->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(m_area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new TrendToolBar(m_actions, m_view));
    layout->addWidget(m_rows, 1);
    layout->addWidget(m_outcome);
    layout->addWidget(m_status);
    return m_area;
}

QWidget *TrendPage::makeEmpty()
{
    auto *empty = new QWidget;
    empty->setObjectName(QStringLiteral("trendEmpty"));
    auto *text = new QLabel(tr("The trend draws points over time: what a control loop does, how "
                               "long a tank takes to fill, what changed first.\n\n"
                               "Drag points here from the page Points, or choose some from the "
                               "list beside."));
    text->setObjectName(QStringLiteral("trendEmptyText"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto *add = new QPushButton(m_actions.panel->icon(), tr("Add points"));
    add->setObjectName(QStringLiteral("trendAddPoints"));
    add->setToolTip(tr("Choose points from the list (P)"));
    connect(add, &QPushButton::clicked, this, [this] { showPanel(true); });
    auto *layout = new QVBoxLayout(empty);
    layout->addStretch(1);
    layout->addWidget(text);
    layout->addWidget(add, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return empty;
}

void TrendPage::wireActions()
{
    connect(m_actions.live, &QAction::triggered, this, &TrendPage::togglePause);
    connect(m_actions.zoomIn, &QAction::triggered, this, [this] { m_gestures->zoom(kZoomStep); });
    connect(m_actions.zoomOut, &QAction::triggered, this,
            [this] { m_gestures->zoom(1 / kZoomStep); });
    connect(m_actions.zoomArea, &QAction::toggled, m_gestures, &TrendGestures::setZoomsArea);
    connect(m_actions.everything, &QAction::triggered, this, &TrendPage::showEverything);
    connect(m_actions.autoScale, &QAction::triggered, this, [this] { m_axes.endZoom(); });
    connect(m_actions.cursors, &QAction::toggled, this, [this](bool areWanted) {
        if (areWanted)
            m_view.setLive(false);
        m_cursors->setShown(areWanted);
    });
    connect(m_actions.marker, &QAction::triggered, this, [this] { addMarker(); });
    connect(m_actions.copy, &QAction::triggered, m_export, &TrendExport::copyPicture);
    connect(m_actions.save, &QAction::triggered, m_export, &TrendExport::ask);
    connect(m_actions.panel, &QAction::triggered, this, &TrendPage::showPanel);
    // Ctrl+C in the legend copies rows.
    m_area->removeAction(m_actions.copy);
    m_actions.copy->setShortcutContext(Qt::WidgetShortcut);
    m_plot->addAction(m_actions.copy);
    m_plot->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_plot, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &place) { m_actions.menu->popup(m_plot->mapToGlobal(place)); });
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
        showLive();
        emit liveChanged(isLive);
        emit edited();
    });
    connect(&m_view, &TimeView::windowChanged, this, &TrendPage::edited);
    connect(m_legendView, &LegendView::removeWanted, this, [this](const QStringList &tags) {
        for (const QString &tag : tags)
            m_legend.remove(tag);
    });
    connect(m_legendView, &LegendView::currentRowChanged, m_plot, &TrendPlot::emphasize);
    connect(m_cursors, &TrendCursors::changed, this, &TrendPage::showCursors);
    connect(m_gestures, &TrendGestures::jumpWanted, this, [this](int direction) {
        const QString tag =
            m_legendView->currentTag().isEmpty() ? shown().value(0) : m_legendView->currentTag();
        if (const TrendSeries *series = history().series(tag))
            m_cursors->jump(*series, direction);
    });
    connect(m_gestures, &TrendGestures::areaZoomed, this,
            [this] { m_actions.zoomArea->setChecked(false); });
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
        m_plot->wantReplot();
}

void TrendPage::setShown(const QStringList &tags)
{
    m_legend.setTags(tags);
}

void TrendPage::addLines(const QStringList &tags)
{
    const QStringList left = m_legend.add(tags);
    if (!left.isEmpty())
        say(tr("A trend has room for %1 lines; left out: %2. Take lines out first (Del).")
                .arg(kMostLines)
                .arg(left.join(QStringLiteral(", "))),
            true);
}

void TrendPage::followLines()
{
    if (!m_recording)
        m_history.setShown(shown());
    m_choice.setShown(shown());
    m_stack->setCurrentIndex(shown().isEmpty() ? 0 : 1);
    m_legendView->parentWidget()->setVisible(!shown().isEmpty());
    setFocusProxy(shown().isEmpty() ? static_cast<QWidget *>(m_side) : m_plot);
    refresh();
    emit edited();
}

void TrendPage::togglePause()
{
    if (m_recording) {
        say(tr("A recording stands still. \"Back to live\" above follows the plant again."), false);
        return;
    }
    m_view.setLive(!m_view.isLive());
}

void TrendPage::showLive()
{
    m_actions.live->setChecked(m_view.isLive());
    m_actions.live->setText(m_view.isLive() ? tr("Live") : tr("Paused"));
    m_actions.live->setIcon(
        icon(m_view.isLive() ? QStringLiteral("trend-live") : QStringLiteral("poll")));
    refresh();
}

void TrendPage::exportTo(const QString &path)
{
    m_export->write(path);
}

void TrendPage::cancel()
{
    if (!m_gestures->cancel() && !m_export->cancel())
        m_actions.zoomArea->setChecked(false);
    m_outcome->hide();
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

void TrendPage::addMarker(std::optional<double> time)
{
    if (const auto cursors = m_cursors->times(); cursors && !time)
        time = m_cursors->active() == 0 ? cursors->from : cursors->to;
    const TimeRange &range = m_view.range();
    if (!time)
        time = m_view.isLive() ? secondsNow() : range.from + range.length() / 2;
    const int row = m_markerModel.add(qint64(std::llround(*time * 1000)));
    if (row < 0) {
        say(tr("There is room for %1 markers. Remove some in the list beside first.")
                .arg(MarkerModel::kMostMarkers),
            true);
        return;
    }
    m_actions.panel->setChecked(true);
    m_side->show();
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
    m_actions.panel->setChecked(isWanted);
    m_side->setVisible(isWanted);
    if (isWanted)
        m_side->showPoints();
    else
        m_plot->setFocus();
    emit edited();
}

void TrendPage::showCursors()
{
    m_legendView->showCursorColumns(m_cursors->areShown());
    m_legend.setCursors(m_cursors->times());
    m_cursorText->setText(m_cursors->text());
    m_cursorText->setVisible(m_cursors->areShown());
}

void TrendPage::say(const QString &text, bool isFault)
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, toneColor(isFault ? Tone::Bad : Tone::Plain, palette()));
    m_outcome->setPalette(colors);
    m_outcome->setText(text);
    m_outcome->show();
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
    m_status->setText(statusText());
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
    m_actions.live->setEnabled(false);
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
    m_actions.live->setEnabled(true);
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
    QStringList tags = tagsIn(*event->mimeData());
    tags.removeIf([this](const QString &tag) { return !history().point(tag); });
    if (tags.isEmpty()) {
        say(tr("Nothing of that is a point with a number. Drag rows of the page Points here, or "
               "text with a tag in each line."),
            true);
        return;
    }
    event->acceptProposedAction();
    addLines(tags);
}

void TrendPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_cursors->dress(palette());
        m_markers->dress();
    }
    QWidget::changeEvent(event);
}

void TrendPage::saveState(QSettings &settings) const
{
    if (!m_recording) // what is shown of a recording is for the time being
        m_legend.saveState(settings);
    m_axes.saveState(settings);
    m_markerModel.saveState(settings);
    settings.setValue(kWindowKey, m_view.window());
    settings.setValue(kPanelKey, m_actions.panel->isChecked());
    settings.setValue(kColumnsKey, m_columns->saveState());
    settings.setValue(kRowsKey, m_rows->saveState());
}

void TrendPage::restoreState(const QSettings &settings)
{
    m_axes.restoreState(settings);
    m_legend.restoreState(settings);
    m_markerModel.restoreState(settings);
    m_view.setWindow(settings.value(kWindowKey, m_view.window()).toDouble());
    const bool isPanelShown = settings.value(kPanelKey, true).toBool();
    m_actions.panel->setChecked(isPanelShown);
    m_side->setVisible(isPanelShown);
    m_columns->restoreState(settings.value(kColumnsKey).toByteArray());
    m_rows->restoreState(settings.value(kRowsKey).toByteArray());
}

} // namespace ui
