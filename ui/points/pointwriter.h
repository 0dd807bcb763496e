// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"
#include "modbus/writer.h"

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <optional>

namespace ui {

class EventLog;

/// What is to be written to a point, as the user is asked about it.
struct PointWrite
{
    int row = -1;        ///< of the list, for its note
    modbus::Point point; ///< as it was when it was asked for
    /// As the user saw it last, good; none when it was never read.
    std::optional<modbus::PointValue> old;
    QString newText; ///< as typed, or "1" and "0"
    /// Writes the opposite after this time; Bool only.
    std::optional<std::chrono::milliseconds> pulse;
};

/// Writes to points: one after the other, each read back. A bit of a register is written by
/// reading the register, changing the bit and writing it back.
class PointWriter : public QObject
{
    Q_OBJECT
public:
    PointWriter(EventLog &events, modbus::WriteJournal journal, QObject *parent = nullptr);

    bool isBusy() const { return m_run.has_value(); }
    /// What would be cut off if it ended now, a sentence; empty while nothing is written.
    QString underWay() const;
    /// Not while it is busy. `connection` is that of the point's device, `unit` the unit asked.
    void start(const PointWrite &write, modbus::Connection &connection);
    /// The list is another one: what comes is of no row of it.
    void forgetRow();

signals:
    /// What becomes of it, step by step, for the row.
    void noted(int row, const QString &note);
    /// What was read back, as the point's latest value.
    void readBack(int row, const modbus::PointValue &value);
    void busyChanged();

private:
    struct Run
    {
        PointWrite write;
        QPointer<modbus::Connection> connection;
        QList<quint16> oldRegisters; ///< of the register a bit is in; empty otherwise
        bool isReturning = false;    ///< a pulse's way back
    };
    void step();
    void send(std::optional<quint16> present);
    void finish(const modbus::WriteJob &job, const modbus::WriteOutcome &outcome);
    void end();
    void report(const modbus::WriteOutcome &outcome, const QString &verdict);
    void stopShort(const QString &why);
    QString wantedText() const;
    modbus::Target target() const;

    EventLog &m_events;
    modbus::WriteJournal m_journal;
    std::optional<Run> m_run;
    QTimer m_pulse;
};

} // namespace ui
