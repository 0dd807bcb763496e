// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>
#include <tl/expected.hpp>
#include <tuple>

namespace modbus {

/// Default port of MODBUS Messaging on TCP/IP V1.0b, section 3.1.3.
inline constexpr quint16 kDefaultPort = 502;
/// What Loopcheck asks when no unit identifier is given.
inline constexpr quint8 kDefaultUnit = 1;

/// Where a server is reached: one TCP connection's far end. Several units may live behind it.
struct Endpoint
{
    QString host;                ///< host name, IPv4 or IPv6 address (no brackets)
    quint16 port = kDefaultPort; ///< 1..65535
    /// "host:port", IPv6 in brackets.
    QString toString() const;
    friend bool operator==(const Endpoint &, const Endpoint &) = default;
    friend bool operator<(const Endpoint &a, const Endpoint &b)
    {
        return std::tie(a.host, a.port) < std::tie(b.host, b.port);
    }
};

/// A server and the unit behind it, as the connect field takes them.
struct Target
{
    Endpoint endpoint;
    quint8 unit = kDefaultUnit; ///< 0..255
    /// "host", ":port" unless 502, "/unit" unless 1.
    QString toString() const;
    friend bool operator==(const Target &, const Target &) = default;
};

/// Reads host, host:port, host:port/unit, host/unit, [v6]:port/unit, a bare IPv6 address.
/// The error is a sentence that says what is wrong and what is expected.
tl::expected<Target, QString> parseTarget(QStringView text);

} // namespace modbus
