// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/connection.h"

#include <chrono>

namespace support {

/// 2026-03-01 12:04:07.123456 UTC.
inline constexpr std::chrono::microseconds kSomeTime{1772366647123456};

/// Reads `count` holding registers from `address` of unit 1; transaction id and serial go together
/// as on a new connection.
inline modbus::TrafficFrame requestFrame(quint64 serial, quint16 address = 0, quint16 count = 1,
                                         std::chrono::microseconds time = kSomeTime)
{
    modbus::TrafficFrame frame;
    frame.kind = modbus::TrafficFrame::Kind::Request;
    frame.unit = 1;
    frame.function = 3;
    frame.time = time;
    frame.serial = serial;
    const char pdu[] = {3, char(address >> 8), char(address & 0xFF), char(count >> 8),
                        char(count & 0xFF)};
    frame.adu = modbus::aduOf(quint16(serial - 1), 1, QByteArray(pdu, sizeof pdu));
    return frame;
}

/// The answer to it with these registers, as hexadecimal digits.
inline modbus::TrafficFrame
replyFrame(quint64 serial, const QByteArray &registers = "0007",
           std::chrono::microseconds latency = std::chrono::microseconds(250),
           std::chrono::microseconds time = kSomeTime)
{
    modbus::TrafficFrame frame;
    frame.kind = modbus::TrafficFrame::Kind::Reply;
    frame.unit = 1;
    frame.function = 3;
    frame.time = time + latency;
    frame.serial = serial;
    frame.latency = latency;
    const QByteArray data = QByteArray::fromHex(registers);
    frame.adu =
        modbus::aduOf(quint16(serial - 1), 1, QByteArray("\x03") + char(data.size()) + data);
    return frame;
}

/// A refusal.
inline modbus::TrafficFrame exceptionFrame(quint64 serial, quint8 code = 2,
                                           std::chrono::microseconds time = kSomeTime)
{
    modbus::TrafficFrame frame = replyFrame(serial, {}, std::chrono::microseconds(250), time);
    frame.flag = modbus::TrafficFrame::Flag::Exception;
    frame.adu = modbus::aduOf(quint16(serial - 1), 1, QByteArray("\x83") + char(code));
    return frame;
}

/// What befell the line, or a fault without bytes.
inline modbus::TrafficFrame
lineFrame(modbus::TrafficFrame::Kind kind,
          modbus::TrafficFrame::Flag flag = modbus::TrafficFrame::Flag::None, quint64 serial = 0,
          std::chrono::microseconds time = kSomeTime)
{
    modbus::TrafficFrame frame;
    frame.kind = kind;
    frame.flag = flag;
    frame.serial = serial;
    frame.time = time;
    if (serial != 0) {
        frame.unit = 1;
        frame.function = 3;
    }
    return frame;
}

} // namespace support
