// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registers/plannedwrite.h"

namespace ui {

QList<modbus::WriteJob> writeJobs(const QList<PlannedWrite> &writes, quint8 unit,
                                  bool alwaysMultiple)
{
    QList<modbus::WriteJob> jobs;
    bool areOldKnown = true;
    for (const PlannedWrite &write : writes) {
        const bool isAdjacent =
            !jobs.isEmpty() &&
            jobs.last().first.offset + jobs.last().values.size() == write.address.offset;
        if (!isAdjacent) {
            areOldKnown = true;
            jobs.append({unit, write.address, {}, {}, alwaysMultiple});
        }
        modbus::WriteJob &job = jobs.last();
        job.values += write.newRegisters;
        areOldKnown = areOldKnown && !write.oldRegisters.isEmpty();
        if (areOldKnown)
            job.oldValues += write.oldRegisters;
        else
            job.oldValues.clear();
    }
    return jobs;
}

QString functionOf(const modbus::WriteJob &job)
{
    const bool isSingle = job.values.size() == 1 && !job.alwaysMultiple;
    if (modbus::isBitTable(job.first.table)) {
        return isSingle ? QStringLiteral("FC 5 (Write Single Coil)")
                        : QStringLiteral("FC 15 (Write Multiple Coils)");
    }
    return isSingle ? QStringLiteral("FC 6 (Write Single Register)")
                    : QStringLiteral("FC 16 (Write Multiple Registers)");
}

} // namespace ui
