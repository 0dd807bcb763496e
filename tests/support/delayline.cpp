// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/delayline.h"

#include <QPointer>
#include <QQueue>
#include <QTcpSocket>
#include <QTimer>

namespace support {

namespace {

/// One direction of one connection. Every piece has a timer of its own, started when it came, so
/// that pieces overlap on the line; whichever timer ends sends the oldest piece, so that order is
/// kept.
class Direction : public QObject
{
public:
    Direction(QTcpSocket *from, QTcpSocket *to, std::chrono::milliseconds delay)
        : QObject(to)
        , m_from(from)
        , m_to(to)
        , m_delay(delay)
    {
        connect(from, &QTcpSocket::readyRead, this, &Direction::take);
        connect(from, &QTcpSocket::disconnected, this, [this] {
            take();
            travel({});
        });
        connect(to, &QTcpSocket::connected, this, &Direction::deliverWaiting);
    }

private:
    void take()
    {
        if (m_from && m_from->bytesAvailable() > 0)
            travel(m_from->readAll());
    }

    /// An empty piece is the end of the connection.
    void travel(const QByteArray &piece)
    {
        m_onTheLine.enqueue(piece);
        QTimer::singleShot(m_delay, Qt::PreciseTimer, this, [this] {
            m_arrived.enqueue(m_onTheLine.dequeue());
            deliverWaiting();
        });
    }

    void deliverWaiting()
    {
        if (m_to->state() == QAbstractSocket::ConnectingState ||
            m_to->state() == QAbstractSocket::HostLookupState)
            return;
        if (m_to->state() != QAbstractSocket::ConnectedState)
            m_arrived.clear();
        while (!m_arrived.isEmpty()) {
            const QByteArray piece = m_arrived.dequeue();
            if (piece.isEmpty())
                m_to->disconnectFromHost();
            else
                m_to->write(piece);
        }
        m_to->flush();
    }

    QPointer<QTcpSocket> m_from;
    QTcpSocket *m_to;
    std::chrono::milliseconds m_delay;
    QQueue<QByteArray> m_onTheLine;
    QQueue<QByteArray> m_arrived;
};

} // namespace

DelayLine::DelayLine(const QHostAddress &target, quint16 targetPort,
                     std::chrono::milliseconds eachWay, QObject *parent)
    : QObject(parent)
    , m_target(target)
    , m_targetPort(targetPort)
    , m_eachWay(eachWay)
{
    connect(&m_server, &QTcpServer::newConnection, this, &DelayLine::accept);
    m_server.listen(QHostAddress::LocalHost);
}

void DelayLine::accept()
{
    while (QTcpSocket *near = m_server.nextPendingConnection()) {
        auto *far = new QTcpSocket(&m_server);
        new Direction(near, far, m_eachWay);
        new Direction(far, near, m_eachWay);
        for (QTcpSocket *end : {near, far})
            connect(end, &QTcpSocket::disconnected, end, &QObject::deleteLater);
        near->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        // A target that cannot be reached looks like one that hangs up.
        connect(far, &QTcpSocket::errorOccurred, near, [near, far] {
            near->disconnectFromHost();
            far->deleteLater();
        });
        connect(far, &QTcpSocket::connected, near, [near, far] {
            far->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            disconnect(far, &QTcpSocket::errorOccurred, near, nullptr);
        });
        far->connectToHost(m_target, m_targetPort);
    }
}

} // namespace support
