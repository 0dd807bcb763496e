// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trend/trendarea.h"

#include "ui/icons.h"
#include "ui/trend/axismodel.h"
#include "ui/trend/legendmodel.h"
#include "ui/trend/legendview.h"
#include "ui/trend/timeview.h"
#include "ui/trend/trendcursors.h"
#include "ui/trend/trendexport.h"
#include "ui/trend/trendgestures.h"
#include "ui/trend/trendhistory.h"
#include "ui/trend/trendmarkers.h"
#include "ui/trend/trendplot.h"
#include "ui/trend/trendtoolbar.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr double kZoomStep = 0.5;

} // namespace

TrendArea::TrendArea(const Models &models, QWidget *parent)
    : QWidget(parent)
    , m_legend(models.legend)
    , m_axes(models.axes)
    , m_view(models.view)
    , m_actions(*this)
    , m_plot(new TrendPlot(models.legend, models.axes, models.view))
    , m_cursors(new TrendCursors(*m_plot))
    , m_gestures(new TrendGestures(*m_plot, *m_cursors))
    , m_markers(new TrendMarkers(models.markers, *m_plot))
    , m_export(new TrendExport(*m_plot, models.legend))
    , m_legendView(new LegendView(models.legend))
    , m_stack(new QStackedWidget)
    , m_cursorText(new QLabel)
    , m_status(new QLabel)
    , m_outcome(new QLabel)
    , m_rows(new QSplitter(Qt::Vertical))
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

    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(m_plot);
    m_rows->addWidget(m_stack);
    m_rows->addWidget(makeBeneath());
    m_rows->setStretchFactor(0, 1);
    m_rows->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(new TrendToolBar(m_actions, m_view));
    layout->addWidget(m_rows, 1);
    layout->addWidget(m_outcome);
    layout->addWidget(m_status);
    wireActions();
    wireGestures();
}

QWidget *TrendArea::makeEmpty()
{
    auto *empty = new QWidget;
    empty->setObjectName(QStringLiteral("trendEmpty"));
    auto *text = new QLabel(tr("The trend draws points over time: what a control loop does, how "
                               "long a tank takes to fill, what changed first.\n\n"
                               "Choose points from the list beside, or drag them here from the "
                               "page Points, over the button Trend (Ctrl+T there shows the "
                               "selected ones)."));
    text->setObjectName(QStringLiteral("trendEmptyText"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    auto *add = new QPushButton(m_actions.panel->icon(), tr("Add points"));
    add->setObjectName(QStringLiteral("trendAddPoints"));
    add->setToolTip(tr("Choose points from the list (P)"));
    connect(add, &QPushButton::clicked, this, [this] { emit panelWanted(true); });
    auto *layout = new QVBoxLayout(empty);
    layout->addStretch(1);
    layout->addWidget(text);
    layout->addWidget(add, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return empty;
}

QWidget *TrendArea::makeBeneath()
{
    auto *beneath = new QWidget;
    auto *layout = new QVBoxLayout(beneath);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_cursorText);
    layout->addWidget(m_legendView, 1);
    return beneath;
}

void TrendArea::wireActions()
{
    connect(m_actions.live, &QAction::triggered, this, &TrendArea::pauseWanted);
    connect(m_actions.zoomIn, &QAction::triggered, this, [this] { m_gestures->zoom(kZoomStep); });
    connect(m_actions.zoomOut, &QAction::triggered, this,
            [this] { m_gestures->zoom(1 / kZoomStep); });
    connect(m_actions.zoomArea, &QAction::toggled, m_gestures, &TrendGestures::setZoomsArea);
    connect(m_actions.everything, &QAction::triggered, this, &TrendArea::everythingWanted);
    connect(m_actions.autoScale, &QAction::triggered, this, [this] { m_axes.endZoom(); });
    connect(m_actions.cursors, &QAction::toggled, this, [this](bool areWanted) {
        if (areWanted)
            m_view.setLive(false);
        m_cursors->setShown(areWanted);
    });
    connect(m_actions.marker, &QAction::triggered, this, &TrendArea::markerWanted);
    connect(m_actions.copy, &QAction::triggered, m_export, &TrendExport::copyPicture);
    connect(m_actions.save, &QAction::triggered, m_export, &TrendExport::ask);
    connect(m_actions.panel, &QAction::triggered, this, &TrendArea::panelWanted);
    // Ctrl+C in the legend copies rows.
    removeAction(m_actions.copy);
    m_actions.copy->setShortcutContext(Qt::WidgetShortcut);
    m_plot->addAction(m_actions.copy);
    m_plot->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_plot, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &place) { m_actions.menu->popup(m_plot->mapToGlobal(place)); });
    connect(m_export, &TrendExport::said, this, [this](const QString &text, bool isFault) {
        say(text, isFault);
        if (isFault)
            emit failed(text);
    });
}

void TrendArea::wireGestures()
{
    connect(m_legendView, &LegendView::removeWanted, this, &TrendArea::removeWanted);
    connect(m_legendView, &LegendView::currentRowChanged, m_plot, &TrendPlot::emphasize);
    connect(m_cursors, &TrendCursors::changed, this, &TrendArea::showCursors);
    connect(m_gestures, &TrendGestures::jumpWanted, this, [this](int direction) {
        const QString tag = m_legendView->currentTag().isEmpty() ? m_legend.tags().value(0)
                                                                 : m_legendView->currentTag();
        if (const TrendSeries *series = m_legend.history().series(tag))
            m_cursors->jump(*series, direction);
    });
    connect(m_gestures, &TrendGestures::areaZoomed, this,
            [this] { m_actions.zoomArea->setChecked(false); });
}

void TrendArea::showCursors()
{
    m_legendView->showCursorColumns(m_cursors->areShown());
    m_legend.setCursors(m_cursors->times());
    m_cursorText->setText(m_cursors->text());
    m_cursorText->setVisible(m_cursors->areShown());
}

void TrendArea::showLines(bool areAny)
{
    m_stack->setCurrentIndex(areAny ? 1 : 0);
    m_legendView->parentWidget()->setVisible(areAny);
}

void TrendArea::showLive(bool isLive)
{
    m_actions.live->setChecked(isLive);
    m_actions.live->setText(isLive ? tr("Live") : tr("Paused"));
    m_actions.live->setIcon(icon(isLive ? QStringLiteral("trend-live") : QStringLiteral("poll")));
}

void TrendArea::say(const QString &text, bool isFault)
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, toneColor(isFault ? Tone::Bad : Tone::Plain, palette()));
    m_outcome->setPalette(colors);
    m_outcome->setText(text);
    m_outcome->show();
}

void TrendArea::showStatus(const QString &text)
{
    m_status->setText(text);
}

void TrendArea::cancel()
{
    if (!m_gestures->cancel() && !m_export->cancel())
        m_actions.zoomArea->setChecked(false);
    m_outcome->hide();
}

void TrendArea::dress()
{
    m_cursors->dress(palette());
    m_markers->dress();
}

double TrendArea::timeInHand() const
{
    if (const auto cursors = m_cursors->times())
        return m_cursors->active() == 0 ? cursors->from : cursors->to;
    if (m_view.isLive())
        return double(QDateTime::currentMSecsSinceEpoch()) / 1000;
    return m_view.range().from + m_view.range().length() / 2;
}

QByteArray TrendArea::saveLayout() const
{
    return m_rows->saveState();
}

void TrendArea::restoreLayout(const QByteArray &layout)
{
    m_rows->restoreState(layout);
}

} // namespace ui
