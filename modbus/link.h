// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"
#include "modbus/error.h"
#include "modbus/replytap.h"
#include "modbus/trafficframe.h"

#include <QDeadlineTimer>
#include <QModbusTcpClient>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <optional>

class QTcpSocket;

namespace modbus {

/// Qt's client without its decoding of replies, register by register through a QDataStream: what a
/// reply says is read off the wire by ReplyTap and checkReply().
class PlainClient : public QModbusTcpClient
{
    Q_OBJECT
public:
    using QModbusTcpClient::QModbusTcpClient;

protected:
    bool processResponse(const QModbusResponse &, QModbusDataUnit *) override { return true; }
    bool processPrivateResponse(const QModbusResponse &, QModbusDataUnit *) override
    {
        return true;
    }
};

/// Keeps one QModbusTcpClient connected while the user wants it to be: a connect timeout, which
/// the client lacks, reconnecting with back-off, TCP_NODELAY and keep-alive.
/// A connection that is lost after it had proved useful is made again at once; failures after that
/// wait 0.5 s, 1 s, 2 s ... up to 30 s.
class Link : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Offline, ///< the user does not want to be connected
        Connecting,
        Connected,
        Waiting, ///< an attempt failed; the next one comes after a back-off
    };
    Q_ENUM(State)

    struct Times
    {
        std::chrono::milliseconds connectTimeout{3000};
        std::chrono::milliseconds backoffFirst{500}; ///< doubles with each failure
        std::chrono::milliseconds backoffMost{30000};
    };

    Link(Endpoint endpoint, Times times, QObject *parent);
    ~Link() override;

    const Endpoint &endpoint() const { return m_endpoint; }
    void setTimes(const Times &times) { m_times = times; }

    void open();
    void close();
    void retryNow();
    /// Drops a connection that is of no use any more, and reconnects.
    void drop(const Error &why);
    /// The peer has answered lawfully: the back-off starts over.
    void prove();
    /// It has answered lawfully on the present connection.
    bool isProved() const { return m_isProved; }

    State state() const { return m_state; }
    const std::optional<Error> &lastError() const { return m_lastError; }
    std::chrono::milliseconds untilNextAttempt() const;

    QModbusTcpClient &client() { return m_client; }
    const ReplyTap &tap() const { return m_tap; }
    /// Of the present TCP connection; null and 0 while there is none.
    TcpEnds ends() const;
    /// Sends what the client has written, without waiting for the next turn of the event loop.
    void flush();

signals:
    void stateChanged(modbus::Link::State state);
    /// There was a connection and now there is none. `byPeer`: closed or reset from there.
    /// state() is Connecting when the next attempt is made at once.
    void lost(const modbus::Error &why, bool byPeer);
    /// An attempt came to nothing.
    void attemptFailed(const modbus::Error &why);
    void frameReceived(const modbus::Frame &frame);
    void framingFault(const QString &detail, const QByteArray &bytes);

private:
    void attempt();
    void onConnected();
    void onDisconnected();
    void onSocketError();
    void failAttempt(const Error &why);
    void waitForNextAttempt();
    void setState(State state);
    Error errorOf(Error::Kind kind, const QString &detail) const;
    QTcpSocket &socket() const;

    Endpoint m_endpoint;
    Times m_times;
    PlainClient m_client{this};
    ReplyTap m_tap{m_client};
    State m_state = State::Offline;
    std::optional<Error> m_lastError;
    QTimer m_connectTimer;
    QTimer m_backoffTimer;
    std::optional<Error> m_dropReason;
    int m_waits = 0;         ///< back-offs since the peer last answered lawfully
    bool m_isProved = false; ///< it has answered on this connection
};

} // namespace modbus
