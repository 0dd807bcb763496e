// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace ui {

/// How often a panel reads; empty is on demand.
using Period = std::optional<std::chrono::milliseconds>;

/// "250 ms", "1 s", "10 min", "1 h" or "on demand".
QString periodText(Period period);

/// Reads what periodText() writes and what people type: "0.5 s", "2min", an empty text for on
/// demand. The error is a sentence for the user: no unit, or outside modbus::Poller's limits.
tl::expected<Period, QString> parsePeriod(QStringView text);

/// The periods that a list should offer, on demand first.
QList<Period> usualPeriods();

} // namespace ui
