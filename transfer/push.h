// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/error.h"
#include "transfer/rulefile.h"

#include <QList>
#include <QObject>
#include <chrono>
#include <optional>

namespace transfer {

/// A TCP peer: receiver or relay.
struct Peer
{
    QString host; ///< host name, IPv4 or IPv6 address (no brackets)
    quint16 port = 0;
    QString toString() const;
    friend bool operator==(const Peer &, const Peer &) = default;
};
/// Reads host:port or [v6]:port; the port may be left out where `defaultPort` is not 0. The error
/// is a sentence that says what is wrong and what is expected.
tl::expected<Peer, QString> parsePeer(QStringView text, quint16 defaultPort = 0);

/// The steps of a push, whatever the way; a way leaves out what it does not have.
enum class Step { Connect, Name, Data, End, Reload };
/// "connect", "name", "data", "end", "reload": stable names for JSON and tests.
QString stepName(Step step);

/// Time limits and retries of a push.
struct PushOptions
{
    std::chrono::milliseconds connectTimeout{5000};
    std::chrono::milliseconds stepTimeout{10000}; ///< for each answer but the last
    std::chrono::milliseconds reloadTimeout{60000};
    int connectRetries = 5; ///< further attempts after the first; an unknown host name has none
    std::chrono::milliseconds retryPause{2000};
    int chunkBytes = 1000; ///< without the closing NUL; legacy only
};

/// How a push ended, never more certain than its evidence.
enum class Outcome {
    Reloaded,     ///< the receiver said so; a legacy receiver cannot prove it
    ReloadFailed, ///< the receiver said so, or the relay said so of it
    NotSent,      ///< the rule was not installed: it ended before `end` went out
    Unknown,      ///< the connection was lost after `end` went out: neither success nor failure
};
/// "reloaded", "reloadFailed", "notSent", "unknown".
QString outcomeName(Outcome outcome);

struct StepTime
{
    Step step = Step::Connect;
    std::chrono::milliseconds duration{};
    bool isDone = false; ///< false for the step in which it ended
};

struct PushResult
{
    QString name;
    qint64 bytes = 0;
    int chunks = 0; ///< chunks acknowledged
    Outcome outcome = Outcome::NotSent;
    QString answer; ///< the peer's last words, as sent
    std::chrono::milliseconds duration{};
    QList<StepTime> steps;
    std::optional<Error> error;
    QString peer; ///< "host:port" of the receiver or relay
};
/// The result in a sentence, never more certain than its evidence, and what to do next (empty where
/// nothing is to do). Translatable (context "transfer").
Explanation explain(const PushResult &result);

/// One file on its way to one receiver. Owned by its parent; start() once.
class Push : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    virtual void start() = 0;
    /// Ends it as soon as can be; finished() follows. After `end` went out the outcome is Unknown.
    /// Does nothing before start() and once it has ended.
    virtual void cancel() = 0;

signals:
    void stepStarted(transfer::Step step);
    void stepDone(transfer::Step step, std::chrono::milliseconds duration);
    /// Bytes of the file that the peer acknowledged.
    void progressed(qint64 bytes, qint64 total);
    /// A connection attempt failed; the next one follows in `pause`. `attempt`, the one that
    /// failed, counts from 1 to `most`, the attempts there are in all.
    void retrying(int attempt, int most, std::chrono::milliseconds pause,
                  const transfer::Error &why);
    /// Exactly once, never from inside start().
    void finished(const transfer::PushResult &result);
};

} // namespace transfer

Q_DECLARE_METATYPE(transfer::PushResult)
