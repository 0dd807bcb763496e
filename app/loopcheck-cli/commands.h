// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace cli {

// The commands, a file each. Each takes the program's arguments and gives its exit code.
int read(const QStringList &arguments);
int write(const QStringList &arguments);
int poll(const QStringList &arguments);
int identify(const QStringList &arguments);
int raw(const QStringList &arguments);
int push(const QStringList &arguments);
int pair(const QStringList &arguments);
int rules(const QStringList &arguments);
int receiver(const QStringList &arguments);
int points(const QStringList &arguments);
int demo(const QStringList &arguments);
int scan(const QStringList &arguments);
int doctor(const QStringList &arguments);

} // namespace cli
