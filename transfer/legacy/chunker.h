// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transfer/error.h"

#include <QByteArray>
#include <QList>
#include <tl/expected.hpp>

namespace transfer::legacy {

/// The smallest chunk: room for a border that does not stand before an `end`.
inline constexpr int kLeastChunkBytes = 4;
inline constexpr int kMostChunkBytes = 65535;

/// Cuts a file into chunks for a legacy receiver. Guaranteed, whatever the content:
/// - their concatenation is the content; none is empty (an empty file has no chunks);
/// - none is longer than `chunkBytes` (the NUL that ends it on the wire not counted);
/// - none begins with the word `end`, which would end the file at the receiver: a border that would
///   stand before it is moved, and a file that begins with it is sent as `e`, `nd...`;
/// - a border stands at a line's end wherever the chunk has a usable one;
/// - two neighbours together hold at least `chunkBytes` (but for that leading `e`), so the number
/// of
///   round trips is at most twice the least possible; the work is linear in the content.
///
/// Fails with NotSendable for content with NUL bytes, which the protocol cannot carry, and for
/// `chunkBytes` outside kLeastChunkBytes..kMostChunkBytes.
tl::expected<QList<QByteArray>, Error> chunks(const QByteArray &content, int chunkBytes);

} // namespace transfer::legacy
