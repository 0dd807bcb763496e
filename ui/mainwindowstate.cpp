// SPDX-License-Identifier: GPL-3.0-or-later
// What the window remembers from one run to the next, and how it closes.
#include "ui/closequestion.h"
#include "ui/connections/connectfield.h"
#include "ui/connections/connectionspanel.h"
#include "ui/events/eventspanel.h"
#include "ui/mainwindow.h"
#include "ui/recorder/recorderpanel.h"
#include "ui/settings.h"

#include <QCloseEvent>
#include <QToolBar>

namespace ui {

namespace {

constexpr QLatin1StringView kGeometryKey("window/geometry");
constexpr QLatin1StringView kLayoutKey("window/layout");
constexpr QLatin1StringView kPageKey("window/page");
constexpr int kLayoutVersion = 1; ///< raise it when docks or tool bars are renamed

} // namespace

void MainWindow::saveState()
{
    QSettings &values = m_settings.values();
    values.setValue(kGeometryKey, saveGeometry());
    values.setValue(kLayoutKey, QMainWindow::saveState(kLayoutVersion));
    values.setValue(kPageKey, currentPage().name);
    m_connectField->saveState(values);
    m_connectionsPanel->saveState(values);
    m_eventsPanel->saveState(values);
    m_recorder->saveState(values);
    for (const Page &page : std::as_const(m_pages)) {
        if (!m_demo)
            page.saveState(values);
    }
    const QString error = m_settings.save();
    if (error != m_saveError && !error.isEmpty())
        m_events.append(EventLog::Severity::Error, tr("Settings"), error);
    m_saveError = error;
}

void MainWindow::restoreState()
{
    if (!m_settings.complaint().isEmpty())
        m_events.append(EventLog::Severity::Warning, tr("Settings"), m_settings.complaint());
    const QSettings &values = m_settings.values();
    restoreGeometry(values.value(kGeometryKey).toByteArray());
    QMainWindow::restoreState(values.value(kLayoutKey).toByteArray(), kLayoutVersion);
    findChild<QToolBar *>(QStringLiteral("armToolBar"))->hide();
    m_connectField->restoreState(values);
    m_connectionsPanel->restoreState(values);
    m_eventsPanel->restoreState(values);
    m_recorder->restoreState(values);
    for (int number = 0; number < m_pages.size(); ++number) {
        m_pages.at(number).restoreState(values);
        if (values.value(kPageKey).toString() == m_pages.at(number).name)
            m_currentPage = number;
    }
}

QString MainWindow::underWay() const
{
    QStringList risks{m_recorder->underWay()};
    for (const Page &page : m_pages) {
        if (page.underWay)
            risks.append(page.underWay());
    }
    risks.removeAll(QString());
    return risks.join(u'\n');
}

void MainWindow::askToClose(const QString &risk)
{
    if (m_closeQuestion)
        return;
    m_closeQuestion = new CloseQuestion(risk, this);
    connect(m_closeQuestion, &CloseQuestion::closeWanted, this, [this] {
        m_mayCutOff = true;
        close();
    });
    m_closeQuestion->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (const QString risk = underWay(); !risk.isEmpty() && !m_mayCutOff) {
        event->ignore();
        askToClose(risk);
        return;
    }
    if (m_recorder->isRecording()) { // what waits is written first, while the window lives
        event->ignore();
        connect(m_recorder, &RecorderPanel::ended, this, &QWidget::close, Qt::SingleShotConnection);
        m_recorder->stop();
        return;
    }
    saveState();
    QMainWindow::closeEvent(event);
}

} // namespace ui
