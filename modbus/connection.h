// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/endpoint.h"
#include "modbus/error.h"
#include "modbus/pdu.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace modbus {

/// A checked answer to one request.
struct Reply
{
    QByteArray pdu;                      ///< function code first
    QList<quint16> values;               ///< what a read read; bits as 0 and 1
    std::chrono::microseconds latency{}; ///< from the last sending to the reply
};

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
/// - it is answered, or fails, within (1 + max(retries, 1)) x responseDeadline from its first
///   sending. Only reads are repeated, writes never are;
/// - it waits for its turn at most queueLimit;
/// - it fails at once with NotConnected while there is no connection and none is being made;
///   while the first one is being made it waits (connectTimeout at most).
/// Every reply is checked (protocol id, unit, function, quantity, echo) before it is believed.
/// A framing fault drops the connection and reconnects.
class Connection : public QObject
{
    Q_OBJECT
public:
    enum class State {
        Offline, ///< the user does not want to be connected
        Connecting,
        Connected,
        Waiting, ///< an attempt failed; the next one comes after a back-off
    };
    Q_ENUM(State)

    struct Options
    {
        std::chrono::milliseconds connectTimeout{3000};
        std::chrono::milliseconds responseDeadline{1000};
        int retries = 1;                             ///< 0..10, for reads
        int window = 1;                              ///< 1..16 (Messaging V1.0b, section 4.3.2:
                                                     ///< NumberMaxOfServerTransaction)
        std::chrono::milliseconds backoffFirst{500}; ///< doubles with each failure
        std::chrono::milliseconds backoffMost{30000};
        std::chrono::milliseconds queueLimit{30000};
    };

    using Done = std::function<void(const tl::expected<Reply, Error> &)>;

    explicit Connection(Endpoint endpoint, QObject *parent = nullptr);
    Connection(Endpoint endpoint, Options options, QObject *parent = nullptr);
    ~Connection() override;

    const Endpoint &endpoint() const { return m_endpoint; }
    const Options &options() const { return m_options; }
    /// Takes effect for what is sent from now on. Out-of-range figures are brought into range.
    void setOptions(const Options &options);

    /// Connects, and reconnects by itself until close().
    void open();
    /// Ends the connection; requests under way end with Aborted.
    void close();
    /// While Waiting: tries now.
    void retryNow();

    State state() const { return m_state; }
    /// Why the last attempt, or the connection, failed; empty while all is well.
    const std::optional<Error> &lastError() const { return m_lastError; }
    /// Until the next attempt, while Waiting.
    std::chrono::milliseconds untilNextAttempt() const;

    /// What is allowed on the wire now: the option's window, or 1 after the peer proved unable to
    /// take several requests at once (until it is reconnected by the user or setOptions).
    int effectiveWindow() const { return m_effectiveWindow; }
    const Statistics &statistics() const { return m_statistics; }

    /// Hands over a request. `done` is called exactly once, later and never from inside send(),
    /// unless `context` is destroyed before. Writes need isArmed().
    void send(const Request &request, QObject *context, Done done);

    /// Allows writes for a time. Ends by itself, on disarm(), and whenever the connection is lost.
    void arm(std::chrono::milliseconds duration = std::chrono::minutes(5));
    void disarm();
    bool isArmed() const { return m_armTimer.isActive(); }
    /// Time left while armed.
    std::chrono::milliseconds armedFor() const;

signals:
    void stateChanged(modbus::Connection::State state);
    /// An attempt failed or the connection was lost. lastError() has it too.
    void failed(const modbus::Error &error);
    void armedChanged(bool isArmed);
    /// statistics() changed. At most once for each turn of the event loop.
    void statisticsChanged();
    /// Something the line shows and others hide, for the event log: a late or foreign reply, a
    /// reduced window. Untranslated figures in `detail`.
    void noticed(const QString &detail);

private:
    class Private;
    std::unique_ptr<Private> d;
    friend class Private;

    Endpoint m_endpoint;
    Options m_options;
    State m_state = State::Offline;
    std::optional<Error> m_lastError;
    int m_effectiveWindow = 1;
    Statistics m_statistics;
    QTimer m_armTimer;
};

} // namespace modbus

Q_DECLARE_METATYPE(modbus::Error)
