// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/session.h"

#include <QHostAddress>
#include <QLoggingCategory>
#include <sys/socket.h>

namespace transfer::receiver {

using namespace Qt::StringLiterals;

namespace {

/// A peer that waits for its answers leaves none unread; one that doesn't shall not fill our
/// memory.
constexpr qint64 kMostUnreadAnswers = 65536;

/// Bytes that the event loop has not been told of yet, because it was busy.
bool hasUnreadBytes(const QTcpSocket &socket)
{
    char byte = 0;
    return ::recv(int(socket.socketDescriptor()), &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

QString nameOf(const QTcpSocket &socket)
{
    bool isV4 = false;
    const quint32 v4 = socket.peerAddress().toIPv4Address(&isV4);
    const QString address =
        isV4 ? QHostAddress(v4).toString() : u'[' + socket.peerAddress().toString() + u']';
    return u"%1:%2"_s.arg(address, QString::number(socket.peerPort()));
}

} // namespace

Session::Session(std::unique_ptr<QTcpSocket> socket, SessionLimits limits, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
    , m_limits(limits)
    , m_peer(nameOf(*m_socket))
{
    constexpr qint64 kReadBuffer = 65536;
    m_socket->setReadBufferSize(kReadBuffer);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_silence.setSingleShot(true);
    m_limit.setSingleShot(true);

    connect(m_socket.get(), &QTcpSocket::readyRead, this, &Session::read);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &Session::disconnected);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        if (hasUnreadBytes(*m_socket))
            m_silence.start(m_limits.silence);
        else
            fellSilent();
    });
    connect(&m_limit, &QTimer::timeout, this, [this] {
        if (isReceiving())
            giveUp(u"it sent nothing complete for %1 s"_s.arg(m_limits.stall.count() / 1000.0));
        else
            end();
    });
    m_limit.start(m_limits.stall);
}

Session::~Session()
{
    m_socket->disconnect(this);
}

void Session::closeIfIdle()
{
    if (isReceiving() && !hasBegun() && !hasUnreadBytes(*m_socket))
        end();
}

void Session::hurry()
{
    if (isReceiving())
        giveUp(u"this daemon ends"_s);
    else if (m_phase == Phase::Working)
        hurryWork();
    else
        end();
}

void Session::read()
{
    const QByteArray bytes = m_socket->readAll();
    if (!isReceiving())
        return; // read nevertheless: closing with unread bytes would reset, and lose the answer
    m_silence.stop();
    received(bytes);
}

void Session::send(const QByteArray &answer)
{
    m_socket->write(answer);
    m_socket->flush();
    if (!isReceiving())
        return;
    if (m_socket->bytesToWrite() > kMostUnreadAnswers)
        return giveUp(u"it does not read the answers"_s);
    m_limit.start(m_limits.stall);
}

void Session::expectSilence()
{
    m_silence.start(m_limits.silence);
}

void Session::beginWork()
{
    m_phase = Phase::Working;
    m_silence.stop();
    m_limit.stop();
}

void Session::answerAndClose(const QByteArray &answer)
{
    m_phase = Phase::Closing;
    m_silence.stop();
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        return end();
    m_socket->write(answer);
    m_socket->flush();
    if (m_phase == Phase::Ended)
        return;
    if (m_socket->bytesToWrite() == 0)
        ::shutdown(int(m_socket->socketDescriptor()), SHUT_WR);
    m_limit.start(m_limits.linger);
}

void Session::giveUp(const QString &why)
{
    qWarning().noquote() << u"%1: given up: %2; nothing was changed"_s.arg(m_peer, why);
    end();
}

void Session::disconnected()
{
    if (isReceiving() && hasBegun())
        giveUp(u"it closed the connection"_s);
    else if (m_phase != Phase::Working)
        end();
}

void Session::end()
{
    if (m_phase == Phase::Ended)
        return;
    m_phase = Phase::Ended;
    m_silence.stop();
    m_limit.stop();
    m_socket->abort();
    emit ended();
}

} // namespace transfer::receiver
