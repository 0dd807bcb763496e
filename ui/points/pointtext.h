// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/point.h"
#include "ui/points/pointlivestore.h"

namespace ui {

/// The tag, or where the point is while it has none.
QString nameOf(const modbus::Point &point);

/// "on" or "off" for Bool, the engineering value or text otherwise; empty unless good.
QString shownValue(const modbus::Point &point, const modbus::PointValue &value);
/// As the device holds it, before scaling.
QString shownRaw(const modbus::Point &point, const modbus::PointValue &value);
/// Six significant digits: what statistics are good for.
QString shownNumber(double number);
/// Quality, limits and reasons, a symbol first where something is wrong.
QString shownState(const modbus::Point &point, const modbus::PointValue &value);
/// True for a good latest value that is beyond a limit.
bool shownLimit(const modbus::Point &point, const PointLive &live);
/// What a typed text will be in the device, as a value is shown: rounded, "on" for "1".
QString shownText(const modbus::Point &point, const QString &text);
/// Why a text cannot be sent as the point's engineering value (no such value, beyond a limit), a
/// sentence; empty when it can.
QString whyNotSendable(const modbus::Point &point, const QString &text);
/// "0.3 s", "12 s", "5 min": a time that has passed, in milliseconds.
QString elapsedText(qint64 milliseconds);

} // namespace ui
