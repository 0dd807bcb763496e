// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/pointpoller.h"
#include "tests/bench/peerprocess.h"

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace bench {

// 10,000 points scattered over four tables of four devices, each device a process of its own.
inline constexpr int kPoints = 10000;
inline constexpr int kDevices = 4;
inline constexpr std::chrono::milliseconds kPeriod{100};
inline constexpr std::chrono::seconds kMeasured{10};
inline constexpr std::array kTables{modbus::Table::Coils, modbus::Table::DiscreteInputs,
                                    modbus::Table::InputRegisters, modbus::Table::HoldingRegisters};

using Servers = std::vector<std::unique_ptr<PeerProcess>>;
Servers startServers();

/// As project lists have them: runs of neighbours, gaps of some registers, and leaps.
QList<modbus::Point> scatteredPoints(const Servers &servers);

/// A poller and its connections, in the thread that it is made in.
class PollRig : public QObject
{
public:
    PollRig(const QList<modbus::Point> &points, int window);
    modbus::PointPoller &poller() { return m_poller; }

private:
    std::map<quint16, std::unique_ptr<modbus::Connection>> m_connections;
    modbus::PointPoller m_poller;
};

/// Ends the program with a message where it is not true.
void require(bool isTrue, const char *what);
/// Lets events pass.
void wait(std::chrono::milliseconds duration);

/// What 99 of 100 cycles of the worst device start late at most.
double latenessMs(const QList<modbus::PollRate> &rates);
void printRates(const char *what, const QList<modbus::PollRate> &rates);

} // namespace bench
