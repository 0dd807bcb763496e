// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QByteArray>
#include <map>

namespace transfer::receiver {

/// What this process was given open when it was started: by its predecessor in an upgrade
/// (HandOver), or the sockets by systemd (LISTEN_FDS with names).
class Inheritance
{
public:
    /// Takes it out of the environment, so that the programs that are run don't see it.
    static Inheritance take();

    /// Whether a predecessor waits for this process to say that it serves.
    bool isSuccessor() const { return m_ready.isOpen(); }
    /// Not open where there is none of that name.
    FileDescriptor take(const QByteArray &name);
    /// This process serves; the predecessor, or systemd, may go on.
    void sayReady();

private:
    std::map<QByteArray, FileDescriptor> m_descriptors;
    FileDescriptor m_ready;
};

/// Tells systemd, where that started this process and wants to know (sd_notify(3)).
void tellServiceManager(const QByteArray &state);

} // namespace transfer::receiver
