// SPDX-License-Identifier: GPL-3.0-or-later
// A sweep of all 65,536 holding registers by Loopcheck, by libmodbus and by a raw socket client,
// from one libmodbus server, in one run, without and with latency. Server and delay line are
// processes of their own, the same for every client; clients take turns, so that whatever else the
// machine does falls on all alike. A client connects before its clock starts.
// --near leaves out the latency, and with it the minute that stop and wait takes.
#include "modbus/blockread.h"
#include "modbus/connection.h"
#include "tests/bench/peerprocess.h"
#include "tests/bench/report.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <arpa/inet.h>
#include <cstdio>
#include <functional>
#include <modbus/modbus.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int kRegisters = 65536;
constexpr int kPerRead = modbus::kMostRegistersRead;

double milliseconds(const QElapsedTimer &clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

int countOf(int first)
{
    return std::min(kPerRead, kRegisters - first);
}

void require(bool isTrue, const char *what)
{
    if (!isTrue)
        qFatal("%s", what);
}

double sweepByLoopcheck(quint16 port, int window)
{
    modbus::Connection::Options options;
    options.window = window;
    modbus::Connection connection({QStringLiteral("127.0.0.1"), port}, options);
    QEventLoop loop;
    QObject::connect(&connection, &modbus::Connection::stateChanged, &loop,
                     [&](modbus::Connection::State state) {
                         if (state == modbus::Connection::State::Connected)
                             loop.quit();
                     });
    connection.open();
    loop.exec();

    QElapsedTimer clock;
    clock.start();
    double elapsed = 0;
    modbus::BlockRead::start(connection, {1, {modbus::Table::HoldingRegisters, 0}, kRegisters},
                             &loop, [&](const modbus::BlockResult &result) {
                                 elapsed = milliseconds(clock);
                                 require(result.isComplete(), "Loopcheck: incomplete");
                                 for (int i = 0; i < kRegisters; ++i)
                                     require(result.values.at(i) == i, "Loopcheck: wrong value");
                                 loop.quit();
                             });
    loop.exec();
    return elapsed;
}

double sweepByLibmodbus(quint16 port)
{
    modbus_t *context = modbus_new_tcp("127.0.0.1", port);
    require(modbus_connect(context) == 0, "libmodbus: no connection");
    std::vector<uint16_t> values(kRegisters);
    QElapsedTimer clock;
    clock.start();
    for (int first = 0; first < kRegisters; first += kPerRead)
        require(modbus_read_registers(context, first, countOf(first), &values[first]) ==
                    countOf(first),
                "libmodbus: a read failed");
    const double elapsed = milliseconds(clock);
    for (int i = 0; i < kRegisters; ++i)
        require(values[i] == i, "libmodbus: wrong value");
    modbus_close(context);
    modbus_free(context);
    return elapsed;
}

/// As little as can be done between the wire and the values: blocking calls, no checks but sizes.
double sweepByRawSocket(quint16 port, int window)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::connect(socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0,
            "raw: no connection");

    std::vector<uint16_t> values(kRegisters);
    int asked = 0;
    const auto ask = [&] {
        const int transaction = asked / kPerRead;
        const int count = countOf(asked);
        const unsigned char request[] = {static_cast<unsigned char>(transaction >> 8),
                                         static_cast<unsigned char>(transaction),
                                         0,
                                         0,
                                         0,
                                         6,
                                         1,
                                         3,
                                         static_cast<unsigned char>(asked >> 8),
                                         static_cast<unsigned char>(asked),
                                         0,
                                         static_cast<unsigned char>(count)};
        require(::send(socket, request, sizeof request, 0) == sizeof request, "raw: send failed");
        asked += count;
    };

    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < window; ++i)
        ask();
    std::vector<unsigned char> buffer(65536);
    std::size_t filled = 0;
    for (int answered = 0; answered < kRegisters;) {
        const auto got = ::recv(socket, buffer.data() + filled, buffer.size() - filled, 0);
        require(got > 0, "raw: receive failed");
        filled += static_cast<std::size_t>(got);
        std::size_t used = 0;
        while (filled - used >= 9) {
            const unsigned char *frame = buffer.data() + used;
            const std::size_t size = 6 + static_cast<std::size_t>(frame[5]);
            if (filled - used < size)
                break;
            const int first = (frame[0] * 256 + frame[1]) * kPerRead;
            const int count = frame[8] / 2;
            require(frame[7] == 3 && count == countOf(first), "raw: not what was asked");
            for (int i = 0; i < count; ++i)
                values[first + i] =
                    static_cast<uint16_t>(frame[9 + 2 * i] * 256 + frame[10 + 2 * i]);
            answered += count;
            used += size;
            if (asked < kRegisters)
                ask();
        }
        std::copy(buffer.begin() + used, buffer.begin() + filled, buffer.begin());
        filled -= used;
    }
    const double elapsed = milliseconds(clock);
    for (int i = 0; i < kRegisters; ++i)
        require(values[i] == i, "raw: wrong value");
    ::close(socket);
    return elapsed;
}

struct Contender
{
    const char *name;
    bool isPipelined;
    std::function<double(quint16)> sweep;
    QList<double> times;
};

/// Medians in the order of the table.
QList<double> measure(quint16 port, int roundTrip)
{
    QList<Contender> contenders{
        {"libmodbus, stop and wait", false, sweepByLibmodbus, {}},
        {"Loopcheck, window 1", false, [](quint16 p) { return sweepByLoopcheck(p, 1); }, {}},
        {"Loopcheck, window 16", true, [](quint16 p) { return sweepByLoopcheck(p, 16); }, {}},
        {"raw socket, window 1", false, [](quint16 p) { return sweepByRawSocket(p, 1); }, {}},
        {"raw socket, window 16", true, [](quint16 p) { return sweepByRawSocket(p, 16); }, {}},
    };
    // Stop and wait takes 525 round trips whoever does it: a few sweeps of it are enough.
    const int most = roundTrip == 0 ? 31 : 9;
    for (int turn = 0; turn < most; ++turn) {
        for (Contender &contender : contenders) {
            if (roundTrip == 0 || contender.isPipelined || turn < 2)
                contender.times << contender.sweep(port);
        }
    }
    QList<double> medians;
    std::printf("\n%d holding registers, %d ms round trip\n%-26s %10s %10s %8s\n", kRegisters,
                roundTrip, "", "median ms", "least ms", "sweeps");
    for (const Contender &contender : contenders) {
        medians << bench::median(contender.times);
        std::printf("%-26s %10.1f %10.1f %8lld\n", contender.name, medians.back(),
                    *std::min_element(contender.times.begin(), contender.times.end()),
                    static_cast<long long>(contender.times.size()));
    }
    std::fflush(stdout);
    return medians;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const bench::PeerProcess server({QStringLiteral("modbus")});
    const bench::PeerProcess line(
        {QStringLiteral("delay"), QString::number(server.port()), QStringLiteral("10")});
    const bool isNearOnly = application.arguments().contains(QStringLiteral("--near"));

    enum { Libmodbus, Ours1, Ours16, Raw1, Raw16 };
    const QList<double> near = measure(server.port(), 0);
    std::printf("\n");
    using bench::Limit;
    bench::bar("0 ms, Loopcheck (window 1) / libmodbus", near[Ours1] / near[Libmodbus],
               Limit::AtMost, 1.25);
    bench::bar("0 ms, Loopcheck (window 16) / libmodbus", near[Ours16] / near[Libmodbus],
               Limit::AtMost, 1.25);
    if (isNearOnly)
        return 0;

    const QList<double> far = measure(line.port(), 20);
    std::printf("\n");
    bench::bar("20 ms, libmodbus / Loopcheck (window 16)", far[Libmodbus] / far[Ours16],
               Limit::AtLeast, 13);
    bench::bar("20 ms, Loopcheck (window 16) / raw socket (window 16)", far[Ours16] / far[Raw16],
               Limit::AtMost, 1.15);
    return 0;
}
