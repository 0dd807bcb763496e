// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/unitstab.h"

#include "ui/connections/words.h"
#include "ui/discover/findingsview.h"

#include <QCheckBox>
#include <QSpinBox>

namespace ui {

namespace {

using namespace modbus::discovery;

const QString kStem = QStringLiteral("units");

FindingRow rowOf(const UnitFinding &finding, const modbus::Endpoint &endpoint)
{
    FindingRow row;
    row.cells = {QString::number(finding.unit), latencyText(finding.latency), verdictText(finding),
                 finding.detail};
    row.symbol = finding.isAlive() ? Symbol::Check : Symbol::Dash;
    row.tone = finding.isAlive() ? Tone::Good : Tone::Quiet;
    if (finding.verdict == UnitVerdict::BadAnswer) {
        row.symbol = Symbol::Exclamation;
        row.tone = Tone::Warning;
    }
    row.origin = modbus::Target{endpoint, finding.unit}.toString();
    return row;
}

} // namespace

UnitsTab::UnitsTab(QWidget *parent)
    : DeviceTool(
          kStem,
          tr("Asks unit identifiers 1 to 247, one after the other, for one register, to find "
             "the devices behind a gateway. Any answer of the device counts as alive, an "
             "exception too; what a gateway says for a device that is not there does not."),
          tr("&Scan units"), parent)
    , m_others(new QCheckBox(tr("&0 and 255 too")))
    , m_showSilent(new QCheckBox(tr("S&how who is not there")))
    , m_deadline(new QSpinBox)
    , m_findings(new FindingsView(
          kStem, {tr("Unit"), tr("Answer"), tr("Verdict"), tr("What was seen")}, QString()))
{
    m_others->setObjectName(QStringLiteral("unitsOthers"));
    m_others->setChecked(true);
    m_others->setToolTip(tr("Devices without a serial line behind them go by 0 or 255"));
    m_showSilent->setObjectName(QStringLiteral("unitsShowSilent"));
    m_deadline->setObjectName(QStringLiteral("unitsDeadline"));
    m_deadline->setRange(50, 10000);
    m_deadline->setValue(500);
    m_deadline->setSingleStep(100);
    m_deadline->setSuffix(tr(" ms"));
    m_deadline->setToolTip(tr("Longest wait for each unit. Gateways with a slow serial line need "
                              "1000 ms and more."));
    addSetting(tr("&Wait for each"), m_deadline);
    addSetting({}, m_others);
    addSetting({}, m_showSilent);
    setFindings(m_findings);
    connect(m_findings, &FindingsView::activated, this, [this](const QVariant &origin) {
        if (const auto target = modbus::parseTarget(origin.toString()))
            emit connectWanted(*target);
    });
    setTarget(nullptr, modbus::kDefaultUnit);
}

void UnitsTab::forget()
{
    m_findings->model().clear();
}

void UnitsTab::showTarget()
{
    m_findings->setEmptyText(
        connection()
            ? tr("No unit found yet.\n\n\"Scan units\" asks which unit identifiers answer at "
                 "%1.")
                  .arg(connection()->endpoint().toString())
            : tr("Connect to a device or gateway first: type its address into the connect "
                 "field (Ctrl+L)."));
}

void UnitsTab::start()
{
    if (m_scan || !connection())
        return;
    UnitScan::Options options;
    options.units = m_others->isChecked() ? UnitScan::allUnits() : UnitScan::usualUnits();
    options.deadline = std::chrono::milliseconds(m_deadline->value());
    forget();
    m_scan = new UnitScan(*connection(), options, this);
    connect(m_scan, &UnitScan::found, this, &UnitsTab::take);
    connect(m_scan, &UnitScan::progressed, this, [this](int done, int total) {
        showProgress(done, total);
        showStatus(tr("%1 of %2 units asked").arg(done).arg(total));
    });
    connect(m_scan, &UnitScan::finished, this, &UnitsTab::finish);
    showRunning(true);
    m_scan->start();
}

void UnitsTab::cancel()
{
    if (m_scan)
        m_scan->cancel();
}

void UnitsTab::take(const UnitFinding &finding)
{
    if (connection() && (finding.isAlive() || m_showSilent->isChecked()))
        m_findings->model().add(rowOf(finding, connection()->endpoint()));
}

void UnitsTab::finish(const UnitScanResult &result)
{
    m_scan->deleteLater();
    m_scan = nullptr;
    showRunning(false);
    QString text =
        tr("%1 units asked, %2 alive.").arg(result.findings.size()).arg(result.aliveCount());
    if (result.lateReplies > 0)
        text += tr(" %1 answers came too late to be counted: wait longer for each and scan again.")
                    .arg(result.lateReplies);
    if (result.fault)
        text = tr("Ended early. %1 %2").arg(errorSentence(*result.fault), text);
    else if (result.wasCancelled)
        text = tr("Stopped. %1").arg(text);
    else if (result.aliveCount() == 0)
        text += tr(" The link doctor looks for the cause.");
    const bool isOdd = result.fault || result.lateReplies > 0 || result.aliveCount() == 0;
    showStatus(text, result.fault ? Tone::Bad : isOdd ? Tone::Warning : Tone::Plain);
}

} // namespace ui
