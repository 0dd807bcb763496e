// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHostAddress>
#include <QTcpSocket>

namespace support {

/// A port of 127.0.0.1 where nothing listens, kept from other programs while this lives.
class ClosedPort
{
public:
    ClosedPort() { m_holder.bind(QHostAddress::LocalHost); }
    quint16 number() const { return m_holder.localPort(); }

private:
    QTcpSocket m_holder; ///< bound, never listening
};

} // namespace support
