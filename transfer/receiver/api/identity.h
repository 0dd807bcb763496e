// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <tl/expected.hpp>

namespace transfer::receiver::api {

/// A key and a certificate for it that nobody else signed: clients pin the certificate, as ssh pins
/// a host's key.
struct SelfSigned
{
    QByteArray certificate; ///< PEM
    QByteArray key;         ///< PEM, ECDSA on P-256

    /// Valid from yesterday, since clocks differ, for ten years. `hosts` are names and addresses
    /// that the certificate is for; the first is its common name.
    static tl::expected<SelfSigned, QString> make(const QStringList &hosts);
};

/// The SHA-256 of a certificate, 64 hexadecimal digits; of the first where there are several. Empty
/// where `pem` is none.
QByteArray fingerprintOf(const QByteArray &pem);

} // namespace transfer::receiver::api
