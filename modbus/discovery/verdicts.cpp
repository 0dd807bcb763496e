// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/verdicts.h"

#include <QCoreApplication>

namespace modbus::discovery::verdicts {

namespace {

using Kind = Sighting::Kind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

QString milliseconds(std::chrono::microseconds time)
{
    return QString::number(double(time.count()) / 1000.0, 'f', 1);
}

QString numbers(const QList<quint8> &units)
{
    QStringList texts;
    for (const quint8 unit : units)
        texts.append(QString::number(unit));
    return texts.join(QStringLiteral(", "));
}

/// Loopcheck's own part in sessions that are taken.
QString ownPart(bool ownSessionIsOpen)
{
    return ownSessionIsOpen ? Text::tr(" Loopcheck itself holds a session to it at the moment: "
                                       "disconnect it and ask again.")
                            : QString();
}

} // namespace

Finding nameIsAddress(const QString &host)
{
    return {Text::tr("%1 is an IP address: there is no name to look up.").arg(host), {}};
}

Finding nameUnknown(const QString &host, const QString &why)
{
    return {Text::tr("No name server knows a host called %1 (%2).").arg(host, why),
            Text::tr("Check the spelling and this computer's name server, or use the IP address.")};
}

Finding nameFound(const QString &host, const QList<QHostAddress> &addresses)
{
    QStringList texts;
    for (const QHostAddress &address : addresses)
        texts.append(address.toString());
    return {Text::tr("%1 is %2.").arg(host, texts.join(QStringLiteral(", "))), {}};
}

Finding route(const Route &route, const QHostAddress &peer, const QList<LocalAddress> &local)
{
    switch (route.kind) {
    case Route::Kind::Loopback:
        return {Text::tr("%1 is this computer.").arg(peer.toString()), {}};
    case Route::Kind::SameSubnet:
        return {Text::tr("%1 is in the same subnet as this computer's %2/%3 (%4).")
                    .arg(peer.toString(), route.local.address.toString(),
                         QString::number(route.local.prefixLength), route.local.name),
                {}};
    case Route::Kind::ThroughGateway:
        return {Text::tr("%1 is in no subnet of this computer, which has %2: packets go through a "
                         "gateway.")
                    .arg(peer.toString(), inWords(local)),
                Text::tr("If the device hangs on the same switch, give this computer an address in "
                         "its subnet. Otherwise gateway, VPN and firewall must let port and "
                         "answers through.")};
    case Route::Kind::None:
        break;
    }
    return {Text::tr("This computer has no network up through which %1 could be reached.")
                .arg(peer.toString()),
            Text::tr("Plug in the cable, look at its link lamp, and set this computer's address.")};
}

Finding notConnected(const Opening &opening, const Endpoint &endpoint, bool ownSessionIsOpen)
{
    const QString port = QString::number(endpoint.port);
    switch (opening.end) {
    case Opening::End::Refused:
        return {Text::tr("A host is there and refuses port %1 after %2 ms.")
                    .arg(port, milliseconds(opening.time)),
                Text::tr("Check the port, that Modbus TCP is enabled in the device, and that its "
                         "few sessions are not taken by other clients.") +
                    ownPart(ownSessionIsOpen)};
    case Opening::End::Silent:
        return {Text::tr("Nothing came back from port %1 within %2 ms, not even a refusal.")
                    .arg(port, milliseconds(opening.time)),
                Text::tr("Either nobody has this address (power, cable, address, VLAN) or a "
                         "firewall swallows the port. If the device answers a ping it is the "
                         "firewall.")};
    case Opening::End::HostNotFound:
        return nameUnknown(endpoint.host, opening.detail);
    case Opening::End::Open:
    case Opening::End::Unreachable:
        break;
    }
    return {Text::tr("The network says that there is no way to %1: %2.")
                .arg(endpoint.toString(), opening.detail),
            Text::tr("Check cable, address and subnet mask of this computer, gateway and VPN.")};
}

Finding closedAtOnce(const Endpoint &endpoint, bool ownSessionIsOpen)
{
    return {Text::tr("Port %1 accepts the connection and closes it at once, before it was asked "
                     "anything: its sessions are taken, or it allows only certain addresses.")
                .arg(endpoint.port),
            Text::tr("Close other clients (HMI, SCADA, a second tool), look for a list of allowed "
                     "addresses in the device, or restart it to end forgotten sessions.") +
                ownPart(ownSessionIsOpen)};
}

Finding connected(const Endpoint &endpoint, std::chrono::microseconds time,
                  const QByteArray &unasked)
{
    const QString text = Text::tr("Port %1 accepted the connection after %2 ms and kept it.")
                             .arg(QString::number(endpoint.port), milliseconds(time));
    if (unasked.isEmpty())
        return {text, {}};
    return {text + Text::tr(" It sent bytes without being asked, which Modbus never does: %1.")
                       .arg(QString::fromLatin1(
                                unasked.first(std::min<qsizetype>(unasked.size(), 16)).toHex(' '))
                                .toUpper()),
            Text::tr("Another service seems to have this port: check the port number.")};
}

Finding answer(const Sighting &sighting, std::chrono::microseconds latency, quint8 unit,
               const QString &range, std::chrono::milliseconds deadline)
{
    const QString who = QString::number(unit);
    switch (sighting.kind) {
    case Kind::Values:
        return {Text::tr("Unit %1 gave %2 in %3 ms.").arg(who, range, milliseconds(latency)), {}};
    case Kind::Exception:
        return {Text::tr("Unit %1 answered %2 with %3 in %4 ms: the link is good, the request is "
                         "what it does not accept.")
                    .arg(who, range, sightingText(sighting), milliseconds(latency)),
                Text::tr("Check table, address and length against the device's manual; the "
                         "addresses scan shows what can be read.")};
    case Kind::GatewayException:
        return {Text::tr("A gateway answered with %1: it works, but has no device for unit %2.")
                    .arg(sightingText(sighting), who),
                Text::tr("Check the unit identifier, and power, wiring, speed and parity of the "
                         "device behind the gateway.")};
    case Kind::HeaderOnly:
        return {Text::tr("It answered with an MBAP header and nothing behind it: a gateway whose "
                         "device behind does not answer does that."),
                Text::tr("Check the unit identifier and the serial side of the gateway.")};
    case Kind::Nothing:
        return {Text::tr("Unit %1 did not answer %2 within %3 ms.")
                    .arg(who, range, QString::number(deadline.count())),
                Text::tr("The further steps look for the cause.")};
    case Kind::Rtu:
    case Kind::OtherProtocol:
        return {
            Text::tr("What answered does not speak Modbus TCP: %1.").arg(sightingText(sighting)),
            Text::tr("Check the port number and the device's protocol setting.")};
    case Kind::Closed:
    case Kind::Unlawful:
    case Kind::Incomplete:
        break;
    }
    return {Text::tr("Asked for %1, unit %2 gave no answer that can be used: %3.")
                .arg(range, who, sightingText(sighting)),
            Text::tr("The further steps look for the cause.")};
}

QString unitSeen(quint8 unit, const Sighting &sighting)
{
    return Text::tr("unit %1: %2").arg(QString::number(unit), sightingText(sighting));
}

Finding units(const QStringList &seen, const QList<quint8> &alive)
{
    const QString text = Text::tr("Asked for one item: %1.").arg(seen.join(QStringLiteral("; ")));
    if (alive.isEmpty())
        return {text, Text::tr("The units scan asks all 247.")};
    return {text, Text::tr("Use unit identifier %1.").arg(numbers(alive))};
}

Finding smaller(const Sighting &sighting, Address first, int count)
{
    if (sighting.kind == Kind::Values) {
        return {Text::tr("%1 alone is given, %2 items from there are not.")
                    .arg(rangeText(first, 1), QString::number(count)),
                Text::tr("The device gives fewer at a time, or one of the addresses does not "
                         "exist: the addresses scan finds the limits.")};
    }
    return {Text::tr("Asked for %1 alone: %2.").arg(rangeText(first, 1), sightingText(sighting)),
            Text::tr("It is not the length.")};
}

Finding rtu(bool isAnswered)
{
    if (isAnswered)
        return {Text::tr("It answers frames of the serial line (RTU with CRC) over TCP."),
                Text::tr("Set the gateway or serial server from raw or transparent mode to Modbus "
                         "TCP: Loopcheck speaks Modbus TCP only.")};
    return {Text::tr("No answer to an RTU frame over TCP either."), {}};
}

Finding udp(bool isAnswered)
{
    if (isAnswered)
        return {Text::tr("It answers the same request over UDP."),
                Text::tr("Switch the device from Modbus over UDP to Modbus TCP.")};
    return {Text::tr("No answer over UDP either."), {}};
}

Finding conclusion(const Seen &seen)
{
    const QString device = seen.target.endpoint.toString();
    const QString unit = QString::number(seen.target.unit);
    if (seen.answer && seen.answer->kind == Kind::Values)
        return {Text::tr("%1 works: unit %2 answers.").arg(device, unit), {}};
    if (seen.wasCancelled)
        return {Text::tr("stopped before there was one."), {}};
    if (seen.isNameUnknown)
        return {Text::tr("the name %1 is not known here.").arg(seen.target.endpoint.host),
                Text::tr("Use the IP address, or have the name entered in the name server.")};
    if (seen.speaksRtu)
        return {Text::tr("%1 speaks Modbus RTU over TCP, not Modbus TCP.").arg(device),
                Text::tr("Set the gateway to Modbus TCP.")};
    if (seen.speaksUdp)
        return {Text::tr("%1 speaks Modbus over UDP, not over TCP.").arg(device),
                Text::tr("Switch the device to Modbus TCP.")};
    if (seen.isClosedAtOnce || seen.opening != Opening::End::Open) {
        const Finding finding =
            seen.isClosedAtOnce
                ? closedAtOnce(seen.target.endpoint, seen.ownSessionIsOpen)
                : notConnected({seen.opening, {}, {}}, seen.target.endpoint, seen.ownSessionIsOpen);
        QString cause;
        if (seen.isClosedAtOnce)
            cause = Text::tr("%1 lets nobody in now: its sessions are taken, or this computer is "
                             "not allowed.");
        else if (seen.opening == Opening::End::Refused)
            cause = Text::tr("a host is there, but nothing listens on that port of %1, or its "
                             "sessions are taken.");
        else if (seen.opening == Opening::End::Silent)
            cause = Text::tr("%1 is not there, or a firewall swallows the connection.");
        else
            cause = Text::tr("this computer has no way to %1.");
        return {cause.arg(device), finding.remedy};
    }
    if (!seen.aliveUnits.isEmpty())
        return {Text::tr("the device is there under unit identifier %1, not %2.")
                    .arg(numbers(seen.aliveUnits), unit),
                Text::tr("Connect to it with that unit identifier.")};
    if (seen.givesSmaller)
        return {Text::tr("unit %1 answers, but not %2 items at once from there.")
                    .arg(unit, QString::number(seen.count)),
                Text::tr("Ask for fewer at a time; the addresses scan finds what it has.")};
    if (!seen.answer)
        return {Text::tr("nothing was found out."), {}};
    switch (seen.answer->kind) {
    case Kind::Exception:
        return {Text::tr("the link is good, but unit %1 refuses the request with %2.")
                    .arg(unit, sightingText(*seen.answer)),
                Text::tr("Ask for another table or address: see the device's manual.")};
    case Kind::GatewayException:
    case Kind::HeaderOnly:
        return {Text::tr("a gateway answers at %1, but no device behind it under unit %2.")
                    .arg(device, unit),
                Text::tr("Check the unit identifier and the serial side of the gateway; the units "
                         "scan finds who is there.")};
    case Kind::OtherProtocol:
    case Kind::Rtu:
        return {Text::tr("what listens at %1 is no Modbus TCP server.").arg(device),
                Text::tr("Check the port number and which protocol the device is set to.")};
    case Kind::Unlawful:
    case Kind::Incomplete:
        return {Text::tr("%1 breaks the protocol: %2.").arg(device, sightingText(*seen.answer)),
                Text::tr("Its vendor needs to see this.")};
    default:
        break;
    }
    return {Text::tr("%1 accepts connections, but never answers in Modbus.").arg(device),
            Text::tr("Most likely a unit identifier that nobody here has tried: run the units "
                     "scan. Otherwise look at the device's own state, and at lists of allowed "
                     "addresses.")};
}

} // namespace modbus::discovery::verdicts
