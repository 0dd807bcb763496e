// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <compare>
#include <set>
#include <sys/types.h>
#include <tl/expected.hpp>

namespace transfer::receiver {

/// One run of a process. The number alone may be another process's later.
struct ProcessIdentity
{
    pid_t pid = 0;
    quint64 startTime = 0; ///< clock ticks since the system started (proc(5), stat field 22)
    friend auto operator<=>(const ProcessIdentity &, const ProcessIdentity &) = default;
};

/// The nginx that runs, as its pid file and /proc show it. nginx names its processes: the master
/// "nginx: master process ...", a worker of the configuration in effect "nginx: worker process",
/// and one that only finishes its requests "nginx: worker process is shutting down".
class NginxProcess
{
public:
    /// The process that the pid file names, where that is an nginx. Else the reason: no file, a
    /// stale one, another program's number. Reads /proc, so works on Linux alone.
    static tl::expected<NginxProcess, QString> find(const QString &pidFile);

    const ProcessIdentity &identity() const { return m_identity; }
    bool isRunning() const;
    /// Its workers that take new requests.
    std::set<ProcessIdentity> servingWorkers() const;

private:
    explicit NginxProcess(ProcessIdentity identity)
        : m_identity(identity)
    {
    }

    ProcessIdentity m_identity;
};

} // namespace transfer::receiver
