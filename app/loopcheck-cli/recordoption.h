// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/commandline.h"
#include "modbus/recorder/recorder.h"

namespace cli {

/// --record and what belongs to it.
void addRecordOption(CommandLine &line);
/// Empty where nothing is to be recorded.
tl::expected<std::optional<modbus::recorder::Settings>, Failure>
recordSettingsFrom(const CommandLine &line);

/// Records what a command reads.
class Recording
{
public:
    /// `device`: of the points that name none.
    Recording(const QList<modbus::Point> &points, const std::optional<modbus::Endpoint> &device);

    /// Waits until the store is open, or known to be away: then samples are spooled. A failure
    /// where it won't open.
    tl::expected<void, Failure> start(const modbus::recorder::Settings &settings);
    void take(const QList<modbus::Sample> &samples) { m_recorder.take(samples); }
    /// Writes what waits and says on stderr what became of it. A failure where samples did not
    /// reach the store.
    tl::expected<void, Failure> finish();

private:
    modbus::recorder::Recorder m_recorder;
};

} // namespace cli
