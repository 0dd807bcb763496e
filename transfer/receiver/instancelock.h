// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/filedescriptor.h"

#include <QString>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// Keeps a second instance from starting: a lock on a file, held by this process and those it forks
/// until the last of them is gone, however it went.
class InstanceLock
{
public:
    /// `inherited`, where it is open, is that of the predecessor in an upgrade.
    static tl::expected<InstanceLock, QString> take(const QString &path,
                                                    FileDescriptor inherited = {});
    /// Notes this process in the file, for people.
    void writeProcessId();
    int descriptor() const { return m_file.get(); }

private:
    FileDescriptor m_file;
};

} // namespace transfer::receiver
