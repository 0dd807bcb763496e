// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"
#include "modbus/discovery/probesocket.h"
#include "modbus/discovery/sighting.h"

#include <QObject>
#include <QPointer>

namespace modbus::discovery {

/// What a device stands.
struct Measurements
{
    Target target;
    Address first;        ///< of what was read
    int largestBlock = 0; ///< items in one request from there on
    /// It was the length: what lies behind can be read, but not along. False where the readable
    /// range may have ended there.
    bool isBlockByLength = false;
    int inFlight = 0;                    ///< requests at once, all answered, 1..16
    std::chrono::milliseconds gap{};     ///< between an answer and the next request
    bool isGapEnough = true;             ///< false: requests were lost even with that gap
    int sessions = 0;                    ///< at once, each answered; 0: not measured
    bool mayHaveMoreSessions = false;    ///< all that were tried were answered
    std::chrono::microseconds slowest{}; ///< answer seen
    bool isComplete = false;             ///< false: cancelled, or `fault`
    bool wasCancelled = false;
    QString fault; ///< why it ended early, a sentence
};

/// The options that fit the measurements; the rest as in `present`: window, gap, largest block, and
/// a deadline of ten times the slowest answer, 200 ms at least. A device that needs a gap gets
/// window 1.
Connection::Options recommended(const Measurements &measured, Connection::Options present);

/// Measures what a device stands, by reads only: the longest block, requests at once, the gap that
/// it needs between requests, and, where asked to, TCP sessions. At most one request at a time
/// while the others are measured. Ends with finished(), once.
class Measuring : public QObject
{
    Q_OBJECT
public:
    static constexpr int kMostSessions = 8;

    struct Options
    {
        Target target;
        Address first; ///< of something that can be read
        std::chrono::milliseconds connectTimeout{3000};
        std::chrono::milliseconds deadline{1000};
        /// Opens up to kMostSessions connections. For a moment others may find no free session.
        bool measuresSessions = false;
    };

    explicit Measuring(Options options, QObject *parent = nullptr);

    void start();
    /// Ends at once, with what is there.
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    /// What is being measured now, a few words, and how far it is: 0..100.
    void progressed(const QString &what, int percent);
    void finished(const modbus::discovery::Measurements &measured);

private:
    using Asked = std::function<void(bool areAllAnswered)>;

    void measureBlock();
    void halveBlock();
    void lookAcrossBlock();
    void measureInFlight();
    void halveInFlight();
    void measureGap();
    void askWithGap(int left);
    void measureSessions();
    void openSession();
    void countSession(bool isServed);

    struct Reads
    {
        int requests = 1; ///< at once
        int count = 1;    ///< items each
        int skipped = 0;  ///< items left out before them
    };
    /// On a connection that is made where there is none. After a failure it is made anew.
    void ask(Reads reads, const Asked &done);
    void reconnectAndAsk(Reads reads, const Asked &done);
    void askOn(ProbeSocket &socket, Reads reads, const Asked &done);
    void fail(const QString &why);
    void finish();

    Options m_options;
    Measurements m_measured;
    QPointer<ProbeSocket> m_socket;
    QList<QPointer<ProbeSocket>> m_sessions;
    quint16 m_transaction = 0;
    int m_low = 0;  ///< stands so many ...
    int m_high = 0; ///< ... and not so many
    int m_rounds = 0;
    int m_gap = 0; ///< index into the gaps tried
    bool m_isRunning = false;
};

} // namespace modbus::discovery
