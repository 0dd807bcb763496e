// SPDX-License-Identifier: GPL-3.0-or-later
// The window's pages: how each is made, and what each tells the others.
#include "ui/connections/connectionspanel.h"
#include "ui/discover/discoverpage.h"
#include "ui/mainwindow.h"
#include "ui/points/pointspage.h"
#include "ui/recorder/recorderpanel.h"
#include "ui/registers/registerspage.h"
#include "ui/requests/requestspage.h"
#include "ui/rules/rulespage.h"
#include "ui/traffic/trafficpage.h"
#include "ui/trend/trendpage.h"

#include <QAction>
#include <QDir>
#include <QDockWidget>
#include <QScrollArea>

namespace ui {

namespace {

const auto kStart = qOverload<>(&QTimer::start);

} // namespace

void MainWindow::addPages(const QString &dataFolder)
{
    const QDir folder(dataFolder);
    const QString journal = folder.filePath(QStringLiteral("writes.jsonl"));
    m_registers = makeRegistersPage(journal);
    m_points = makePointsPage(folder.filePath(QStringLiteral("points.csv")), journal);
    m_trend = makeTrendPage();
    m_rules = makeRulesPage(folder.filePath(QStringLiteral("pushes.jsonl")));
    m_traffic = makeTrafficPage();
    m_discover = makeDiscoverPage();
    RequestsPage *requests = makeRequestsPage(journal);

    connect(m_discover, &DiscoverPage::pointsFound, m_points, &PointsPage::addPoints);
    connect(m_points, &PointsPage::trendWanted, this, [this](const QStringList &tags) {
        m_trend->addPoints(tags);
        goToPage(pageNumber(*m_trend));
    });

    addPage(m_registers->asPage());
    addPage(m_points->asPage());
    addPage(m_trend->asPage());
    addPage(m_rules->asPage());
    addPage(m_traffic->asPage());
    addPage(m_discover->asPage());
    addPage(requests->asPage());
}

RegistersPage *MainWindow::makeRegistersPage(const QString &journalPath)
{
    auto *page = new RegistersPage(m_events, journalPath);
    connect(page, &RegistersPage::edited, &m_saveSoon, kStart);
    connect(page, &RegistersPage::edited, this, &MainWindow::showPolling);
    return page;
}

PointsPage *MainWindow::makePointsPage(const QString &listPath, const QString &journalPath)
{
    auto *page = new PointsPage(
        m_events, m_poller,
        [this](const modbus::Endpoint &device) { return m_connections.find(device); },
        {listPath, journalPath});
    connect(page, &PointsPage::edited, &m_saveSoon, kStart);
    connect(page, &PointsPage::pollingChanged, this, &MainWindow::showPolling);
    connect(page, &PointsPage::demoWanted, this, &MainWindow::openDemo);
    return page;
}

TrendPage *MainWindow::makeTrendPage()
{
    auto *page = new TrendPage(m_events);
    page->setUntilPoll([this] { return m_poller.untilNextStart(); });
    followPoints(page);
    connect(page, &TrendPage::edited, &m_saveSoon, kStart);
    connect(page, &TrendPage::liveChanged, this, &MainWindow::showPolling);
    return page;
}

RulesPage *MainWindow::makeRulesPage(const QString &historyPath)
{
    auto *page = new RulesPage(m_events, historyPath);
    connect(page, &RulesPage::stateChanged, &m_saveSoon, kStart);
    return page;
}

TrafficPage *MainWindow::makeTrafficPage()
{
    auto *page = new TrafficPage(m_trafficLog, m_events);
    connect(page, &TrafficPage::edited, this, &MainWindow::showPolling);
    return page;
}

DiscoverPage *MainWindow::makeDiscoverPage()
{
    auto *page = new DiscoverPage;
    followPoints(page);
    connect(page, &DiscoverPage::edited, &m_saveSoon, kStart);
    connect(page, &DiscoverPage::connectWanted, this, &MainWindow::connectTo);
    connect(page, &DiscoverPage::optionsUsed, m_connectionsPanel, &ConnectionsPanel::takeOptions);
    return page;
}

RequestsPage *MainWindow::makeRequestsPage(const QString &journalPath)
{
    auto *page = new RequestsPage(m_events, journalPath);
    connect(page, &RequestsPage::edited, &m_saveSoon, kStart);
    return page;
}

QDockWidget *MainWindow::addRecorderDock()
{
    auto *scroller = new QScrollArea; // its height must not take room from the pages
    scroller->setObjectName(QStringLiteral("recorderScroller"));
    scroller->setFocusPolicy(Qt::NoFocus);
    scroller->setFrameShape(QFrame::NoFrame);
    scroller->setWidgetResizable(true);
    scroller->setWidget(m_recorder);
    QDockWidget *dock =
        addDock(Qt::BottomDockWidgetArea, QStringLiteral("recorderDock"), tr("Recorder"), scroller);
    connect(m_recorder, &RecorderPanel::edited, &m_saveSoon, kStart);
    connect(m_recorder, &RecorderPanel::titleChanged, dock, &QDockWidget::setWindowTitle);
    connect(m_recorder->recordAction(), &QAction::triggered, dock, [dock] {
        dock->show();
        dock->raise();
    });
    connect(m_recorder, &RecorderPanel::recordingOpened, this,
            [this](const QList<modbus::Point> &points, const QList<modbus::Sample> &samples,
                   const QString &name) {
                m_trend->showRecording(points, samples, name);
                goToPage(pageNumber(*m_trend));
            });
    connect(&m_poller, &modbus::PointPoller::pointsChanged, this, &MainWindow::tellRecorderPoints);
    connect(&m_poller, &modbus::PointPoller::sampled, m_recorder, &RecorderPanel::take);
    return dock;
}

void MainWindow::tellRecorderPoints()
{
    QList<modbus::Point> points = m_poller.points();
    if (m_connectionsPanel->currentConnection()) {
        const QString device = m_connectionsPanel->currentTarget().endpoint.toString();
        for (modbus::Point &point : points) {
            if (point.device.isEmpty())
                point.device = device;
        }
    }
    m_recorder->setPoints(points);
}

template <typename ThePage>
void MainWindow::followPoints(ThePage *page)
{
    connect(&m_poller, &modbus::PointPoller::pointsChanged, page,
            [this, page] { page->setPoints(m_poller.points()); });
    connect(&m_poller, &modbus::PointPoller::sampled, page, &ThePage::take);
}

} // namespace ui
