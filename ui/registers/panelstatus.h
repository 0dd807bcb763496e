// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "ui/registers/period.h"
#include "ui/tones.h"

#include <QTime>

namespace ui {

/// All that a panel knows of what is going on.
struct PanelSituation
{
    modbus::Connection::State connection = modbus::Connection::State::Offline;
    std::optional<modbus::Error> connectionError;
    std::chrono::milliseconds untilNextAttempt{};
    bool isPolling = false;
    Period period;
    bool isReading = false;
    std::chrono::milliseconds readingFor{}; ///< while reading
    std::chrono::milliseconds sinceReply{}; ///< while reading: since anything came back
    int itemsRead = 0;                      ///< while reading
    int itemsAsked = 0;                     ///< while reading
    QTime lastRead;                         ///< null before the first
    int requests = 0;                       ///< that the last reading took
    std::chrono::microseconds latency{};    ///< of the last reply
    int values = 0;
    int staleValues = 0;
};

/// What a panel says of it, in words, and the tone in which it says it.
struct PanelStatus
{
    QString text;
    Tone tone = Tone::Plain;
};

PanelStatus describe(const PanelSituation &situation);

} // namespace ui
