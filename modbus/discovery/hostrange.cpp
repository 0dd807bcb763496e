// SPDX-License-Identifier: GPL-3.0-or-later
#include "modbus/discovery/hostrange.h"

#include <QCoreApplication>
#include <QSet>
#include <optional>

namespace modbus::discovery {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(discovery)
};

constexpr quint32 kMostFigure = 65535;

/// A decimal figure of at most `most`; nothing else, no sign.
std::optional<quint32> figure(QStringView text, quint32 most)
{
    if (text.isEmpty() || text.size() > 9)
        return {};
    quint32 value = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return {};
        value = value * 10 + (c.unicode() - u'0');
    }
    return value <= most ? std::optional(value) : std::nullopt;
}

/// Not QHostAddress, which takes "10.1" and hexadecimal as well.
std::optional<quint32> ipv4(QStringView text)
{
    const auto parts = text.split(u'.');
    if (parts.size() != 4)
        return {};
    quint32 address = 0;
    for (const QStringView part : parts) {
        const auto value = figure(part, 255);
        if (!value)
            return {};
        address = address << 8 | *value;
    }
    return address;
}

struct Range
{
    quint32 first = 0;
    quint32 last = 0;
    quint64 count() const { return quint64(last) - first + 1; }
};

std::optional<Range> subnet(QStringView network, QStringView length)
{
    const auto address = ipv4(network);
    const auto bits = figure(length, 32);
    if (!address || !bits)
        return {};
    const quint32 hostBits = *bits == 0 ? ~0U : (*bits == 32 ? 0U : ~0U >> *bits);
    Range range{*address & ~hostBits, *address | hostBits};
    if (*bits < 31) {
        ++range.first;
        --range.last;
    }
    return range;
}

std::optional<Range> rangeOf(QStringView text)
{
    if (const auto slash = text.indexOf(u'/'); slash >= 0)
        return subnet(text.first(slash).trimmed(), text.sliced(slash + 1).trimmed());
    const auto hyphen = text.indexOf(u'-');
    const auto first = ipv4((hyphen < 0 ? text : text.first(hyphen)).trimmed());
    if (!first)
        return {};
    if (hyphen < 0)
        return Range{*first, *first};
    const QStringView end = text.sliced(hyphen + 1).trimmed();
    std::optional<quint32> last = ipv4(end);
    if (const auto figureOnly = figure(end, 255))
        last = (*first & ~0xFFU) | *figureOnly;
    if (!last || *last < *first)
        return {};
    return Range{*first, *last};
}

} // namespace

tl::expected<QList<quint32>, QString> parseHosts(QStringView text)
{
    QList<quint32> hosts;
    QSet<quint32> seen;
    for (const QStringView part : text.split(u',')) {
        const auto range = rangeOf(part.trimmed());
        if (!range) {
            return tl::make_unexpected(
                Text::tr("\"%1\" is no range of IPv4 addresses. Write 192.168.0.0/24, "
                         "192.168.0.1-254 or 192.168.0.10, several with commas between.")
                    .arg(part.trimmed()));
        }
        if (range->count() + quint64(hosts.size()) > quint64(kMostHosts)) {
            return tl::make_unexpected(
                Text::tr("\"%1\" is too much: a scan takes at most %2 addresses, a /16. Scan the "
                         "subnet that the devices are in.")
                    .arg(text.trimmed())
                    .arg(kMostHosts));
        }
        for (quint64 host = range->first; host <= range->last; ++host) {
            if (!seen.contains(quint32(host))) {
                seen.insert(quint32(host));
                hosts.append(quint32(host));
            }
        }
    }
    return hosts;
}

tl::expected<QList<quint16>, QString> parsePorts(QStringView text)
{
    QList<quint16> ports;
    for (const QStringView part : text.split(u',')) {
        const auto ends = part.split(u'-');
        const auto first = figure(ends.constFirst().trimmed(), kMostFigure);
        const auto last = figure(ends.constLast().trimmed(), kMostFigure);
        if (!first || !last || ends.size() > 2 || *first == 0 || *last < *first) {
            return tl::make_unexpected(
                Text::tr("\"%1\" is no port: a figure from 1 to 65535 is expected, or a range as "
                         "in 502-510, several with commas between. Modbus TCP's is 502.")
                    .arg(part.trimmed()));
        }
        for (quint32 port = *first; port <= *last; ++port) {
            if (ports.contains(quint16(port)))
                continue;
            if (ports.size() == kMostPorts) {
                return tl::make_unexpected(
                    Text::tr("A scan takes at most %1 ports.").arg(kMostPorts));
            }
            ports.append(quint16(port));
        }
    }
    return ports;
}

} // namespace modbus::discovery
