// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <tl/expected.hpp>

#include "transfer/error.h"

namespace transfer::legacy {

/// Cuts a file into chunks for a legacy receiver, each at most `chunkBytes` long (the NUL that ends
/// it on the wire not counted), so that their concatenation is the file and none begins with the
/// word `end`, or could be taken for it together with what TCP may merge: the receiver would end
/// the file there. Lines are kept whole where they fit. `chunkBytes` 4..65535.
/// Fails for content with NUL bytes, which the protocol cannot carry.
tl::expected<QList<QByteArray>, Error> chunks(const QByteArray &content, int chunkBytes);

} // namespace transfer::legacy
