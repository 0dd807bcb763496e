// SPDX-License-Identifier: GPL-3.0-or-later
// The far ends of the benchmarks, a process each:
//   bench_peer modbus [busy]     a libmodbus server; register i = i in both tables, every second
//   bit
//                                on; busy: what is asked for has changed since it was asked last
//   bench_peer delay PORT MS     a delay line to PORT, MS each way
// Prints the port on which it listens and runs until it is killed.
#include "tests/support/delayline.h"

#include <QCoreApplication>
#include <algorithm>
#include <cstdio>
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void announce(quint16 port)
{
    std::printf("%u\n", port);
    std::fflush(stdout);
}

quint16 localPort(int socket)
{
    sockaddr_in address{};
    socklen_t size = sizeof address;
    getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size);
    return ntohs(address.sin_port);
}

constexpr int kTableSize = 65536;

void change(modbus_mapping_t &mapping, int first, int count)
{
    for (int i = first; i < std::min(first + count, kTableSize); ++i)
        ++mapping.tab_registers[i];
}

/// One client after the other, as fast as libmodbus goes. Without TCP_NODELAY on the accepted
/// socket the answers to pipelined requests would wait for acknowledgements.
int serveModbus(bool isBusy)
{
    modbus_t *context = modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *mapping = modbus_mapping_new(kTableSize, kTableSize, kTableSize, kTableSize);
    for (int i = 0; i < kTableSize; ++i) {
        mapping->tab_registers[i] = mapping->tab_input_registers[i] = static_cast<uint16_t>(i);
        mapping->tab_bits[i] = mapping->tab_input_bits[i] = i % 2;
    }
    int listener = modbus_tcp_listen(context, 5);
    if (listener < 0)
        return 1;
    announce(localPort(listener));
    for (;;) {
        const int socket = modbus_tcp_accept(context, &listener);
        const int on = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
        for (int length = 0; length >= 0;) {
            length = modbus_receive(context, query);
            if (isBusy && length >= 12 && query[7] == MODBUS_FC_READ_HOLDING_REGISTERS)
                change(*mapping, query[8] * 256 + query[9], query[10] * 256 + query[11]);
            if (length > 0)
                modbus_reply(context, query, length, mapping);
        }
        close(socket);
    }
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    if (arguments.value(0) == QLatin1String("modbus") && arguments.size() <= 2)
        return serveModbus(arguments.value(1) == QLatin1String("busy"));
    if (arguments.size() == 3 && arguments.front() == QLatin1String("delay")) {
        const support::DelayLine line(QHostAddress::LocalHost, arguments.at(1).toUShort(),
                                      std::chrono::milliseconds(arguments.at(2).toInt()));
        announce(line.port());
        return application.exec();
    }
    std::fprintf(stderr, "usage: bench_peer modbus [busy] | delay PORT MS\n");
    return 2;
}
