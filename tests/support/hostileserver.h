// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <functional>

namespace support {

/// One request as it came in.
struct Asked
{
    quint16 transactionId = 0;
    quint8 unit = 0;
    QByteArray pdu;
    QPointer<QTcpSocket> socket;
};

/// The reply that a faultless server would give, ready to be spoilt.
struct Answer
{
    quint16 transactionId = 0;
    quint16 protocolId = 0;
    quint8 unit = 0;
    QByteArray pdu;
    int length = -1; ///< MBAP length; -1 for the right one
    QByteArray bytes() const;
};

/// A Modbus TCP server that does what it is told. Register and bit i read as i (mod 2 for bits)
/// unless written; it serves every unit.
class HostileServer : public QObject
{
    Q_OBJECT
public:
    using Behaviour = std::function<void(const Asked &)>;

    explicit HostileServer(QObject *parent = nullptr);

    /// Listens on 127.0.0.1, or another address of this computer, on a free port unless one is
    /// given.
    quint16 listen(quint16 port = 0, const QHostAddress &address = QHostAddress::LocalHost);
    /// Ends every connection at once that would be one more than so many; 0: all.
    void setMostSessions(int most) { m_mostSessions = most; }
    /// Stops listening and resets what is connected.
    void shutDown();
    quint16 port() const { return m_server.serverPort(); }

    /// What to do with each request from now on; empty: answer it well.
    void setBehaviour(Behaviour behaviour) { m_behaviour = std::move(behaviour); }
    Answer answerTo(const Asked &asked);
    void answerWell(const Asked &asked);
    static void send(const Asked &asked, const QByteArray &bytes);
    static void reset(const Asked &asked);

    /// Every request so far.
    const QList<Asked> &asked() const { return m_asked; }
    int connections() const { return m_connections; }
    /// What a register holds now.
    quint16 holding(quint16 address) const { return m_holding.value(address, address); }
    /// As if the device's process had changed it.
    void setHolding(quint16 address, quint16 value) { m_holding.insert(address, value); }

private:
    void serve(QTcpSocket *socket);
    QByteArray pduFor(const QByteArray &request);

    QTcpServer m_server;
    Behaviour m_behaviour;
    QList<Asked> m_asked;
    QHash<quint16, quint16> m_holding;
    QHash<quint16, bool> m_coils;
    int m_connections = 0;
    int m_open = 0;
    int m_mostSessions = -1; ///< -1: any number
};

} // namespace support
