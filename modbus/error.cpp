// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/error.h"

#include "modbus/pdufields.h"

#include <QCoreApplication>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

/// The names and words that explanations are made of.
class Explainer
{
public:
    explicit Explainer(const Error &error)
        : m_error(error)
    {
    }

    Explanation explain() const
    {
        using Kind = Error::Kind;
        switch (m_error.kind) {
        case Kind::InvalidRequest:
            return invalidRequest();
        case Kind::NotArmed:
            return {notSent(Text::tr("writes to %1 are locked").arg(server())),
                    Text::tr("Arm writes for this connection, then write again.")};
        case Kind::HostNotFound:
            return {Text::tr("There is no host called %1.").arg(m_error.target.endpoint.host),
                    Text::tr("Check the spelling and this computer's name server, or give the "
                             "IP address.")};
        case Kind::Refused:
            return refused();
        case Kind::Unreachable:
            return {Text::tr("There is no way to %1.").arg(server()) + seen(),
                    Text::tr("Check the cable and its link lamp, this computer's own address and "
                             "subnet mask, the gateway, VPN and firewall.")};
        case Kind::ConnectTimeout:
            return {Text::tr("%1 did not answer the attempt to connect.").arg(server()),
                    Text::tr("Check that the address is right, the device is powered and in this "
                             "network, and that no firewall swallows port %1. Over a slow link "
                             "give it a longer connect time.")
                        .arg(m_error.target.endpoint.port)};
        case Kind::NotConnected:
            return {notSent(Text::tr("there is no connection to %1").arg(server())),
                    Text::tr("Connect first. If it was connected, the event before this one says "
                             "why it no longer is.")};
        case Kind::NoTurn:
            return {notSent(Text::tr("other requests kept the line to %1 busy").arg(server())),
                    Text::tr("Poll less at a time or less often, and leave out units that do not "
                             "answer: each costs its whole deadline.")};
        case Kind::ConnectionLost:
            return connectionLost();
        case Kind::Timeout:
            return timeout();
        case Kind::Exception:
            return exception();
        case Kind::BadReply:
            return badReply();
        case Kind::Aborted:
            break;
        }
        return aborted();
    }

private:
    bool hasServer() const { return !m_error.target.endpoint.host.isEmpty(); }

    QString server() const
    {
        return hasServer() ? m_error.target.endpoint.toString() : Text::tr("the device");
    }

    QString unit() const
    {
        return hasServer() ? Text::tr("Unit %1 at %2").arg(m_error.target.unit).arg(server())
                           : Text::tr("The device");
    }

    bool hasRange() const { return m_error.count > 0; }

    QString range() const { return rangeText(m_error.first, m_error.count); }

    QString items() const { return itemsInWords(m_error.first.table); }

    /// "function 17 (Report Server ID)".
    QString function() const
    {
        return Text::tr("function %1 (%2)")
            .arg(QString::number(m_error.function), functionName(m_error.function));
    }

    /// "reading holding register 400101 (PDU 100)".
    QString action() const
    {
        if (!hasRange())
            return m_error.function == 0 ? Text::tr("this request") : function();
        return m_error.isWrite ? Text::tr("writing %1").arg(range())
                               : Text::tr("reading %1").arg(range());
    }

    /// Of a write in parts one may have been sent and this one not: the range says which.
    QString notSent(const QString &why) const
    {
        return hasRange() ? Text::tr("Not sent for %1: %2.").arg(action(), why)
                          : Text::tr("Nothing was sent: %1.").arg(why);
    }

    QString seen() const
    {
        return m_error.detail.isEmpty() ? QString()
                                        : Text::tr(" What was seen: %1.").arg(withoutEnd());
    }

    QString withoutEnd() const
    {
        QString detail = m_error.detail.trimmed();
        if (detail.endsWith(u'.'))
            detail.chop(1);
        return detail;
    }

    QString writeIsUncertain() const
    {
        return m_error.isWrite ? Text::tr(" The write may or may not have been carried out: read "
                                          "back what is there.")
                               : QString();
    }

    Explanation invalidRequest() const
    {
        QString text =
            hasRange()
                ? Text::tr("Nothing was sent to %1: %2 is not a lawful request.")
                      .arg(server(), action())
                : Text::tr("Nothing was sent to %1: the request is not lawful.").arg(server());
        return {text + seen(),
                Text::tr("Check start and count: a table ends at PDU address 65535, and only coils "
                         "and holding registers can be written.")};
    }

    Explanation refused() const
    {
        return {Text::tr("%1 refused the connection: nothing listens on port %2, or the device's "
                         "few TCP sessions are taken.")
                    .arg(server(), QString::number(m_error.target.endpoint.port)),
                Text::tr("Check address and port, and that Modbus TCP is enabled in the device. If "
                         "it is, close other clients (HMI, SCADA, a second tool) or wait until the "
                         "device forgets a session that broke: many serve only 1 to 8 at a time.")};
    }

    Explanation connectionLost() const
    {
        const QString text =
            hasRange()
                ? Text::tr("The connection to %1 was lost during %2.").arg(server(), action())
                : Text::tr("The connection to %1 was lost.").arg(server());
        return {text + seen() + writeIsUncertain(),
                Text::tr("Try again. If it happens each time: the device may allow fewer sessions "
                         "than there are clients, close idle ones soon, restart on this request, "
                         "or a firewall between cuts it off.")};
    }

    Explanation timeout() const
    {
        const QString text =
            m_error.detail.isEmpty()
                ? Text::tr("%1 did not answer %2 in time.").arg(unit(), action())
                : Text::tr("%1 did not answer %2 in time: %3.").arg(unit(), action(), withoutEnd());
        return {text + writeIsUncertain(),
                Text::tr("Likely causes, the commonest first: (1) wrong unit identifier, here %1; "
                         "(2) the device behind a gateway is off, or its serial settings differ; "
                         "(3) the deadline is too short; (4) it takes one request at a time: set "
                         "the window to 1; (5) other clients keep it busy; (6) it has no such "
                         "function or range and stays silent; (7) the port serves another "
                         "protocol, such as Modbus RTU over TCP.")
                    .arg(m_error.target.unit)};
    }

    Explanation badReply() const
    {
        return {Text::tr("%1 answered %2, but the answer fails a check, so nothing of it was used.")
                        .arg(unit(), action()) +
                    seen() + writeIsUncertain(),
                Text::tr("Read again with the window at 1 and no other client. If it stays, the "
                         "device or gateway mixes up answers or breaks the protocol: its vendor "
                         "needs what was seen.")};
    }

    Explanation aborted() const
    {
        const QString text = hasServer() ? Text::tr("You ended %1 at %2.").arg(action(), server())
                                         : Text::tr("You ended %1.").arg(action());
        return {text + writeIsUncertain(), Text::tr("Start it again when you want it.")};
    }

    Explanation exception() const
    {
        const Explanation explanation = exceptionCause();
        return {Text::tr("Exception %1: %2")
                    .arg(exceptionText(m_error.exceptionCode), explanation.text),
                explanation.remedy};
    }

    Explanation exceptionCause() const
    {
        switch (m_error.exceptionCode) {
        case 1:
            return illegalFunction();
        case 2:
            return illegalAddress();
        case 3:
            return illegalValue();
        case 4:
            return {Text::tr("%1 failed while it carried out %2.").arg(unit(), action()),
                    Text::tr("Look at the device's own fault display or log. Try a shorter range, "
                             "and restart the device if the fault stays.")};
        case 5:
            return {Text::tr("%1 accepted %2, but needs a long time for it.").arg(unit(), action()),
                    Text::tr("Wait, then read what became of it. Do not repeat the request "
                             "meanwhile.")};
        case 6:
            return {Text::tr("%1 is busy with a long job and did not carry out %2.")
                        .arg(unit(), action()),
                    Text::tr("Try again later, poll more slowly, or close other clients.")};
        case 8:
            return {Text::tr("%1 found damaged memory during %2.").arg(unit(), action()),
                    Text::tr("Try again. If it stays, the device needs service.")};
        case 10:
            return {Text::tr("The gateway %1 has no path to unit %2.")
                        .arg(server(), QString::number(m_error.target.unit)),
                    Text::tr("Check the unit identifier, the gateway's table of units and ports, "
                             "and whether the gateway is overloaded.")};
        case 11:
            return {Text::tr("The gateway %1 works, but unit %2 behind it did not answer it.")
                            .arg(server(), QString::number(m_error.target.unit)) +
                        writeIsUncertain(),
                    Text::tr("Check that this unit is powered and wired, its address is %1, and "
                             "speed and parity match the gateway's; raise the gateway's own "
                             "deadline if it is slow.")
                        .arg(m_error.target.unit)};
        default:
            return {Text::tr("%1 refused %2 with a code that the specification does not have.")
                        .arg(unit(), action()),
                    Text::tr("The device's manual says what its own code %1 means.")
                        .arg(m_error.exceptionCode)};
        }
    }

    Explanation illegalFunction() const
    {
        if (!hasRange())
            return {
                Text::tr("%1 does not know %2.")
                    .arg(unit(), m_error.function == 0 ? Text::tr("this function") : function()),
                Text::tr("See the device's manual for the functions that it has.")};
        if (m_error.isWrite)
            return {Text::tr("%1 does not let %2 be written by this function, or not in its "
                             "present state.")
                        .arg(unit(), range()),
                    Text::tr("Try the other function (single or multiple), check for a write lock, "
                             "a local mode or a key switch at the device, and its manual.")};
        return {Text::tr("%1 has no function to read %2.").arg(unit(), items()),
                Text::tr("Read another table: many devices have holding registers only. See the "
                         "device's manual for the functions that it has.")};
    }

    Explanation illegalAddress() const
    {
        if (!hasRange())
            return {Text::tr("%1 does not have this address.").arg(unit()),
                    Text::tr("Check the address against the device's manual.")};
        const QString offByOne =
            Text::tr("Check whether the manual counts from 0 or from 1: the neighbour may be "
                     "meant.");
        if (m_error.count == 1)
            return {m_error.isWrite
                        ? Text::tr("%1 has no %2 that can be written.").arg(unit(), range())
                        : Text::tr("%1 has no %2.").arg(unit(), range()),
                    offByOne};
        return {
            m_error.isWrite
                ? Text::tr("%1 does not have all of %2, or not for writing.").arg(unit(), range())
                : Text::tr("%1 does not have all of %2.").arg(unit(), range()),
            Text::tr("Try a shorter range: one missing item in it is enough. %1").arg(offByOne)};
    }

    Explanation illegalValue() const
    {
        if (m_error.isWrite)
            return {Text::tr("%1 does not accept a value for %2.")
                        .arg(unit(), hasRange() ? range() : Text::tr("this request")),
                    Text::tr("Check the value's limits, type, byte order and scale in the device's "
                             "manual, and that values of several registers are written whole.")};
        return {Text::tr("%1 does not accept the length of %2.").arg(unit(), action()),
                Text::tr("Try fewer items at a time: some devices give less than the 125 registers "
                         "or 2000 bits that are lawful, and some only whole values.")};
    }

    const Error &m_error;
};

} // namespace

QString kindName(Error::Kind kind)
{
    using Kind = Error::Kind;
    switch (kind) {
    case Kind::InvalidRequest:
        return QStringLiteral("invalidRequest");
    case Kind::NotArmed:
        return QStringLiteral("notArmed");
    case Kind::HostNotFound:
        return QStringLiteral("hostNotFound");
    case Kind::Refused:
        return QStringLiteral("refused");
    case Kind::Unreachable:
        return QStringLiteral("unreachable");
    case Kind::ConnectTimeout:
        return QStringLiteral("connectTimeout");
    case Kind::NotConnected:
        return QStringLiteral("notConnected");
    case Kind::NoTurn:
        return QStringLiteral("noTurn");
    case Kind::ConnectionLost:
        return QStringLiteral("connectionLost");
    case Kind::Timeout:
        return QStringLiteral("timeout");
    case Kind::Exception:
        return QStringLiteral("exception");
    case Kind::BadReply:
        return QStringLiteral("badReply");
    case Kind::Aborted:
        break;
    }
    return QStringLiteral("aborted");
}

bool isNeverSent(Error::Kind kind)
{
    using Kind = Error::Kind;
    switch (kind) {
    case Kind::InvalidRequest:
    case Kind::NotArmed:
    case Kind::HostNotFound:
    case Kind::Refused:
    case Kind::Unreachable:
    case Kind::ConnectTimeout:
    case Kind::NotConnected:
    case Kind::NoTurn:
        return true;
    case Kind::ConnectionLost:
    case Kind::Timeout:
    case Kind::Exception:
    case Kind::BadReply:
    case Kind::Aborted:
        break;
    }
    return false;
}

QString exceptionName(quint8 code)
{
    switch (code) {
    case 1:
        return QStringLiteral("Illegal function");
    case 2:
        return QStringLiteral("Illegal data address");
    case 3:
        return QStringLiteral("Illegal data value");
    case 4:
        return QStringLiteral("Server device failure");
    case 5:
        return QStringLiteral("Acknowledge");
    case 6:
        return QStringLiteral("Server device busy");
    case 8:
        return QStringLiteral("Memory parity error");
    case 10:
        return QStringLiteral("Gateway path unavailable");
    case 11:
        return QStringLiteral("Gateway target device failed to respond");
    default:
        return QStringLiteral("Unknown exception");
    }
}

QString exceptionText(quint8 code)
{
    return QStringLiteral("%1 %2").arg(
        QStringLiteral("%1").arg(code, 2, 16, QLatin1Char('0')).toUpper(), exceptionName(code));
}

Explanation explain(const Error &error)
{
    return Explainer(error).explain();
}

} // namespace modbus
