// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/writeflow.h"

#include "ui/events/eventlog.h"
#include "ui/registers/confirmwritedialog.h"
#include "ui/registers/registermodel.h"
#include "ui/registers/registertext.h"
#include "ui/registers/writeseveraldialog.h"
#include "ui/registers/writeverdict.h"

#include <QTime>

namespace ui {

namespace {

using Verdict = modbus::WriteOutcome::Verdict;

bool isPartOf(const modbus::WriteJob &job, const PlannedWrite &write)
{
    return write.address.offset >= job.first.offset &&
           write.address.offset < job.first.offset + job.values.size();
}

QString timed(const QString &text)
{
    return QTime::currentTime().toString(QStringLiteral("HH:mm:ss ")) + text;
}

} // namespace

WriteFlow::WriteFlow(RegisterModel &model, EventLog &events, modbus::WriteJournal journal,
                     QWidget *window)
    : QObject(window)
    , m_model(model)
    , m_events(events)
    , m_journal(std::move(journal))
    , m_window(window)
{
}

void WriteFlow::setTarget(modbus::Connection *connection, quint8 unit)
{
    if (m_dialog)
        m_dialog->reject();
    m_connection = connection;
    m_unit = unit;
}

void WriteFlow::confirm(const QList<PlannedWrite> &writes)
{
    if (!m_connection || writes.isEmpty())
        return;
    if (isBusy()) {
        m_events.append(EventLog::Severity::Warning,
                        modbus::Target{m_connection->endpoint(), m_unit}.toString(),
                        tr("Not written: the write before is still under way. Wait for its "
                           "verdict, then enter the value again."));
        return;
    }
    auto *dialog = new ConfirmWriteDialog(m_model, *m_connection, m_unit, writes, m_window);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { start(dialog->writes(), dialog->isAlwaysMultiple()); });
    m_dialog = dialog;
    dialog->open();
}

void WriteFlow::askForSeveral(const QList<int> &rows)
{
    if (!m_connection || rows.isEmpty())
        return;
    auto *dialog = new WriteSeveralDialog(m_model, rows, m_window);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        if (const auto writes = dialog->plan())
            confirm(*writes);
    });
    m_dialog = dialog;
    dialog->open();
}

QString WriteFlow::underWay() const
{
    if (!isBusy())
        return {};
    return tr("A write to %1 is under way. Whether it arrived would not be known, and its read "
              "back would not be seen.")
        .arg(modbus::Target{m_run->connection->endpoint(), m_run->unit}.toString());
}

void WriteFlow::start(const QList<PlannedWrite> &writes, bool alwaysMultiple)
{
    const modbus::ValueFormat format = m_model.shape().format;
    m_run = Run{m_connection, m_unit, format, writes, writeJobs(writes, m_unit, alwaysMultiple)};
    for (const PlannedWrite &write : writes)
        m_model.setNote(write.address,
                        tr("Writing %1\u2026").arg(valueText(write.newRegisters, format)));
    writeNext();
}

void WriteFlow::writeNext()
{
    if (m_run->jobs.isEmpty()) {
        m_run.reset();
        return;
    }
    const modbus::WriteJob job = m_run->jobs.first();
    modbus::write(*m_run->connection, job, m_journal, this,
                  [this, job](const modbus::WriteOutcome &outcome) { finish(job, outcome); });
}

void WriteFlow::finish(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome)
{
    if (!isBusy())
        return;
    if (isShown(*m_run))
        showInRows(job, outcome);
    const QString source = modbus::Target{m_run->connection->endpoint(), m_run->unit}.toString();
    m_events.append(severityOf(outcome.verdict), source, sentence(job, outcome));
    if (!outcome.journalError.isEmpty()) {
        m_events.append(
            EventLog::Severity::Warning, source,
            tr("The write could not be kept in the journal: %1").arg(outcome.journalError));
    }

    m_run->jobs.removeFirst();
    const bool goesOn = outcome.verdict == Verdict::Verified ||
                        outcome.verdict == Verdict::NotVerified ||
                        outcome.verdict == Verdict::Mismatch;
    if (goesOn)
        writeNext();
    else
        giveUp();
}

void WriteFlow::showInRows(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome)
{
    if (!outcome.readBack.isEmpty())
        m_model.patch(job.first, outcome.readBack);
    for (const PlannedWrite &write : std::as_const(m_run->writes)) {
        if (isPartOf(job, write))
            m_model.setNote(write.address, timed(verdict(write, job, outcome)));
    }
}

/// Drops the jobs left, and says so.
void WriteFlow::giveUp()
{
    const Run run = *std::exchange(m_run, std::nullopt);
    if (run.jobs.isEmpty())
        return;
    QStringList starts;
    for (const modbus::WriteJob &job : run.jobs) {
        starts += modbus::formatAddress(job.first, modbus::Notation::Pdu);
        for (const PlannedWrite &write : run.writes) {
            if (isShown(run) && isPartOf(job, write))
                m_model.setNote(write.address,
                                timed(tr("\u2717 Not sent: the write before it failed.")));
        }
    }
    m_events.append(EventLog::Severity::Warning,
                    modbus::Target{run.connection->endpoint(), run.unit}.toString(),
                    tr("Not sent, because the write before failed: those from PDU %1 on.")
                        .arg(starts.join(QStringLiteral(", "))));
}

/// True while the model shows the device that the run writes to.
bool WriteFlow::isShown(const Run &run) const
{
    return run.connection == m_connection && run.unit == m_unit;
}

QString WriteFlow::verdict(const PlannedWrite &write, const modbus::WriteJob &job,
                           const modbus::WriteOutcome &outcome) const
{
    const QString wanted = valueText(write.newRegisters, m_run->format);
    QString found;
    bool isSame = false;
    if (!outcome.readBack.isEmpty()) {
        const QList<quint16> there = outcome.readBack.mid(write.address.offset - job.first.offset,
                                                          write.newRegisters.size());
        found = valueText(there, m_run->format);
        isSame = there == write.newRegisters;
    }
    return verdictText(outcome, {wanted, found, isSame});
}

QString WriteFlow::sentence(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome) const
{
    const QString function = functionOf(job);
    const QString pdu = modbus::formatAddress(job.first, modbus::Notation::Pdu);
    if (const auto single = std::find_if(m_run->writes.begin(), m_run->writes.end(),
                                         [&job](const PlannedWrite &write) {
                                             return write.address == job.first &&
                                                    write.newRegisters.size() == job.values.size();
                                         });
        single != m_run->writes.end()) {
        const QString before = single->oldRegisters.isEmpty()
                                   ? tr("not known")
                                   : valueText(single->oldRegisters, m_run->format);
        return tr("%1 PDU %2, %3, before: %4. %5")
            .arg(tableTitle(job.first.table), pdu, function, before,
                 verdict(*single, job, outcome));
    }
    const QString range = tr("%1 PDU %2 to %3, %4. ")
                              .arg(tableTitle(job.first.table), pdu)
                              .arg(job.first.offset + job.values.size() - 1)
                              .arg(function);
    switch (outcome.verdict) {
    case Verdict::Verified:
        return range + tr("Written and verified by reading back.");
    case Verdict::Mismatch:
        return range + tr("Written, but some read back otherwise: see the rows.");
    case Verdict::NotVerified:
        return range + tr("Written, not verified:") + reasonOf(outcome);
    case Verdict::Refused:
        return range + tr("Refused after %1 items:").arg(outcome.written) + reasonOf(outcome);
    case Verdict::NotSent:
        return range + tr("Not sent:") + reasonOf(outcome);
    case Verdict::Unknown:
        break;
    }
    return range + tr("Sent, whether it was written is not known:") + reasonOf(outcome);
}

} // namespace ui
