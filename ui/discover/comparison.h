// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/changelog.h"
#include "modbus/discovery/snapshot.h"
#include "ui/discover/findingsmodel.h"

namespace ui {

/// Findings with their headings.
struct Comparison
{
    QStringList headings;
    QList<FindingRow> rows;
    QString summary; ///< a sentence
};

/// What differs between two snapshots: registers and points.
Comparison comparisonOf(const modbus::discovery::Snapshot &before,
                        const modbus::discovery::Snapshot &after);
/// What a point list has that the device does not give, and the other way round.
Comparison comparisonOf(const modbus::discovery::Snapshot &snapshot,
                        const QList<modbus::Point> &points);
/// What changed while it was watched.
Comparison comparisonOf(const modbus::discovery::ChangeLog &log);

/// "before, 14:03:27: 192.168.0.10:502, 100 addresses": how a snapshot is called in a list.
QString titleOf(const modbus::discovery::Snapshot &snapshot);

} // namespace ui
