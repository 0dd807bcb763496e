// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/push.h"

#include <QCoreApplication>
#include <QHostAddress>

#include <algorithm>

namespace transfer {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(transfer)
};

bool isDottedQuad(const QString &host)
{
    QHostAddress address;
    return host.count(u'.') == 3 && address.setAddress(host) &&
           address.protocol() == QAbstractSocket::IPv4Protocol;
}

bool isIpv6(const QString &host)
{
    QHostAddress address;
    return host.contains(u':') && address.setAddress(host) &&
           address.protocol() == QAbstractSocket::IPv6Protocol;
}

/// Why `host`, which is not in brackets, is neither a host name nor an IPv4 address; empty if it
/// is.
QString faultOfHost(const QString &host)
{
    if (host.isEmpty())
        return Text::tr("The host is missing: write host:port, for example 192.168.0.20:8000.");
    const bool isNumeric = std::all_of(
        host.cbegin(), host.cend(), [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
    if (isNumeric) {
        return isDottedQuad(host)
                   ? QString()
                   : Text::tr("\"%1\" is not an IPv4 address: it takes four numbers from 0 to 255, "
                              "for example 192.168.0.20.")
                         .arg(host);
    }
    const bool isName = std::all_of(host.cbegin(), host.cend(), [](QChar c) {
        return c.isLetterOrNumber() || c.isSurrogate() || c == u'-' || c == u'.' || c == u'_';
    });
    if (!isName || host.startsWith(u'.') || host.startsWith(u'-') || host.contains(u"..")) {
        return Text::tr("\"%1\" is not a host name: write host:port, for example edge-1:8000, "
                        "192.168.0.20:8000 or [fd00::20]:8000.")
            .arg(host);
    }
    return {};
}

tl::expected<quint16, QString> parsePort(const QString &text)
{
    const bool isDigits = !text.isEmpty() && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
        return c >= u'0' && c <= u'9';
    });
    bool isNumber = false;
    const uint port = text.toUInt(&isNumber);
    if (!isDigits || !isNumber || port < 1 || port > 65535) {
        return tl::make_unexpected(
            Text::tr("\"%1\" is not a port: it is a number from 1 to 65535.").arg(text));
    }
    return static_cast<quint16>(port);
}

QString missingPort(const QString &text)
{
    return Text::tr("The port is missing: write %1:PORT.").arg(text);
}

/// Splits "[v6]:port"; `text` begins with the bracket.
tl::expected<Peer, QString> parseBracketed(const QString &text, quint16 defaultPort)
{
    const qsizetype close = text.indexOf(u']');
    const QString host = text.mid(1, close - 1);
    if (close < 0 || !isIpv6(host)) {
        return tl::make_unexpected(
            Text::tr("\"%1\" is not an IPv6 address in brackets: write [fd00::20]:8000.")
                .arg(text));
    }
    const QString rest = text.mid(close + 1);
    if (rest.isEmpty()) {
        if (defaultPort == 0)
            return tl::make_unexpected(missingPort(text));
        return Peer{host, defaultPort};
    }
    if (!rest.startsWith(u':')) {
        return tl::make_unexpected(
            Text::tr("\"%1\" stands after the address: only :PORT may.").arg(rest));
    }
    return parsePort(rest.mid(1)).map([&](quint16 port) { return Peer{host, port}; });
}

} // namespace

QString Peer::toString() const
{
    const QString shownHost = host.contains(u':') ? u'[' + host + u']' : host;
    return shownHost + u':' + QString::number(port);
}

tl::expected<Peer, QString> parsePeer(QStringView text, quint16 defaultPort)
{
    const QString trimmed = text.trimmed().toString();
    if (trimmed.startsWith(u'['))
        return parseBracketed(trimmed, defaultPort);
    if (trimmed.contains(u"://")) {
        return tl::make_unexpected(
            Text::tr("\"%1\" is a URL: write host:port alone, for example edge-1:8000.")
                .arg(trimmed));
    }
    if (trimmed.count(u':') > 1) {
        if (!isIpv6(trimmed) || defaultPort == 0) {
            return tl::make_unexpected(
                Text::tr(
                    "\"%1\" has several colons: write an IPv6 address in brackets, for example "
                    "[fd00::20]:8000.")
                    .arg(trimmed));
        }
        return Peer{trimmed, defaultPort};
    }

    const qsizetype colon = trimmed.indexOf(u':');
    const QString host = colon < 0 ? trimmed : trimmed.first(colon);
    if (const QString fault = faultOfHost(host); !fault.isEmpty())
        return tl::make_unexpected(fault);
    if (colon < 0) {
        if (defaultPort == 0)
            return tl::make_unexpected(missingPort(trimmed));
        return Peer{host, defaultPort};
    }
    return parsePort(trimmed.mid(colon + 1)).map([&](quint16 port) { return Peer{host, port}; });
}

QString stepName(Step step)
{
    switch (step) {
    case Step::Connect:
        return QStringLiteral("connect");
    case Step::Name:
        return QStringLiteral("name");
    case Step::Data:
        return QStringLiteral("data");
    case Step::End:
        return QStringLiteral("end");
    case Step::Reload:
        return QStringLiteral("reload");
    }
    return {};
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Reloaded:
        return QStringLiteral("reloaded");
    case Outcome::ReloadFailed:
        return QStringLiteral("reloadFailed");
    case Outcome::NotSent:
        return QStringLiteral("notSent");
    case Outcome::Unknown:
        return QStringLiteral("unknown");
    }
    return {};
}

Explanation explain(const PushResult &result)
{
    const Explanation why = result.error ? explain(*result.error) : Explanation{};
    const auto sentence = [&](const QString &verdict) {
        return why.text.isEmpty() ? verdict : verdict + u' ' + why.text;
    };
    switch (result.outcome) {
    case Outcome::Reloaded:
        return {
            Text::tr("%1 reports that nginx reloaded with %2. Reported, not proved: the receiver "
                     "tells that nginx took the signal, not that the new rule is in effect.")
                .arg(result.peer, result.name),
            Text::tr("Ask the site for something that the rule changes.")};
    case Outcome::ReloadFailed:
        return {sentence(Text::tr("%1 was sent, but is not in effect.").arg(result.name)),
                why.remedy};
    case Outcome::NotSent:
        return {sentence(Text::tr("%1 was not installed.").arg(result.name)), why.remedy};
    case Outcome::Unknown:
        return {sentence(Text::tr("Whether %1 is in effect is not known.").arg(result.name)),
                why.remedy};
    }
    return {};
}

} // namespace transfer
