// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QTcpServer>

class QTcpSocket;

namespace support {

/// A relay as it stands in the field, without a receiver behind it: takes the first bytes for its
/// message and gives one answer. Or it misbehaves.
class FakeRelay : public QObject
{
public:
    enum class Manner { Answer, AnswerByteByByte, Stall, Close, Reset };

    explicit FakeRelay(QByteArray answer, Manner manner = Manner::Answer);
    quint16 port() const { return m_server.serverPort(); }
    const QList<QByteArray> &messages() const { return m_messages; }

private:
    void serve(QTcpSocket *client);
    void answer(QTcpSocket *client);
    void sayByteByByte(QTcpSocket *client, qsizetype from);

    const QByteArray m_answer;
    const Manner m_manner;
    QTcpServer m_server;
    QList<QByteArray> m_messages;
};

} // namespace support
