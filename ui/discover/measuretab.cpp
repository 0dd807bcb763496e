// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/discover/measuretab.h"

#include "ui/connections/words.h"
#include "ui/discover/findingsview.h"
#include "ui/discover/rangefields.h"

#include <QCheckBox>
#include <QPushButton>

namespace ui {

namespace {

using namespace modbus::discovery;
using namespace std::chrono_literals;

const QString kStem = QStringLiteral("measure");

FindingRow row(const QString &what, const QString &value, const QString &meaning,
               bool isGood = true)
{
    FindingRow row;
    row.cells = {what, value, meaning};
    row.symbol = isGood ? Symbol::Check : Symbol::Exclamation;
    row.tone = isGood ? Tone::Good : Tone::Warning;
    return row;
}

/// The options that are measured.
QString inWords(const modbus::Connection::Options &options)
{
    return MeasureTab::tr("%1 at once, gap %2 ms, %3 registers a read, deadline %4 ms")
        .arg(options.window)
        .arg(options.gap.count())
        .arg(options.largestBlock)
        .arg(options.responseDeadline.count());
}

QList<FindingRow> rowsOf(const Measurements &measured)
{
    QList<FindingRow> rows;
    if (measured.largestBlock > 0)
        rows.append(row(MeasureTab::tr("Longest block"),
                        MeasureTab::tr("%1 items").arg(measured.largestBlock),
                        measured.isBlockByLength
                            ? MeasureTab::tr("In one request. It does not give more.")
                            : MeasureTab::tr("In one request from that address on. It may give "
                                             "more elsewhere: the range may end there.")));
    if (measured.inFlight > 0)
        rows.append(row(MeasureTab::tr("Requests at once"), QString::number(measured.inFlight),
                        MeasureTab::tr("All answered, three times in a row; 16 is the most "
                                       "that was tried.")));
    if (measured.inFlight > 0)
        rows.append(
            row(MeasureTab::tr("Gap between requests"),
                MeasureTab::tr("%1 ms").arg(measured.gap.count()),
                !measured.isGapEnough ? MeasureTab::tr("Requests were lost even with this gap.")
                : measured.gap == 0ms
                    ? MeasureTab::tr("None is needed: 20 requests back to back were answered.")
                    : MeasureTab::tr("With less, requests were lost. The settings offered keep "
                                     "it, and ask one at a time."),
                measured.isGapEnough && measured.gap == 0ms));
    if (measured.slowest > 0us)
        rows.append(row(MeasureTab::tr("Slowest answer"), latencyText(measured.slowest),
                        MeasureTab::tr("Of those to single requests. The deadline offered is ten "
                                       "times that, 200 ms at least.")));
    if (measured.sessions > 0)
        rows.append(row(MeasureTab::tr("TCP sessions"),
                        measured.mayHaveMoreSessions
                            ? MeasureTab::tr("%1 or more").arg(measured.sessions)
                            : QString::number(measured.sessions),
                        MeasureTab::tr("Beside those that were open already, Loopcheck's own "
                                       "connection among them."),
                        measured.sessions > 1));
    return rows;
}

} // namespace

MeasureTab::MeasureTab(QWidget *parent)
    : DeviceTool(kStem,
                 tr("Measures what the device stands: the longest block, requests at once, the gap "
                    "it needs between requests, TCP sessions. Reads only, over a connection of its "
                    "own; pause polling meanwhile."),
                 tr("&Measure"), parent)
    , m_where(new RangeFields(kStem, 1))
    , m_sessions(new QCheckBox(tr("Count &sessions too")))
    , m_findings(new FindingsView(kStem, {tr("What"), tr("Value"), tr("Meaning")}, QString()))
    , m_use(new QPushButton(tr("&Use these settings")))
{
    m_where->hideCount();
    m_sessions->setObjectName(QStringLiteral("measureSessions"));
    m_sessions->setToolTip(tr("Opens up to %1 connections and closes them again. For a moment "
                              "others may find no free session.")
                               .arg(Measuring::kMostSessions));
    m_use->setObjectName(QStringLiteral("measureUse"));
    addSetting(tr("An address that can be read:"), m_where);
    addSetting({}, m_sessions);
    m_findings->addButton(m_use);
    setFindings(m_findings);
    connect(m_where, &RangeFields::entered, this, [this] { start(); });
    connect(m_use, &QPushButton::clicked, this, &MeasureTab::useOptions);
    m_use->setEnabled(false);
    setTarget(nullptr, modbus::kDefaultUnit);
}

void MeasureTab::forget()
{
    m_findings->model().clear();
    m_use->setEnabled(false);
}

void MeasureTab::showTarget()
{
    m_findings->setEmptyText(
        connection()
            ? tr("Nothing measured yet.\n\nGive an address that can be read and press \"Measure\".")
            : tr("Connect to a device first: type its address into the connect field (Ctrl+L)."));
}

void MeasureTab::start()
{
    if (m_measuring || !connection())
        return;
    QString why;
    const auto first = m_where->first(&why);
    if (!first) {
        showStatus(why, Tone::Bad);
        return;
    }
    Measuring::Options options;
    options.target = {connection()->endpoint(), unit()};
    options.first = *first;
    options.connectTimeout = connection()->options().connectTimeout;
    options.deadline = connection()->options().responseDeadline;
    options.measuresSessions = m_sessions->isChecked();
    forget();
    m_measuring = new Measuring(options, this);
    connect(m_measuring, &Measuring::progressed, this, [this](const QString &what, int percent) {
        showProgress(percent, 100);
        showStatus(tr("%1 ...").arg(what));
    });
    connect(m_measuring, &Measuring::finished, this, &MeasureTab::finish);
    showRunning(true);
    m_measuring->start();
}

void MeasureTab::cancel()
{
    if (m_measuring)
        m_measuring->cancel();
}

void MeasureTab::finish(const Measurements &measured)
{
    m_measuring->deleteLater();
    m_measuring = nullptr;
    m_measured = measured;
    showRunning(false);
    m_findings->model().setRows(rowsOf(measured));
    m_findings->fitColumns();
    if (!measured.isComplete) {
        showStatus(measured.wasCancelled ? tr("Stopped.") : measured.fault,
                   measured.wasCancelled ? Tone::Plain : Tone::Bad);
        return;
    }
    if (!connection())
        return;
    const auto options = recommended(measured, connection()->options());
    m_use->setEnabled(true);
    m_use->setToolTip(tr("Gives this connection: %1").arg(inWords(options)));
    showStatus(tr("Settings that fit: %1. Now: %2.")
                   .arg(inWords(options), inWords(connection()->options())));
}

void MeasureTab::useOptions()
{
    if (!connection())
        return;
    connection()->setOptions(recommended(m_measured, connection()->options()));
    showStatus(tr("In use now: %1.").arg(inWords(connection()->options())), Tone::Good);
    m_use->setEnabled(false);
    emit optionsUsed(connection());
}

} // namespace ui
