// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/handover.h"
#include "transfer/receiver/listeningsocket.h"

#include <QString>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// Goes on in a process of its own, without a terminal and with / as its directory; the process
/// that called ends with status 0. To be called before there is a QCoreApplication.
tl::expected<void, QString> daemonise();

/// Forks a worker, in which it returns at once with nothing. The calling process stays behind,
/// starts the worker again with a growing pause whenever it crashed, passes SIGHUP on, and returns
/// the exit status of all when the worker ended by itself or SIGTERM has ended it; it closes its
/// copy of the listening sockets then, so that nobody connects to a daemon that ends. To be called
/// before there is a QCoreApplication. On SIGUSR2 it starts a successor; once that serves, the
/// worker ends, and this process with it.
std::optional<int> supervise(ListeningSockets &sockets, HandOver &handOver);

} // namespace transfer::receiver
