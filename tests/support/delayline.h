// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTcpServer>
#include <chrono>

namespace support {

/// A long wire: a TCP proxy on loopback that passes everything on to a target, each way later by
/// the same time. What is sent in one go or one after the other travels at once, as on a real line:
/// latency is added, bandwidth is not taken. Closing travels like data.
class DelayLine : public QObject
{
    Q_OBJECT
public:
    DelayLine(const QHostAddress &target, quint16 targetPort, std::chrono::milliseconds eachWay,
              QObject *parent = nullptr);

    /// Where clients connect, on 127.0.0.1. 0 when no port could be had.
    quint16 port() const { return m_server.serverPort(); }

private:
    void accept();

    QHostAddress m_target;
    quint16 m_targetPort;
    std::chrono::milliseconds m_eachWay;
    QTcpServer m_server;
};

} // namespace support
