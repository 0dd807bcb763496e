// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/endpoint.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QStringList>
#include <algorithm>

namespace modbus {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(modbus)
};

/// A decimal figure of at most `most`; nothing else, no sign, no blanks.
std::optional<int> figure(QStringView text, int most)
{
    if (text.isEmpty() || text.size() > 9)
        return {};
    int value = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return {};
        value = value * 10 + (c.unicode() - u'0');
    }
    return value <= most ? std::optional(value) : std::nullopt;
}

bool isDottedFigures(QStringView host)
{
    return std::all_of(host.begin(), host.end(),
                       [](QChar c) { return c == u'.' || (c >= u'0' && c <= u'9'); });
}

/// Four figures, leading zeros dropped: 192.168.000.010 is 192.168.0.10 to those who write it,
/// and octal to the system's resolver.
tl::expected<QString, QString> ipv4Host(QStringView host)
{
    QStringList parts;
    for (const QStringView part : host.split(u'.')) {
        if (const auto value = figure(part, 255))
            parts.append(QString::number(*value));
    }
    if (parts.size() != 4 || host.count(u'.') != 3) {
        return tl::make_unexpected(
            Text::tr("\"%1\" is no IPv4 address: that is four figures from 0 to 255, for example "
                     "192.168.0.10.")
                .arg(host));
    }
    return parts.join(u'.');
}

tl::expected<QString, QString> ipv6Host(QStringView host)
{
    QHostAddress address;
    if (!address.setAddress(host.toString()) || address.protocol() != QHostAddress::IPv6Protocol) {
        return tl::make_unexpected(
            Text::tr("\"%1\" is no IPv6 address. Write it as in [fd00::10]:502; a host name or an "
                     "IPv4 address has one colon at most, before the port.")
                .arg(host));
    }
    return address.toString();
}

tl::expected<QString, QString> namedHost(QStringView host)
{
    const bool isName = std::all_of(host.begin(), host.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'-' || c == u'.' || c == u'_';
    });
    if (!isName || host.startsWith(u'.') || host.startsWith(u'-') || host.contains(u"..") ||
        host.size() > 253) {
        return tl::make_unexpected(
            Text::tr("\"%1\" is no host name: letters, digits, hyphens and dots are expected, for "
                     "example plc-1.local.")
                .arg(host));
    }
    return host.toString();
}

tl::expected<QString, QString> parseHost(QStringView host, bool isBracketed)
{
    if (host.isEmpty())
        return tl::make_unexpected(
            Text::tr("The host is missing. Write a host name or an IP address, for example "
                     "192.168.0.10:502/1."));
    if (isBracketed || host.contains(u':'))
        return ipv6Host(host);
    return isDottedFigures(host) ? ipv4Host(host) : namedHost(host);
}

} // namespace

QString Endpoint::toString() const
{
    const QString form = host.contains(u':') ? QStringLiteral("[%1]:%2") : QStringLiteral("%1:%2");
    return form.arg(host, QString::number(port));
}

QString Target::toString() const
{
    const QString &host = endpoint.host;
    QString text = host.contains(u':') ? u'[' + host + u']' : host;
    if (endpoint.port != kDefaultPort)
        text += u':' + QString::number(endpoint.port);
    if (unit != kDefaultUnit)
        text += u'/' + QString::number(unit);
    return text;
}

tl::expected<Target, QString> parseTarget(QStringView text)
{
    Target target;
    QStringView rest = text.trimmed();

    if (const auto slash = rest.lastIndexOf(u'/'); slash >= 0) {
        const auto unit = figure(rest.sliced(slash + 1), 255);
        if (!unit) {
            return tl::make_unexpected(
                Text::tr("\"%1\" is no unit identifier: a figure from 0 to 255 is expected after "
                         "the slash, for example 192.168.0.10/1.")
                    .arg(rest.sliced(slash + 1)));
        }
        target.unit = static_cast<quint8>(*unit);
        rest = rest.first(slash);
    }

    QStringView host = rest;
    std::optional<QStringView> portText;
    const bool isBracketed = rest.startsWith(u'[');
    if (isBracketed) {
        const auto bracket = rest.indexOf(u']');
        const QStringView after = bracket < 0 ? QStringView() : rest.sliced(bracket + 1);
        if (bracket < 0 || (!after.isEmpty() && after.front() != u':')) {
            return tl::make_unexpected(
                Text::tr("\"%1\" is not understood. Write an IPv6 address with a port as in "
                         "[fd00::10]:502.")
                    .arg(rest));
        }
        host = rest.sliced(1, bracket - 1);
        if (!after.isEmpty())
            portText = after.sliced(1);
    } else if (rest.count(u':') == 1) {
        const auto colon = rest.indexOf(u':');
        host = rest.first(colon);
        portText = rest.sliced(colon + 1);
    }

    if (portText) {
        const auto port = figure(*portText, 65535);
        if (!port || *port == 0) {
            return tl::make_unexpected(
                Text::tr("\"%1\" is no port: a figure from 1 to 65535 is expected after the colon; "
                         "Modbus TCP's is 502.")
                    .arg(*portText));
        }
        target.endpoint.port = static_cast<quint16>(*port);
    }
    const auto parsed = parseHost(host, isBracketed);
    if (!parsed)
        return tl::make_unexpected(parsed.error());
    target.endpoint.host = *parsed;
    return target;
}

} // namespace modbus
