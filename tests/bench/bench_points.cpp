// SPDX-License-Identifier: GPL-3.0-or-later
// 10,000 points scattered over four tables of four devices (pollrig.h):
// - requests in a cycle against the fewest that can bring them;
// - the time that one cycle takes against libmodbus, which reads the same blocks one after the
//   other;
// - the processor's time at ten cycles a second, and how late they start.
#include "modbus/readplan.h"
#include "tests/bench/pollrig.h"
#include "tests/bench/report.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <cstdio>
#include <modbus/modbus.h>
#include <sys/resource.h>

namespace {

using bench::kPoints;
using bench::PollRig;
using bench::require;
using bench::Servers;

struct Block
{
    quint16 port = 0;
    modbus::Table table = modbus::Table::HoldingRegisters;
    int first = 0;
    int count = 0;
};

/// The fewest blocks that bring all points: each begins at the first that the one before misses.
/// No set of windows of that length covers them by fewer.
std::vector<Block> fewestBlocks(const QList<modbus::Point> &points)
{
    std::vector<Block> blocks;
    for (const modbus::Point &point : points) { // by device, table and address
        const auto port = quint16(point.device.section(u':', -1).toUInt());
        const int end = point.address.offset + point.size();
        if (blocks.empty() || blocks.back().port != port ||
            blocks.back().table != point.address.table ||
            end > blocks.back().first + modbus::mostRead(point.address.table))
            blocks.push_back({port, point.address.table, point.address.offset, 0});
        blocks.back().count = end - blocks.back().first;
    }
    return blocks;
}

/// Each point once; milliseconds.
double cycleByLoopcheck(PollRig &rig)
{
    QEventLoop loop;
    qsizetype got = 0;
    QObject::connect(&rig.poller(), &modbus::PointPoller::sampled, &loop,
                     [&](const QList<modbus::Sample> &samples) {
                         got += samples.size();
                         if (got == kPoints)
                             loop.quit();
                     });
    QElapsedTimer clock;
    clock.start();
    rig.poller().readOnce();
    loop.exec();
    return double(clock.nsecsElapsed()) / 1e6;
}

class LibmodbusClient
{
public:
    explicit LibmodbusClient(const Servers &servers)
    {
        for (const auto &server : servers) {
            modbus_t *const context = modbus_new_tcp("127.0.0.1", server->port());
            require(modbus_connect(context) == 0, "libmodbus: no connection");
            m_contexts[server->port()] = context;
        }
    }
    ~LibmodbusClient()
    {
        for (const auto &[port, context] : m_contexts) {
            modbus_close(context);
            modbus_free(context);
        }
    }
    LibmodbusClient(const LibmodbusClient &) = delete;
    LibmodbusClient &operator=(const LibmodbusClient &) = delete;

    double cycle(const std::vector<Block> &blocks)
    {
        std::array<uint8_t, modbus::kMostBitsRead> bits{};
        std::array<uint16_t, modbus::kMostRegistersRead> registers{};
        QElapsedTimer clock;
        clock.start();
        for (const Block &block : blocks) {
            modbus_t *const context = m_contexts.at(block.port);
            int got = 0;
            switch (block.table) {
            case modbus::Table::Coils:
                got = modbus_read_bits(context, block.first, block.count, bits.data());
                break;
            case modbus::Table::DiscreteInputs:
                got = modbus_read_input_bits(context, block.first, block.count, bits.data());
                break;
            case modbus::Table::InputRegisters:
                got = modbus_read_input_registers(context, block.first, block.count,
                                                  registers.data());
                break;
            case modbus::Table::HoldingRegisters:
                got = modbus_read_registers(context, block.first, block.count, registers.data());
                break;
            }
            require(got == block.count, "libmodbus: a read failed");
        }
        return double(clock.nsecsElapsed()) / 1e6;
    }

private:
    std::map<quint16, modbus_t *> m_contexts;
};

double processorSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return double(time.tv_sec) + double(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const Servers servers = bench::startServers();
    const QList<modbus::Point> points = bench::scatteredPoints(servers);
    std::printf("%d points over 4 tables of %d devices\n", int(points.size()), bench::kDevices);
    const std::vector<Block> fewest = fewestBlocks(points);
    QList<double> ours;
    QList<double> theirs;
    int requests = 0;
    {
        PollRig rig(points, 1);
        cycleByLoopcheck(rig); // connects
        for (const modbus::PollRate &rate : rig.poller().rates())
            requests += rate.requests;
        for (int turn = 0; turn < 15; ++turn)
            ours << cycleByLoopcheck(rig);
    }
    {
        LibmodbusClient client(servers);
        for (int turn = 0; turn < 15; ++turn)
            theirs << client.cycle(fewest);
    }
    std::printf(
        "one cycle: Loopcheck %.1f ms (window 1, four devices at once), libmodbus %.1f ms\n",
        bench::median(ours), bench::median(theirs));

    double share = 0;
    QList<modbus::PollRate> rates;
    qsizetype samples = 0;
    {
        PollRig rig(points, 1);
        cycleByLoopcheck(rig);
        QObject::connect(&rig.poller(), &modbus::PointPoller::sampled, &rig,
                         [&samples](const auto &list) { samples += list.size(); });
        rig.poller().start();
        const double before = processorSeconds();
        QElapsedTimer clock;
        clock.start();
        bench::wait(bench::kMeasured);
        share = (processorSeconds() - before) / (double(clock.nsecsElapsed()) / 1e9);
        rates = rig.poller().rates();
    }
    bench::printRates("alone", rates);
    std::printf("%lld samples in %lld s\n", static_cast<long long>(samples),
                static_cast<long long>(bench::kMeasured.count()));

    using bench::Limit;
    bool isMet = bench::bar("requests in a cycle / fewest possible",
                            double(requests) / double(fewest.size()), Limit::AtMost, 1.05);
    std::printf("  (%d against %zu)\n", requests, fewest.size());
    isMet &= bench::bar("a cycle / libmodbus", bench::median(ours) / bench::median(theirs),
                        Limit::AtMost, 1.25);
    isMet &= bench::bar("of one core at 10 Hz", share, Limit::AtMost, 0.25);
    isMet &= bench::bar("ms late at the 99th percentile, alone", bench::latenessMs(rates),
                        Limit::AtMost, 5);
    return isMet ? 0 : 1;
}
