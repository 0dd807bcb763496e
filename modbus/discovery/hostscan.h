// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/probesocket.h"
#include "modbus/endpoint.h"

#include <QList>
#include <QObject>
#include <QTimer>
#include <optional>

namespace modbus::discovery {

enum class HostVerdict : quint8 {
    Modbus,      ///< gave a lawful Modbus TCP answer, exceptions included
    OtherAnswer, ///< something listens and answers, but not in Modbus TCP
    NoAnswer,    ///< something listens and is silent, for all unit identifiers tried
    Closed,      ///< something listens and ends the connection at once or on the request
    Refused,     ///< a host is there, nothing listens
    Silent,      ///< nothing came back: no host, or a firewall
    Unreachable, ///< this computer has no way there
};

struct HostFinding
{
    Endpoint endpoint;
    HostVerdict verdict = HostVerdict::Silent;
    std::optional<quint8> unit;          ///< that answered
    quint8 exceptionCode = 0;            ///< where it answered with one
    std::chrono::microseconds connect{}; ///< time to connect, 0 where it did not
    std::chrono::microseconds latency{}; ///< of the Modbus answer
    QByteArray bytes;                    ///< the first of what came, where it is no Modbus
    bool isOpen() const { return verdict <= HostVerdict::Closed; }
};

/// "Modbus TCP, unit 1 answers", "open, but silent", ..., translated.
QString verdictText(const HostFinding &finding);

struct HostScanResult
{
    QList<HostFinding> findings; ///< hosts where something listens, in the order found
    int tried = 0;               ///< of total
    int total = 0;
    int refused = 0; ///< hosts and ports where a host said no
    bool wasCancelled = false;
    int modbusCount() const;
};

/// Connects to each port of each host and asks one register of units 1, 255 and 0 until one
/// answers. Gentle: so many attempts a second, so many open at once. Ends with finished(), once.
class HostScan : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QList<quint32> hosts; ///< IPv4, as parseHosts() gives them
        QList<quint16> ports{kDefaultPort};
        int perSecond = 20;                            ///< 1..1000
        int mostOpen = 16;                             ///< 1..256
        std::chrono::milliseconds connectTimeout{800}; ///< 50 ms to 10 s
        std::chrono::milliseconds deadline{500};       ///< for each unit, 50 ms to 10 s
    };

    explicit HostScan(Options options, QObject *parent = nullptr);
    ~HostScan() override;

    void start();
    /// Ends at once, with what is there; open connections are dropped.
    void cancel();
    bool isRunning() const { return m_isRunning; }
    /// Connections open or being made now.
    int open() const { return int(m_visits.size()); }

signals:
    /// Something listens there.
    void found(const modbus::discovery::HostFinding &finding);
    void progressed(int tried, int total);
    void finished(const modbus::discovery::HostScanResult &result);

private:
    struct Visit;
    void startNext();
    void opened(Visit *visit, const Opening &opening);
    void askNext(Visit *visit);
    void answered(Visit *visit, const Heard &answer);
    void end(Visit *visit, HostVerdict verdict);
    void finish();

    Options m_options;
    HostScanResult m_result;
    QTimer m_pace;
    QList<Visit *> m_visits;
    int m_next = 0;
    bool m_isRunning = false;
};

} // namespace modbus::discovery
