// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <chrono>
#include <functional>

namespace modbus::discovery {

/// How an attempt to connect ended.
struct Opening
{
    enum class End {
        Open,
        HostNotFound,
        Refused,
        Unreachable,
        Silent, ///< nobody answered the attempt within its time
    };
    End end = End::Open;
    std::chrono::microseconds time{};
    QString detail; ///< what the system says, untranslated
};

/// What came back on a connection.
struct Heard
{
    QByteArray bytes;                  ///< at most ProbeSocket::kMostBytes
    std::chrono::microseconds first{}; ///< until its first byte; 0 where nothing came
    bool isClosed = false;             ///< by the peer, by then
};

/// One TCP connection on which exactly the bytes go out that are given, one after the other, for
/// questions beneath Connection: is there a session to be had, in what framing does it answer, how
/// many requests does it stand at once. One thing at a time: open, then ask, then ask again.
/// To be destroyed by deleteLater() where a callback of its own is on the stack.
class ProbeSocket : public QObject
{
    Q_OBJECT
public:
    static constexpr qsizetype kMostBytes = 65536;

    explicit ProbeSocket(Endpoint endpoint, QObject *parent = nullptr);
    ~ProbeSocket() override;

    /// `done` is called once, later; not after stop() or destruction.
    void open(std::chrono::milliseconds timeout, std::function<void(const Opening &)> done);
    /// Sends bytes (none: listens only) and waits until `isEnough` says so of what has come since,
    /// the peer closes, or the deadline passes. `done` is called once, later.
    void ask(const QByteArray &bytes, std::chrono::milliseconds deadline,
             std::function<bool(const QByteArray &)> isEnough,
             std::function<void(const Heard &)> done);
    bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
    /// Ends the connection; nothing is called any more.
    void stop();

private:
    void endOpening(Opening::End end, const QString &detail);
    void take();
    void endAsking();

    Endpoint m_endpoint;
    QTcpSocket m_socket;
    QTimer m_timer;
    QElapsedTimer m_clock;
    Heard m_answer;
    std::function<void(const Opening &)> m_opened;
    std::function<bool(const QByteArray &)> m_isEnough;
    std::function<void(const Heard &)> m_answered;
};

} // namespace modbus::discovery
