// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"
#include "modbus/error.h"
#include "modbus/inflight.h"
#include "modbus/link.h"
#include "modbus/pdu.h"
#include "modbus/trafficframe.h"
#include "modbus/transaction.h"
#include "modbus/window.h"

#include <QDeadlineTimer>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace modbus {

/// What the line has shown so far. Counts since the Connection was made.
struct Statistics
{
    quint64 requests = 0; ///< sent, repeats included
    quint64 replies = 0;  ///< checked and believed
    quint64 exceptions = 0;
    quint64 timeouts = 0;            ///< deadlines missed, repeats included
    quint64 badReplies = 0;          ///< failed a check
    quint64 lateReplies = 0;         ///< right transaction, after its deadline
    quint64 foreignTransactions = 0; ///< a transaction id that was never asked
    quint64 foreignUnits = 0;        ///< answered in another unit's name
    quint64 splitReplies = 0;        ///< came in more than one segment
    quint64 resets = 0;              ///< connections closed or reset by the peer
    quint64 framingFaults = 0;
    std::chrono::microseconds lastLatency{};
    std::chrono::microseconds leastLatency{};
    std::chrono::microseconds mostLatency{};
};

/// Reads and writes one server: one TCP connection to a host and port. Requests of all units
/// behind it share its window: at most effectiveWindow() are on the wire at once, the others wait
/// their turn. Each request ends exactly once, whatever the peer does:
/// - each time it is sent it is answered, or given up, within responseDeadline. Reads are repeated
///   at most max(retries, 1) times, by a new connection where the old one was lost
///   (connectTimeout); writes never are;
/// - it waits for its turn, and a repetition for its own, at most queueLimit;
/// - while there is no connection and none is being made, it fails at once with the reason why;
///   while one is being made it waits.
/// Every reply is checked (protocol id, unit, function, quantity, echo) before it is believed.
/// Between what was last on the line and the next request lies the option's gap, for devices that
/// lose what comes too early.
/// A framing fault drops the connection and reconnects, and so do kSilentTimeouts deadlines missed
/// in a row by a peer that had answered before: behind a pulled cable or a firewall that forgot it
/// the old connection would stay dead for minutes.
/// To be destroyed by deleteLater() where a callback of its own is on the stack.
class Connection : public QObject
{
    Q_OBJECT
public:
    using State = Link::State;
    static constexpr int kSilentTimeouts = 4;

    struct Options
    {
        std::chrono::milliseconds connectTimeout{3000};   ///< 100 ms to 60 s
        std::chrono::milliseconds responseDeadline{1000}; ///< 10 ms to 60 s
        int retries = 1;                                  ///< 0..10, for reads
        int window = 1;                                   ///< 1..16 (Messaging V1.0b, section
                                                          ///< 4.3.2: NumberMaxOfServerTransaction)
        std::chrono::milliseconds backoffFirst{500};      ///< doubles with each failure
        std::chrono::milliseconds backoffMost{30000};
        std::chrono::milliseconds queueLimit{30000};
        std::chrono::milliseconds gap{0}; ///< 0 to 1 s
        /// Registers that one read may ask for, 1..125, and 16 times as many bits; for devices that
        /// give less than the specification allows. Whoever cuts a range into reads keeps to
        /// mostInOneRead().
        int largestBlock = kMostRegistersRead;
        friend bool operator==(const Options &, const Options &) = default;
    };

    using Done = std::function<void(const tl::expected<Reply, Error> &)>;

    explicit Connection(Endpoint endpoint, QObject *parent = nullptr);
    Connection(Endpoint endpoint, Options options, QObject *parent = nullptr);
    ~Connection() override;

    const Endpoint &endpoint() const { return m_link.endpoint(); }
    const Options &options() const { return m_options; }
    /// Takes effect for what is sent from now on. Out-of-range figures are brought into range.
    void setOptions(const Options &options);

    /// Connects, and reconnects by itself until close().
    void open();
    /// Ends the connection; requests under way end with Aborted.
    void close();
    /// While Waiting: tries now.
    void retryNow() { m_link.retryNow(); }

    State state() const { return m_link.state(); }
    /// Why the last attempt, or the connection, failed; empty while all is well.
    const std::optional<Error> &lastError() const { return m_link.lastError(); }
    /// Until the next attempt, while Waiting.
    std::chrono::milliseconds untilNextAttempt() const { return m_link.untilNextAttempt(); }

    /// The most items of a table that one read should ask this device for.
    int mostInOneRead(Table table) const;
    /// What is allowed on the wire now: the option's window, or 1 after the peer proved unable to
    /// take several requests at once (until open() or setOptions()).
    int effectiveWindow() const { return m_window.size(); }
    const Statistics &statistics() const { return m_statistics; }
    /// Addresses and ports of the present TCP connection; null and 0 while there is none.
    TcpEnds ends() const { return m_link.ends(); }

    /// Hands over a request. `done` is called exactly once, later and never from inside send(),
    /// unless `context` is given and destroyed before; a request whose context is gone before its
    /// turn is not sent. Writes need isArmed().
    void send(const Request &request, QObject *context, Done done);

    /// Allows writes for a time. Ends by itself, on disarm(), and whenever the connection is lost.
    void arm(std::chrono::milliseconds duration = std::chrono::minutes(5));
    void disarm();
    bool isArmed() const { return m_armTimer.isActive(); }
    /// Time left while armed.
    std::chrono::milliseconds armedFor() const;

signals:
    void stateChanged(modbus::Link::State state);
    /// An attempt failed or the connection was lost. lastError() has it too.
    void failed(const modbus::Error &error);
    void armedChanged(bool isArmed);
    /// statistics() changed; at most ten times a second.
    void statisticsChanged();
    /// Something the line shows and others hide, for the event log: a late or foreign reply, a
    /// reduced window. Untranslated figures in `detail`.
    void noticed(const QString &detail);
    /// Everything on the line, as it goes out and comes in, before whoever waits for it is told.
    /// Costs next to nothing while nobody listens.
    void traffic(const modbus::TrafficFrame &frame);

private:
    void pump();
    bool isResting();
    void beginRest();
    std::chrono::milliseconds deadlineOf(const Request &request) const;
    void repeat(Transaction transaction);
    void end(const Transaction &transaction, const tl::expected<Reply, Error> &outcome);
    void endLater(Transaction transaction, const Error &why);
    void endRejected();
    void failQueue(const Error &why);

    void onStateChanged(State state);
    void onLost(const Error &why, bool byPeer);
    void onAttemptFailed(const Error &why);
    void onFrame(const Frame &frame);
    void onUnasked(const Frame &frame);
    void onFramingFault(const QString &detail, const QByteArray &bytes);

    // In connectiontraffic.cpp.
    bool isWatched() const;
    void tell(TrafficFrame frame);
    void tellOpened();
    void tellSent(const Transaction &transaction);
    void tellReply(const Frame &frame, const Transaction &asked, TrafficFrame::Flag flag,
                   const QString &detail, std::chrono::microseconds latency);
    void tellUnasked(const Frame &frame, const std::optional<InFlight::GivenUp> &givenUp,
                     const QString &detail);
    void tellUnanswered(const Transaction &transaction, const QString &detail);
    void tellDebris(const QByteArray &bytes, TrafficFrame::Flag flag, const QString &detail);
    void tellClosed(const Error &why);
    void tellConnectFailed(const Error &why);

    void checkDeadlines();
    void watchDeadlines();
    void timeOut(Transaction transaction);
    bool isStalledIn(quint16 transactionId) const;
    void keepLatency(std::chrono::microseconds latency);
    void touchStatistics();

    Options m_options;
    Link m_link;
    Window m_window{1};
    Statistics m_statistics;
    QTimer m_armTimer;
    QTimer m_deadlineTimer;
    QTimer m_statisticsTimer;
    QTimer m_rejectedTimer;
    QTimer m_restTimer;
    QDeadlineTimer m_rest; ///< until then nothing goes out: options().gap
    std::deque<Transaction> m_queue;
    InFlight m_inFlight{m_link.client()};
    std::vector<std::pair<Transaction, Error>> m_rejected;
    int m_silentTimeouts = 0; ///< of requests that were alone, nothing received between
};

} // namespace modbus

Q_DECLARE_METATYPE(modbus::Error)
