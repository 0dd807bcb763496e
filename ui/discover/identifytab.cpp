// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/identifytab.h"

#include "ui/connections/words.h"
#include "ui/discover/findingsview.h"

namespace ui {

namespace {

const QString kStem = QStringLiteral("identify");

FindingRow said(const modbus::IdentificationRow &row)
{
    return {{row.name, row.value}, Symbol::Check, Tone::Good, {}};
}

FindingRow unsaid(const QString &function, const modbus::Error &error)
{
    return {{function, errorSentence(error)}, Symbol::Dash, Tone::Quiet, {}};
}

QList<FindingRow> findingsOf(const modbus::Identification &identification)
{
    QList<FindingRow> rows;
    for (const modbus::IdentificationRow &row : modbus::rowsOf(identification))
        rows.append(said(row));
    if (const auto &error = identification.objectsError)
        rows.append(unsaid(IdentifyTab::tr("Device identification (43/14)"), *error));
    if (const auto &error = identification.serverIdError)
        rows.append(unsaid(IdentifyTab::tr("Server id (17)"), *error));
    return rows;
}

} // namespace

IdentifyTab::IdentifyTab(QWidget *parent)
    : DeviceTool(kStem,
                 tr("Who is it? Asks for the device identification, basic, regular and extended "
                    "(function 43/14), and for the server id (function 17). Reads only; many "
                    "devices know neither."),
                 tr("&Identify"), parent)
    , m_findings(new FindingsView(kStem, {tr("What"), tr("What the device says")}, QString()))
{
    setFindings(m_findings);
    setTarget(nullptr, modbus::kDefaultUnit);
}

void IdentifyTab::forget()
{
    m_findings->model().clear();
}

void IdentifyTab::showTarget()
{
    m_findings->setEmptyText(
        connection()
            ? tr("Not asked yet.\n\n\"Identify\" asks %1 who it is.").arg(targetInWords())
            : tr("Connect to a device first: type its address into the connect field (Ctrl+L)."));
}

void IdentifyTab::start()
{
    if (m_waiting || !connection())
        return;
    forget();
    m_waiting = std::make_unique<QObject>();
    showRunning(true);
    showStatus(tr("Asking %1 ...").arg(targetInWords()));
    modbus::identify(
        *connection(), unit(), m_waiting.get(),
        [this](const modbus::Identification &identification) { finish(identification); });
}

void IdentifyTab::cancel()
{
    if (!m_waiting)
        return;
    m_waiting.reset(); // what comes now finds nobody
    showRunning(false);
    showStatus(tr("Stopped."));
}

void IdentifyTab::finish(const modbus::Identification &identification)
{
    m_waiting.release()->deleteLater(); // its callback is on the stack
    showRunning(false);
    m_findings->model().setRows(findingsOf(identification));
    m_findings->fitColumns();
    if (identification.isEmpty()) {
        showStatus(tr("The device does not say who it is. The reasons are below."), Tone::Warning);
        return;
    }
    const QString summary = identification.summary();
    showStatus(summary.isEmpty() ? tr("A device without a name.") : summary);
}

} // namespace ui
