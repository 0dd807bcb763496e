// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/receiver/allowlist.h"
#include "transfer/receiver/api/apierror.h"
#include "transfer/receiver/change.h"

#include <QHash>
#include <tl/expected.hpp>

namespace transfer::receiver::api {

/// What query and headers say of a change; name, action and sender are the caller's. Of probes,
/// only those of `probed` addresses are taken: the receiver reaches what its clients may not.
tl::expected<Change, ApiError> changeFrom(const QHash<QString, QString> &query,
                                          const QHash<QByteArray, QByteArray> &headers,
                                          const AllowList &probed);

/// The header X-Content-SHA256 in lower case; empty where there is none.
tl::expected<QByteArray, ApiError> expectedDigest(const QHash<QByteArray, QByteArray> &headers);

} // namespace transfer::receiver::api
