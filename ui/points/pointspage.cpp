// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/points/pointspage.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/points/emptypoints.h"
#include "ui/points/findingspanel.h"
#include "ui/points/importpreview.h"
#include "ui/points/pointbar.h"
#include "ui/points/pointfileflow.h"
#include "ui/points/pointgrid.h"
#include "ui/points/pointstatus.h"
#include "ui/points/pointwriteflow.h"
#include "ui/points/ratestext.h"
#include "ui/points/rowactions.h"
#include "ui/points/writebar.h"

#include <QAction>
#include <QCoreApplication>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QSettings>
#include <QStackedLayout>
#include <QToolTip>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr QLatin1StringView kGroupingKey("points/grouping");
constexpr QLatin1StringView kEditingKey("points/editing");
constexpr std::chrono::milliseconds kStatusPeriod{500};
constexpr std::chrono::milliseconds kLintDelay{300};

} // namespace

class PointsPage::Private : public QObject
{
    Q_DECLARE_TR_FUNCTIONS(ui::PointsPage)
public:
    Private(PointsPage &page, EventLog &eventLog, modbus::PointPoller &pointPoller, Lookup lookup,
            const Paths &paths);

    void showMode(bool isEditing);
    void setGrouping(PointArrangement::Grouping grouping);
    void dismiss() { m_writes->dismiss(); }
    void showEmpty();
    /// Ends looking at a list that is not taken.
    void dismissPreview();
    void takeFound(const QList<modbus::Point> &points);

    PointListModel model;
    PointArrangement shown{model};
    modbus::PointPoller &poller;
    PointFileFlow *files;
    PointWriteFlow *writes() const { return m_writes; }
    PointGrid &grid() const { return *m_grid; }
    PointBar *bar;
    PointActions actions;

private:
    void build();
    void wirePoller();
    void wireList();
    void wireActions();
    void refuse(const QString &why);
    void showStatus();
    void showDetail();
    void showFindings();
    void showPreview();
    void takePreviewed(const QList<modbus::Point> &points, bool replaces);

    PointsPage &q;
    EventLog &m_events;
    PointGrid *m_grid;
    WriteBar *m_writeBar = new WriteBar;
    FindingsPanel *m_findings = new FindingsPanel;
    PointStatus *m_status = new PointStatus;
    ImportPreview *m_preview = new ImportPreview;
    QString m_previewed; ///< path; empty for the clipboard
    EmptyPoints *m_empty;
    QStackedLayout *m_stack;
    PointWriteFlow *m_writes;
    RowActions *m_rows;
    QTimer m_statusTimer;
    QTimer m_lintSoon;
};

PointsPage::Private::Private(PointsPage &page, EventLog &eventLog, modbus::PointPoller &pointPoller,
                             Lookup lookup, const Paths &paths)
    : poller(pointPoller)
    , files(new PointFileFlow(model, eventLog, paths.list, &page))
    , actions(page, model.undoStack())
    , q(page)
    , m_events(eventLog)
    , m_grid(new PointGrid(model, shown))
    , m_empty(new EmptyPoints(*actions.open, *actions.paste, *actions.insert))
    , m_stack(new QStackedLayout(&page))
    , m_writes(new PointWriteFlow(model, *m_writeBar, eventLog, std::move(lookup),
                                  modbus::WriteJournal(paths.journal), this))
{
    bar = new PointBar(actions);
    m_rows = new RowActions(actions, {model, shown, *m_grid, *bar, *files, *m_writes}, this);
    build();
    wirePoller();
    wireList();
    wireActions();
    showEmpty();
}

void PointsPage::Private::build()
{
    auto *view = new QWidget;
    auto *layout = new QVBoxLayout(view);
    layout->setContentsMargins(8, 8, 8, 4);
    layout->setSpacing(6);
    layout->addWidget(bar);
    layout->addWidget(m_grid, 1);
    layout->addWidget(m_findings);
    layout->addWidget(m_writeBar);
    layout->addWidget(m_status);
    m_findings->hide();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(view);
    m_stack->addWidget(m_preview);
    q.setFocusProxy(m_grid);
    q.setAcceptDrops(true);
    m_grid->addActions({actions.writeValue, actions.setOn, actions.setOff, actions.invert,
                        actions.pulse, actions.showTrend, actions.insert, actions.duplicate,
                        actions.remove, actions.paste, actions.sort});
    m_grid->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void PointsPage::Private::wirePoller()
{
    connect(&poller, &modbus::PointPoller::sampled, &model, &PointListModel::take);
    connect(&poller, &modbus::PointPoller::runningChanged, this, [this](bool isRunning) {
        model.setRunning(isRunning);
        bar->setPolling(isRunning);
        showStatus();
        emit q.pollingChanged(isRunning);
    });
    connect(&poller, &modbus::PointPoller::ratesChanged, this, &Private::showStatus);
    connect(&model, &PointListModel::pointsEdited, this, [this] {
        poller.setPoints(model.points());
        m_lintSoon.start();
        if (m_stack->currentWidget() != m_preview)
            showEmpty();
        showStatus();
        emit q.edited();
    });
}

void PointsPage::Private::wireList()
{
    connect(&model, &PointListModel::refused, this, &Private::refuse);
    connect(&model, &PointListModel::dataChanged, this, &Private::showDetail);
    connect(m_writes, &PointWriteFlow::refused, this, &Private::refuse);
    connect(m_rows, &RowActions::refused, this, &Private::refuse);
    connect(m_rows, &RowActions::trendWanted, &q, &PointsPage::trendWanted);
    connect(m_grid, &PointGrid::selectionEdited, this, &Private::showDetail);
    connect(m_grid, &PointGrid::columnsEdited, &q, &PointsPage::edited);
    connect(m_grid, &PointGrid::lockedEditAttempted, this, [this](const QModelIndex &index) {
        refuse(model.whyNotWritable(shown.pointAt(index.row())));
    });
    connect(m_writeBar, &WriteBar::confirmed, m_grid, qOverload<>(&QWidget::setFocus));
    connect(m_writeBar, &WriteBar::dismissed, m_grid, qOverload<>(&QWidget::setFocus));
    connect(m_findings, &FindingsPanel::pointWanted, m_rows, &RowActions::goTo);
    connect(m_status, &PointStatus::findingsToggled, m_findings, &QWidget::setVisible);
    connect(&files->file(), &PointFile::changed, this, &Private::showStatus);
    connect(files, &PointFileFlow::filePreviewWanted, this, [this](const QString &path) {
        m_previewed = path;
        m_preview->openFile(path, model.rowCount());
        showPreview();
    });
    connect(files, &PointFileFlow::textPreviewWanted, this, [this](const QString &text) {
        m_previewed.clear();
        m_preview->openText(text, model.rowCount());
        showPreview();
    });
    connect(m_preview, &ImportPreview::accepted, this, &Private::takePreviewed);
    connect(m_preview, &ImportPreview::rejected, this, &Private::showEmpty);

    m_lintSoon.setSingleShot(true);
    m_lintSoon.setInterval(kLintDelay);
    connect(&m_lintSoon, &QTimer::timeout, this, &Private::showFindings);
    connect(&m_statusTimer, &QTimer::timeout, this, &Private::showStatus);
    m_statusTimer.start(kStatusPeriod);
}

void PointsPage::Private::wireActions()
{
    connect(bar, &PointBar::filterEdited, &shown, &PointArrangement::setFilter);
    connect(bar, &PointBar::filterEdited, this, &Private::showStatus);
    connect(bar, &PointBar::groupingChosen, this, [this](PointArrangement::Grouping grouping) {
        setGrouping(grouping);
        emit q.edited();
    });
    connect(bar, &PointBar::pollToggled, &q, &PointsPage::togglePolling);
    connect(bar, &PointBar::readAsked, &q, &PointsPage::read);
    connect(actions.editList, &QAction::toggled, this, [this](bool isEditing) {
        m_grid->setMode(isEditing ? PointGrid::Mode::Edit : PointGrid::Mode::Watch);
        emit q.edited();
    });
    connect(actions.open, &QAction::triggered, files, &PointFileFlow::askToOpen);
    connect(actions.save, &QAction::triggered, files, &PointFileFlow::save);
    connect(actions.saveAs, &QAction::triggered, files, &PointFileFlow::askToSaveAs);
    connect(actions.exportValues, &QAction::triggered, this, [this] { files->askToExport(shown); });
    connect(m_empty, &EmptyPoints::openWanted, files, &PointFileFlow::askToOpen);
    connect(m_empty, &EmptyPoints::demoWanted, &q, &PointsPage::demoWanted);
    connect(m_empty, &EmptyPoints::pasteWanted, m_rows, &RowActions::paste);
    connect(m_empty, &EmptyPoints::insertWanted, m_rows, &RowActions::insertPoint);
}

void PointsPage::Private::showEmpty()
{
    const bool isEmpty = model.rowCount() == 0;
    m_stack->setCurrentIndex(isEmpty ? 0 : 1);
    actions.follow(isEmpty ? PointActions::View::Empty : PointActions::View::List);
}

void PointsPage::Private::dismissPreview()
{
    if (m_stack->currentWidget() == m_preview)
        showEmpty();
}

void PointsPage::Private::showPreview()
{
    m_writes->dismiss(); // what is asked would be out of sight
    m_stack->setCurrentWidget(m_preview);
    actions.follow(PointActions::View::Preview);
    m_preview->setFocus();
}

void PointsPage::Private::takeFound(const QList<modbus::Point> &points)
{
    const int before = model.rowCount();
    model.insert(before, points);
    if (model.rowCount() == before)
        return; // it was full, and has said so
    m_events.append(EventLog::Severity::Info, tr("Points"),
                    tr("%n point(s) were added to the point list. Ctrl+2 shows them, Ctrl+Z there "
                       "takes them back.",
                       nullptr, int(points.size())));
}

void PointsPage::Private::takePreviewed(const QList<modbus::Point> &points, bool replaces)
{
    const QString source =
        m_previewed.isEmpty() ? PointFileFlow::clipboardName() : QFileInfo(m_previewed).fileName();
    if (replaces || model.rowCount() == 0)
        files->accept(points, source, m_previewed);
    else
        model.insert(model.rowCount(), points);
    showEmpty();
    m_grid->setFocus();
}

void PointsPage::Private::setGrouping(PointArrangement::Grouping grouping)
{
    bar->setGrouping(grouping);
    shown.setGrouping(bar->grouping());
}

/// Beside the cell in hand, and kept in the log.
void PointsPage::Private::refuse(const QString &why)
{
    if (why.isEmpty())
        return;
    m_events.append(EventLog::Severity::Warning, tr("Points"), why);
    const QRect cell = m_grid->visualRect(m_grid->currentIndex());
    QToolTip::showText(m_grid->viewport()->mapToGlobal(cell.bottomLeft()), why, m_grid);
}

void PointsPage::Private::showStatus()
{
    if (!q.isVisible())
        return;
    const PointFile &file = files->file();
    m_status->showSummary(file.isModified() ? tr("%1 (changed)").arg(file.name()) : file.name(),
                          model.summary(), shown.shownPoints(), model.rowCount());
    const QList<modbus::PollRate> rates = poller.rates();
    m_status->showRates(poller.isRunning() ? ratesText(rates) : tr("not polled (Space starts)"),
                        ratesInFull(rates));
}

void PointsPage::Private::showDetail()
{
    const int row = m_grid->currentPoint();
    m_status->showDetail(row < 0 ? QString() : model.detail(row));
}

void PointsPage::Private::showFindings()
{
    const QList<modbus::Finding> findings = modbus::lint(model.points());
    model.setFindings(findings);
    m_findings->showFindings(findings);
    m_status->showFindings(findingsText(findings), !findings.isEmpty());
}

PointsPage::PointsPage(EventLog &events, modbus::PointPoller &poller, Lookup lookup,
                       const Paths &paths, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(*this, events, poller, std::move(lookup), paths))
{
}

PointsPage::~PointsPage()
{
    d->files->file().flush();
}

Page PointsPage::asPage()
{
    return {.name = QStringLiteral("points"),
            .title = tr("Points"),
            .icon = icon(QStringLiteral("points")),
            .widget = this,
            .setTarget = std::bind_front(&PointsPage::setTarget, this),
            .worksOffline = true,
            .read = std::bind_front(&PointsPage::read, this),
            .togglePolling = std::bind_front(&PointsPage::togglePolling, this),
            .isPolling = std::bind_front(&PointsPage::isPolling, this),
            .cancel = std::bind_front(&PointsPage::cancel, this),
            .find = std::bind_front(&PointsPage::find, this),
            .underWay = std::bind_front(&PointsPage::underWay, this),
            .saveState = std::bind_front(&PointsPage::saveState, this),
            .restoreState = std::bind_front(&PointsPage::restoreState, this)};
}

void PointsPage::setTarget(modbus::Connection *connection, quint8 /*unit*/)
{
    const auto device = connection ? std::optional(connection->endpoint()) : std::nullopt;
    d->writes()->setDefaultDevice(device);
    d->poller.setDefaultDevice(device);
}

void PointsPage::showDemo(const QByteArray &list)
{
    d->files->showPassing(list);
    d->setGrouping(PointArrangement::Grouping::Area);
    d->poller.start();
}

void PointsPage::openFile(const QString &path)
{
    d->files->openFile(path);
}

void PointsPage::addPoints(const QList<modbus::Point> &points)
{
    d->takeFound(points);
}

void PointsPage::read()
{
    d->poller.readOnce();
}

void PointsPage::togglePolling()
{
    if (d->poller.isRunning())
        d->poller.stop();
    else
        d->poller.start();
    d->bar->setPolling(d->poller.isRunning());
}

bool PointsPage::isPolling() const
{
    return d->poller.isRunning();
}

void PointsPage::cancel()
{
    d->dismiss();
    d->dismissPreview();
}

void PointsPage::find()
{
    d->bar->focusFilter();
}

QString PointsPage::underWay() const
{
    QStringList risks{d->writes()->underWay()};
    if (d->files->file().isAtRisk())
        risks += tr("The point list was changed, and could not be kept. Save it first (Ctrl+S).");
    risks.removeAll(QString());
    return risks.join(u'\n');
}

void PointsPage::saveState(QSettings &settings) const
{
    d->grid().saveColumns(settings);
    settings.setValue(kGroupingKey, int(d->bar->grouping()));
    settings.setValue(kEditingKey, d->actions.editList->isChecked());
    d->files->file().saveState(settings);
}

void PointsPage::restoreState(const QSettings &settings)
{
    d->setGrouping(static_cast<PointArrangement::Grouping>(settings.value(kGroupingKey).toInt()));
    d->grid().restoreColumns(settings);
    d->actions.editList->setChecked(settings.value(kEditingKey).toBool());
    d->files->file().restoreState(settings);
    d->files->restore();
}

PointListModel &PointsPage::model()
{
    return d->model;
}

void PointsPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (PointFileFlow::isFile(*event->mimeData()))
        event->acceptProposedAction();
}

void PointsPage::dropEvent(QDropEvent *event)
{
    d->files->openDropped(*event->mimeData());
    event->acceptProposedAction();
}

} // namespace ui
