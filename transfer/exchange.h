// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/push.h"

#include <QElapsedTimer>
#include <QTcpSocket>
#include <QTimer>
#include <functional>

namespace transfer {

/// What every way to push has in common: a connection with retries, one question at a time with a
/// time limit, the record of the steps, and exactly one end. The ways supply the words.
///
/// The functions that return bool emit signals of the push, whose listeners may cancel it or
/// destroy it. They return false when the push is over or gone: the caller then returns at once,
/// touching nothing. open(), write() and await() do nothing once the push is over.
class Exchange : public QObject
{
    Q_OBJECT
public:
    using Opened = std::function<void()>;
    using Answered = std::function<void(qsizetype word)>; ///< the index of the word that came

    Exchange(Push &push, Peer peer, PushOptions options);
    ~Exchange() override;

    /// What finished() will carry; name, bytes and chunks are the caller's to fill.
    PushResult &result() { return m_result; }
    const PushOptions &options() const { return m_options; }

    /// Starts the clock. False if it was started before.
    bool begin();
    /// Ends the step before, if any, and enters this one.
    [[nodiscard]] bool enter(Step step);
    /// The peer has this much of the file.
    [[nodiscard]] bool acknowledge(qint64 bytes);
    /// Connects, with retries. Enters Step::Connect.
    void open(Opened opened);
    /// Sends bytes. Anything that the peer said unasked before is an UnexpectedAnswer.
    void write(const QByteArray &bytes);
    /// Waits for one of `words`, however TCP cuts it. NUL, CR and LF around it are passed over:
    /// receivers that send their string's terminator or end the line mean the same.
    void await(QList<QByteArray> words, std::chrono::milliseconds limit, Answered answered);
    /// To be called when the last word was written: the peer may now act on what it has, so an end
    /// without its answer is Unknown.
    void commit() { m_isCommitted = true; }

    void finish(Outcome outcome);
    void finish(Outcome outcome, Error::Kind kind, const QString &detail = {});
    /// Ends without an answer: NotSent, or Unknown once committed.
    void fail(Error::Kind kind, const QString &detail = {});
    void cancel();

private:
    enum class State { Idle, Connecting, Pausing, Open, Over };

    void attempt();
    void attemptFailed(Error::Kind kind, const QString &detail);
    void connected();
    void readAnswer();
    void socketFailed(QAbstractSocket::SocketError error);
    void timedOut();
    void endStep(bool isDone);
    void closeSocket();
    bool isOver() const { return m_state == State::Over; }
    Error errorHere(Error::Kind kind, const QString &detail) const;

    Push &m_push;
    const Peer m_peer;
    const PushOptions m_options;
    PushResult m_result;
    State m_state = State::Idle;
    bool m_isCommitted = false;
    std::optional<Step> m_step;
    QElapsedTimer m_clock;
    QElapsedTimer m_stepClock;
    QTimer m_timer;
    QTcpSocket *m_socket; ///< outlives us by deleteLater(): we may be destroyed from its signals
    int m_attempts = 0;
    Opened m_opened;
    QList<QByteArray> m_words; ///< empty while no answer is awaited
    Answered m_answered;
    QByteArray m_received;
};

} // namespace transfer
