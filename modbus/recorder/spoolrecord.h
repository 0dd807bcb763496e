// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "modbus/recorder/rows.h"

#include <QByteArray>

namespace modbus::recorder {

// What a spool file is made of, after its magic: records of length (4 bytes), CRC-32 of the content
// (4 bytes), content. All figures are little-endian. A content begins with its kind.

/// The largest content that is written or believed.
inline constexpr quint32 kMostRecordBytes = 64U * 1024 * 1024;
inline constexpr qsizetype kRecordHeadBytes = 8;

enum class RecordKind : quint8 {
    Session = 1, ///< first in the file
    Points,      ///< definitions that continue those before
    Rows,
};

/// CRC-32 of IEEE 802.3, as zlib has it.
quint32 crc32(QByteArrayView bytes);

/// A content with its head.
QByteArray framed(const QByteArray &content);

QByteArray encodeSession(const Session &session);
/// `from`: index of the first that is written.
QByteArray encodePoints(const QList<Point> &points, qsizetype from);
/// Rows `from` up to and without `to`.
QByteArray encodeRows(const Block &block, qsizetype from, qsizetype to);

// Empty for what cannot be a record of the kind.
std::optional<Session> decodeSession(const QByteArray &content);
/// Appends to `points`.
bool decodePoints(const QByteArray &content, QList<Point> &points);
/// Gives first and rows; points that `pointCount` doesn't cover are refused.
std::optional<Block> decodeRows(const QByteArray &content, qsizetype pointCount);

} // namespace modbus::recorder
