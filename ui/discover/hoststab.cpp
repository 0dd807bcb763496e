// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/hoststab.h"

#include "modbus/discovery/hostrange.h"
#include "ui/connections/words.h"
#include "ui/discover/findingsview.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QSpinBox>

namespace ui {

namespace {

using namespace modbus::discovery;

const QString kStem = QStringLiteral("hosts");

FindingRow rowOf(const HostFinding &finding)
{
    FindingRow row;
    row.cells = {finding.endpoint.host, QString::number(finding.endpoint.port),
                 latencyText(finding.connect), latencyText(finding.latency), verdictText(finding)};
    switch (finding.verdict) {
    case HostVerdict::Modbus:
        row.symbol = Symbol::Check;
        row.tone = Tone::Good;
        break;
    case HostVerdict::NoAnswer:
    case HostVerdict::Closed:
        row.symbol = Symbol::Question;
        row.tone = Tone::Warning;
        break;
    default:
        row.symbol = Symbol::Dash;
        row.tone = Tone::Quiet;
    }
    row.origin =
        modbus::Target{finding.endpoint, finding.unit.value_or(modbus::kDefaultUnit)}.toString();
    return row;
}

} // namespace

HostsTab::HostsTab(QWidget *parent)
    : ScanFrame(kStem,
                tr("Connects to each address and port and asks for one register, to find what "
                   "speaks Modbus TCP. It reads only, and gently; but on a plant network it may "
                   "set off alarms or disturb weak devices. Ask who runs the network first."),
                tr("&Find devices"), parent)
    , m_range(new QLineEdit)
    , m_ports(new QLineEdit(QStringLiteral("502")))
    , m_rate(new QSpinBox)
    , m_mayScan(new QCheckBox(tr("I &may scan this network")))
    , m_findings(new FindingsView(
          kStem, {tr("Address"), tr("Port"), tr("Connect"), tr("Answer"), tr("Verdict")},
          tr("No device found yet.\n\nType a range of addresses, for example 192.168.0.0/24 or "
             "192.168.0.1-254, confirm that you may scan it, and press Enter.")))
{
    m_range->setObjectName(QStringLiteral("hostsRange"));
    m_range->setPlaceholderText(tr("192.168.0.0/24 or 192.168.0.1-254"));
    m_range->setMinimumWidth(220);
    m_ports->setObjectName(QStringLiteral("hostsPorts"));
    m_ports->setToolTip(tr("Ports, as in 502, 1502-1510"));
    m_ports->setMaximumWidth(120);
    m_rate->setObjectName(QStringLiteral("hostsRate"));
    m_rate->setRange(1, 200);
    m_rate->setValue(20);
    m_rate->setSuffix(tr(" /s"));
    m_rate->setToolTip(tr("Attempts to connect in a second. 20 is gentle."));
    m_mayScan->setObjectName(QStringLiteral("hostsMayScan"));
    m_mayScan->setToolTip(tr("Scan only networks that you are responsible for, or whose owner has "
                             "agreed."));
    addSetting(tr("&Range"), m_range, 2);
    addSetting(tr("&Ports"), m_ports, 1);
    addSetting(tr("Ra&te"), m_rate);
    addSetting({}, m_mayScan);
    setFindings(m_findings);
    const auto follow = [this] {
        setStartable(m_mayScan->isChecked(), tr("Confirm first that you may scan this network."));
    };
    connect(m_mayScan, &QCheckBox::toggled, this, follow);
    follow();
    connect(m_findings, &FindingsView::activated, this, [this](const QVariant &origin) {
        if (const auto target = modbus::parseTarget(origin.toString()))
            emit connectWanted(*target);
    });
}

void HostsTab::start()
{
    if (m_scan || !m_mayScan->isChecked())
        return;
    const auto hosts = parseHosts(m_range->text());
    if (!hosts) {
        showStatus(hosts.error(), Tone::Bad);
        m_range->setFocus();
        return;
    }
    const auto ports = parsePorts(m_ports->text());
    if (!ports) {
        showStatus(ports.error(), Tone::Bad);
        m_ports->setFocus();
        return;
    }
    HostScan::Options options;
    options.hosts = *hosts;
    options.ports = *ports;
    options.perSecond = m_rate->value();
    m_findings->model().clear();
    m_scan = new HostScan(options, this);
    connect(m_scan, &HostScan::found, this, &HostsTab::take);
    connect(m_scan, &HostScan::progressed, this, [this](int tried, int total) {
        showProgress(tried, total);
        showStatus(tr("%1 of %2 tried").arg(tried).arg(total));
    });
    connect(m_scan, &HostScan::finished, this, &HostsTab::finish);
    showRunning(true);
    m_scan->start();
}

void HostsTab::cancel()
{
    if (m_scan)
        m_scan->cancel();
}

void HostsTab::take(const HostFinding &finding)
{
    m_findings->model().add(rowOf(finding));
}

void HostsTab::finish(const HostScanResult &result)
{
    m_scan->deleteLater();
    m_scan = nullptr;
    showRunning(false);
    const QString counts = tr("%1 of %2 tried: %3 open, %4 speak Modbus TCP, %5 refused.")
                               .arg(result.tried)
                               .arg(result.total)
                               .arg(result.findings.size())
                               .arg(result.modbusCount())
                               .arg(result.refused);
    showStatus(
        result.wasCancelled ? tr("Stopped. %1").arg(counts)
        : result.modbusCount() > 0
            ? tr("%1 Double click or Enter connects.").arg(counts)
            : tr("%1 Check range and port, and that this computer is in that network.").arg(counts),
        result.modbusCount() > 0 ? Tone::Plain : Tone::Warning);
}

} // namespace ui
