// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <QList>
#include <QString>
#include <chrono>

namespace support {

using Outcome = tl::expected<modbus::Reply, modbus::Error>;

inline const QString kLoopback = QStringLiteral("127.0.0.1");

/// No repeats, and nothing that a test would have to wait for.
inline modbus::Connection::Options quickOptions()
{
    modbus::Connection::Options options;
    options.responseDeadline = std::chrono::milliseconds(150);
    options.retries = 0;
    options.backoffFirst = std::chrono::milliseconds(20);
    options.backoffMost = std::chrono::milliseconds(100);
    return options;
}

/// Collects outcomes in the order in which they come.
struct Outcomes
{
    QList<Outcome> all;
    modbus::Connection::Done collect()
    {
        return [this](const Outcome &outcome) { all.append(outcome); };
    }
};

/// One holding register.
inline modbus::Request registerRequest(quint16 address, quint8 unit = 1)
{
    return *modbus::readRequest(unit, {modbus::Table::HoldingRegisters, address}, 1);
}

} // namespace support
