// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/link.h"

#include <QNetworkProxy>
#include <QTcpSocket>
#include <utility>

namespace modbus {

namespace {

/// Longer than any deadline of ours: the client's own timers never decide.
constexpr int kClientTimeoutMs = 24 * 60 * 60 * 1000;

Error::Kind kindOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Error::Kind::Refused;
    case QAbstractSocket::HostNotFoundError:
        return Error::Kind::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return Error::Kind::ConnectTimeout;
    case QAbstractSocket::RemoteHostClosedError:
        return Error::Kind::ConnectionLost;
    default:
        return Error::Kind::Unreachable;
    }
}

} // namespace

Link::Link(Endpoint endpoint, Times times, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
    , m_times(times)
{
    m_client.setTimeout(kClientTimeoutMs);
    m_client.setNumberOfRetries(0);
    socket().setProxy(QNetworkProxy::NoProxy);

    m_connectTimer.setSingleShot(true);
    m_backoffTimer.setSingleShot(true);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        socket().abort();
        failAttempt(errorOf(Error::Kind::ConnectTimeout,
                            QStringLiteral("no answer to the TCP connect within %1 ms")
                                .arg(m_times.connectTimeout.count())));
    });
    connect(&m_backoffTimer, &QTimer::timeout, this, &Link::attempt);
    connect(&socket(), &QTcpSocket::connected, this, &Link::onConnected);
    connect(&socket(), &QTcpSocket::disconnected, this, &Link::onDisconnected);
    connect(&socket(), &QTcpSocket::errorOccurred, this, &Link::onSocketError);
    connect(&m_tap, &ReplyTap::frameReceived, this, &Link::frameReceived);
    connect(&m_tap, &ReplyTap::framingFault, this, &Link::framingFault);
}

Link::~Link()
{
    socket().disconnect(this);
    socket().abort();
}

QTcpSocket &Link::socket() const
{
    return *qobject_cast<QTcpSocket *>(m_client.device());
}

void Link::open()
{
    if (m_state == State::Offline)
        attempt();
}

void Link::close()
{
    const State before = std::exchange(m_state, State::Offline);
    m_waits = 0;
    m_lastError.reset();
    m_connectTimer.stop();
    m_backoffTimer.stop();
    socket().abort();
    if (before != State::Offline)
        emit stateChanged(State::Offline);
}

void Link::retryNow()
{
    if (m_state == State::Waiting)
        attempt();
}

void Link::drop(const Error &why)
{
    if (m_state != State::Connected)
        return;
    m_dropReason = why;
    socket().abort(); // goes on in onDisconnected()
}

void Link::prove()
{
    m_isProved = true;
    m_waits = 0;
}

std::chrono::milliseconds Link::untilNextAttempt() const
{
    return m_backoffTimer.isActive() ? m_backoffTimer.remainingTimeAsDuration()
                                     : std::chrono::milliseconds(0);
}

TcpEnds Link::ends() const
{
    const QTcpSocket &tcp = socket();
    if (m_state != State::Connected)
        return {};
    return {tcp.localAddress(), tcp.peerAddress(), tcp.localPort(), tcp.peerPort()};
}

void Link::flush()
{
    socket().flush();
}

void Link::attempt()
{
    m_backoffTimer.stop();
    m_isProved = false;
    m_dropReason.reset();
    setState(State::Connecting);
    if (m_state != State::Connecting)
        return; // whoever heard of it closed the connection
    m_connectTimer.start(m_times.connectTimeout);
    // Not connectDevice(): it takes host and port through a URL, which alters some host names.
    socket().abort();
    socket().connectToHost(m_endpoint.host, m_endpoint.port);
}

void Link::onConnected()
{
    m_connectTimer.stop();
    socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
    socket().setSocketOption(QAbstractSocket::KeepAliveOption, 1);
    m_lastError.reset();
    setState(State::Connected);
}

void Link::onDisconnected()
{
    if (m_state != State::Connected)
        return;
    const bool byPeer = !m_dropReason;
    const Error why = m_dropReason.value_or(
        errorOf(Error::Kind::ConnectionLost,
                m_isProved ? socket().errorString()
                           : QStringLiteral("closed by the peer before it answered anything")));
    m_dropReason.reset();
    m_lastError = why;
    if (m_isProved) {
        // From the event loop: the socket is still clearing up after the old connection.
        m_backoffTimer.start(std::chrono::milliseconds(0));
        setState(State::Connecting);
    } else {
        waitForNextAttempt();
    }
    emit lost(why, byPeer);
}

void Link::onSocketError()
{
    if (m_state == State::Connecting && !m_backoffTimer.isActive())
        failAttempt(errorOf(kindOf(socket().error()), socket().errorString()));
}

void Link::failAttempt(const Error &why)
{
    m_connectTimer.stop();
    m_lastError = why;
    waitForNextAttempt();
    emit attemptFailed(why);
}

void Link::waitForNextAttempt()
{
    const auto wait =
        std::min(m_times.backoffFirst * (1 << std::min(m_waits, 16)), m_times.backoffMost);
    ++m_waits;
    m_backoffTimer.start(wait);
    setState(State::Waiting);
}

void Link::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged(state);
}

Error Link::errorOf(Error::Kind kind, const QString &detail) const
{
    Error error;
    error.kind = kind;
    error.detail = detail;
    error.target.endpoint = m_endpoint;
    return error;
}

} // namespace modbus
