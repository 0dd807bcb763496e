// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/requesttarget.h"

#include <QStringDecoder>
#include <optional>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using tl::unexpected;

namespace {

std::optional<int> hexDigit(char c)
{
    constexpr int kTen = 10;
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + kTen;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + kTen;
    return std::nullopt;
}

std::optional<QString> decode(QByteArrayView text)
{
    constexpr qsizetype kEscapeLength = 3;
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes.append(text[i]);
            continue;
        }
        if (i + kEscapeLength > text.size())
            return std::nullopt;
        const auto high = hexDigit(text[i + 1]);
        const auto low = hexDigit(text[i + 2]);
        if (!high || !low)
            return std::nullopt;
        bytes.append(char((*high << 4) | *low));
        i += kEscapeLength - 1;
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString decoded = decoder.decode(bytes);
    if (decoder.hasError())
        return std::nullopt;
    return decoded;
}

} // namespace

tl::expected<RequestTarget, QString> RequestTarget::parse(QByteArrayView text)
{
    const QByteArray whole = text.toByteArray();
    const qsizetype mark = whole.indexOf('?');
    const QByteArray path = mark < 0 ? whole : whole.first(mark);
    if (!path.startsWith('/'))
        return unexpected(u"the path does not begin with a slash"_s);
    RequestTarget target;
    if (path.size() > 1) {
        for (const QByteArray &part : path.sliced(1).split('/')) {
            const auto segment = decode(part);
            if (!segment)
                return unexpected(u"the path has a wrong percent escape, or is not UTF-8"_s);
            target.segments.append(*segment);
        }
    }
    if (mark < 0)
        return target;
    for (const QByteArray &part : whole.sliced(mark + 1).split('&')) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const auto name = decode(equals < 0 ? part : part.first(equals));
        const auto value = decode(equals < 0 ? QByteArray() : part.sliced(equals + 1));
        if (!name || !value)
            return unexpected(u"the query has a wrong percent escape, or is not UTF-8"_s);
        if (target.query.contains(*name))
            return unexpected(u"the parameter %1 comes twice"_s.arg(*name));
        target.query.insert(*name, *value);
    }
    return target;
}

} // namespace transfer::receiver::api
