// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/pollrig.h"

#include <QEventLoop>
#include <QRandomGenerator>
#include <QTimer>
#include <algorithm>
#include <cstdio>

namespace bench {

Servers startServers()
{
    Servers servers;
    for (int i = 0; i < kDevices; ++i)
        servers.push_back(std::make_unique<PeerProcess>(QStringList{QStringLiteral("modbus")}));
    return servers;
}

QList<modbus::Point> scatteredPoints(const Servers &servers)
{
    QRandomGenerator random(1);
    QList<modbus::Point> points;
    for (const auto &server : servers) {
        for (const modbus::Table table : kTables) {
            int next = 0;
            for (int i = 0; i < kPoints / kDevices / int(kTables.size()); ++i) {
                const quint32 dice = random.bounded(100U);
                next += dice < 80 ? 0 : dice < 95 ? random.bounded(1, 11) : random.bounded(20, 200);
                modbus::Point point;
                point.tag = QStringLiteral("P-%1").arg(points.size());
                point.device = QStringLiteral("127.0.0.1:%1").arg(server->port());
                point.address = {table, quint16(next)};
                point.period = kPeriod;
                if (!modbus::isBitTable(table)) {
                    point.format.type = random.bounded(2) == 0 ? modbus::DataType::Float32
                                                               : modbus::DataType::Int16;
                    point.scaling = {0.1, -5};
                }
                next += point.size();
                points.append(point);
            }
        }
    }
    return points;
}

PollRig::PollRig(const QList<modbus::Point> &points, int window)
    : m_poller([this, window](const modbus::Endpoint &device) {
        std::unique_ptr<modbus::Connection> &connection = m_connections[device.port];
        if (!connection) {
            modbus::Connection::Options options;
            options.window = window;
            connection = std::make_unique<modbus::Connection>(device, options);
            connection->open();
        }
        return connection.get();
    })
{
    m_poller.setPoints(points);
}

void require(bool isTrue, const char *what)
{
    if (!isTrue)
        qFatal("%s", what);
}

void wait(std::chrono::milliseconds duration)
{
    QEventLoop loop;
    QTimer::singleShot(duration, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

double latenessMs(const QList<modbus::PollRate> &rates)
{
    double worst = 0;
    for (const modbus::PollRate &rate : rates)
        worst = std::max(worst, double(rate.lateness.count()) / 1e3);
    return worst;
}

void printRates(const char *what, const QList<modbus::PollRate> &rates)
{
    quint64 cycles = 0;
    quint64 skipped = 0;
    quint64 failures = 0;
    double took = 0;
    for (const modbus::PollRate &rate : rates) {
        cycles += rate.cycles;
        skipped += rate.skipped;
        failures += rate.failures;
        took = std::max(took, double(rate.took.count()) / 1e3);
    }
    std::printf("%-34s: start p99 %5.2f ms late, cycle %5.1f ms, %llu cycles, %llu skipped, "
                "%llu failures\n",
                what, latenessMs(rates), took, static_cast<unsigned long long>(cycles),
                static_cast<unsigned long long>(skipped),
                static_cast<unsigned long long>(failures));
    std::fflush(stdout);
}

} // namespace bench
