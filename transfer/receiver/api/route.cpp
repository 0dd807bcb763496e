// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/receiver/api/route.h"

#include "transfer/rulefile.h"

#include <algorithm>

namespace transfer::receiver::api {

using namespace Qt::StringLiterals;
using Endpoint = Route::Endpoint;
using tl::unexpected;

namespace {

struct Shape
{
    const char *method;
    const char *path; ///< a segment in braces takes any text
    Endpoint endpoint;
};

constexpr Shape kShapes[] = {
    {"GET", "v1/health", Endpoint::Health},
    {"GET", "v1/rules", Endpoint::ListRules},
    {"GET", "v1/rules/{name}", Endpoint::FetchRule},
    {"PUT", "v1/rules/{name}", Endpoint::PushRule},
    {"DELETE", "v1/rules/{name}", Endpoint::DeleteRule},
    {"GET", "v1/rules/{name}/versions", Endpoint::ListVersions},
    {"GET", "v1/rules/{name}/versions/{version}", Endpoint::FetchVersion},
    {"POST", "v1/rules/{name}/restore", Endpoint::RestoreVersion},
    {"GET", "v1/results/{key}", Endpoint::FetchResult},
};

bool fits(const QStringList &pattern, const QStringList &segments)
{
    return std::equal(pattern.cbegin(), pattern.cend(), segments.cbegin(), segments.cend(),
                      [](const QString &expected, const QString &given) {
                          return expected.startsWith(u'{') || expected == given;
                      });
}

/// Fills in what the path has in braces.
tl::expected<void, ApiError> take(Route &route, const QString &what, const QString &value)
{
    if (what == u"{name}") {
        if (const auto isPlain = checkRuleName(value); !isPlain)
            return unexpected(ApiError{400, "badName", isPlain.error().detail,
                                       u"Give a plain file name, such as site.conf."_s});
        route.name = value;
    } else if (what == u"{version}") {
        bool isNumber = false;
        route.version = value.toInt(&isNumber);
        if (!isNumber || route.version < 1 || value != QString::number(route.version))
            return unexpected(ApiError{404, "noSuchVersion", u"a version is a number from 1"_s,
                                       u"List the versions to see which there are."_s});
    } else if (what == u"{key}") {
        if (!isIdempotencyKey(value))
            return unexpected(ApiError{404, "noSuchResult", u"that is no idempotency key"_s,
                                       u"Ask with the key that the change was sent with."_s});
        route.key = value;
    }
    return {};
}

} // namespace

bool isIdempotencyKey(const QString &text)
{
    constexpr qsizetype kMost = 64;
    return !text.isEmpty() && text.size() <= kMost &&
           std::all_of(text.cbegin(), text.cend(), [](QChar c) {
               return c.unicode() < 0x80 &&
                      (c.isLetterOrNumber() || c == u'.' || c == u'_' || c == u'-');
           });
}

Role Route::role() const
{
    return isChange() ? Role::Push : Role::Read;
}

bool Route::isChange() const
{
    return endpoint == Endpoint::PushRule || endpoint == Endpoint::DeleteRule ||
           endpoint == Endpoint::RestoreVersion;
}

qint64 Route::mostBytes() const
{
    constexpr qint64 kMostJson = 4096;
    if (endpoint == Endpoint::PushRule)
        return kMostRuleFileBytes;
    return endpoint == Endpoint::RestoreVersion ? kMostJson : 0;
}

tl::expected<Route, ApiError> Route::find(const QByteArray &method, const QStringList &segments)
{
    QByteArrayList allowed;
    for (const Shape &shape : kShapes) {
        const QStringList pattern = QString::fromLatin1(shape.path).split(u'/');
        if (!fits(pattern, segments))
            continue;
        allowed.append(shape.method);
        if (method != shape.method)
            continue;
        Route route;
        route.endpoint = shape.endpoint;
        for (qsizetype i = 0; i < segments.size(); ++i) {
            if (const auto isTaken = take(route, pattern[i], segments[i]); !isTaken)
                return unexpected(isTaken.error());
        }
        return route;
    }
    if (allowed.isEmpty())
        return unexpected(ApiError{404, "noSuchResource", u"there is nothing at that path"_s,
                                   u"The paths are /v1/health, /v1/rules and below."_s});
    return unexpected(ApiError{405,
                               "badMethod",
                               u"that method is not for this path"_s,
                               u"Use one of those that the header Allow names."_s,
                               {},
                               {{"Allow", allowed.join(", ")}}});
}

} // namespace transfer::receiver::api
