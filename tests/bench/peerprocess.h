// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QStringList>

namespace bench {

/// The far end of a measurement, in a process of its own (bench_peer): what it computes must not
/// take the event loop of the client under test, and every client meets it in the same way.
class PeerProcess
{
public:
    /// Starts bench_peer and waits until it listens. Ends the program with a message when it fails.
    explicit PeerProcess(const QStringList &arguments);
    ~PeerProcess();
    quint16 port() const { return m_port; }

private:
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace bench
