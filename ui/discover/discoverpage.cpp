// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/discoverpage.h"

#include "ui/discover/addressestab.h"
#include "ui/discover/doctortab.h"
#include "ui/discover/findingsview.h"
#include "ui/discover/hoststab.h"
#include "ui/discover/identifytab.h"
#include "ui/discover/measuretab.h"
#include "ui/discover/snapshotstab.h"
#include "ui/discover/unitstab.h"
#include "ui/icons.h"
#include "ui/pagestack.h"
#include "ui/solver/solverpanel.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QSettings>

namespace ui {

namespace {

const QString kToolKey = QStringLiteral("discover/tool");

} // namespace

DiscoverPage::DiscoverPage(QWidget *parent)
    : QWidget(parent)
    , m_list(new QListWidget)
    , m_stack(new PageStack)
    , m_hosts(new HostsTab)
    , m_units(new UnitsTab)
    , m_identify(new IdentifyTab)
    , m_addresses(new AddressesTab)
    , m_doctor(new DoctorTab)
    , m_measure(new MeasureTab)
    , m_snapshots(new SnapshotsTab)
    , m_solver(new SolverPanel)
{
    m_list->setObjectName(QStringLiteral("discoverTools"));
    m_list->setAccessibleName(tr("Tools"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    addScan(QStringLiteral("hosts"), tr("Find devices"), m_hosts);
    addScan(QStringLiteral("units"), tr("Units"), m_units);
    addScan(QStringLiteral("identify"), tr("Identify"), m_identify);
    addScan(QStringLiteral("addresses"), tr("Addresses"), m_addresses);
    addScan(QStringLiteral("doctor"), tr("Link doctor"), m_doctor);
    addScan(QStringLiteral("measure"), tr("Measure"), m_measure);
    addScan(QStringLiteral("snapshots"), tr("Snapshots"), m_snapshots);
    addTool(QStringLiteral("solver"), tr("Solver"), m_solver);
    connect(m_list, &QListWidget::currentRowChanged, m_stack, &QStackedWidget::setCurrentIndex);
    connect(m_list, &QListWidget::currentRowChanged, this, &DiscoverPage::edited);

    connect(m_hosts, &HostsTab::connectWanted, this, &DiscoverPage::connectWanted);
    connect(m_units, &UnitsTab::connectWanted, this, &DiscoverPage::connectWanted);
    connect(m_addresses, &AddressesTab::pointsFound, this, &DiscoverPage::pointsFound);
    connect(m_addresses, &AddressesTab::blocksFound, m_snapshots, &SnapshotsTab::setBlocks);
    connect(m_solver, &SolverPanel::chosen, this,
            [this](const modbus::Point &point) { emit pointsFound({point}); });
    connect(m_measure, &MeasureTab::optionsUsed, this, &DiscoverPage::optionsUsed);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_list);
    m_list->setCurrentRow(0);
}

void DiscoverPage::addScan(const QString &name, const QString &title, ScanFrame *scan)
{
    m_scans.append(scan);
    addTool(name, title, scan);
}

void DiscoverPage::addTool(const QString &name, const QString &title, QWidget *tool)
{
    auto *item = new QListWidgetItem(title, m_list);
    item->setData(Qt::UserRole, name);
    m_stack->addWidget(tool);
    m_list->setFixedWidth(m_list->sizeHintForColumn(0) + 2 * m_list->frameWidth() + 24);
}

Page DiscoverPage::asPage()
{
    return {.name = QStringLiteral("discover"),
            .title = tr("Discover"),
            .icon = icon(QStringLiteral("discover")),
            .widget = this,
            .setTarget = std::bind_front(&DiscoverPage::setTarget, this),
            .worksOffline = true,
            .read = {},
            .togglePolling = {},
            .isPolling = {},
            .cancel = std::bind_front(&DiscoverPage::cancel, this),
            .find = std::bind_front(&DiscoverPage::find, this),
            .underWay = std::bind_front(&DiscoverPage::underWay, this),
            .saveState = std::bind_front(&DiscoverPage::saveState, this),
            .restoreState = std::bind_front(&DiscoverPage::restoreState, this)};
}

void DiscoverPage::setTarget(modbus::Connection *connection, quint8 unit)
{
    m_units->setTarget(connection, modbus::kDefaultUnit); // what it finds is of all units
    m_identify->setTarget(connection, unit);
    m_addresses->setTarget(connection, unit);
    m_doctor->setTarget(connection, unit);
    m_measure->setTarget(connection, unit);
    m_snapshots->setTarget(connection, unit);
    m_solver->setTarget(connection, unit);
}

void DiscoverPage::cancel()
{
    for (ScanFrame *scan : std::as_const(m_scans))
        scan->cancel();
    m_solver->cancel();
}

void DiscoverPage::setPoints(const QList<modbus::Point> &points)
{
    m_snapshots->setPoints(points);
}

void DiscoverPage::take(const QList<modbus::Sample> &samples)
{
    m_snapshots->take(samples);
}

/// In what the tool shown has found.
void DiscoverPage::find()
{
    if (auto *findings = m_stack->currentWidget()->findChild<FindingsView *>())
        findings->focusFilter();
}

QString DiscoverPage::underWay() const
{
    for (const ScanFrame *scan : m_scans) {
        if (scan == m_addresses && scan->isRunning())
            return tr("A scan of addresses is under way.");
    }
    return {};
}

void DiscoverPage::saveState(QSettings &settings) const
{
    settings.setValue(kToolKey, m_list->currentItem()->data(Qt::UserRole));
}

void DiscoverPage::restoreState(const QSettings &settings)
{
    const QString name = settings.value(kToolKey).toString();
    for (int row = 0; row < m_list->count(); ++row) {
        if (m_list->item(row)->data(Qt::UserRole).toString() == name)
            m_list->setCurrentRow(row);
    }
}

} // namespace ui
