// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/failure.h"
#include "transfer/push.h"

#include <QJsonObject>
#include <optional>

namespace cli {

/// Tells each step of a push on stderr while it goes.
void followOnStderr(const transfer::Push &push);

/// The result in one sentence, never more certain than its evidence.
QString sentenceOf(const transfer::PushResult &result, const QString &receiver);
/// What the command ends with, and why, where it did not end well.
std::optional<Failure> failureOf(const transfer::PushResult &result);
/// name, bytes, chunks, outcome, answer, durationMs, and error where there is one.
QJsonObject toJson(const transfer::PushResult &result);

} // namespace cli
