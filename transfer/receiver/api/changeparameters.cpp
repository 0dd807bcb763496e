// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/changeparameters.h"

#include "transfer/receiver/api/route.h"

#include <algorithm>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using tl::unexpected;

namespace {

using Query = QHash<QString, QString>;
using Headers = QHash<QByteArray, QByteArray>;

constexpr qsizetype kDigestLength = 64;
constexpr qsizetype kMostComment = 1000;
constexpr qsizetype kMostProbeText = 1000;

const QStringList kKnown{u"dryRun"_s,      u"comment"_s,     u"probeUrl"_s,  u"probeHost"_s,
                         u"probeStatus"_s, u"probeHeader"_s, u"probeText"_s, u"probeTimeout"_s};

tl::unexpected<ApiError> wrong(const QString &what, const QString &expected)
{
    return unexpected(ApiError{400, "badRequest", what, expected});
}

bool isDigest(QByteArrayView text)
{
    return text.size() == kDigestLength && std::all_of(text.cbegin(), text.cend(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
           });
}

bool hasControl(const QString &text)
{
    return std::any_of(text.cbegin(), text.cend(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

tl::expected<Precondition, ApiError> preconditionFrom(const Headers &headers)
{
    using Kind = Precondition::Kind;
    const bool hasMatch = headers.contains("if-match");
    if (headers.contains("if-none-match")) {
        if (hasMatch || headers.value("if-none-match").trimmed() != "*")
            return wrong(u"If-None-Match takes * only, and no If-Match beside it"_s,
                         u"Send one of both."_s);
        return Precondition{Kind::Absent};
    }
    if (!hasMatch)
        return Precondition{};
    const QByteArray value = headers.value("if-match").trimmed();
    if (value == "*")
        return Precondition{Kind::Exists};
    const bool isQuoted = value.size() > 2 && value.startsWith('"') && value.endsWith('"');
    const QByteArray digest = isQuoted ? value.sliced(1, value.size() - 2) : value;
    if (!isDigest(digest))
        return wrong(u"If-Match is no SHA-256"_s,
                     u"Send the 64 hexadecimal digits in quotation marks, or *."_s);
    return Precondition{Kind::Sha256, digest.toLower()};
}

tl::expected<bool, ApiError> dryRunFrom(const Query &query)
{
    const QString value = query.value(u"dryRun"_s, u"false"_s);
    if (value != u"true" && value != u"false")
        return wrong(u"dryRun is neither true nor false"_s, u"Send dryRun=true or leave it out."_s);
    return value == u"true";
}

tl::expected<QUrl, ApiError> probeUrlFrom(const QString &text, const AllowList &probed)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != u"http" || !url.userInfo().isEmpty())
        return wrong(u"probeUrl is no http URL"_s, u"Send one such as http://127.0.0.1/health."_s);
    const QString host = url.host() == u"localhost" ? u"127.0.0.1"_s : url.host();
    const QHostAddress address(host);
    if (address.isNull())
        return wrong(u"the host of probeUrl is no IP address"_s,
                     u"Send the address, and the site's name as probeHost."_s);
    if (!probed.allows(address))
        return wrong(u"the receiver does not probe %1"_s.arg(host),
                     u"Probe a loopback address, or allow others with --probe-allow."_s);
    QUrl plain = url;
    plain.setHost(host);
    return plain;
}

tl::expected<void, ApiError> readHeader(Probe &probe, const QString &text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon < 1 || text.size() > kMostProbeText || hasControl(text))
        return wrong(u"probeHeader is not \"Name: value\""_s, u"Send both, parted by a colon."_s);
    probe.headerName = text.first(colon).trimmed().toUtf8();
    probe.headerValue = text.sliced(colon + 1).trimmed().toUtf8();
    return {};
}

tl::expected<std::optional<Probe>, ApiError> probeFrom(const Query &query, const AllowList &probed)
{
    if (!query.contains(u"probeUrl"_s)) {
        const bool isAsked = std::any_of(query.keyBegin(), query.keyEnd(), [](const QString &name) {
            return name.startsWith(u"probe");
        });
        if (isAsked)
            return wrong(u"there is a probe without probeUrl"_s, u"Send probeUrl as well."_s);
        return std::nullopt;
    }
    constexpr int kLeastStatus = 100;
    constexpr int kMostStatus = 599;
    constexpr double kLeastSeconds = 0.1;
    constexpr double kMostSeconds = 60;
    Probe probe;
    const auto url = probeUrlFrom(query.value(u"probeUrl"_s), probed);
    if (!url)
        return unexpected(url.error());
    probe.url = *url;
    bool isNumber = false;
    probe.status = query.value(u"probeStatus"_s, u"200"_s).toInt(&isNumber);
    if (!isNumber || probe.status < kLeastStatus || probe.status > kMostStatus)
        return wrong(u"probeStatus is no HTTP status"_s, u"Send a number from 100 to 599."_s);
    const double seconds = query.value(u"probeTimeout"_s, u"10"_s).toDouble(&isNumber);
    if (!isNumber || !(seconds >= kLeastSeconds && seconds <= kMostSeconds))
        return wrong(u"probeTimeout is out of range"_s, u"Send seconds from 0.1 to 60."_s);
    probe.limit = std::chrono::milliseconds(qRound64(seconds * 1000));
    const QString host = query.value(u"probeHost"_s);
    const QString text = query.value(u"probeText"_s);
    if (hasControl(host) || host.size() > kMostProbeText || text.size() > kMostProbeText)
        return wrong(u"probeHost or probeText is too long or has control characters"_s,
                     u"Send at most 1,000 characters."_s);
    probe.host = host.toUtf8();
    probe.text = text.toUtf8();
    if (query.contains(u"probeHeader"_s)) {
        if (const auto isRead = readHeader(probe, query.value(u"probeHeader"_s)); !isRead)
            return unexpected(isRead.error());
    }
    return probe;
}

} // namespace

tl::expected<QByteArray, ApiError> expectedDigest(const Headers &headers)
{
    const QByteArray digest = headers.value("x-content-sha256").trimmed().toLower();
    if (headers.contains("x-content-sha256") && !isDigest(digest))
        return wrong(u"X-Content-SHA256 is no SHA-256"_s, u"Send its 64 hexadecimal digits."_s);
    return digest;
}

tl::expected<Change, ApiError> changeFrom(const Query &query, const Headers &headers,
                                          const AllowList &probed)
{
    for (auto name = query.keyBegin(); name != query.keyEnd(); ++name) {
        if (!kKnown.contains(*name))
            return wrong(u"there is no parameter %1"_s.arg(*name),
                         u"The parameters are %1."_s.arg(kKnown.join(u", "_s)));
    }
    Change change;
    const auto precondition = preconditionFrom(headers);
    if (!precondition)
        return unexpected(precondition.error());
    change.precondition = *precondition;
    const auto isDryRun = dryRunFrom(query);
    if (!isDryRun)
        return unexpected(isDryRun.error());
    change.isDryRun = *isDryRun;
    change.comment = query.value(u"comment"_s);
    if (change.comment.toUtf8().size() > kMostComment || hasControl(change.comment))
        return wrong(u"the comment is longer than 1,000 bytes or has control characters"_s,
                     u"Send a shorter one, in one line."_s);
    if (headers.contains("idempotency-key")) {
        change.key = headers.value("idempotency-key").trimmed();
        if (!isIdempotencyKey(QString::fromLatin1(change.key)))
            return wrong(u"the Idempotency-Key is not as it has to be"_s,
                         u"Send 1 to 64 of A-Z a-z 0-9 . _ -"_s);
    }
    const auto probe = probeFrom(query, probed);
    if (!probe)
        return unexpected(probe.error());
    change.probe = *probe;
    return change;
}

} // namespace transfer::receiver::api
