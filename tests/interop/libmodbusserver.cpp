// SPDX-License-Identifier: GPL-3.0-or-later
// A libmodbus server on a free port of 127.0.0.1, whose address it prints. `--items N` gives each
// table only so many. Register i holds i (input: 65535 - i), coil i is on where 3 divides i,
// discrete input i where 2 does. At PDU 1000 stand four float32 of 12.5 in the orders ABCD,
// CDAB, BADC and DCBA.
#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <modbus/modbus.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

constexpr int kTableSize = 65536;
constexpr int kFloats = 1000;

void fill(modbus_mapping_t &tables, int items)
{
    for (int i = 0; i < items; ++i) {
        tables.tab_bits[i] = i % 3 == 0;
        tables.tab_input_bits[i] = i % 2 == 0;
        tables.tab_input_registers[i] = static_cast<uint16_t>(kTableSize - 1 - i);
        tables.tab_registers[i] = static_cast<uint16_t>(i);
    }
    if (items < kFloats + 8)
        return;
    // Written out: the modbus_set_float_abcd of Debian 12's libmodbus 3.1.6 swaps bytes.
    constexpr std::array<uint16_t, 8> floats{0x4148, 0, 0, 0x4148, 0x4841, 0, 0, 0x4841};
    std::copy(floats.begin(), floats.end(), tables.tab_registers + kFloats);
}

int portOf(int listener)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    return ntohs(address.sin_port);
}

} // namespace

int main(int argc, char *argv[])
{
    const bool hasItems = argc == 3 && std::strcmp(argv[1], "--items") == 0;
    const int items = hasItems ? static_cast<int>(std::strtol(argv[2], nullptr, 10)) : kTableSize;
    modbus_t *const server = modbus_new_tcp("127.0.0.1", 0);
    modbus_mapping_t *const tables = modbus_mapping_new(items, items, items, items);
    if (!server || !tables)
        return EXIT_FAILURE;
    fill(*tables, items);
    int listener = modbus_tcp_listen(server, 8);
    if (listener < 0) {
        std::fprintf(stderr, "cannot listen: %s\n", modbus_strerror(errno));
        return EXIT_FAILURE;
    }
    std::printf("127.0.0.1:%d\n", portOf(listener));
    std::fflush(stdout);

    while (modbus_tcp_accept(server, &listener) >= 0) {
        uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
        int length = 0;
        while ((length = modbus_receive(server, query)) >= 0) {
            if (length > 0)
                modbus_reply(server, query, length, tables);
        }
        modbus_close(server);
    }
    return EXIT_FAILURE;
}
