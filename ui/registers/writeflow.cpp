// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/writeflow.h"

#include "ui/events/eventlog.h"
#include "ui/registers/confirmwritedialog.h"
#include "ui/registers/registermodel.h"
#include "ui/registers/writeseveraldialog.h"

#include <QTime>

namespace ui {

namespace {

using Verdict = modbus::WriteOutcome::Verdict;

EventLog::Severity severityOf(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Verified:
        return EventLog::Severity::Info;
    case Verdict::NotVerified:
    case Verdict::NotSent:
        return EventLog::Severity::Warning;
    default:
        return EventLog::Severity::Error;
    }
}

QString why(const modbus::WriteOutcome &outcome)
{
    if (!outcome.error)
        return {};
    const modbus::Explanation explanation = modbus::explain(*outcome.error);
    return QLatin1Char(' ') + explanation.text + QLatin1Char(' ') + explanation.remedy;
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
    m_jobs.clear();
    m_writes.clear();
}

void WriteFlow::confirm(const QList<PlannedWrite> &writes)
{
    if (!m_connection || writes.isEmpty() || !m_jobs.isEmpty())
        return;
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

void WriteFlow::start(const QList<PlannedWrite> &writes, bool alwaysMultiple)
{
    m_writes = writes;
    m_jobs = writeJobs(writes, m_unit, alwaysMultiple);
    for (const PlannedWrite &write : writes)
        m_model.setNote(write.address,
                        tr("Writing %1\u2026").arg(m_model.valueText(write.newRegisters)));
    writeNext();
}

void WriteFlow::writeNext()
{
    if (!m_connection || m_jobs.isEmpty())
        return;
    const modbus::WriteJob job = m_jobs.first();
    modbus::write(*m_connection, job, m_journal, this,
                  [this, job, connection = m_connection](const modbus::WriteOutcome &outcome) {
                      if (connection == m_connection && !m_jobs.isEmpty())
                          finish(job, outcome);
                  });
}

void WriteFlow::finish(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome)
{
    if (!outcome.readBack.isEmpty())
        m_model.patch(job.first, outcome.readBack);
    const int end = job.first.offset + static_cast<int>(job.values.size());
    for (const PlannedWrite &write : std::as_const(m_writes)) {
        if (write.address.offset >= job.first.offset && write.address.offset < end)
            m_model.setNote(write.address, rowNote(write, job, outcome));
    }
    const QString source = modbus::Target{m_connection->endpoint(), m_unit}.toString();
    m_events.append(severityOf(outcome.verdict), source, sentence(job, outcome));
    if (!outcome.journalError.isEmpty()) {
        m_events.append(
            EventLog::Severity::Warning, source,
            tr("The write could not be kept in the journal: %1").arg(outcome.journalError));
    }

    m_jobs.removeFirst();
    const bool goesOn = outcome.verdict == Verdict::Verified ||
                        outcome.verdict == Verdict::NotVerified ||
                        outcome.verdict == Verdict::Mismatch;
    if (goesOn) {
        writeNext();
        return;
    }
    for (const modbus::WriteJob &left : std::as_const(m_jobs)) {
        for (const PlannedWrite &write : std::as_const(m_writes)) {
            if (write.address.offset >= left.first.offset &&
                write.address.offset < left.first.offset + left.values.size())
                m_model.setNote(write.address, tr("Not sent: the write before it failed."));
        }
    }
    m_jobs.clear();
}

QString WriteFlow::rowNote(const PlannedWrite &write, const modbus::WriteJob &job,
                           const modbus::WriteOutcome &outcome) const
{
    const QString wanted = m_model.valueText(write.newRegisters);
    const QString time = QTime::currentTime().toString(QStringLiteral("HH:mm:ss"));
    QString found;
    bool isSame = false;
    if (!outcome.readBack.isEmpty()) {
        const QList<quint16> there = outcome.readBack.mid(write.address.offset - job.first.offset,
                                                          write.newRegisters.size());
        found = m_model.valueText(there);
        isSame = there == write.newRegisters;
    }
    switch (outcome.verdict) {
    case Verdict::Verified:
    case Verdict::Mismatch:
        return isSame ? tr("\u2713 Wrote %1 at %2, verified by reading back").arg(wanted, time)
                      : tr("\u26a0 Wrote %1 at %2, but it reads back %3").arg(wanted, time, found);
    case Verdict::NotVerified:
        return tr("\u26a0 Wrote %1 at %2, not verified:").arg(wanted, time) + why(outcome);
    case Verdict::Refused:
        return tr("\u2717 %1 was refused:").arg(wanted) + why(outcome);
    case Verdict::NotSent:
        return tr("\u2717 %1 was not sent:").arg(wanted) + why(outcome);
    case Verdict::Unknown:
        break;
    }
    if (found.isEmpty())
        return tr("\u26a0 %1 was sent, whether it was written is not known:").arg(wanted) +
               why(outcome);
    return tr("\u26a0 %1 was sent without a proper answer; it reads back %2:").arg(wanted, found) +
           why(outcome);
}

QString WriteFlow::sentence(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome) const
{
    const QString function = functionOf(job);
    const QString pdu = modbus::formatAddress(job.first, modbus::Notation::Pdu);
    if (const auto single = std::find_if(m_writes.begin(), m_writes.end(),
                                         [&job](const PlannedWrite &write) {
                                             return write.address == job.first &&
                                                    write.newRegisters.size() == job.values.size();
                                         });
        single != m_writes.end()) {
        const QString before = single->oldRegisters.isEmpty()
                                   ? tr("not known")
                                   : m_model.valueText(single->oldRegisters);
        return tr("%1 PDU %2, %3, before: %4. %5")
            .arg(tableTitle(job.first.table), pdu, function, before,
                 rowNote(*single, job, outcome));
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
        return range + tr("Written, not verified:") + why(outcome);
    case Verdict::Refused:
        return range + tr("Refused after %1 items:").arg(outcome.written) + why(outcome);
    case Verdict::NotSent:
        return range + tr("Not sent:") + why(outcome);
    case Verdict::Unknown:
        break;
    }
    return range + tr("Sent, whether it was written is not known:") + why(outcome);
}

} // namespace ui
