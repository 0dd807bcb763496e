// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QHash>
#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

namespace transfer::receiver::api {

/// What a request asks for, as its first line has it: /path/of/segments?name=value&...
/// Segments and values are percent-decoded, once; so a segment may hold a slash or a NUL, which is
/// for those to refuse who use it. A plus sign is a plus sign.
struct RequestTarget
{
    QStringList segments; ///< without the slashes; empty for "/"
    QHash<QString, QString> query;

    /// The error is a sentence: no path, a wrong escape, bytes that are not UTF-8, a parameter that
    /// comes twice.
    static tl::expected<RequestTarget, QString> parse(QByteArrayView text);
};

} // namespace transfer::receiver::api
