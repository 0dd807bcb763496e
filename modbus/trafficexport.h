// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/trafficlog.h"

#include <QIODevice>
#include <tl/expected.hpp>
#include <vector>

namespace modbus {

enum class TrafficFormat {
    Text,   ///< one line a frame, for people
    Csv,    ///< RFC 4180, one row a frame with a header row
    Pcapng, ///< for Wireshark, see PcapngWriter
};

/// Writes frames to a file, wholly or not at all: a file that is already there is replaced when
/// everything has been written. The error is a sentence with its remedy (context "modbus").
/// Takes a second or so for 100,000 frames; may run in any thread.
tl::expected<void, QString> saveTraffic(const std::vector<TrafficEntry> &entries,
                                        TrafficFormat format, const QString &path);

/// The same, to a device that is open.
void writeTraffic(const std::vector<TrafficEntry> &entries, TrafficFormat format,
                  QIODevice &device);

/// A frame as one line of the text format, without the end of line.
QString textLine(const TrafficEntry &entry);

} // namespace modbus
