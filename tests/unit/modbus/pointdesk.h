// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointpoller.h"
#include "tests/support/hostileserver.h"

#include <QtEndian>
#include <map>

// What the tests of PointPoller share.
namespace pointdesk {

using namespace modbus;
using namespace support;
using namespace std::chrono_literals;

inline constexpr char kException = char(0x80);

inline quint16 firstOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 1);
}

inline quint16 countOf(const Asked &asked)
{
    return qFromBigEndian<quint16>(asked.pdu.constData() + 3);
}

inline bool touches(const Asked &asked, int address)
{
    return firstOf(asked) <= address && address < firstOf(asked) + countOf(asked);
}

inline void refuse(HostileServer &server, const Asked &asked, char code)
{
    Answer answer = server.answerTo(asked);
    answer.pdu = QByteArray(1, char(asked.pdu.at(0) | kException)) + code;
    HostileServer::send(asked, answer.bytes());
}

/// A point of one holding register.
inline Point pointAt(int address, std::chrono::milliseconds period = 50ms)
{
    Point point;
    point.tag = QStringLiteral("P-%1").arg(address);
    point.address = {Table::HoldingRegisters, quint16(address)};
    point.period = period;
    return point;
}

/// A poller, the connections that it asks for, and the latest sample of each point.
class Desk : public QObject
{
public:
    explicit Desk(const Connection::Options &options = {})
        : poller([this](const Endpoint &device) { return connection(device); })
        , m_options(options)
    {
        connect(&poller, &PointPoller::sampled, this, [this](const QList<Sample> &samples) {
            for (const Sample &sample : samples) {
                latest[sample.point] = sample;
                ++counts[sample.point];
                faults[sample.point] += sample.value.quality == Quality::Good ? 0 : 1;
            }
        });
    }
    ~Desk() override
    {
        for (const auto &[port, connection] : connections)
            delete connection;
    }

    Connection *connection(const Endpoint &device)
    {
        Connection *&connection = connections[device.port];
        if (!connection) {
            connection = new Connection(device, m_options);
            connection->open();
        }
        return connection;
    }
    bool isGood(int point) const
    {
        const auto found = latest.find(point);
        return found != latest.end() && found->second.value.quality == Quality::Good;
    }
    bool isFailed(int point) const
    {
        const auto found = latest.find(point);
        return found != latest.end() && found->second.value.quality == Quality::Failed;
    }
    double number(int point) { return latest[point].value.number; }
    QString fault(int point) { return latest[point].value.fault; }

    PointPoller poller;
    std::map<quint16, Connection *> connections;
    std::map<int, Sample> latest;
    std::map<int, int> counts;
    std::map<int, int> faults;

private:
    Connection::Options m_options;
};

inline Connection::Options hastyOptions()
{
    Connection::Options options;
    options.responseDeadline = 150ms;
    options.retries = 0;
    options.backoffFirst = 20ms;
    options.backoffMost = 50ms;
    return options;
}

inline Connection::Options patientOptions()
{
    Connection::Options options;
    options.responseDeadline = 20s;
    options.retries = 0;
    return options;
}

inline QString local(quint16 port)
{
    return QStringLiteral("127.0.0.1:%1").arg(port);
}

inline QList<Point> on(quint16 port, QList<Point> points)
{
    for (Point &point : points)
        point.device = local(port);
    return points;
}

} // namespace pointdesk
