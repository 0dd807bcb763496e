// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/secure/channel.h"
#include "transfer/secure/result.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <optional>
#include <tl/expected.hpp>

namespace transfer::secure {

/// What the site has to answer before a change counts as proved.
struct Probe
{
    QUrl url;
    QString host; ///< for its Host header, where the site is one of several at its address
    int status = 200;
    QString header; ///< "Name: value"; empty: any
    QString text;   ///< that the body has to have; empty: any
    std::chrono::milliseconds limit{10000};
};

struct ChangeRequest
{
    Action action = Action::Push;
    QString name;
    QByteArray content; ///< of a push
    QByteArray sha256;  ///< of the content, 64 hexadecimal digits; found where it is empty
    int version = 0;    ///< of a restore
    bool isDryRun = false;
    /// SHA-256 of what has to be live for the change to be made, empty: nothing of that name;
    /// where it is not set, anything may be.
    std::optional<QByteArray> expectedSha256;
    QString comment;
    std::optional<Probe> probe;
    QByteArray key; ///< idempotency key; a new one is made where it is empty
};

/// One change at one receiver. What certainly changed nothing (no connection, the receiver busy) is
/// tried again. When the answer is lost, the receiver is asked by the idempotency key what became
/// of it, and sent the same again if it knows nothing of it; the verdict is Unknown only where that
/// cannot be found out. Owned by its parent; start() once.
class Change : public QObject
{
    Q_OBJECT
public:
    enum class Stage {
        Sending, ///< connecting, then the file
        Waiting, ///< all was sent; the receiver tests, reloads, proves
        Asking,  ///< the answer was lost; it is asked what became of it
    };

    /// `channel` must outlive it.
    Change(Channel &channel, ChangeRequest request, QObject *parent = nullptr);

    const ChangeRequest &request() const { return m_request; }

    void start();
    /// Ends it as soon as can be; finished() follows. Where the request may have arrived the
    /// verdict is Unknown. Does nothing before start() and once it has ended.
    void cancel();

signals:
    void stageChanged(transfer::secure::Change::Stage stage);
    void progressed(qint64 bytes, qint64 total);
    /// Attempt number `attempt` of `most` came to nothing; the next one follows in `pause`.
    void retrying(int attempt, int most, std::chrono::milliseconds pause,
                  const transfer::Error &why);
    /// Exactly once, never from inside start().
    void finished(const transfer::secure::ChangeResult &result);

private:
    tl::expected<void, Error> check() const;
    void send();
    void ask();
    Call call() const;
    QByteArray query() const;
    void answered(const Answered &answer);
    void answeredWhenAsked(const Answered &answer);
    void failed(const Answered &answer);
    void lost(const Error &why);
    void askLater(const Error &why);
    void tryAgain(const Error &why, std::chrono::milliseconds pause);
    /// The result in an answer, if it is the one of this change.
    tl::expected<ChangeResult, QString> resultIn(const Answered &answer) const;
    QString foreignPartOf(const ChangeResult &result) const;
    void enter(Stage stage);
    void finish(Verdict verdict, const Error &error);
    void finish(ChangeResult result);

    Channel &m_channel;
    ChangeRequest m_request;
    Channel::Cancel m_cancel; ///< of the request under way
    QTimer m_pause;
    QElapsedTimer m_clock;
    QElapsedTimer m_doubtClock;
    std::optional<Stage> m_stage;
    int m_attempts = 0;
    bool m_isInDoubt = false; ///< a request may have arrived, and its answer was lost
    bool m_isCancelled = false;
    enum class State { Idle, Talking, Pausing, Over } m_state = State::Idle;
    Error m_lost; ///< why the answer was lost
};

} // namespace transfer::secure
