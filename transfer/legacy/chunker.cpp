// SPDX-License-Identifier: GPL-3.0-or-later
#include "transfer/legacy/chunker.h"

#include <QByteArrayView>

namespace transfer::legacy {

namespace {

constexpr QByteArrayView kEndWord = "end";

/// May a chunk begin at `position`?
bool isBorder(QByteArrayView content, qsizetype position)
{
    return !content.sliced(position).startsWith(kEndWord);
}

/// Where the chunk from `begin` ends, given that it must end at `limit` or before.
qsizetype borderAfter(QByteArrayView content, qsizetype begin, qsizetype limit)
{
    for (qsizetype position = limit; position > begin; --position) {
        if (content[position - 1] == '\n' && isBorder(content, position))
            return position;
    }
    // No two neighbouring positions can both stand before `end`.
    return isBorder(content, limit) ? limit : limit - 1;
}

Error notSendable(const QString &detail)
{
    return {.kind = Error::Kind::NotSendable, .detail = detail, .peer = {}, .step = {}};
}

} // namespace

tl::expected<QList<QByteArray>, Error> chunks(const QByteArray &content, int chunkBytes)
{
    if (chunkBytes < kLeastChunkBytes || chunkBytes > kMostChunkBytes) {
        return tl::make_unexpected(
            notSendable(QStringLiteral("the chunk size %1 is outside %2..%3 bytes")
                            .arg(chunkBytes)
                            .arg(kLeastChunkBytes)
                            .arg(kMostChunkBytes)));
    }
    if (const qsizetype nul = content.indexOf('\0'); nul >= 0) {
        return tl::make_unexpected(notSendable(
            QStringLiteral("the file has a NUL byte at offset %1, which the legacy protocol cannot "
                           "carry")
                .arg(nul)));
    }

    QList<QByteArray> result;
    qsizetype begin = 0;
    if (content.startsWith(kEndWord)) {
        begin = 1;
        result.append(content.first(begin));
    }
    while (begin < content.size()) {
        const bool isLast = content.size() - begin <= chunkBytes;
        const qsizetype end =
            isLast ? content.size() : borderAfter(content, begin, begin + chunkBytes);
        result.append(content.sliced(begin, end - begin));
        begin = end;
    }
    return result;
}

} // namespace transfer::legacy
