// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/probesocket.h"

#include <QNetworkProxy>
#include <utility>

namespace modbus::discovery {

namespace {

Opening::End endOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::ConnectionRefusedError:
        return Opening::End::Refused;
    case QAbstractSocket::HostNotFoundError:
        return Opening::End::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return Opening::End::Silent;
    default:
        return Opening::End::Unreachable;
    }
}

std::chrono::microseconds since(const QElapsedTimer &clock)
{
    return std::chrono::microseconds(clock.nsecsElapsed() / 1000);
}

} // namespace

ProbeSocket::ProbeSocket(Endpoint endpoint, QObject *parent)
    : QObject(parent)
    , m_endpoint(std::move(endpoint))
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_opened)
            endOpening(Opening::End::Silent, {});
        else
            endAsking();
    });
    connect(&m_socket, &QTcpSocket::connected, this, [this] {
        m_socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        endOpening(Opening::End::Open, {});
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, &ProbeSocket::take);
    connect(&m_socket, &QTcpSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) {
                endOpening(endOf(error), m_socket.errorString());
            });
    connect(&m_socket, &QTcpSocket::disconnected, this, [this] {
        m_answer.isClosed = true;
        take();
        endAsking();
    });
}

ProbeSocket::~ProbeSocket()
{
    stop();
}

void ProbeSocket::open(std::chrono::milliseconds timeout, std::function<void(const Opening &)> done)
{
    stop();
    m_opened = std::move(done);
    m_answer = {};
    m_clock.start();
    m_timer.start(timeout);
    m_socket.connectToHost(m_endpoint.host, m_endpoint.port);
}

void ProbeSocket::ask(const QByteArray &bytes, std::chrono::milliseconds deadline,
                      std::function<bool(const QByteArray &)> isEnough,
                      std::function<void(const Heard &)> done)
{
    m_answer = {};
    m_answer.isClosed = !isOpen();
    m_isEnough = std::move(isEnough);
    m_answered = std::move(done);
    m_clock.start();
    m_timer.start(m_answer.isClosed ? std::chrono::milliseconds(0) : deadline);
    if (!m_answer.isClosed && !bytes.isEmpty()) {
        m_socket.write(bytes);
        m_socket.flush();
    }
}

void ProbeSocket::stop()
{
    m_timer.stop();
    m_opened = nullptr;
    m_answered = nullptr;
    m_socket.abort();
}

void ProbeSocket::endOpening(Opening::End end, const QString &detail)
{
    if (!m_opened)
        return;
    m_timer.stop();
    const auto done = std::exchange(m_opened, nullptr);
    if (end != Opening::End::Open)
        m_socket.abort();
    done({end, since(m_clock), detail});
}

void ProbeSocket::take()
{
    // After abort() there is nothing left to read, and asking for it is complained of.
    const QByteArray bytes = m_socket.isOpen() ? m_socket.readAll() : QByteArray();
    if (!m_answered || bytes.isEmpty())
        return; // what nobody asked for is let go
    if (m_answer.bytes.isEmpty())
        m_answer.first = since(m_clock);
    m_answer.bytes += bytes.first(std::min(bytes.size(), kMostBytes - m_answer.bytes.size()));
    if (m_answer.bytes.size() >= kMostBytes || (m_isEnough && m_isEnough(m_answer.bytes)))
        endAsking();
}

void ProbeSocket::endAsking()
{
    if (!m_answered)
        return;
    m_timer.stop();
    const auto done = std::exchange(m_answered, nullptr);
    done(Heard(m_answer));
}

} // namespace modbus::discovery
