// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/api/apierror.h"
#include "transfer/receiver/api/token.h"

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

namespace transfer::receiver::api {

/// What a request is about.
struct Route
{
    enum class Endpoint {
        Health,
        ListRules,
        FetchRule,
        PushRule,
        DeleteRule,
        ListVersions,
        FetchVersion,
        RestoreVersion,
        FetchResult,
    };
    Endpoint endpoint = Endpoint::Health;
    QString name;    ///< of a rule, checked
    int version = 0; ///< of FetchVersion
    QString key;     ///< of FetchResult, checked

    Role role() const; ///< that it needs
    bool isChange() const;
    qint64 mostBytes() const; ///< of the body

    /// `segments` are those of a RequestTarget.
    static tl::expected<Route, ApiError> find(const QByteArray &method,
                                              const QStringList &segments);
};

/// 1 to 64 of A-Z a-z 0-9 . _ -
bool isIdempotencyKey(const QString &text);

} // namespace transfer::receiver::api
