// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/meters.h"

#include <QDateTime>

namespace ui {

/// What a recording does, in a sentence: "Recording 2,000 points, 20,013 samples/s: 1.2 M rows,
/// 48 MB in plant.sqlite."
QString recorderSentence(const modbus::recorder::Status &status);
/// What waits, and since when: "The store is away since 12:04:31. 31,000 samples (1.8 MB) wait in
/// the spool." Empty when nothing is to be said.
QString recorderWaiting(const modbus::recorder::Status &status);
/// For the dock's title: "Recorder: 20,013 samples/s".
QString recorderTitle(const modbus::recorder::Status &status);

/// "950", "31,000", "1.2 M".
QString countText(quint64 count);

} // namespace ui
