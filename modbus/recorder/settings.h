// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/storeaddress.h"

#include <chrono>

namespace modbus::recorder {

/// When a new file is begun. 0 means never. Files only.
struct Rotation
{
    qint64 bytes = 0;
    std::chrono::seconds age{0};
    friend bool operator==(const Rotation &, const Rotation &) = default;
};

/// What is kept at most. 0 means all of it. `bytes` counts the files of one series together and
/// means nothing to PostgreSQL. Of files whole ones are deleted, see rotationFor().
struct Retention
{
    qint64 bytes = 0;
    std::chrono::seconds age{0};
    friend bool operator==(const Retention &, const Retention &) = default;
};

struct Settings
{
    StoreAddress store;
    Rotation rotation;
    Retention retention;
    QString spoolFolder; ///< empty: usualSpoolFolder()
    /// The spool grows to this and no further.
    qint64 spoolBytes = qint64(2) * 1024 * 1024 * 1024;
    /// Samples that wait in memory for the spool's disk, at most. Beyond them samples are lost,
    /// and the status says so.
    int queuedSamples = 500'000;
    /// Rows that wait in memory for a store that is slow but there, at most; more are spooled.
    int memoryRows = 100'000;
    /// How long stop() goes on writing what waits. The rest stays in the spool.
    std::chrono::milliseconds flushFor{5000};
};

/// When files begin so that the retention can be kept: the file that is written is never deleted,
/// so it must not hold all that may be kept.
Rotation rotationFor(const Settings &settings);

/// Where spools are kept: in the user's data folder, the same for all of Loopcheck's programs.
QString usualSpoolFolder();

} // namespace modbus::recorder
