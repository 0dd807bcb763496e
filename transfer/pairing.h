// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <tl/expected.hpp>

namespace transfer {

/// What a client has to know of a receiver to reach and to trust it, as `loopcheck-receiver init`
/// prints it in one line:
///
///     loopcheck-pair:HOST:PORT/FINGERPRINT/TOKEN
///
/// HOST is a name, an IPv4 address or an IPv6 address in brackets, FINGERPRINT the SHA-256 of the
/// certificate (64 hexadecimal digits), TOKEN the access token (43 characters). Both have a fixed
/// length, so a line that was cut while pasting is not taken.
struct Pairing
{
    QString host; ///< without brackets
    quint16 port = 0;
    QByteArray fingerprint; ///< lower case
    QByteArray token;

    QString toLine() const;
    /// Blanks around the line are left out. The error is a sentence that says what is wrong and
    /// what is expected; it never repeats the token.
    static tl::expected<Pairing, QString> parse(QStringView line);
    friend bool operator==(const Pairing &, const Pairing &) = default;
};

/// 64 hexadecimal digits in pairs with colons between, as other programs show fingerprints.
QString readableFingerprint(const QByteArray &fingerprint);

} // namespace transfer
