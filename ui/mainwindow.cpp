// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "ui/connections/armbar.h"
#include "ui/connections/armswitch.h"
#include "ui/connections/connectfield.h"
#include "ui/connections/connectiondetails.h"
#include "ui/connections/connectionspanel.h"
#include "ui/demo.h"
#include "ui/discover/discoverpage.h"
#include "ui/events/eventspanel.h"
#include "ui/help.h"
#include "ui/icons.h"
#include "ui/maintoolbar.h"
#include "ui/pagestack.h"
#include "ui/points/pointspage.h"
#include "ui/recorder/recorderpanel.h"
#include "ui/registers/registerspage.h"
#include "ui/rules/rulespage.h"
#include "ui/traffic/trafficpage.h"
#include "ui/trend/trendpage.h"
#include "ui/welcomepage.h"

#include <QAbstractButton>
#include <QActionGroup>
#include <QComboBox>
#include <QDockWidget>
#include <QKeyEvent>
#include <QLayout>
#include <QMenuBar>
#include <QScreen>
#include <QScrollArea>
#include <QToolBar>

namespace ui {

namespace {

constexpr QSize kFirstSize(1280, 720);
constexpr std::chrono::milliseconds kSaveDelay{500};

/// Widgets for which Space has a meaning of its own.
bool takesSpace(const QWidget *widget)
{
    return qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QComboBox *>(widget);
}

} // namespace

MainWindow::MainWindow(Settings &settings, const QString &dataFolder, QWidget *parent)
    : QMainWindow(parent)
    , m_settings(settings)
    , m_connections(m_events)
    , m_poller([this](const modbus::Endpoint &device) { return m_connections.provide(device); })
    , m_commands(*this)
    , m_pageActions(new QActionGroup(this))
    , m_armSwitch(new ArmSwitch(this))
    , m_connectField(new ConnectField)
    , m_connectionsPanel(new ConnectionsPanel(m_connections))
    , m_eventsPanel(new EventsPanel(m_events))
    , m_recorder(new RecorderPanel(m_events))
    , m_stack(new PageStack)
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(icon(QStringLiteral("loopcheck")));
    setContextMenuPolicy(Qt::NoContextMenu);
    setCentralWidget(makeScroller());
    resize(kFirstSize.boundedTo(screen()->availableSize()));
    keepPlaceholdersLegible();

    m_saveSoon.setSingleShot(true);
    m_saveSoon.setInterval(kSaveDelay);
    connect(&m_saveSoon, &QTimer::timeout, this, &MainWindow::saveState);

    wireCommands();
    m_welcome = new WelcomePage(m_commands.focusConnect, m_commands.demo);
    m_stack->addWidget(m_welcome);
    addPages(dataFolder);
    addToolBars();
    QDockWidget *connectionsDock =
        addDock(Qt::LeftDockWidgetArea, QStringLiteral("connectionsDock"), tr("Connections"),
                m_connectionsPanel);
    QDockWidget *eventsDock = addDock(Qt::BottomDockWidgetArea, QStringLiteral("eventsDock"),
                                      tr("Events"), m_eventsPanel);
    QDockWidget *recorderDock = addRecorderDock();
    tabifyDockWidget(eventsDock, recorderDock);
    eventsDock->raise();
    resizeDocks({connectionsDock}, {280}, Qt::Horizontal);
    resizeDocks({eventsDock}, {140}, Qt::Vertical);
    addMenus({connectionsDock, recorderDock, eventsDock});

    connect(m_connectField, &ConnectField::connectRequested, this, &MainWindow::connectTo);
    connect(m_connectionsPanel, &ConnectionsPanel::currentChanged, this,
            &MainWindow::followConnection);
    connect(m_connectionsPanel, &ConnectionsPanel::edited, &m_saveSoon,
            qOverload<>(&QTimer::start));
    connect(&m_connections, &ConnectionModel::connected, this, &MainWindow::rememberTarget);
    connect(&m_connections, &ConnectionModel::connectionAdded, &m_trafficLog,
            [this](modbus::Connection *connection) { m_trafficLog.tap(*connection); });

    restoreState();
    followConnection();
    m_connectField->focusField();
}

/// On a small or much enlarged screen a page is scrolled rather than cut off by the screen's edge.
QWidget *MainWindow::makeScroller()
{
    auto *scroller = new QScrollArea;
    scroller->setObjectName(QStringLiteral("pageScroller"));
    scroller->setFocusPolicy(Qt::NoFocus);
    scroller->setFrameShape(QFrame::NoFrame);
    scroller->setWidgetResizable(true);
    scroller->setWidget(m_stack);
    return scroller;
}

MainWindow::~MainWindow()
{
    // What a page does at its end may still use the connections and tell the event log.
    for (const Page &page : std::as_const(m_pages))
        delete page.widget;
}

void MainWindow::wireCommands()
{
    connect(m_commands.focusConnect, &QAction::triggered, m_connectField,
            &ConnectField::focusField);
    connect(m_commands.demo, &QAction::triggered, this, &MainWindow::openDemo);
    connect(m_commands.quit, &QAction::triggered, this, &QWidget::close);
    connect(m_commands.read, &QAction::triggered, this, [this] { currentPage().read(); });
    connect(m_commands.togglePolling, &QAction::triggered, this,
            [this] { currentPage().togglePolling(); });
    connect(m_commands.cancel, &QAction::triggered, this, [this] { currentPage().cancel(); });
    connect(m_commands.find, &QAction::triggered, this, [this] {
        if (currentPage().find)
            currentPage().find();
        else
            m_commands.filterEvents->trigger();
    });
    connect(m_commands.shortcuts, &QAction::triggered, this, [this] { showKeys(*this); });
    connect(m_commands.about, &QAction::triggered, this, [this] { showAbout(*this); });
}

void MainWindow::addPage(Page page)
{
    const int number = int(m_pages.size());
    auto *action = addCommand(*this, page.name + QStringLiteral("PageAction"), {}, page.title,
                              QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + number)), page.title);
    action->setIcon(page.icon);
    action->setCheckable(true);
    m_pageActions->addAction(action);
    connect(action, &QAction::triggered, this, [this, number] {
        goToPage(number);
        m_saveSoon.start();
    });
    page.widget->setObjectName(page.name + QStringLiteral("Page"));
    m_stack->addWidget(page.widget);
    m_pages.append(std::move(page));
}

void MainWindow::addToolBars()
{
    addToolBar(new MainToolBar(*m_connectField, m_pageActions->actions(), *m_armSwitch));
    addToolBarBreak();

    auto *armBar = new ArmBar(*m_armSwitch);
    auto *armToolBar = new QToolBar(tr("Armed writes"));
    armToolBar->setObjectName(QStringLiteral("armToolBar"));
    armToolBar->setMovable(false);
    armToolBar->layout()->setContentsMargins(0, 0, 0, 0);
    armToolBar->addWidget(armBar);
    addToolBar(armToolBar);
    armToolBar->hide();
    connect(armBar, &ArmBar::shownChanged, armToolBar, &QToolBar::setVisible);
}

QDockWidget *MainWindow::addDock(Qt::DockWidgetArea area, const QString &name, const QString &title,
                                 QWidget *widget)
{
    auto *dock = new QDockWidget(title);
    dock->setObjectName(name);
    dock->setWidget(widget);
    addDockWidget(area, dock);
    const auto saveSoon = qOverload<>(&QTimer::start);
    connect(dock, &QDockWidget::dockLocationChanged, &m_saveSoon, saveSoon);
    connect(dock, &QDockWidget::topLevelChanged, &m_saveSoon, saveSoon);
    connect(dock->toggleViewAction(), &QAction::triggered, &m_saveSoon, saveSoon);
    return dock;
}

void MainWindow::addMenus(const QList<QDockWidget *> &docks)
{
    ConnectionDetails &details = m_connectionsPanel->details();
    QMenu *file = menuBar()->addMenu(tr("&File"));
    file->addActions({m_commands.focusConnect, m_commands.demo});
    file->addSeparator();
    file->addAction(m_commands.quit);

    QMenu *edit = menuBar()->addMenu(tr("&Edit"));
    edit->addAction(m_commands.find);

    QMenu *connection = menuBar()->addMenu(tr("&Connection"));
    connection->addActions({details.retryAction(), details.toggleAction(),
                            details.copyErrorAction(), m_connectionsPanel->removeAction()});
    connection->addSeparator();
    connection->addAction(m_armSwitch);

    QMenu *run = menuBar()->addMenu(tr("&Run"));
    run->addActions({m_commands.read, m_commands.togglePolling, m_commands.cancel});
    run->addSeparator();
    run->addActions({m_recorder->recordAction(), m_recorder->openAction()});

    QMenu *view = menuBar()->addMenu(tr("&View"));
    view->addActions(m_pageActions->actions());
    view->addSeparator();
    for (const QDockWidget *dock : docks)
        view->addAction(dock->toggleViewAction());

    QMenu *events = menuBar()->addMenu(tr("Eve&nts"));
    events->addActions(
        {m_commands.filterEvents, m_eventsPanel->copyAction(), m_eventsPanel->clearAction()});
    QDockWidget *eventsDock = docks.constLast();

    QMenu *help = menuBar()->addMenu(tr("&Help"));
    help->addActions({m_commands.shortcuts, m_commands.about});

    connect(m_commands.filterEvents, &QAction::triggered, this, [this, eventsDock] {
        eventsDock->show();
        eventsDock->raise();
        m_eventsPanel->focusFilter();
    });
}

void MainWindow::showPage(int number)
{
    m_currentPage = number;
    const Page &page = currentPage();
    const bool isEmpty =
        page.setTarget && !page.worksOffline && !m_connectionsPanel->currentConnection();
    m_stack->setCurrentWidget(isEmpty ? m_welcome : page.widget);
    m_pageActions->actions().at(number)->setChecked(true);
    m_commands.read->setEnabled(page.read && !isEmpty);
    m_commands.togglePolling->setEnabled(page.togglePolling && !isEmpty);
    m_commands.cancel->setEnabled(page.cancel && !isEmpty);
    showPolling();
}

/// Shows the page, with the keyboard in it.
void MainWindow::goToPage(int number)
{
    showPage(number);
    m_stack->currentWidget()->setFocus(Qt::ShortcutFocusReason);
}

int MainWindow::pageNumber(const QWidget &widget) const
{
    const auto page = std::find_if(m_pages.cbegin(), m_pages.cend(),
                                   [&widget](const Page &it) { return it.widget == &widget; });
    return int(page - m_pages.cbegin());
}

void MainWindow::showPolling()
{
    const Page &page = currentPage();
    m_commands.togglePolling->setChecked(m_commands.togglePolling->isEnabled() && page.isPolling &&
                                         page.isPolling());
}

void MainWindow::followConnection()
{
    modbus::Connection *connection = m_connectionsPanel->currentConnection();
    const modbus::Target target = m_connectionsPanel->currentTarget();
    m_armSwitch->setConnection(connection);
    for (const Page &page : std::as_const(m_pages)) {
        if (page.setTarget)
            page.setTarget(connection, target.unit);
    }
    tellRecorderPoints();
    setWindowTitle(connection ? tr("%1 - Loopcheck").arg(target.toString()) : tr("Loopcheck"));
    showPage(m_currentPage);
}

void MainWindow::connectTo(const modbus::Target &target)
{
    const QModelIndex unit = m_connections.open(target);
    const bool isCurrent =
        m_connectionsPanel->currentConnection() && m_connectionsPanel->currentTarget() == target;
    m_connectionsPanel->select(unit);
    goToPage(0);
    if (isCurrent)
        m_registers->read();
}

void MainWindow::openDemo()
{
    if (!m_demo) {
        auto *demo = new Demo(this);
        if (const auto started = demo->start(); !started) {
            m_events.append(EventLog::Severity::Error, tr("Demo"), started.error());
            delete demo;
            return;
        }
        m_demo = demo;
        m_registers->prepare(demo->device(), demo->registers());
        m_points->showDemo(Demo::pointList());
        m_trend->setShown(Demo::trend());
        m_rules->setReceiver(demo->receiver());
        m_rules->openFile(demo->ruleFile());
        m_connectField->setText(demo->device().toString());
    }
    connectTo(m_demo->device());
    goToPage(pageNumber(*m_points));
}

void MainWindow::rememberTarget(const modbus::Target &target)
{
    if (m_demo && target == m_demo->device())
        return;
    m_connectField->remember(target);
    saveState();
}

bool MainWindow::event(QEvent *event)
{
    if (event->type() == QEvent::WindowDeactivate)
        m_saveSoon.start();
    if (event->type() == QEvent::ApplicationPaletteChange)
        keepPlaceholdersLegible();
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space && takesSpace(focusWidget())) {
        event->accept();
        return true;
    }
    return QMainWindow::event(event);
}

} // namespace ui
