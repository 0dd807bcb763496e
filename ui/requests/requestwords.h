// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/requestrun.h"

namespace ui {

/// The reply's PDU, checked or not; empty when none came.
QByteArray replyOf(const modbus::RequestOutcome &outcome);

bool isBad(const modbus::RequestOutcome &outcome);

/// In a few words, for a row: "answered", "exception 02 Illegal data address", "verified".
QString outcomeInBrief(const modbus::Request &request, const modbus::RequestOutcome &outcome);
/// In whole sentences with cause and remedy.
QString outcomeText(const modbus::Request &request, const modbus::RequestOutcome &outcome);

/// What a write is going to change, old and new values side by side where they are known:
/// "holding register 400005 (PDU 4): 4 -> 5".
QString changeText(const modbus::Request &request, const QList<quint16> &before);

} // namespace ui
