// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/rules/rulespage.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/rules/concernsview.h"
#include "ui/rules/confirmbar.h"
#include "ui/rules/figures.h"
#include "ui/rules/optionsform.h"
#include "ui/rules/pushbar.h"
#include "ui/rules/pushhistorymodel.h"
#include "ui/rules/pushhistoryview.h"
#include "ui/rules/pushrun.h"
#include "ui/rules/pushstepsview.h"
#include "ui/rules/resultview.h"
#include "ui/rules/rulepanel.h"
#include "ui/rules/targetform.h"

#include <QClipboard>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QSettings>
#include <QTabWidget>
#include <QVBoxLayout>

namespace ui {

using transfer::Outcome;
using transfer::PushRecord;
using transfer::PushResult;

class RulesPage::Private
{
    Q_DECLARE_TR_FUNCTIONS(ui::RulesPage)
public:
    Private(RulesPage &page, EventLog &eventLog, QString historyPath);

    void openFile(const QString &path);
    void push();
    void cancel();
    void end(const PushResult &result, const PushRecord &record);
    void keep(const PushRecord &record);
    void refresh();

    RulesPage &q;
    EventLog &events;
    transfer::PushHistory history;
    PushHistoryModel historyModel{history};
    PushStepsModel steps;
    RuleDocument document;
    TargetForm *form = new TargetForm;
    OptionsForm *options = new OptionsForm;
    PushRun *run = nullptr;

private:
    void build();
    void wire();
    void loadHistory();
    void askForFile();
    void reload();
    void startPush(const PushTarget &target);
    QList<Concern> concerns() const;

    ConcernsView *m_concerns = new ConcernsView;
    ConfirmBar *m_confirm = new ConfirmBar;
    QTabWidget *m_tabs = new QTabWidget;
    RulePanel *m_panel = new RulePanel(document);
    PushHistoryView *m_historyView = new PushHistoryView(historyModel);
    PushBar *m_bar = new PushBar;
    PushStepsView *m_stepsView = new PushStepsView;
    ResultView *m_result = new ResultView;
    QString m_report;
};

RulesPage::Private::Private(RulesPage &page, EventLog &eventLog, QString historyPath)
    : q(page)
    , events(eventLog)
    , history(std::move(historyPath))
{
    build();
    wire();
    steps.begin(stepsOf(form->usesRelay()));
    m_result->showIdle(tr("Nothing pushed yet"));
    loadHistory();
    refresh();
}

void RulesPage::Private::build()
{
    m_tabs->setObjectName(QStringLiteral("rulesTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_panel, tr("File"));
    m_tabs->addTab(m_historyView, tr("History"));

    options->setObjectName(QStringLiteral("rulesOptions"));
    options->hide();
    m_stepsView->setObjectName(QStringLiteral("rulesSteps"));
    m_stepsView->setAccessibleName(tr("Steps of the push"));
    m_stepsView->setModel(&steps);

    auto *layout = new QVBoxLayout(&q);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addWidget(form);
    layout->addWidget(m_concerns);
    layout->addWidget(m_confirm);
    layout->addWidget(m_tabs, 1);
    layout->addWidget(options);
    layout->addWidget(m_bar);
    layout->addWidget(m_stepsView);
    layout->addWidget(m_result);
    q.setAcceptDrops(true);
}

void RulesPage::Private::wire()
{
    connect(form, &TargetForm::changed, &q, [this] {
        m_confirm->hide();
        if (const auto way = stepsOf(form->usesRelay()); steps.rowCount() != way.size())
            steps.begin(way);
        refresh();
    });
    connect(form, &TargetForm::openWanted, &q, [this] { askForFile(); });
    connect(form, &TargetForm::pathEntered, &q, [this](const QString &path) { openFile(path); });
    connect(form, &TargetForm::reloadWanted, &q, [this] { reload(); });
    connect(m_panel, &RulePanel::openWanted, &q, [this] { askForFile(); });
    connect(&document, &RuleDocument::diskChanged, &q, [this] { refresh(); });
    connect(options, &OptionsForm::changed, &q, &RulesPage::stateChanged);
    connect(m_bar, &PushBar::optionsToggled, options, &QWidget::setVisible);
    connect(m_bar, &PushBar::pushWanted, &q, &RulesPage::push);
    connect(m_bar, &PushBar::cancelWanted, &q, &RulesPage::cancel);
    connect(m_confirm, &ConfirmBar::reloadWanted, &q, [this] { reload(); });
    connect(m_confirm, &ConfirmBar::confirmed, &q, [this] {
        if (const auto target = form->target(); target && !run)
            startPush(*target);
    });
    connect(m_result, &ResultView::pushAgainWanted, &q, &RulesPage::push);
    connect(m_result, &ResultView::copyWanted, &q,
            [this] { QGuiApplication::clipboard()->setText(m_report); });
}

void RulesPage::Private::loadHistory()
{
    const auto loaded = historyModel.load();
    QString complaint;
    if (!loaded) {
        complaint = loaded.error();
    } else if (!history.damagedLines().isEmpty()) {
        QStringList numbers;
        for (const int number : history.damagedLines())
            numbers.append(QString::number(number));
        complaint = tr("%1 cannot be read in %2 and is skipped; the file is left as it is "
                       "(line %3).")
                        .arg(linesText(history.damagedLines().size()), history.path(),
                             numbers.join(QStringLiteral(", ")));
    }
    m_historyView->setComplaint(complaint);
    if (!complaint.isEmpty())
        events.append(EventLog::Severity::Warning, tr("Rules"), complaint);
}

void RulesPage::Private::askForFile()
{
    const QString path = QFileDialog::getOpenFileName(
        &q, tr("Open a rule file"), QFileInfo(document.path()).absolutePath(),
        tr("Rule files (*.conf *.rules);;All files (*)"));
    if (!path.isEmpty())
        openFile(path);
}

void RulesPage::Private::openFile(const QString &path)
{
    if (run) {
        m_bar->setStatus(tr("A push is running: open %1 once it has ended.").arg(path));
        return;
    }
    m_confirm->hide();
    if (const auto opened = document.open(path); !opened) {
        const transfer::Explanation why = transfer::explain(opened.error());
        form->setFileError(why.text + u' ' + why.remedy);
        events.append(EventLog::Severity::Error, tr("Rules"), why.text + u' ' + why.remedy);
        return;
    }
    form->setFile(document.path());
    m_tabs->setCurrentWidget(m_panel);
    refresh();
    emit q.stateChanged();
}

void RulesPage::Private::reload()
{
    if (document.isOpen())
        openFile(document.path());
}

QList<Concern> RulesPage::Private::concerns() const
{
    if (form->usesRelay() || !document.isOpen())
        return {};
    const auto target = form->target();
    const QString name = target ? target->name : QFileInfo(document.path()).fileName();
    const QString receiver = target ? target->receiverText() : QString();
    return concernsOf(document.facts(), document.disk(), receiver, name,
                      history.lastReloaded(receiver, name));
}

/// Shows what the fields, the file and the history come to: warnings, what is missing, what can be
/// done now.
void RulesPage::Private::refresh()
{
    const auto target = form->target();
    const QList<Concern> doubts = concerns();
    QString missing;
    if (!target)
        missing = target.error();
    else if (!target->relay && !document.isOpen())
        missing = tr("Open a rule file, or drop one on this page.");
    else if (isRefused(doubts))
        missing = tr("The file cannot be pushed: see above.");
    const bool isReady = missing.isEmpty() && !run;

    m_concerns->showConcerns(doubts);
    m_panel->showWay(target ? target->relay : std::nullopt, form->usesRelay(),
                     target ? target->name : QString());
    form->setEnabled(!run);
    options->setEnabled(!run);
    m_bar->setPushable(
        isReady, missing.isEmpty() ? tr("Pushes the bytes that are shown (Ctrl+Enter).") : missing);
    m_result->setPushable(isReady);
    if (!run)
        m_bar->setStatus(
            missing.isEmpty()
                ? tr("Ready to push %1 to %2.").arg(target->name, target->receiverText())
                : missing);
    m_tabs->setTabText(1, history.records().isEmpty()
                              ? tr("History")
                              : tr("History (%1)").arg(history.records().size()));
}

void RulesPage::Private::push()
{
    if (run)
        return;
    if (!form->usesRelay())
        document.compareWithDisk();
    refresh();
    if (!m_bar->isPushable())
        return;
    const PushTarget target = *form->target();
    const bool isStale = document.disk() == RuleDocument::Disk::Changed;
    if (needsConfirmation(concerns()))
        m_confirm->ask(
            tr("Push %1 to %2 in spite of the warning?").arg(target.name, target.receiverText()),
            isStale);
    else
        startPush(target);
}

void RulesPage::Private::startPush(const PushTarget &target)
{
    m_confirm->hide();
    form->remember();
    run = new PushRun(target, document.content(), document.facts(), options->options(), steps, &q);
    connect(run, &PushRun::statusChanged, m_bar, &PushBar::setStatus);
    connect(run, &PushRun::attemptFailed, &q, [this](const QString &text) {
        events.append(EventLog::Severity::Warning, run->target().receiverText(), text);
    });
    connect(run, &PushRun::progressed, m_bar, &PushBar::setProgress);
    connect(run, &PushRun::finished, &q,
            [this](const PushResult &result, const PushRecord &record) { end(result, record); });
    m_bar->beginProgress(!target.relay);
    m_result->showRunning(tr("Pushing %1 to %2").arg(target.name, target.receiverText()));
    refresh();
    m_bar->setStatus({});
    emit q.stateChanged();
    run->start();
}

void RulesPage::Private::cancel()
{
    if (run)
        run->cancel();
    else
        m_confirm->hide();
}

void RulesPage::Private::end(const PushResult &result, const PushRecord &record)
{
    const PushReport report = reportOf(result, run->target());
    run->deleteLater();
    run = nullptr;
    m_bar->endProgress();
    m_report = fullReport(report, result, record);
    m_result->showResult(result.outcome, report);
    const auto severity = result.outcome == Outcome::Reloaded  ? EventLog::Severity::Info
                          : result.outcome == Outcome::Unknown ? EventLog::Severity::Warning
                                                               : EventLog::Severity::Error;
    events.append(severity, record.receiver, report.headline + u' ' + report.remark);
    keep(record);
    refresh();
}

void RulesPage::Private::keep(const PushRecord &record)
{
    if (const auto kept = historyModel.append(record); !kept) {
        m_historyView->setComplaint(kept.error());
        events.append(EventLog::Severity::Error, tr("Rules"), kept.error());
    }
}

RulesPage::RulesPage(EventLog &events, QString historyPath, QWidget *parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(*this, events, std::move(historyPath)))
{
}

RulesPage::~RulesPage()
{
    if (d->run)
        d->keep(d->run->interruptedRecord());
    // The run's last signals would reach a page that is half gone; views go before their models.
    delete d->run;
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
}

Page RulesPage::asPage()
{
    return {.name = QStringLiteral("rules"),
            .title = tr("Rules"),
            .icon = icon(QStringLiteral("rules")),
            .widget = this,
            .setTarget = {},
            .read = {},
            .togglePolling = {},
            .isPolling = {},
            .cancel = std::bind_front(&RulesPage::cancel, this),
            .underWay = std::bind_front(&RulesPage::underWay, this),
            .saveState = std::bind_front(&RulesPage::saveState, this),
            .restoreState = std::bind_front(&RulesPage::restoreState, this)};
}

void RulesPage::setReceiver(const transfer::Peer &receiver)
{
    d->form->setReceiver(receiver);
}

void RulesPage::openFile(const QString &path)
{
    d->openFile(path);
}

void RulesPage::push()
{
    d->push();
}

void RulesPage::cancel()
{
    d->cancel();
}

QString RulesPage::underWay() const
{
    return d->run ? d->run->underWay() : QString();
}

bool RulesPage::isPushing() const
{
    return d->run != nullptr;
}

void RulesPage::setOptions(const transfer::PushOptions &options)
{
    d->options->setOptions(options);
}

void RulesPage::saveState(QSettings &settings) const
{
    d->form->saveState(settings);
    d->options->saveState(settings);
    settings.setValue(QStringLiteral("rules/file"), d->document.path());
}

void RulesPage::restoreState(const QSettings &settings)
{
    d->form->restoreState(settings);
    d->options->restoreState(settings);
    const QString file = settings.value(QStringLiteral("rules/file")).toString();
    if (QFileInfo::exists(file))
        openFile(file);
}

void RulesPage::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.constFirst().isLocalFile() && !isPushing())
        event->acceptProposedAction();
}

void RulesPage::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    openFile(event->mimeData()->urls().constFirst().toLocalFile());
}

void RulesPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isPushing())
        cancel();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
