// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/trafficpage.h"

#include "ui/events/eventlog.h"
#include "ui/icons.h"
#include "ui/registers/tabletext.h"
#include "ui/traffic/framespanel.h"
#include "ui/traffic/statisticspanel.h"

#include <QFileDialog>
#include <QSaveFile>
#include <QTabWidget>
#include <QVBoxLayout>

namespace ui {

TrafficPage::TrafficPage(modbus::TrafficLog &log, EventLog &events, QWidget *parent)
    : QWidget(parent)
    , m_events(events)
    , m_tabs(new QTabWidget)
    , m_frames(new FramesPanel(log, events))
    , m_statistics(new StatisticsPanel(log))
{
    m_tabs->setObjectName(QStringLiteral("trafficTabs"));
    m_tabs->setAccessibleName(tr("Traffic"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_frames, tr("&Frames"));
    m_tabs->addTab(m_statistics, tr("&Statistics"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 4);
    layout->addWidget(m_tabs);
    setFocusProxy(m_frames);
    connect(m_frames, &FramesPanel::pausedChanged, this, &TrafficPage::edited);
    connect(m_statistics, &StatisticsPanel::exportAsked, this, &TrafficPage::exportStatistics);
}

Page TrafficPage::asPage()
{
    return {
        .name = QStringLiteral("traffic"),
        .title = tr("Traffic"),
        .icon = icon(QStringLiteral("traffic")),
        .widget = this,
        .setTarget = {},
        .read = {},
        .togglePolling = [this] { m_frames->setPaused(!m_frames->isPaused()); },
        .isPolling = [this] { return !m_frames->isPaused(); },
        .cancel = [this] { m_frames->cancel(); },
        .find =
            [this] {
                m_tabs->setCurrentWidget(m_frames);
                m_frames->focusSearch();
            },
        .underWay = {},
        .saveState = [this](QSettings &settings) { m_frames->saveState(settings); },
        .restoreState = [this](const QSettings &settings) { m_frames->restoreState(settings); }};
}

void TrafficPage::exportStatistics()
{
    auto *dialog = new QFileDialog(this, tr("Export the statistics"));
    dialog->setObjectName(QStringLiteral("statisticsExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->setNameFilter(tr("CSV files (*.csv)"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        const QByteArray csv = commaSeparated(m_statistics->model(), Qt::DisplayRole);
        QSaveFile file(path);
        const bool isSaved =
            file.open(QIODevice::WriteOnly) && file.write(csv) == csv.size() && file.commit();
        m_events.append(isSaved ? EventLog::Severity::Info : EventLog::Severity::Error,
                        tr("Traffic"),
                        isSaved ? tr("The statistics were saved to %1.").arg(path)
                                : tr("%1 could not be written: %2. Choose another folder.")
                                      .arg(path, file.errorString()));
    });
    dialog->open();
}

} // namespace ui
