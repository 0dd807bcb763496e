// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointpoller.h"
#include "modbus/trafficlog.h"
#include "ui/commands.h"
#include "ui/connections/connectionmodel.h"
#include "ui/events/eventlog.h"
#include "ui/page.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class QActionGroup;
class QDockWidget;

namespace ui {

class ArmSwitch;
class CloseQuestion;
class ConnectField;
class ConnectionsPanel;
class Demo;
class DiscoverPage;
class EventsPanel;
class PageStack;
class PointsPage;
class RecorderPanel;
class RegistersPage;
class RequestsPage;
class RulesPage;
class TrafficPage;
class TrendPage;
class Settings;
class WelcomePage;

/// The frame: connect field, pages, docks, menus, and what is remembered of them.
/// It knows pages, not protocols.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// `dataFolder`: where the pages keep their journals and histories.
    MainWindow(Settings &settings, const QString &dataFolder, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Connects and shows the page that reads.
    void connectTo(const modbus::Target &target);
    /// Starts the demo where it does not run yet, connects to it and loads its rule file.
    void openDemo();

    EventLog &events() { return m_events; }
    ConnectionModel &connections() { return m_connections; }

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    QWidget *makeScroller();
    void wireCommands();
    void addPages(const QString &dataFolder);
    RegistersPage *makeRegistersPage(const QString &journalPath);
    PointsPage *makePointsPage(const QString &listPath, const QString &journalPath);
    TrendPage *makeTrendPage();
    RulesPage *makeRulesPage(const QString &historyPath);
    TrafficPage *makeTrafficPage();
    DiscoverPage *makeDiscoverPage();
    RequestsPage *makeRequestsPage(const QString &journalPath);
    /// The page hears of the points and of every reading.
    template <typename ThePage>
    void followPoints(ThePage *page);
    QDockWidget *addRecorderDock();
    /// Points without a device are recorded with the one that they are read from.
    void tellRecorderPoints();
    void addPage(Page page);
    void addToolBars();
    QDockWidget *addDock(Qt::DockWidgetArea area, const QString &name, const QString &title,
                         QWidget *widget);
    void addMenus(const QList<QDockWidget *> &docks);
    void showPage(int number);
    void goToPage(int number);
    int pageNumber(const QWidget &widget) const;
    void showPolling();
    void followConnection();
    void rememberTarget(const modbus::Target &target);
    const Page &currentPage() const { return m_pages.at(m_currentPage); }
    QString underWay() const;
    void askToClose(const QString &risk);
    void saveState();
    void restoreState();

    Settings &m_settings;
    EventLog m_events;
    modbus::TrafficLog m_trafficLog; ///< of all connections
    ConnectionModel m_connections;
    modbus::PointPoller m_poller; ///< of the point list
    Commands m_commands;
    QActionGroup *m_pageActions;
    ArmSwitch *m_armSwitch;
    ConnectField *m_connectField;
    ConnectionsPanel *m_connectionsPanel;
    EventsPanel *m_eventsPanel;
    RecorderPanel *m_recorder;
    PageStack *m_stack;
    WelcomePage *m_welcome = nullptr;
    RegistersPage *m_registers = nullptr;
    PointsPage *m_points = nullptr;
    RulesPage *m_rules = nullptr;
    DiscoverPage *m_discover = nullptr;
    TrafficPage *m_traffic = nullptr;
    TrendPage *m_trend = nullptr;
    Demo *m_demo = nullptr;
    QList<Page> m_pages;
    int m_currentPage = 0;
    QPointer<CloseQuestion> m_closeQuestion;
    bool m_mayCutOff = false; ///< the user has said so
    QTimer m_saveSoon;
    QString m_saveError; ///< said once, not with every saving
};

} // namespace ui
