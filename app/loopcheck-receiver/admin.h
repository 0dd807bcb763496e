// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

/// `init` and `token add|revoke|list`: what makes a receiver trusted, done on its machine. They
/// work while the receiver runs. `words` are the command, `arguments` the program and its options.
/// Gives the exit status: 0, 1 it failed, 2 wrong usage; the reason is on standard error.
int runAdminCommand(const QStringList &words, const QByteArrayList &arguments);
