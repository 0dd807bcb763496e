// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <vector>

namespace support {

/// A port on 127.0.0.1 where connecting neither succeeds nor fails: its queue is full and nobody
/// accepts.
class BusyListener
{
public:
    BusyListener();
    ~BusyListener();
    BusyListener(const BusyListener &) = delete;
    BusyListener &operator=(const BusyListener &) = delete;
    quint16 port() const { return m_port; }

private:
    int m_listener = -1;
    std::vector<int> m_queued;
    quint16 m_port = 0;
};

} // namespace support
