// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/snapshot.h"

#include <tl/expected.hpp>

namespace modbus::discovery {

/// Version 1 of the format: JSON, {"format": "loopcheck-snapshot", "version": 1, "title", "host",
/// "port", "takenAt" (ISO 8601, UTC), "blocks": [{"unit", "table", "first", "values": [number or
/// null]}], "points": [{"tag", "device", "unit", "table", "address", "quality", "text"}]}.
QByteArray writeSnapshot(const Snapshot &snapshot);
/// Everything is checked; the error is a sentence that says what is wrong and where.
tl::expected<Snapshot, QString> readSnapshot(const QByteArray &bytes);

/// Whole or not at all.
tl::expected<void, QString> saveSnapshot(const Snapshot &snapshot, const QString &path);
tl::expected<Snapshot, QString> loadSnapshot(const QString &path);

} // namespace modbus::discovery
