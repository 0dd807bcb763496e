// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/writer.h"
#include "ui/registers/plannedwrite.h"

#include <QDialog>
#include <QObject>
#include <QPointer>

namespace ui {

class EventLog;
class RegisterModel;

/// From the wish to write to the verdict: asks for confirmation, writes one job after the other
/// and stops at the first that is not accepted, puts the verdicts into the model's rows and into
/// the event log.
class WriteFlow : public QObject
{
    Q_OBJECT
public:
    /// `window` is what the dialogs belong to.
    WriteFlow(RegisterModel &model, EventLog &events, modbus::WriteJournal journal,
              QWidget *window);

    /// Closes a dialog that is open: what it asks about is another device.
    void setTarget(modbus::Connection *connection, quint8 unit);
    /// Asks, then writes. `writes` are by address, not empty, all of one table.
    void confirm(const QList<PlannedWrite> &writes);
    /// Takes values for rows of the model, then asks, then writes.
    void askForSeveral(const QList<int> &rows);

private:
    void start(const QList<PlannedWrite> &writes, bool alwaysMultiple);
    void writeNext();
    void finish(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome);
    QString sentence(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome) const;
    QString rowNote(const PlannedWrite &write, const modbus::WriteJob &job,
                    const modbus::WriteOutcome &outcome) const;

    RegisterModel &m_model;
    EventLog &m_events;
    modbus::WriteJournal m_journal;
    QWidget *m_window;
    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
    QPointer<QDialog> m_dialog;
    QList<PlannedWrite> m_writes; ///< under way
    QList<modbus::WriteJob> m_jobs;
};

} // namespace ui
