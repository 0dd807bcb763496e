// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/datatype.h"
#include "modbus/writer.h"
#include "ui/registers/plannedwrite.h"

#include <QDialog>
#include <QObject>
#include <QPointer>
#include <optional>

namespace ui {

class EventLog;
class RegisterModel;

/// From the wish to write to the verdict: asks for confirmation, writes one job after the other
/// and stops at the first that is not accepted, puts the verdicts into the event log and, while the
/// model shows the device concerned, into its rows. What was confirmed is carried out to its end,
/// whatever is shown meanwhile.
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
    /// What would be cut off if it ended now, a sentence; empty while nothing is written.
    QString underWay() const;

private:
    /// Writes under way.
    struct Run
    {
        QPointer<modbus::Connection> connection;
        quint8 unit = modbus::kDefaultUnit;
        modbus::ValueFormat format;
        QList<PlannedWrite> writes;
        QList<modbus::WriteJob> jobs; ///< not ended yet
    };
    bool isBusy() const { return m_run && m_run->connection; }
    void start(const QList<PlannedWrite> &writes, bool alwaysMultiple);
    void writeNext();
    void finish(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome);
    void showInRows(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome);
    void giveUp();
    bool isShown(const Run &run) const;
    QString sentence(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome) const;
    QString verdict(const PlannedWrite &write, const modbus::WriteJob &job,
                    const modbus::WriteOutcome &outcome) const;

    RegisterModel &m_model;
    EventLog &m_events;
    modbus::WriteJournal m_journal;
    QWidget *m_window;
    QPointer<modbus::Connection> m_connection;
    quint8 m_unit = modbus::kDefaultUnit;
    QPointer<QDialog> m_dialog;
    std::optional<Run> m_run;
};

} // namespace ui
