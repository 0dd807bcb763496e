// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakerelay.h"

#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

namespace support {

FakeRelay::FakeRelay(QByteArray answer, Manner manner)
    : m_answer(std::move(answer))
    , m_manner(manner)
{
    if (!m_server.listen(QHostAddress::LocalHost))
        qFatal("fake relay: %s", qPrintable(m_server.errorString()));
    connect(&m_server, &QTcpServer::newConnection, this,
            [this] { serve(m_server.nextPendingConnection()); });
}

void FakeRelay::serve(QTcpSocket *client)
{
    client->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(client, &QTcpSocket::readyRead, this, [this, client] {
        m_messages.append(client->readAll());
        answer(client);
    });
}

void FakeRelay::answer(QTcpSocket *client)
{
    switch (m_manner) {
    case Manner::Answer:
        client->write(m_answer);
        client->disconnectFromHost();
        break;
    case Manner::AnswerByteByByte:
        sayByteByByte(client, 0);
        break;
    case Manner::Stall:
        break;
    case Manner::Close:
        client->disconnectFromHost();
        break;
    case Manner::Reset: {
        const linger atOnce{1, 0};
        ::setsockopt(static_cast<int>(client->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                     sizeof atOnce);
        client->abort();
        break;
    }
    }
}

void FakeRelay::sayByteByByte(QTcpSocket *client, qsizetype from)
{
    if (from == m_answer.size()) {
        client->disconnectFromHost();
        return;
    }
    client->write(m_answer.sliced(from, 1));
    client->flush();
    QTimer::singleShot(1, client, [this, client, from] { sayByteByByte(client, from + 1); });
}

} // namespace support
