// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTimer>
#include <tl/expected.hpp>

class QModbusTcpServer;

namespace modbus {

/// A Modbus TCP server to try things on: all four tables full size, unit identifier 1.
/// At rest: holding register i = i, input register i = 65535 - i, coil i = (i mod 3 == 0),
/// discrete input i = (i mod 2 == 0). Unless Static, addresses 0..99 of each table are live:
/// docs/demo-device.md has the list.
class DemoDevice : public QObject
{
    Q_OBJECT
public:
    enum class Signals { Live, Static };
    explicit DemoDevice(Signals liveness, QObject *parent = nullptr);
    ~DemoDevice() override;

    /// Listens on an address; port 0 takes a free one. Gives the port, or the reason why not.
    tl::expected<quint16, QString> listen(const QHostAddress &address, quint16 port);
    void close();

    /// The server behind it, so that tests can look at what it holds.
    QModbusTcpServer &server() { return *m_server; }

private:
    void tick();

    QModbusTcpServer *m_server;
    QTimer m_timer;
    quint64 m_ticks = 0;
};

} // namespace modbus
