// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/loopcheck-cli/commandline.h"

namespace cli {

/// The options of a push to receivers that were paired.
void addSecurePushOptions(CommandLine &line);
/// Those of them that were given.
QStringList securePushOptionsIn(const CommandLine &line);
/// Pushes a file to receivers that were paired. Gives the exit code.
int securePush(const CommandLine &line, const QString &file, const QStringList &receivers,
               const QString &nameThere);

} // namespace cli
