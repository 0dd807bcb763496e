// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/discovery/probesocket.h"
#include "modbus/discovery/route.h"
#include "modbus/discovery/sighting.h"

#include <QStringList>
#include <optional>

namespace modbus::discovery {

/// What was seen and what to do about it, as sentences; the remedy is empty where all is well.
struct Finding
{
    QString evidence;
    QString remedy;
};

/// The link doctor's sentences, step by step.
namespace verdicts {

Finding nameIsAddress(const QString &host);
Finding nameUnknown(const QString &host, const QString &why);
Finding nameFound(const QString &host, const QList<QHostAddress> &addresses);
Finding route(const Route &route, const QHostAddress &peer, const QList<LocalAddress> &local);
Finding notConnected(const Opening &opening, const Endpoint &endpoint, bool ownSessionIsOpen);
Finding closedAtOnce(const Endpoint &endpoint, bool ownSessionIsOpen);
/// `unasked`: bytes that the peer sent by itself.
Finding connected(const Endpoint &endpoint, std::chrono::microseconds time,
                  const QByteArray &unasked);
Finding answer(const Sighting &sighting, std::chrono::microseconds latency, quint8 unit,
               const QString &range, std::chrono::milliseconds deadline);
QString unitSeen(quint8 unit, const Sighting &sighting);
Finding units(const QStringList &seen, const QList<quint8> &alive);
Finding smaller(const Sighting &sighting, Address first, int count);
Finding rtu(bool isAnswered);
Finding udp(bool isAnswered);

/// All that was seen, to be made one conclusion of.
struct Seen
{
    Target target;
    int count = 0; ///< items that were asked for
    bool isNameUnknown = false;
    Opening::End opening = Opening::End::Open;
    bool isClosedAtOnce = false;
    std::optional<Sighting> answer;
    QList<quint8> aliveUnits;
    bool givesSmaller = false;
    bool speaksRtu = false;
    bool speaksUdp = false;
    bool wasCancelled = false;
    bool ownSessionIsOpen = false;
};
Finding conclusion(const Seen &seen);

} // namespace verdicts
} // namespace modbus::discovery
