// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/commandline.h"
#include "transfer/secure/change.h"

#include <QJsonObject>
#include <optional>

namespace cli {

// What changes over HTTPS have in common.

/// --dry-run, --comment, --expect and --probe with its companions.
void addChangeOptions(CommandLine &line);
/// Those of `options` that were given, as "--name".
QStringList givenOptions(const CommandLine &line, const QStringList &options);
/// Those that addChangeOptions() added.
QStringList changeOptionsIn(const CommandLine &line);
/// Fills in what these options say.
tl::expected<void, Failure> readChangeOptions(const CommandLine &line,
                                              transfer::secure::ChangeRequest &request);

/// What the command ends with, and why, where it did not end well.
std::optional<Failure> failureOf(const transfer::secure::ChangeResult &result);
/// receiver, name, action, outcome, dryRun, bytes, sha256, previousSha256, version, phases, key,
/// durationMs, and error where there is one.
QJsonObject toJson(const transfer::secure::ChangeResult &result);
/// The result in sentences: on stdout how it ended and each phase, on stderr what to do about it.
void print(const transfer::secure::ChangeResult &result);
/// Prints one result, as JSON where that is wanted. Gives its exit code.
int conclude(const CommandLine &line, const transfer::secure::ChangeResult &result);

} // namespace cli
