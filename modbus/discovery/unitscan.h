// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QList>
#include <QObject>
#include <QPointer>

namespace modbus::discovery {

/// What is behind a unit identifier.
enum class UnitVerdict : quint8 {
    Answered,  ///< with the register asked for
    Exception, ///< with an exception of its own: alive
    NoPath,    ///< the gateway says 0A, path unavailable: it knows no such unit
    NoDevice,  ///< the gateway says 0B, target device failed to respond: nobody there
    Silent,    ///< no answer within the deadline
    Closed,    ///< the peer ended the connection instead of answering
    BadAnswer, ///< something answers, but the answer fails a check
};

struct UnitFinding
{
    quint8 unit = 0;
    UnitVerdict verdict = UnitVerdict::Silent;
    quint8 exceptionCode = 0;            ///< where there was one
    std::chrono::microseconds latency{}; ///< of a good answer
    QString detail;                      ///< what was seen, untranslated
    /// A device answers in this unit's name; gateways that speak for it do not count.
    bool isAlive() const;
};

/// "answered", "exception 02 Illegal data address", "gateway: no device answers (0B)", translated.
QString verdictText(const UnitFinding &finding);

struct UnitScanResult
{
    QList<UnitFinding> findings; ///< in the order asked
    bool wasCancelled = false;
    std::optional<Error> fault; ///< why it ended early
    /// Answers that came after the deadline: some of the silent units may be there after all, and
    /// a longer deadline would tell.
    quint64 lateReplies = 0;
    int aliveCount() const;
};

/// Asks each of a list of unit identifiers for one register, one at a time, over a connection that
/// others may use meanwhile. Ends with finished(), once.
class UnitScan : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QList<quint8> units = usualUnits();
        Address probe;                           ///< what each is asked for
        std::chrono::milliseconds deadline{500}; ///< 10 ms to 60 s, for each unit
    };
    /// 1..247, what a serial line may carry (MODBUS over Serial Line V1.02, section 2.2).
    static QList<quint8> usualUnits();
    /// Those, with 0 and 255, which devices without a serial line go by
    /// (MODBUS Messaging on TCP/IP V1.0b, section 4.4.1.2).
    static QList<quint8> allUnits();

    UnitScan(Connection &connection, Options options, QObject *parent = nullptr);

    void start();
    /// Ends at once, with what is there.
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    void found(const modbus::discovery::UnitFinding &finding);
    void progressed(int done, int total);
    void finished(const modbus::discovery::UnitScanResult &result);

private:
    void askNext();
    void take(quint8 unit, const tl::expected<Reply, Error> &outcome);
    void finish();

    QPointer<Connection> m_connection;
    Options m_options;
    UnitScanResult m_result;
    quint64 m_lateBefore = 0;
    QPointer<QObject> m_turn; ///< requests end with it
    bool m_isRunning = false;
};

} // namespace modbus::discovery
