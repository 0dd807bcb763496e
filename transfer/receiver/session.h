// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTcpSocket>
#include <QTimer>
#include <chrono>
#include <memory>

namespace transfer::receiver {

struct SessionLimits
{
    /// A peer that has sent nothing for so long waits for an answer. Longer than TCP's shortest
    /// retransmission, so that a lost segment is not taken for silence.
    std::chrono::milliseconds silence{300};
    std::chrono::milliseconds stall{30000}; ///< for each message
    std::chrono::milliseconds linger{2000}; ///< for the peer to close after the last answer
};

/// One peer's connection, from accepting to closing. It ends by itself; whoever made it deletes it
/// then.
class Session : public QObject
{
    Q_OBJECT
public:
    Session(std::unique_ptr<QTcpSocket> socket, SessionLimits limits, QObject *parent);
    ~Session() override;

    QString peer() const { return m_peer; }
    /// Ends it if the peer has not sent anything yet.
    void closeIfIdle();
    /// The server has no more time: ends it, unless what is being done must come to its own end.
    void hurry();

signals:
    void ended();

protected:
    /// The peer sent something.
    virtual void received(const QByteArray &bytes) = 0;
    /// The peer has been silent since then. Only after expectSilence().
    virtual void fellSilent() = 0;
    virtual bool hasBegun() const = 0;
    virtual void hurryWork() {}

    /// Whether the peer's words still count: it may be gone, or be given up, after any answer.
    bool isReceiving() const { return m_phase == Phase::Receiving; }
    void send(const QByteArray &answer); ///< the peer gets the stall limit anew
    void expectSilence();
    /// The peer's part is done: time limits are off and its leaving changes nothing until
    /// answerAndClose().
    void beginWork();
    void answerAndClose(const QByteArray &answer);
    void giveUp(const QString &why);

private:
    enum class Phase { Receiving, Working, Closing, Ended };

    void read();
    void disconnected();
    void end();

    std::unique_ptr<QTcpSocket> m_socket;
    SessionLimits m_limits;
    QString m_peer;
    Phase m_phase = Phase::Receiving;
    QTimer m_silence;
    QTimer m_limit;
};

} // namespace transfer::receiver
