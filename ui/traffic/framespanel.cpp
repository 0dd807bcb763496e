// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/framespanel.h"

#include "ui/events/eventlog.h"
#include "ui/traffic/framedetail.h"
#include "ui/traffic/framestools.h"
#include "ui/traffic/trafficview.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr QLatin1StringView kHeaderKey("traffic/header");
constexpr QLatin1StringView kSplitterKey("traffic/splitter");
constexpr QLatin1StringView kDetailKey("traffic/detail");
constexpr std::chrono::milliseconds kStatusPeriod{500};

struct FileKind
{
    QString suffix;
    QString filter;
};

FileKind fileKindOf(modbus::TrafficFormat format)
{
    switch (format) {
    case modbus::TrafficFormat::Text:
        return {QStringLiteral("txt"), FramesPanel::tr("Text files (*.txt)")};
    case modbus::TrafficFormat::Csv:
        return {QStringLiteral("csv"), FramesPanel::tr("CSV files (*.csv)")};
    case modbus::TrafficFormat::Pcapng:
        break;
    }
    return {QStringLiteral("pcapng"), FramesPanel::tr("Wireshark captures (*.pcapng)")};
}

} // namespace

FramesPanel::FramesPanel(modbus::TrafficLog &log, EventLog &events, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_events(events)
    , m_model(log)
    , m_search(m_model)
    , m_tools(new FramesTools)
    , m_view(new TrafficView(m_model))
    , m_detail(new FrameDetail)
    , m_splitter(new QSplitter(Qt::Vertical))
    , m_status(new QLabel)
    , m_said(new QLabel)
{
    m_view->setObjectName(QStringLiteral("trafficFrames"));
    m_view->setAccessibleName(tr("Frames"));
    m_status->setObjectName(QStringLiteral("trafficStatus"));
    m_said->setObjectName(QStringLiteral("trafficSaid"));
    m_splitter->addWidget(m_view);
    m_splitter->addWidget(m_detail);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);

    auto *foot = new QHBoxLayout;
    foot->addWidget(m_status, 1);
    foot->addWidget(m_said);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_tools);
    layout->addWidget(m_splitter, 1);
    layout->addLayout(foot);
    setFocusProxy(m_view);

    connect(m_tools, &FramesTools::filterEdited, this, [this] {
        m_model.setFilter(m_tools->filter());
        showStatus();
    });
    connect(m_tools, &FramesTools::searchAsked, this, &FramesPanel::search);
    connect(m_tools, &FramesTools::pauseAsked, this, &FramesPanel::setPaused);
    connect(m_tools, &FramesTools::newestAsked, m_view, &TrafficView::follow);
    connect(m_tools, &FramesTools::clearAsked, &m_log, &modbus::TrafficLog::clear);
    connect(m_tools, &FramesTools::exportAsked, this, &FramesPanel::askWhereToSave);
    connect(m_view, &TrafficView::followingChanged, m_tools, &FramesTools::setFollowing);
    connect(m_view, &TrafficView::currentFrameChanged, this, &FramesPanel::showFrame);
    connect(m_detail, &FrameDetail::counterpartAsked, this, [this](quint64 number) {
        m_view->goTo(number);
        if (m_view->currentFrame() != number)
            say(tr("Frame %1 is not shown: it is kept no more, or the filter hides it.")
                    .arg(number));
    });
    connect(&m_search, &TrafficSearch::found, this, [this](quint64 number) {
        say({});
        m_view->goTo(number);
    });
    connect(&m_search, &TrafficSearch::notFound, this,
            [this] { say(tr("Not found among the frames shown.")); });
    connect(&m_saver, &TrafficSaver::ended, this, &FramesPanel::onSaved);
    connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, &FramesPanel::cancel);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &FramesPanel::showStatus);
    connect(&m_statusTimer, &QTimer::timeout, this, &FramesPanel::showStatus);
    m_statusTimer.start(kStatusPeriod);
    showStatus();
}

FramesPanel::~FramesPanel() = default;

void FramesPanel::setPaused(bool isPaused)
{
    m_model.setPaused(isPaused);
    m_tools->setPaused(isPaused);
    showStatus();
    emit pausedChanged(isPaused);
}

void FramesPanel::focusSearch()
{
    m_tools->focusSearch();
}

void FramesPanel::cancel()
{
    if (!m_search.isRunning())
        return;
    m_search.cancel();
    say({});
}

void FramesPanel::showFrame(quint64 number)
{
    if (m_log.has(number))
        m_detail->show(m_log.at(number));
    else
        m_detail->clear();
}

void FramesPanel::showStatus()
{
    const QLocale locale;
    const quint64 kept = m_log.end() - m_log.first();
    QStringList parts{tr("%1 of at most %2 frames kept, %3")
                          .arg(locale.toString(kept),
                               locale.toString(quint64(modbus::TrafficLog::kMostFrames)),
                               locale.formattedDataSize(m_log.bytes())),
                      tr("%1 shown").arg(locale.toString(m_model.rowCount()))};
    if (m_model.isPaused())
        parts += tr("Paused: %1 newer frames wait").arg(locale.toString(m_model.waiting()));
    m_status->setText(parts.join(QStringLiteral(" \u00b7 ")));

    if (kept == 0)
        m_view->setEmptyText(tr("No frames yet. Everything that goes to and comes from a device "
                                "shows here: connect to one (Ctrl+L) and read."));
    else if (m_model.isPaused())
        m_view->setEmptyText(tr("Paused. Space goes on."));
    else
        m_view->setEmptyText(tr("No frame matches the filter."));
}

void FramesPanel::search(const QString &text, TrafficSearch::Direction direction)
{
    say(tr("Looking..."));
    m_search.start(text, m_view->currentFrame(), direction);
}

void FramesPanel::say(const QString &text)
{
    m_said->setText(text);
}

void FramesPanel::askWhereToSave(modbus::TrafficFormat format)
{
    const FileKind kind = fileKindOf(format);
    auto *dialog = new QFileDialog(this, tr("Export the frames shown"));
    dialog->setObjectName(QStringLiteral("trafficExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(kind.suffix);
    dialog->setNameFilter(kind.filter);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, format](const QString &path) { save(format, path); });
    dialog->open();
}

void FramesPanel::save(modbus::TrafficFormat format, const QString &path)
{
    if (m_saver.isRunning())
        return;
    std::vector<modbus::TrafficEntry> shown;
    shown.reserve(std::size_t(m_model.rowCount()));
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (const modbus::TrafficEntry *entry = m_model.entryAt(row))
            shown.push_back(*entry);
    }
    m_tools->setSaving(true);
    say(tr("Saving %n frames...", nullptr, int(shown.size())));
    m_saver.save(std::move(shown), format, path);
}

void FramesPanel::onSaved(const QString &path, qsizetype frames, const QString &error)
{
    m_tools->setSaving(false);
    const bool isSaved = error.isEmpty();
    const QString text =
        isSaved ? tr("%n frames saved to %1.", nullptr, int(frames)).arg(path) : error;
    say(isSaved ? tr("Saved.") : tr("Not saved, see the events."));
    m_events.append(isSaved ? EventLog::Severity::Info : EventLog::Severity::Error, tr("Traffic"),
                    text);
}

void FramesPanel::saveState(QSettings &settings) const
{
    settings.setValue(kHeaderKey, m_view->horizontalHeader()->saveState());
    settings.setValue(kSplitterKey, m_splitter->saveState());
    settings.setValue(kDetailKey, m_detail->saveLayout());
}

void FramesPanel::restoreState(const QSettings &settings)
{
    m_view->horizontalHeader()->restoreState(settings.value(kHeaderKey).toByteArray());
    m_splitter->restoreState(settings.value(kSplitterKey).toByteArray());
    m_detail->restoreLayout(settings.value(kDetailKey).toByteArray());
}

} // namespace ui
