// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/datatype.h"

#include <QList>
#include <QString>
#include <chrono>
#include <span>

namespace ui {

/// Registers of one value as text, or why there is no such value.
QString valueText(const QList<quint16> &registers, const modbus::ValueFormat &format);

/// Registers as they came: "42C8 0000".
QString hexText(std::span<const quint16> registers);

/// An age as shown: "0.3 s", "12 s", "5 min", "2 h".
QString ageText(std::chrono::milliseconds age);

} // namespace ui
