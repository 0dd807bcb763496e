// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/adufields.h"
#include "modbus/trafficlog.h"

#include <QString>

// What users read of a frame, the same words in the window and in exported files. Translatable
// (context "modbus"); names of functions and fields are the specification's.
namespace modbus {

/// All fields of a request or reply; of debris as far as it looks like a reply; else none.
QList<PduField> fieldsOf(const TrafficEntry &entry);

/// "sent", "received"; for what befell the line "line".
QString directionText(const TrafficEntry &entry);

/// "Read Coils"; empty for what has no function.
QString functionText(const TrafficEntry &entry);

/// "late reply": what is wrong, in a word or two; empty when nothing is.
QString flagText(TrafficFrame::Flag flag);

/// What it says, in one line: the fault first where there is one.
QString summaryText(const TrafficEntry &entry);

/// What is wrong in a whole sentence with its remedy; empty when nothing is.
QString faultSentence(const TrafficEntry &entry);

/// "2026-03-01 12:04:07.123456", in UTC.
QString utcText(std::chrono::microseconds time);

/// "0.42 ms", "18 us": as exact as it was measured.
QString microsecondsText(std::chrono::microseconds duration);

} // namespace modbus
