// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringView>
#include <tl/expected.hpp>

namespace modbus::discovery {

inline constexpr int kMostHosts = 65536;
inline constexpr int kMostPorts = 64;

/// IPv4 addresses as users write them: 192.168.0.10, 192.168.0.1-254, 192.168.0.1-192.168.1.20,
/// 192.168.0.0/24 (without its network and broadcast address), or several, by commas. At most
/// kMostHosts (a /16). In the order written, each once.
/// The error is a sentence that says what is wrong and what is expected.
tl::expected<QList<quint32>, QString> parseHosts(QStringView text);

/// "502", "502, 503, 1502-1510": at most kMostPorts, each once.
tl::expected<QList<quint16>, QString> parsePorts(QStringView text);

} // namespace modbus::discovery
