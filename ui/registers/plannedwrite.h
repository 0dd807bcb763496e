// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/writer.h"

#include <QList>
#include <QString>

namespace ui {

/// One value that the user wants to write, with what stood there before.
struct PlannedWrite
{
    modbus::Address address;
    QList<quint16> oldRegisters; ///< empty when it was never read
    QList<quint16> newRegisters;
};

/// Neighbours go out together: one job a run of adjacent addresses. `writes` are by address.
QList<modbus::WriteJob> writeJobs(const QList<PlannedWrite> &writes, quint8 unit,
                                  bool alwaysMultiple);

/// The function code that a job goes out with, and its name in the specification:
/// "FC 6 (Write Single Register)".
QString functionOf(const modbus::WriteJob &job);

} // namespace ui
